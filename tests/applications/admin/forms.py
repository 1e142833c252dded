"""What a browser posts from a form as it is shown."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup


def form_data(response: Any, selector: str = "form[novalidate], form#w-editor-form") -> Any:
    """Names and values of the fields; of several ticked boxes a list."""
    form = BeautifulSoup(response.content, "html.parser").select_one(selector)
    values: dict[str, Any] = {}
    for one in form.select("input[name]"):
        kind = one.get("type", "text")
        if kind in ("checkbox", "radio"):
            if one.has_attr("checked"):
                values.setdefault(one["name"], []).append(one.get("value", "on"))
        elif kind not in ("submit", "file"):
            values[one["name"]] = one.get("value", "")
    values.update(
        {one["name"]: one.text.removeprefix("\n") for one in form.select("textarea[name]")}
    )
    for one in form.select("select[name]"):
        chosen = one.select_one("option[selected]") or one.select_one("option")
        values[one["name"]] = chosen.get("value", "") if chosen else ""
    values.pop("csrfmiddlewaretoken", None)
    return values

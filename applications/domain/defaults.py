"""The house's own form templates, one for each kind; a bureau changes them in the admin."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.apps import apps as current_apps
from django.db import transaction

FOLDER = Path(__file__).resolve().parent.parent / "defaults"


@transaction.atomic
def load_templates(apps: Any = current_apps) -> int:
    """Make the templates that are not there; one that staff have is left as they keep it.

    Works on real models and inside migrations, where it is given the migration's `apps`. Returns
    how many were made.
    """
    made = 0
    known = set(
        apps.get_model("applications", "FormTemplate").objects.values_list("name", flat=True)
    )
    for path in sorted(FOLDER.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        if content["name"] not in known:
            _make(content, apps)
            made += 1
    return made


def _make(content: dict[str, Any], apps: Any) -> None:
    def model(name: str) -> Any:
        return apps.get_model("applications", name)

    template = model("FormTemplate").objects.create(name=content["name"], kind=content["kind"])
    for order, row in enumerate(content["questions"]):
        row["choices"] = "\n".join(row.get("choices", []))
        row["sort_order"] = order
        model("TemplateQuestion")(template=template, **row).save()
    for order, row in enumerate(content["materials"]):
        model("TemplateMaterial")(template=template, sort_order=order, **row).save()
    for order, row in enumerate(content["rubric"]):
        model("TemplateRubricItem")(template=template, sort_order=order, **row).save()

"""What facets and their values are called, without asking the database for each page.

Divisions and categories change a few times a year, so each process keeps them for some minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.enums import RecordKind
from registry.models import Category, Division
from search.interface import Facet, Sort

KEEP_SECONDS = 300

FACET_LABELS: dict[Facet, Promise] = {
    Facet.KIND: gettext_lazy("类型"),
    Facet.CATEGORY: gettext_lazy("类别"),
    Facet.LEVEL: gettext_lazy("级别"),
    Facet.BATCH: gettext_lazy("批次"),
    Facet.AREA: gettext_lazy("地区"),
    Facet.UNIT: gettext_lazy("保护单位"),
    Facet.TAG: gettext_lazy("标签"),
    Facet.PICTURES: gettext_lazy("图片"),
}
SORT_LABELS: dict[Sort, Promise] = {
    Sort.RELEVANCE: gettext_lazy("相关"),
    Sort.NAME: gettext_lazy("名称"),
    Sort.CODE: gettext_lazy("编号"),
    Sort.DATE: gettext_lazy("公布时间"),
}
MATCH_LABELS: dict[str, Promise] = {
    "name": gettext_lazy("名称"),
    "alias": gettext_lazy("别名"),
    "code": gettext_lazy("编号"),
    "category": gettext_lazy("类别"),
    "person": gettext_lazy("传承人"),
    "unit": gettext_lazy("单位"),
    "place": gettext_lazy("地点"),
    "tag": gettext_lazy("标签"),
    "related": gettext_lazy("相关"),
    "text": gettext_lazy("正文"),
    "pinyin": gettext_lazy("拼音"),
    "guess": gettext_lazy("近似"),
    # what a suggestion names when it is no record
    "area": gettext_lazy("地区"),
    **{kind.value: kind.label for kind in RecordKind},
}


class Kept:
    """A value computed once and kept for some minutes; a stale one is computed anew."""

    def __init__(self, compute: Callable[[], Any]) -> None:
        self._compute = compute
        self._value: Any = None
        self._until = 0.0

    def __call__(self) -> Any:
        now = time.monotonic()
        if now >= self._until:
            self._value = self._compute()
            self._until = now + KEEP_SECONDS
        return self._value

    def forget(self) -> None:
        """Compute anew at the next call: for tests and for edits in this process."""
        self._until = 0.0


@Kept
def divisions() -> dict[str, tuple[str, str]]:
    """Code → (name, full name). One query."""
    rows = Division.objects.values_list("code", "name", "full_name")
    return {code: (name, full_name) for code, name, full_name in rows}


@Kept
def categories() -> list[tuple[int, str, str]]:
    """(ordinal, numeral, name) in the national list's order. One query."""
    return list(Category.objects.order_by("ordinal").values_list("ordinal", "numeral", "name"))


def value_label(facet: Facet, value: str) -> str:
    """A facet value as people read it."""
    if facet is Facet.KIND:
        return str(RecordKind(value).label)
    if facet is Facet.PICTURES:
        return _("有图片") if value == "yes" else _("没有图片")
    if facet is Facet.AREA:
        return str(divisions().get(value, (value, value))[1])
    return value

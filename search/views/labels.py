"""What facets and their values are called, without asking the database for each page.

Divisions and categories change a few times a year, so each process keeps them for some minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from registry.enums import RecordKind
from registry.models import Category, Division
from search.interface import Facet, Sort
from search.wording import batch_value_words, in_chinese

KEEP_SECONDS = 300

FACET_LABELS: dict[Facet, str] = {
    Facet.KIND: _("类型"),
    Facet.CATEGORY: _("类别"),
    Facet.LEVEL: _("级别"),
    Facet.BATCH: _("批次"),
    Facet.AREA: _("地区"),
    Facet.UNIT: _("保护单位"),
    Facet.TAG: _("标签"),
    Facet.PICTURES: _("图片"),
}
SORT_LABELS: dict[Sort, str] = {
    Sort.RELEVANCE: _("相关"),
    Sort.NAME: _("名称"),
    Sort.CODE: _("编号"),
    Sort.DATE: _("公布时间"),
    Sort.DISTANCE: _("距离"),
}
MATCH_LABELS: dict[str, str] = {
    "name": _("名称"),
    "alias": _("别名"),
    "code": _("编号"),
    "category": _("类别"),
    "person": _("传承人"),
    "unit": _("单位"),
    "place": _("地点"),
    "tag": _("标签"),
    "related": _("相关"),
    "text": _("正文"),
    "pinyin": _("拼音"),
    "guess": _("近似"),
    # what a suggestion names when it is no record
    "area": _("地区"),
}


def said(message: str) -> str:
    """The message in the visitor's language. A page says some forty, so each is looked up once."""
    return _said(get_language() or "", message)


@lru_cache(maxsize=1024)
def _said(language: str, message: str) -> str:
    return gettext(message)


def kind_label(kind: str) -> str:
    """What a kind of record is called, or what a suggestion names when it is no record."""
    return _kind_label(get_language() or "", kind)


@lru_cache(maxsize=64)
def _kind_label(language: str, kind: str) -> str:
    if kind in RecordKind:
        return str(RecordKind(kind).label)
    return gettext(MATCH_LABELS[kind]) if kind in MATCH_LABELS else ""


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


@Kept
def category_names() -> dict[str, str]:
    """Name → name in English. One query, on pages in other languages only."""
    return dict(Category.objects.values_list("name", "name_en"))


def value_label(facet: Facet, value: str) -> str:
    """A facet value as people read it."""
    if facet is Facet.KIND:
        return kind_label(value)
    if facet is Facet.PICTURES:
        return said(_("有图片") if value == "yes" else _("没有图片"))
    if facet is Facet.AREA:
        return str(divisions().get(value, (value, value))[1])
    if facet is Facet.CATEGORY:
        return category_label(value)
    if facet is Facet.LEVEL:
        return said(value)
    return _batch_label(get_language() or "", value) if facet is Facet.BATCH else value


@lru_cache(maxsize=1024)
def _batch_label(language: str, value: str) -> str:
    return batch_value_words(value)


def category_label(name: str) -> str:
    """传统技艺, or what the visitor's language calls it."""
    return name if in_chinese() else category_names().get(name, "") or name

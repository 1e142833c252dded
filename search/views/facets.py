"""Facets as groups of checkboxes, and the chips of the filters that are on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from html import escape

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.forms import CatalogueQuery
from search.interface import Facet, FacetCount, SearchResult
from search.views.labels import FACET_LABELS, categories, divisions, value_label

AT_ONCE = 8  # values of a facet one sees without opening the rest
OPEN_AT_FIRST = frozenset({Facet.KIND, Facet.CATEGORY, Facet.LEVEL})
_NUMBER = re.compile(r"第([一二三四五六七八九十]+|[0-9]{1,3})批")
_DIGITS = "零一二三四五六七八九"
LEVELS = ("国家级", "省级", "市级", "区县级")
KINDS = ("project", "inheritor", "base", "workshop", "product")


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One facet as the page shows it: its options as HTML, the first few and the rest."""

    name: str
    label: str
    options: SafeString
    more: SafeString
    more_count: int
    chosen: int
    open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, and the address without it."""

    name: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class _Option:
    value: str
    label: str
    count: int
    chosen: bool
    child: bool = field(default=False)


@cache
def _pieces(language: str) -> tuple[str, ...]:
    """The option's template, cut at its slots; a page has up to two hundred of them."""
    slots = {
        name: SafeString(f"\x00{name}\x00")
        for name in ("name", "value", "label", "count", "checked", "classes", "id")
    }
    return tuple(get_template("components/facet_option.html").render(slots).split("\x00"))


def _render(facet: Facet, options: Iterable[_Option]) -> SafeString:
    pieces = _pieces(get_language() or "")
    html: list[str] = []
    for option in options:
        value = escape(option.value)
        fills = {
            "id": f"{facet.value}-{value.replace(' ', '_')}",
            "name": facet.value,
            "value": value,
            "label": escape(option.label),
            "count": f"{option.count:,}",
            "checked": " checked" if option.chosen else "",
            "classes": (" is-chosen" if option.chosen else "")
            + (" is-child" if option.child else ""),
        }
        html.extend(fills[p] if i % 2 else p for i, p in enumerate(pieces))
    return SafeString("".join(html))


def facet_groups(query: CatalogueQuery, result: SearchResult) -> list[FacetGroup]:
    """Every facet that has something to choose. Chosen values stand first and never go missing."""
    groups = []
    for facet in Facet:
        chosen = query.filters.get(facet, ())
        options = _options(facet, result.facets.get(facet, ()), chosen)
        if not options:
            continue
        at_once = max(AT_ONCE, len(chosen)) if facet is not Facet.CATEGORY else len(options)
        groups.append(
            FacetGroup(
                name=facet.value,
                label=str(FACET_LABELS[facet]),
                options=_render(facet, options[:at_once]),
                more=_render(facet, options[at_once:]),
                more_count=len(options[at_once:]),
                chosen=len(chosen),
                open=facet in OPEN_AT_FIRST or bool(chosen),
            )
        )
    return groups


def _options(facet: Facet, counts: Iterable[FacetCount], chosen: tuple[str, ...]) -> list[_Option]:
    found = {count.value: count.count for count in counts}
    for value in chosen:
        found.setdefault(value, 0)
    if facet is Facet.AREA:
        return _areas(found, chosen)
    options = [
        _Option(value, value_label(facet, value), count, value in chosen)
        for value, count in found.items()
    ]
    if facet is Facet.BATCH:
        return sorted(options, key=lambda o: _batch_order(o.value))
    order = _order(facet)
    if order:
        return sorted(options, key=lambda o: order.get(o.value, len(order)))
    return sorted(options, key=lambda o: not o.chosen)


def _order(facet: Facet) -> dict[str, int]:
    """Vocabularies that have an order of their own keep it, whatever the counts."""
    if facet is Facet.CATEGORY:
        names = [name for _ordinal, _numeral, name in categories()]
    else:
        names = list({Facet.LEVEL: LEVELS, Facet.KIND: KINDS}.get(facet, ()))
    return {name: i for i, name in enumerate(names)}


def _batch_order(batch: str) -> tuple[int, int, str]:
    """By level, then by number: 国家级第二批 before 国家级第十批."""
    level = next((i for i, name in enumerate(LEVELS) if batch.startswith(name)), len(LEVELS))
    number = _NUMBER.search(batch)
    return level, _chinese_number(number[1]) if number else 0, batch


def _chinese_number(text: str) -> int:
    """一 to 九十九, or digits."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.find(tens[-1:]) if tens else 1) * 10 * bool(ten) + (
        _DIGITS.find(ones) if ones else 0
    )


def _areas(found: dict[str, int], chosen: tuple[str, ...]) -> list[_Option]:
    """Each division under the larger one it lies in, when that one is shown too."""
    known = divisions()
    tops = [code for code in found if not _parent(code, found)]
    tops.sort(key=lambda code: not any(c == code or c.startswith(_stem(code)) for c in chosen))
    options = []
    for top in tops:
        name, full_name = known.get(top, (top, top))
        options.append(_Option(top, full_name or name, found[top], top in chosen))
        for code in found:
            if code != top and code.startswith(_stem(top)):
                inner = known.get(code, (code, code))[0]
                options.append(_Option(code, inner, found[code], code in chosen, child=True))
    return options


def _stem(code: str) -> str:
    """The digits that a division's own parts share: 120000 → 12, 320500 → 3205."""
    return code[:2] if code[2:6] in ("", "0000") else code[:4] if code[4:6] == "00" else code


def _parent(code: str, among: dict[str, int]) -> bool:
    return any(c != code and c in among for c in (code[:2], code[:2] + "0000"))


def chips(query: CatalogueQuery) -> list[Chip]:
    """A chip for every filter that is on."""
    made = [
        Chip(
            str(FACET_LABELS[facet]), value_label(facet, value), query.without(facet, value).address
        )
        for facet, values in query.filters.items()
        for value in values
    ]
    if query.year_from is not None or query.year_to is not None:
        made.append(Chip(_("年份"), _years(query), query.without_years().address))
    return made


def _years(query: CatalogueQuery) -> str:
    if query.year_to is None:
        return _("%(year)d 年起") % {"year": query.year_from}
    if query.year_from is None:
        return _("%(year)d 年以前（含）") % {"year": query.year_to}
    if query.year_from == query.year_to:
        return _("%(year)d 年") % {"year": query.year_from}
    return _("%(first)d—%(last)d 年") % {"first": query.year_from, "last": query.year_to}

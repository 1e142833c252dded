"""Facets as groups of checkboxes, and the chips of the filters that are on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.forms import FOLDED, CatalogueQuery
from search.interface import Facet, FacetCount, SearchResult
from search.views.frames import Frame
from search.views.labels import FACET_LABELS, categories, divisions, said, value_label

_IN_THEIR_OWN_WORDS = frozenset({Facet.UNIT, Facet.TAG})
AT_ONCE = 8  # values of a facet one sees without opening the rest
OPEN_AT_FIRST = frozenset({Facet.KIND, Facet.CATEGORY, Facet.LEVEL})
_NUMBER = re.compile(r"第([一二三四五六七八九十]+|[0-9]{1,3})批")
_DIGITS = "零一二三四五六七八九"
LEVELS = ("国家级", "省级", "市级", "区县级")
KINDS = ("project", "inheritor", "base", "workshop", "product")


class Chip(NamedTuple):
    """One filter that is on, and the address without it."""

    name: str
    label: str
    address: str


class _Option(NamedTuple):
    value: str
    label: str
    held: int  # records
    chosen: bool
    child: bool = False


_option = Frame("components/facet_option.html", "classes", "checked", "count")
_group = Frame("catalogue/_facet.html", "open", "badge", "body")
_body = Frame("catalogue/_facet_body.html", "options", "more")
_folded = Frame("catalogue/_facet_folded.html", "address")
_badge = Frame("catalogue/_facet_badge.html", "count")
_more = Frame("catalogue/_facet_more.html", "count", "options")


@lru_cache(maxsize=4096)
def _option_format(language: str, facet: str, value: str, label: str) -> str:
    """An option with slots for what differs from search to search."""
    return _option.format(
        {"id": f"{facet}-{value.replace(' ', '_')}", "name": facet, "value": value, "label": label}
    )


def _render(facet: Facet, options: Iterable[_Option]) -> str:
    """A page has up to two hundred options, each kept as a frame of its own."""
    language = get_language() or ""
    return "".join([_option_html(language, facet.value, option) for option in options])


def _option_html(language: str, facet: str, option: _Option) -> str:
    chosen, child = option.chosen, " is-child" if option.child else ""
    return _option_format(language, facet, option.value, option.label) % {
        "classes": " is-chosen" + child if chosen else child,
        "checked": " checked" if chosen else "",
        "count": f"{option.held:,}",
    }


def facets_html(query: CatalogueQuery, result: SearchResult) -> SafeString:
    """Every facet that has something to choose. Chosen values stand first and never go missing.

    A folded group holds a link that leads to its values; a script fetches them instead.
    """
    html = []
    for facet in Facet:
        if query.folded(facet):
            if result.total:
                html.append(_folded_html(facet, query))
            continue
        options = _options_of(facet, query, result)
        if options or facet in query.opened:
            html.append(_facet_html(facet, options, query))
    return SafeString("".join(html))


def body_html(facet: Facet, query: CatalogueQuery, result: SearchResult) -> SafeString:
    """What a folded group holds once it is opened."""
    return _body_html(facet, _options_of(facet, query, result), 0)


def link_html(facet: Facet, query: CatalogueQuery, *, away: bool = False) -> SafeString:
    """What a folded group holds until then; ``away``: after no engine has answered."""
    name = facet.value
    return _folded.filled(
        {"address": escape(query.opening(facet))},
        variant=(name, away),
        context={"name": name, "label": said(FACET_LABELS[facet]), "away": away},
    )


def _folded_html(facet: Facet, query: CatalogueQuery) -> str:
    name = facet.value
    fills = {"open": "", "badge": "", "body": link_html(facet, query)}
    context = {"name": name, "label": said(FACET_LABELS[facet])}
    return _group.filled(fills, variant=(name,), context=context)


def _facet_html(facet: Facet, options: list[_Option], query: CatalogueQuery) -> str:
    name, chosen = facet.value, len(query.filters.get(facet, ()))
    return _group.filled(
        {
            "open": " open" if chosen or facet in OPEN_AT_FIRST or facet in query.opened else "",
            "badge": _badge.filled({"count": str(chosen)}) if chosen else "",
            "body": _body_html(facet, options, chosen),
        },
        variant=(name,),
        context={"name": name, "label": said(FACET_LABELS[facet])},
    )


def _body_html(facet: Facet, options: list[_Option], chosen: int) -> SafeString:
    name = facet.value
    at_once = len(options) if facet is Facet.CATEGORY else max(AT_ONCE, chosen)
    rest = options[at_once:]
    more = {"count": str(len(rest)), "options": _render(facet, rest)} if rest else None
    return _body.filled(
        {
            "options": _render(facet, options[:at_once]),
            "more": _more.filled(more, variant=(name,), context={"name": name}) if more else "",
        },
        variant=(name, not options),
        context={
            "name": name,
            "label": said(FACET_LABELS[facet]),
            "keeps_open": facet in FOLDED,
            "nothing": not options,
        },
    )


def _options_of(facet: Facet, query: CatalogueQuery, result: SearchResult) -> list[_Option]:
    return _options(facet, result.facets.get(facet, ()), query.filters.get(facet, ()))


def _options(facet: Facet, counts: Iterable[FacetCount], chosen: tuple[str, ...]) -> list[_Option]:
    found = {count.value: count.count for count in counts}
    for value in chosen:
        found.setdefault(value, 0)
    if facet is Facet.AREA:
        return _areas(found, chosen)
    if facet in _IN_THEIR_OWN_WORDS:
        options = [_Option(value, value, count, value in chosen) for value, count in found.items()]
    else:
        options = [
            _Option(value, value_label(facet, value), count, value in chosen)
            for value, count in found.items()
        ]
    if facet is Facet.BATCH:
        return sorted(options, key=lambda o: _batch_order(o.value))
    order = _order(facet)
    if order:
        return sorted(options, key=lambda o: order.get(o.value, len(order)))
    return sorted(options, key=lambda o: not o.chosen) if chosen else options


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
    """Each division under its province, when that one is shown too; the chosen provinces first."""
    known = divisions()
    families: dict[str, list[str]] = {}
    for code in found:
        families.setdefault(code[:2], []).append(code)
    held = {code[:2] for code in chosen}
    options = []
    for stem in sorted(families, key=lambda stem: stem not in held):
        family = families[stem]
        top = next((code for code in family if _is_province(code)), "")
        if top:
            family = [top, *(code for code in family if code != top)]
        for code in family:
            name, full_name = known.get(code, (code, code))
            child = bool(top) and code != top
            label = _below(full_name, known.get(top)) if child else full_name or name
            options.append(_Option(code, label, found[code], code in chosen, child))
    return options


def _is_province(code: str) -> bool:
    return len(code) == 2 or (len(code) == 6 and code.endswith("0000"))


def _below(full_name: str, province: tuple[str, str] | None) -> str:
    """The name as it reads under the province's: 苏州市吴中区, not 江苏省苏州市吴中区."""
    return full_name.removeprefix(province[1]) or full_name if province else full_name


def chips(query: CatalogueQuery) -> list[Chip]:
    """A chip for every filter that is on."""
    made = [
        Chip(
            said(FACET_LABELS[facet]),
            value_label(facet, value),
            query.without(facet, value).address,
        )
        for facet, values in query.filters.items()
        for value in values
    ]
    if query.year_from is not None or query.year_to is not None:
        made.append(Chip(_("年份"), _years(query), query.without_years().address))
    if query.near is not None:
        within = _("%(km)s 公里以内") % {"km": f"{query.near.kilometres:g}"}
        made.append(Chip(_("附近"), within, query.without_near().address))
    return made


def _years(query: CatalogueQuery) -> str:
    if query.year_to is None:
        return _("%(year)d 年起") % {"year": query.year_from}
    if query.year_from is None:
        return _("%(year)d 年以前（含）") % {"year": query.year_to}
    if query.year_from == query.year_to:
        return _("%(year)d 年") % {"year": query.year_from}
    return _("%(first)d—%(last)d 年") % {"first": query.year_from, "last": query.year_to}

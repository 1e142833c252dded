"""What an address of the catalogue asks for: read from its parameters, written back in one order.

Nothing a visitor or a robot puts into an address may break a page: what cannot be understood is
left out, and a sentence says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from search.interface import Facet, Kind, Near, SearchRequest, Sort
from search.nearness import read_near, write_near
from search.parameters import facet_values
from search.typed import clean

PAGE_SIZE = 20
MOST_CHARACTERS = 100
MOST_VALUES = 30  # of one facet; more is a robot, and costs the engine
DEEPEST = 10_000  # hits one can page to; Elasticsearch goes no deeper
FACET_SIZE = 20
FIRST_YEAR = 1900
FOLDED = frozenset({Facet.AREA, Facet.UNIT, Facet.TAG})
"""Groups of many values, counted when someone opens or chooses: counting them costs most."""
OPENED = "open"  # the parameter that names opened ones
VIEWS = ("list", "grid")
SORTS = (Sort.RELEVANCE, Sort.NAME, Sort.CODE, Sort.DATE, Sort.DISTANCE)

_SHAPES: dict[Facet, re.Pattern[str]] = {
    Facet.AREA: re.compile("[0-9]{6}(?:[0-9]{3}){0,2}", re.ASCII),
    Facet.BATCH: re.compile("(?:国家级|省级|市级|区县级)第.{1,3}批"),
}
"""Values one knows by their looks; tags and units are any words."""
_CLOSED: dict[Facet, frozenset[str]] = {
    Facet.KIND: frozenset(Kind),
    Facet.LEVEL: frozenset({"国家级", "省级", "市级", "区县级"}),
    Facet.PICTURES: frozenset({"yes", "no"}),
}


@dataclass(frozen=True)
class CatalogueQuery:
    """One state of the catalogue. ``address`` is its one canonical way to be written."""

    text: str = ""
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    near: Near | None = None
    sort: Sort = Sort.RELEVANCE
    view: str = "list"
    page: int = 1
    opened: frozenset[Facet] = frozenset()  # folded groups to be shown open; not of the address
    notices: tuple[str, ...] = ()

    @property
    def filter_count(self) -> int:
        """How many filters are on, as the button on a phone shows it."""
        others = int(self.near is not None)
        years = int(self.year_from is not None or self.year_to is not None)
        return sum(len(values) for values in self.filters.values()) + years + others

    @property
    def near_written(self) -> str:
        """The place as the address holds it, "" without one."""
        return write_near(self.near) if self.near is not None else ""

    @property
    def order(self) -> Sort:
        """The order one gets: without words there is nothing to be relevant to, but a place."""
        if self.near is not None and self.sort is Sort.RELEVANCE and not self.text:
            return Sort.DISTANCE
        if self.near is None and self.sort is Sort.DISTANCE:
            return Sort.RELEVANCE if self.text else Sort.NAME
        return Sort.NAME if self.sort is Sort.RELEVANCE and not self.text else self.sort

    @property
    def address(self) -> str:
        """The query string with its question mark; ``?`` alone is the bare catalogue."""
        return self.address_with()

    def address_with(
        self, *, sort: Sort | None = None, view: str | None = None, page: int | None = None
    ) -> str:
        """The address of the same question in another order, view or page.

        Parameters stand in one order, those at their default are left out. A new order begins at
        the first page.
        """
        parts = [self._stem] if self._stem else []
        order = sort or self.sort
        if order is not Sort.RELEVANCE:
            parts.append(f"sort={order.value}")
        if (view or self.view) != "list":
            parts.append(f"view={view or self.view}")
        page = page or (1 if sort else self.page)
        if page > 1:
            parts.append(f"page={page}")
        return "?" + "&".join(parts)

    @cached_property
    def _stem(self) -> str:
        """What was asked, without order, view and page: a page writes it a dozen times."""
        asked = [("q", self.text)] if self.text else []
        asked += [(f.value, value) for f in Facet for value in self.filters.get(f, ())]
        if self.year_from is not None:
            asked.append(("year_from", str(self.year_from)))
        if self.year_to is not None:
            asked.append(("year_to", str(self.year_to)))
        if self.near is not None:
            asked.append(("near", self.near_written))
        return urlencode(asked)

    def opening(self, facet: Facet) -> str:
        """The address with one more folded group open, and where on the page that stands."""
        address = self.address
        opened = [f"{OPENED}={each.value}" for each in Facet if each in {*self.opened, facet}]
        joint = "" if address == "?" else "&"
        return f"{address}{joint}{'&'.join(opened)}#facet-{facet.value}"

    def at_page(self, page: int) -> CatalogueQuery:
        return replace(self, page=page)

    def asking(self, text: str) -> CatalogueQuery:
        return replace(self, text=text, page=1)

    def without_filters(self) -> CatalogueQuery:
        return replace(self, filters={}, year_from=None, year_to=None, near=None, page=1)

    def without_years(self) -> CatalogueQuery:
        return replace(self, year_from=None, year_to=None, page=1)

    def without_near(self) -> CatalogueQuery:
        return replace(self, near=None, page=1)

    def without(self, facet: Facet, value: str) -> CatalogueQuery:
        left = tuple(v for v in self.filters.get(facet, ()) if v != value)
        filters = {**self.filters, facet: left}
        return replace(self, filters={f: v for f, v in filters.items() if v}, page=1)

    def folded(self, facet: Facet) -> bool:
        """Whether the group waits to be opened: nothing of it is chosen, nobody asked for it."""
        return facet in FOLDED and facet not in self.opened and not self.filters.get(facet)

    def request_of(self, facet: Facet) -> SearchRequest:
        """What one group needs: its counts over what the page shows, and hardly a hit.

        Second thoughts are part of it: where a page shows guesses, they are what is counted.
        """
        return replace(self.request(), facets=(facet,), page=1, page_size=1)

    def request(self) -> SearchRequest:
        """The same question in the words of the search engines."""
        return SearchRequest(
            text=self.text,
            filters=self.filters,
            year_from=self.year_from,
            year_to=self.year_to,
            near=self.near,
            sort=self.order,
            page=self.page,
            page_size=PAGE_SIZE,
            facets=tuple(facet for facet in Facet if not self.folded(facet)),
            facet_size=FACET_SIZE,
        )


def read_query(data: QueryDict) -> CatalogueQuery:
    """Read an address. Unknown parameters are passed over, bad values named in ``notices``."""
    notices: list[str] = []
    text = clean(data.get("q", ""))
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS].rstrip()
        notices.append(_("搜索词太长，只用了前 %(count)d 个字。") % {"count": MOST_CHARACTERS})
    filters = {facet: values for facet in Facet if (values := _values(data, facet, notices))}
    year_from, year_to = _year(data, "year_from", notices), _year(data, "year_to", notices)
    if year_from is not None and year_to is not None and year_from > year_to:
        year_from, year_to = year_to, year_from
        notices.append(_("起止年份前后颠倒，已为您对调。"))
    return CatalogueQuery(
        text=text,
        filters=filters,
        year_from=year_from,
        year_to=year_to,
        near=_near(data, notices),
        sort=_sort(data, notices),
        view=_view(data, notices),
        page=_page(data, notices),
        opened=frozenset(facet for facet in FOLDED if facet.value in data.getlist(OPENED)),
        notices=tuple(notices),
    )


def _values(data: QueryDict, facet: Facet, notices: list[str]) -> tuple[str, ...]:
    """The facet's values, each once, in the order of the address made canonical by sorting."""
    wanted = {value for raw in data.getlist(facet.value)[:1000] if (value := clean(raw))}
    good: set[str] = set()
    unknown = []
    for value in wanted:
        meant = _meant(facet, value)
        good.update(meant)
        if not meant:
            unknown.append(value[:20])
    if unknown:
        shown = "、".join(sorted(unknown)[:3])
        notices.append(_("没有「%(values)s」这样的筛选条件，已忽略。") % {"values": shown})
    if len(good) > MOST_VALUES:
        notices.append(_("同一类条件最多选 %(count)d 个，多出的已忽略。") % {"count": MOST_VALUES})
    return tuple(sorted(good)[:MOST_VALUES])


def _meant(facet: Facet, value: str) -> tuple[str, ...]:
    """The facet's values that a word of an address stands for; none where it says nothing.

    The words of our own links are the values themselves. Of others, “Ⅷ” and “传统手工技艺” mean
    传统技艺, as in the API: an address may be written by hand.
    """
    if len(value) > MOST_CHARACTERS:
        return ()
    return (value,) if _is_value(facet, value) else facet_values(facet, value)


def _is_value(facet: Facet, value: str) -> bool:
    """Whether it can be seen without asking the vocabularies."""
    if facet in _CLOSED:
        return value in _CLOSED[facet]
    shape = _SHAPES.get(facet)
    return facet is not Facet.CATEGORY and (shape is None or bool(shape.fullmatch(value)))


def _year(data: QueryDict, name: str, notices: list[str]) -> int | None:
    raw = clean(data.get(name, "")).removesuffix("年")
    if not raw:
        return None
    latest = timezone.localdate().year + 1
    if len(raw) == 4 and raw.isdecimal() and FIRST_YEAR <= int(raw) <= latest:
        return int(raw)
    notices.append(
        _("年份「%(year)s」看不懂，已忽略。请填四位数字，例如 2006。") % {"year": raw[:20]}
    )
    return None


def _near(data: QueryDict, notices: list[str]) -> Near | None:
    raw = clean(data.get("near", ""))
    near = read_near(raw)
    if raw and near is None:
        notices.append(
            _("位置「%(near)s」看不懂，已忽略。请写“纬度,经度,公里数”，例如 39.128,117.252,5。")
            % {"near": raw[:40]}
        )
    return near


def _sort(data: QueryDict, notices: list[str]) -> Sort:
    raw = clean(data.get("sort", ""))
    if not raw or raw in SORTS:
        return Sort(raw or Sort.RELEVANCE)
    notices.append(_("没有「%(sort)s」这种排序，已按默认顺序排列。") % {"sort": raw[:20]})
    return Sort.RELEVANCE


def _view(data: QueryDict, notices: list[str]) -> str:
    raw = clean(data.get("view", ""))
    if not raw or raw in VIEWS:
        return raw or "list"
    notices.append(_("没有「%(view)s」这种显示方式，已用列表显示。") % {"view": raw[:20]})
    return "list"


def _page(data: QueryDict, notices: list[str]) -> int:
    raw = clean(data.get("page", ""))
    if not raw:
        return 1
    if not (raw.isascii() and raw.isdecimal() and len(raw) <= 9 and int(raw) > 0):
        notices.append(_("页码「%(page)s」看不懂，已回到第一页。") % {"page": raw[:20]})
        return 1
    deepest = DEEPEST // PAGE_SIZE
    if int(raw) > deepest:
        notices.append(
            _("最多能翻到第 %(deepest)d 页。要看后面的记录，请加上筛选条件缩小范围。")
            % {"deepest": deepest}
        )
        return deepest
    return int(raw)

"""Facet counts as both engines find them: which columns are counted under which filters.

A facet's counts keep all filters but its own choice. So all facets without a choice are counted
together under every filter, and each chosen one apart under the others' choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import starmap
from operator import itemgetter
from typing import Any, TypeVar

from search.interface import Facet, FacetCount, SearchRequest

from .plan import FACET_FIELDS, Everything, Plan

SINGLE = frozenset({Facet.KIND, Facet.CATEGORY, Facet.PICTURES})  # one value a record
ALL_VALUES = 65_000  # the most values either engine counts at once

K = TypeVar("K")
Counts = dict[Facet, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Counting:
    """Facets counted together: under all filters but those of some facets."""

    without: frozenset[Facet]
    facets: tuple[Facet, ...]


def chosen_in(request: SearchRequest) -> dict[Facet, tuple[str, ...]]:
    """The filters that choose anything."""
    return {facet: values for facet, values in request.filters.items() if values}


def countings(request: SearchRequest) -> tuple[Counting, ...]:
    """What is to be counted for the facets a request asks for, in as few queries as that takes."""
    return _countings(request.facets, frozenset(chosen_in(request)))


@lru_cache(maxsize=1024)
def _countings(facets: tuple[Facet, ...], chosen: frozenset[Facet]) -> tuple[Counting, ...]:
    left_out = {facet: chosen & {facet} for facet in facets}
    return tuple(
        Counting(without, tuple(facet for facet in facets if left_out[facet] == without))
        for without in dict.fromkeys(left_out.values())
    )


def counted_in(documents: Sequence[Mapping[str, Any]], facets: Iterable[Facet]) -> Counts:
    """The counts of a few documents as they are stored, which are at hand anyway."""
    found: Counts = {}
    for facet in facets:
        field = FACET_FIELDS[facet]
        counts = found[facet] = {}
        if facet in SINGLE:
            for document in documents:
                value = document[field]
                if facet is Facet.PICTURES:
                    value = "yes" if value else "no"
                if value:
                    counts[value] = counts.get(value, 0) + 1
        else:
            for document in documents:
                for value in document[field]:
                    counts[value] = counts.get(value, 0) + 1
    return found


def facets_of(
    request: SearchRequest, counts: Mapping[Facet, Mapping[str, int]]
) -> dict[Facet, tuple[FacetCount, ...]]:
    """What is shown of the counts: the commonest values and the chosen ones."""
    size, filters = request.facet_size, request.filters
    found: dict[Facet, tuple[FacetCount, ...]] = {}
    for facet in request.facets:
        values = counts.get(facet) or {}
        chosen = filters.get(facet) if filters else ()
        if not values and not chosen:
            found[facet] = ()
            continue
        ordered = list(values.items())
        if len(ordered) > 1:
            ordered.sort()  # by value, and then the commonest first
            ordered.sort(key=itemgetter(1), reverse=True)
        if chosen:
            found[facet] = _with_the_chosen(ordered[:size], values, chosen)
        else:
            found[facet] = tuple(starmap(FacetCount, ordered[:size]))
    return found


def _with_the_chosen(
    shown: Sequence[tuple[str, int]], values: Mapping[str, int], chosen: Sequence[str]
) -> tuple[FacetCount, ...]:
    """Marked as such, and none of them missing."""
    listed = [FacetCount(value, count, value in chosen) for value, count in shown]
    missing = set(chosen).difference(value for value, _ in shown)
    listed += [FacetCount(each, values.get(each, 0), True) for each in chosen if each in missing]
    return tuple(listed)


def of_everything(plan: Plan) -> bool:
    """Whether nothing but facets narrows what is found."""
    request = plan.request
    years = request.year_from is not None or request.year_to is not None
    return plan.node == Everything() and not years and request.near is None


def rest(whole: Mapping[K, int], away: Mapping[K, int]) -> dict[K, int]:
    """What is left of counts when others are taken away."""
    left = {key: count - away.get(key, 0) for key, count in whole.items()}
    return {key: count for key, count in left.items() if count}

"""Facet counts as both engines find them: by columns, and from these back to the facets.

Kind, category, level, batch and pictures have few values, and records share them: a hundred thousand
records have a few hundred combinations of all five, their *groups*. One column holds a record's
group, so that one count over it answers for five facets, and also for what each of them would be
without its own choice: which groups a choice lets through is plain from the groups themselves.
Areas, units and tags have too many values for that; each has a column of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import starmap
from operator import itemgetter
from typing import Any, TypeVar

from search.interface import Facet, FacetCount, SearchDocument, SearchRequest

from .plan import FACET_FIELDS, Everything, Plan

GROUP = "group"  # the index field
GROUPED = (Facet.KIND, Facet.CATEGORY, Facet.LEVEL, Facet.BATCH, Facet.PICTURES)
_SINGLE = frozenset({Facet.KIND, Facet.CATEGORY, Facet.PICTURES})  # one value a record
ALL_VALUES = 65_000  # the most values either engine counts at once
_FACETS, _VALUES = "\x1f", "\x1e"  # between the facets of a group, between the values of a facet

K = TypeVar("K")
Counts = dict[Facet, dict[str, int]]
Groups = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counting:
    """Columns counted together: under all filters but those of some facets."""

    without: frozenset[Facet]
    grouped: bool  # whether the column of groups is among them
    facets: tuple[Facet, ...]  # whose own columns are


def group_of(document: SearchDocument) -> str:
    """The document's values of the grouped facets, as one term."""
    values = {
        Facet.KIND: (document.kind.value,),
        Facet.CATEGORY: (document.category,),
        Facet.LEVEL: document.levels,
        Facet.BATCH: document.batches,
        Facet.PICTURES: ("yes" if document.has_pictures else "no",),
    }
    return _FACETS.join(_VALUES.join(sorted(set(values[facet]))) for facet in GROUPED)


@lru_cache(maxsize=65_536)
def values_in(group: str) -> tuple[tuple[str, ...], ...]:
    """What ``group_of`` put together: the values of each grouped facet."""
    return tuple(
        tuple(each for each in part.split(_VALUES) if each) for part in group.split(_FACETS)
    )


def chosen_in(request: SearchRequest) -> dict[Facet, tuple[str, ...]]:
    """The filters that choose anything."""
    return {facet: values for facet, values in request.filters.items() if values}


def countings(request: SearchRequest) -> tuple[Counting, ...]:
    """What is to be counted for the facets a request asks for, in as few queries as that takes."""
    return _countings(request.facets, frozenset(chosen_in(request)))


@lru_cache(maxsize=1024)
def _countings(facets: tuple[Facet, ...], chosen: frozenset[Facet]) -> tuple[Counting, ...]:
    grouped = any(facet in GROUPED for facet in facets)
    own = [facet for facet in facets if facet not in GROUPED]
    left_out = {facet: chosen & {facet} for facet in own}
    of_groups = chosen & frozenset(GROUPED)
    every = dict.fromkeys([*([of_groups] if grouped else []), *left_out.values()])
    return tuple(
        Counting(
            without=without,
            grouped=grouped and without == of_groups,
            facets=tuple(facet for facet in own if left_out[facet] == without),
        )
        for without in every
    )


def told_by(counting: Counting, request: SearchRequest) -> list[Facet]:
    """The facets a request asks for that some columns tell."""
    grouped = GROUPED if counting.grouped else ()
    return [*(facet for facet in grouped if facet in request.facets), *counting.facets]


def counts_in(groups: Groups, request: SearchRequest) -> Counts:
    """The counts of the grouped facets that a request asks for, each under all but its own filter.

    ``groups`` were counted without any filter of theirs.
    """
    wanted = [(at, facet) for at, facet in enumerate(GROUPED) if facet in request.facets]
    chosen = _choices(request)
    found: Counts = {facet: {} for _, facet in wanted}
    for group, count in groups.items():
        values = values_in(group)
        barred = [at for at, choice in chosen if choice.isdisjoint(values[at])]
        if len(barred) > 1:
            continue
        for at, facet in wanted:
            if not barred or barred[0] == at:
                held = found[facet]
                for value in values[at]:
                    held[value] = held.get(value, 0) + count
    return found


def counted_in(documents: Sequence[Mapping[str, Any]], facets: Iterable[Facet]) -> Counts:
    """The counts of a few documents as they are stored, which are at hand anyway."""
    found: Counts = {}
    for facet in facets:
        field = FACET_FIELDS[facet]
        counts = found[facet] = {}
        if facet in _SINGLE:
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


def number_let_through(groups: Groups, request: SearchRequest) -> int:
    """How many records of the groups pass the filters of the grouped facets."""
    chosen = _choices(request)
    return sum(
        count
        for group, count in groups.items()
        if not any(choice.isdisjoint(values_in(group)[at]) for at, choice in chosen)
    )


def _choices(request: SearchRequest) -> list[tuple[int, frozenset[str]]]:
    chosen = chosen_in(request)
    return [(at, frozenset(chosen[facet])) for at, facet in enumerate(GROUPED) if facet in chosen]


def of_everything(plan: Plan) -> bool:
    """Whether nothing but facets narrows what is found."""
    request = plan.request
    years = request.year_from is not None or request.year_to is not None
    return plan.node == Everything() and not years and request.near is None


def only_grouped(facets: Collection[Facet]) -> bool:
    """Whether the groups alone tell what filters on these facets let through."""
    return all(facet in GROUPED for facet in facets)


def rest(whole: Mapping[K, int], away: Mapping[K, int]) -> dict[K, int]:
    """What is left of counts when others are taken away."""
    left = {key: count - away.get(key, 0) for key, count in whole.items()}
    return {key: count for key, count in left.items() if count}

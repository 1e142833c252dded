"""A search as both engines run it: a small tree of conditions, each with its score.

The tree is built once (search.engines.ranking) and translated by each engine into its own query
objects, so that both ask the same thing and score it the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from search.interface import Facet, SearchRequest

# Index fields that hold facet values; the area and the like hold several each.
FACET_FIELDS: Mapping[Facet, str] = {
    Facet.KIND: "kind",
    Facet.CATEGORY: "category",
    Facet.LEVEL: "levels",
    Facet.BATCH: "batches",
    Facet.AREA: "areas",
    Facet.UNIT: "units",
    Facet.TAG: "tags",
    Facet.PICTURES: "pictures",
}
DEEPEST = 10_000  # hits that can be paged through; further pages are empty, the total stays true


class Term(NamedTuple):
    """Documents whose field holds a term; scores a constant."""

    field: str
    term: str
    score: float = 1.0


class Phrase(NamedTuple):
    """Documents whose field holds terms side by side; a constant score, or relevance by frequency."""

    field: str
    terms: tuple[str, ...]
    score: float = 1.0
    by_frequency: bool = False  # then score is a factor of the engine's BM25


@dataclass(frozen=True, slots=True)
class Beginning:
    """Documents whose field holds a term that begins so; scores a constant."""

    field: str
    start: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Every:
    """All of these; their scores add up."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Best:
    """Any of these; the best score counts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least so many of these; their scores add up."""

    number: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Scaled:
    """The same documents with their score multiplied."""

    part: Node
    factor: float


@dataclass(frozen=True, slots=True)
class Without:
    """The first, but none of the others."""

    part: Node
    excluded: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """All documents."""


Node = Term | Phrase | Beginning | Every | Best | AtLeast | Scaled | Without | Everything


@dataclass(frozen=True, slots=True)
class Plan:
    """One search: what must match, what is filtered, which hits and which counts are wanted."""

    node: Node
    request: SearchRequest
    sort: str | None  # index field to sort by, None for score
    offset: int
    limit: int
    facets: bool = True


class Row(NamedTuple):
    """One document an engine found: its score and what was stored of it."""

    score: float
    order: str  # name by pinyin and id: decides between equal scores
    stored: Mapping[str, Any]


class Answer(NamedTuple):
    """What an engine gives back for a plan."""

    total: int
    rows: tuple[Row, ...]
    counts: Mapping[Facet, Mapping[str, int]]

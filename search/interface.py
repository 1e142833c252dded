"""What the rest of the site and the two engines agree on: documents in, requests in, results out.

Nothing here knows Django, a database or an engine. A document holds plain strings as people wrote
them; each engine passes them through the same analysis (search.text) so that both answer alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, Protocol


class FixedWord(StrEnum):
    """A word of a fixed list. It hashes as the text it equals, which is also quicker."""

    __hash__ = str.__hash__


class Kind(FixedWord):
    """The five kinds of records the catalogue holds."""

    PROJECT = "project"
    INHERITOR = "inheritor"
    BASE = "base"
    WORKSHOP = "workshop"
    PRODUCT = "product"


class Facet(FixedWord):
    """The facets one can filter by; the value is also the parameter's name in addresses."""

    KIND = "kind"
    CATEGORY = "category"
    LEVEL = "level"
    BATCH = "batch"
    AREA = "area"
    UNIT = "unit"
    TAG = "tag"
    PICTURES = "pictures"  # values "yes" and "no"


class Sort(FixedWord):
    """Relevance falls back to name where there are no words to be relevant to."""

    RELEVANCE = "relevance"
    NAME = "name"  # by pinyin
    CODE = "code"  # category, then serial; records without a code last
    DATE = "date"  # newest inscription first
    DISTANCE = "distance"  # nearest first; needs SearchRequest.near


@dataclass(frozen=True, slots=True)
class Point:
    """WGS-84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One published record as the index sees it. Only what the public may read goes in here."""

    id: str  # "project-12": kind and primary key; the id of the public API
    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()  # 又称, 俗称, former names, English and minority-language names
    codes: tuple[str, ...] = ()  # every code as written: "Ⅷ-89", "Ⅷ-089_02_120105"
    category: str = ""  # facet value: the category's name, "传统技艺"
    category_words: tuple[str, ...] = ()  # numeral, names before 2008: "Ⅷ", "传统手工技艺"
    levels: tuple[str, ...] = ()  # facet values: "国家级", …
    batches: tuple[str, ...] = ()  # facet values: "国家级第一批", …
    areas: tuple[str, ...] = ()  # division codes, the record's own and all above it
    places: tuple[str, ...] = ()  # names of those divisions, and the address as written
    people: tuple[str, ...] = ()  # for a project its inheritors, for a base its host, …
    units: tuple[str, ...] = ()  # facet values: protecting units, declaring units
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()  # names of other records it hangs on (an inheritor's projects)
    texts: tuple[tuple[str, str], ...] = ()  # (section label, plain text): what can be read
    years: tuple[int, ...] = ()  # of its inscriptions or recognitions
    date: str = ""  # ISO date of the newest of them, for sorting; "" sorts last
    code_order: str = ""  # sortable form of the first code, "08-0089-…"; "" sorts last
    has_pictures: bool = False
    point: Point | None = None
    weight: int = 0  # ties between equal hits: the higher the level, the larger (0 to 9)
    card: Mapping[str, Any] = field(default_factory=dict)  # JSON a listing shows; not searched
    version: int = 0  # grows with every change of the record; search_status compares it


@dataclass(frozen=True, slots=True)
class Near:
    """A circle: centre and radius in kilometres."""

    centre: Point
    kilometres: float


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What someone asks. Within one facet values are joined by or, across facets by and."""

    text: str = ""
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    near: Near | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 20
    facets: tuple[Facet, ...] = tuple(Facet)
    facet_size: int = 50  # values a facet shows at the most, the commonest first
    wider: bool = True  # look for wider results when there are few


class Match(NamedTuple):
    """Why a document was found: the field, and the passage with its hits marked.

    ``field`` is one of name, alias, code, category, person, unit, place, tag, related, text, pinyin, guess.
    ``pieces`` is the passage cut into (words, is it a hit) pairs, in the document's own characters.
    """

    field: str
    label: str  # for text the section's label, "" otherwise
    pieces: tuple[tuple[str, bool], ...]


class Hit(NamedTuple):
    """One document found, with what a listing needs."""

    id: str
    card: Mapping[str, Any]
    matched: tuple[Match, ...] = ()
    guess: bool = False  # found by a wrong, missing or similar-sounding character
    kilometres: float | None = None


class FacetCount(NamedTuple):
    """How many documents one would see with this value added (or, if chosen, has now)."""

    value: str
    count: int  # type: ignore[assignment]  # in place of the tuple's own count()
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits. ``wider`` holds further hits that match only in part, never mixed in."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[FacetCount, ...]]
    wider: tuple[Hit, ...] = ()
    did_you_mean: tuple[str, ...] = ()
    engine: str = ""
    limited: bool = False  # answered by the stand-in while the chosen engine is away


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the search field while typing."""

    text: str  # what to put into the field
    id: str  # of the record it names, "" for a category, place or unit
    kind: str  # a Kind, or "category", "area", "person", "unit"
    detail: str  # what tells it from its like: category and place
    pieces: tuple[tuple[str, bool], ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """How an engine is: reachable, how many documents it holds, and a sentence for people."""

    ok: bool
    documents: int
    detail: str


class SearchUnavailable(Exception):
    """The engine did not answer, or not in time. The sentence in it is for the log."""


class Engine(Protocol):
    """One search engine. Every method raises SearchUnavailable when the engine is away."""

    name: str

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """Add or replace; findable on return. The number of documents written."""

    def remove(self, ids: Iterable[str]) -> int:
        """Take out; unknown ids are passed over. The number asked for."""

    def search(self, request: SearchRequest) -> SearchResult: ...

    def suggest(self, text: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """One query to the engine."""

    def rebuild(
        self, documents: Iterable[SearchDocument], *, progress: Callable[[int], None] | None = None
    ) -> int:
        """Write a new index beside the one in use and swap; readers never see it half full.

        Documents written through index() and remove() while it runs are in the new index too.
        """

    def versions(self) -> Mapping[str, int]:
        """Every id with the version it was indexed at, for comparing with the database."""

    def health(self) -> Health: ...

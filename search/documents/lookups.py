"""What the documents of one batch need besides their records, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from media.models import HeritageImage, Recording
from media.sizes import PictureReference, variants
from registry.models import Division

THUMBNAIL_WIDTH = 640


@dataclass(slots=True)
class Wanted:
    """Keys that the records of a batch refer to."""

    divisions: set[int] = field(default_factory=set)
    pictures: set[int] = field(default_factory=set)
    recordings: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A public picture at the size of a card."""

    url: str
    alt: str
    width: int
    height: int


class Lookups:
    """Divisions with their ancestors, and those of the files that are public."""

    def __init__(self, wanted: Wanted) -> None:
        self._chains = _chains(wanted.divisions)
        self._pictures = _public_pictures(wanted.pictures)
        self._transcripts = _transcripts(wanted.recordings)

    def divisions(self, pk: int | None) -> list[Division]:
        """From the province down to this division; empty without one."""
        return self._chains.get(pk, []) if pk is not None else []

    def public_pictures(self, pks: Iterable[int | None]) -> list[HeritageImage]:
        """Those of the pictures that the public may see, in the order given."""
        return [self._pictures[pk] for pk in pks if pk in self._pictures]

    def transcripts(self, pks: Iterable[int]) -> list[str]:
        """What is said in those of the recordings that the public may hear."""
        return [self._transcripts[pk] for pk in pks if pk in self._transcripts]


def thumbnail(picture: HeritageImage) -> Thumbnail:
    """The card's picture. Its file is made when someone first looks at it."""
    reference = PictureReference.of(picture)
    made = variants(reference, "card", "webp", THUMBNAIL_WIDTH)[-1]
    return Thumbnail(made.url, reference.alternative_text, made.width, made.height)


def _chains(pks: set[int]) -> dict[int, list[Division]]:
    rows = Division.objects.filter(pk__in=pks).select_related("parent__parent__parent__parent")
    return {row.pk: row.ancestors_and_self() for row in rows} if pks else {}


def _public_pictures(pks: set[int]) -> dict[int, HeritageImage]:
    if not pks:
        return {}
    rows = HeritageImage.objects.public().filter(pk__in=pks)
    return {row.pk: row for row in rows}


def _transcripts(pks: set[int]) -> dict[int, str]:
    if not pks:
        return {}
    rows = Recording.objects.public().filter(pk__in=pks).exclude(transcript="")
    return dict(rows.values_list("pk", "transcript"))

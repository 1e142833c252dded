"""代表性传承人 as search documents. Personal details are in them only with consent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Prefetch, QuerySet

from registry.codes import code_sort_key
from registry.enums import RecordKind, Standing
from registry.levels import level_label
from registry.models import Division, HeritageProject, Inheritor, Recognition
from registry.narrative import plain_text
from search.addresses import record_url
from search.documents.lookups import Lookups, Wanted, thumbnail
from search.documents.parts import (
    area_codes,
    card,
    content_version,
    distinct,
    place_names,
    shortened,
)
from search.interface import Kind, SearchDocument
from search.levels import LEVEL_VALUES, batch_value, level_weight

ENDED = {Standing.REMOVED, Standing.WITHDRAWN}
"""Standings with which one is on no list any more (文旅部令第3号, article 22)."""


def inheritor_documents(keys: Iterable[int]) -> list[SearchDocument]:
    """The published ones among these inheritors; a fixed number of queries."""
    inheritors = list(_read(keys))
    wanted = Wanted()
    for inheritor in inheritors:
        wanted.divisions |= {pk for pk in _division_keys(inheritor) if pk}
        if inheritor.details_public and inheritor.portrait_id:
            wanted.pictures.add(inheritor.portrait_id)
    lookups = Lookups(wanted)
    return [_document(inheritor, lookups) for inheritor in inheritors]


def _read(keys: Iterable[int]) -> QuerySet[Inheritor]:
    """Only what a document needs; many inheritors share a project, so that is read once."""
    projects = HeritageProject.objects.select_related("category").defer("narrative")
    return Inheritor.objects.filter(live=True, pk__in=keys).prefetch_related(
        Prefetch("recognitions", Recognition.objects.select_related("batch__jurisdiction")),
        Prefetch("recognitions__project", projects),
        "recognitions__project__inscriptions",
    )


def _public_recognitions(inheritor: Inheritor) -> list[Recognition]:
    """Those for published projects; of the others not even the project's name may show."""
    return [row for row in inheritor.recognitions.all() if row.project.live]


def _division_keys(inheritor: Inheritor) -> list[int | None]:
    """The inheritor's own division, or else those of the projects."""
    if inheritor.division_id:
        return [inheritor.division_id]
    return [row.project.division_id for row in _public_recognitions(inheritor)]


def _document(inheritor: Inheritor, lookups: Lookups) -> SearchDocument:
    rows = _public_recognitions(inheritor)
    current = [row for row in inheritor.recognitions.all() if row.standing not in ENDED]
    projects = [row.project for row in rows]
    chains = [lookups.divisions(pk) for pk in dict.fromkeys(_division_keys(inheritor))]
    names = [name for chain in chains for name in place_names(chain)]
    details = inheritor.details_public
    portrait = lookups.public_pictures([inheritor.portrait_id]) if details else []
    codes = distinct(
        code
        for project in projects
        for inscription in project.inscriptions.all()
        for code in (inscription.code_as_written, inscription.sub_number)
    )
    document = SearchDocument(
        id=inheritor.public_id,
        kind=Kind.INHERITOR,
        name=inheritor.name,
        aliases=distinct([inheritor.name_en]),
        codes=codes,
        category=projects[0].category.name if projects else "",
        category_words=distinct(
            word
            for project in projects
            for word in (project.category.numeral, project.category.former_name)
        ),
        levels=distinct(LEVEL_VALUES[row.level] for row in current),
        batches=distinct(batch_value(row.batch) for row in current if row.batch),
        areas=area_codes(*chains),
        places=distinct([*names, inheritor.place_as_declared]),
        related=distinct(project.name for project in projects),
        texts=_texts(inheritor),
        years=tuple(sorted({year for row in current if (year := _year(row))})),
        date=max((_date(row) for row in current), default=""),
        code_order=next(filter(None, map(code_sort_key, codes)), ""),
        has_pictures=bool(portrait),
        weight=level_weight(min((row.level for row in current), default=None)),
    )
    document = replace(document, card=_card(inheritor, document, rows, chains, lookups))
    return replace(document, version=content_version(document))


def _texts(inheritor: Inheritor) -> tuple[tuple[str, str], ...]:
    """The numbers of the public lists; more only of one who consented.

    A number such as 05-2229 is no code of a project, though it has the shape of one.
    """
    numbers = distinct(row.number for row in inheritor.recognitions.all())
    written = [("认定编号", " ".join(numbers))]
    if inheritor.details_public:
        written += [
            ("生平", plain_text(inheritor.biography)),
            ("称号与荣誉", inheritor.honours),
            ("民族", inheritor.ethnicity),
            ("团体成员", inheritor.members),
        ]
    return tuple((label, text) for label, text in written if text.strip())


def _year(row: Recognition) -> int | None:
    if row.recognised_on:
        return int(row.recognised_on.year)
    return row.batch.year if row.batch else None


def _date(row: Recognition) -> str:
    """The day it was recognised, as far as it is known."""
    if row.recognised_on:
        return str(row.recognised_on.isoformat())
    if row.batch and row.batch.announced_on:
        return str(row.batch.announced_on.isoformat())
    year = _year(row)
    return f"{year}-01-01" if year else ""


def _card(
    inheritor: Inheritor,
    document: SearchDocument,
    rows: list[Recognition],
    chains: list[list[Division]],
    lookups: Lookups,
) -> dict[str, object]:
    highest = min(inheritor.recognitions.all(), key=lambda row: row.level, default=None)
    details = inheritor.details_public
    portrait = lookups.public_pictures([inheritor.portrait_id]) if details else []
    thumb = thumbnail(portrait[0]) if portrait else None
    jurisdiction = highest.batch.jurisdiction if highest and highest.batch else None
    where = jurisdiction.code if jurisdiction else (document.areas[-1] if document.areas else "")
    listed = highest is None or highest.standing == Standing.LISTED
    return card(
        name=inheritor.name,
        pinyin=inheritor.name_pinyin,
        kind=RecordKind.INHERITOR.value,
        kind_label=str(RecordKind.INHERITOR.label),
        url=record_url(RecordKind.INHERITOR, inheritor.slug),
        code=document.codes[0] if document.codes else "",
        category=document.category,
        category_key=rows[0].project.category.ordinal if rows else 0,
        level=LEVEL_VALUES[highest.level] if highest else "",
        level_label=level_label(highest.level, where) if highest else "",
        batch=batch_value(highest.batch) if highest and highest.batch else "",
        place=chains[0][-1].full_name if chains and chains[0] else inheritor.place_as_declared,
        projects=list(document.related[:3]),
        summary=shortened(plain_text(inheritor.biography)) if details else "",
        thumb=thumb.url if thumb else "",
        thumb_alt=thumb.alt if thumb else "",
        thumb_width=thumb.width if thumb else "",
        thumb_height=thumb.height if thumb else "",
        standing="" if listed or highest is None else str(highest.get_standing_display()),
    )

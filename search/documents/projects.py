"""代表性项目 as search documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Prefetch, QuerySet

from registry.codes import code_sort_key
from registry.enums import RecordKind, Standing
from registry.levels import level_label
from registry.models import HeritageProject, Inscription, ProtectionAssignment, Recognition
from search.addresses import record_url
from search.documents.lookups import Lookups, Thumbnail, Wanted, thumbnail
from search.documents.narrative import PublicNarrative, public_narrative
from search.documents.parts import (
    PEOPLE_ON_CARD,
    area_codes,
    card,
    content_version,
    distinct,
    in_force,
    place_names,
    point_of,
    shortened,
)
from search.interface import Kind, SearchDocument
from search.levels import LEVEL_VALUES, batch_value, level_weight


def project_documents(keys: Iterable[int]) -> list[SearchDocument]:
    """The published ones among these projects; a fixed number of queries."""
    projects = list(_read(keys))
    narratives = {project.pk: public_narrative(project) for project in projects}
    wanted = Wanted()
    for project in projects:
        narrative = narratives[project.pk]
        if project.division_id:
            wanted.divisions.add(project.division_id)
        wanted.pictures |= {use.image_id for use in project.pictures.all()}
        wanted.pictures |= {pk for pk, _caption in narrative.pictures}
        wanted.recordings |= {use.recording_id for use in project.recordings.all()}
        wanted.recordings.update(narrative.recordings)
    lookups = Lookups(wanted)
    return [_document(project, narratives[project.pk], lookups) for project in projects]


def _read(keys: Iterable[int]) -> QuerySet[HeritageProject]:
    """Only what a document needs: an index of everything is built from this."""
    people = Recognition.objects.filter(inheritor__live=True).select_related("inheritor")
    return (
        HeritageProject.objects.filter(live=True, pk__in=keys)
        .select_related("category")
        .prefetch_related(
            Prefetch("inscriptions", Inscription.objects.select_related("batch__jurisdiction")),
            "names",
            "tagged_items__tag",
            "pictures",
            "recordings",
            Prefetch(
                "recognitions",
                people.order_by("level", "inheritor__name", "pk").defer(
                    "inheritor__biography", "inheritor__consent_text"
                ),
            ),
            Prefetch("assignments", ProtectionAssignment.objects.select_related("unit")),
        )
    )


def _document(
    project: HeritageProject, narrative: PublicNarrative, lookups: Lookups
) -> SearchDocument:
    inscriptions = list(project.inscriptions.all())
    current = [row for row in inscriptions if in_force(row.removed_on)]
    chain = lookups.divisions(project.division_id)
    units = distinct(
        [
            *(row.unit.name for row in project.assignments.all() if in_force(row.ended_on)),
            *(row.declaring_unit for row in inscriptions),
        ]
    )
    people = distinct(
        row.inheritor.name for row in project.recognitions.all() if row.standing != Standing.REMOVED
    )
    shown = _shown_pictures(project, narrative)
    pictures = lookups.public_pictures(pk for pk, _caption in shown)
    document = SearchDocument(
        id=project.public_id,
        kind=Kind.PROJECT,
        name=project.name,
        aliases=distinct([*(name.text for name in project.names.all()), project.name_en]),
        codes=distinct(
            code for row in inscriptions for code in (row.code_as_written, row.sub_number)
        ),
        category=project.category.name,
        category_words=distinct([project.category.numeral, project.category.former_name]),
        levels=distinct(LEVEL_VALUES[row.level] for row in current),
        batches=distinct(batch_value(row.batch) for row in current if row.batch),
        areas=area_codes(chain),
        places=place_names(chain, project.place_as_declared, project.address),
        people=people,
        units=units,
        tags=distinct(item.tag.name for item in project.tagged_items.all()),
        texts=_texts(project, narrative, shown, lookups),
        years=tuple(sorted({year for row in current if (year := _year(row))})),
        date=max((row.inscribed_on.isoformat() for row in current if row.inscribed_on), default=""),
        code_order=_code_order(inscriptions),
        has_pictures=bool(pictures),
        point=point_of(project),
        weight=level_weight(min((row.level for row in current), default=None)),
    )
    thumb = thumbnail(pictures[0]) if pictures else None
    document = replace(document, card=_card(project, document, narrative, current, thumb))
    return replace(document, version=content_version(document))


def _shown_pictures(project: HeritageProject, narrative: PublicNarrative) -> list[tuple[int, str]]:
    """Key and caption of every picture its page would show, the gallery's first."""
    gallery = [(use.image_id, use.caption) for use in project.pictures.all()]
    return gallery + narrative.pictures


def _texts(
    project: HeritageProject,
    narrative: PublicNarrative,
    shown: list[tuple[int, str]],
    lookups: Lookups,
) -> tuple[tuple[str, str], ...]:
    """What can be read on its page, section by section, with captions and transcripts."""
    texts = [(str(kind.label), text) for kind, text in narrative.sections]
    captions = distinct(caption for pk, caption in shown if lookups.public_pictures([pk]))
    recordings = [use.recording_id for use in project.recordings.all()] + narrative.recordings
    texts += [("图注", "\n".join(captions))] if captions else []
    texts += [("文字稿", text) for text in lookups.transcripts(dict.fromkeys(recordings))]
    return tuple(texts)


def _year(inscription: Inscription) -> int | None:
    if inscription.inscribed_on:
        return int(inscription.inscribed_on.year)
    return inscription.batch.year if inscription.batch else None


def _code_order(inscriptions: list[Inscription]) -> str:
    """Of the first code that can be read, the highest level's before others."""
    for row in inscriptions:
        order = code_sort_key(row.sub_number) or code_sort_key(row.code_as_written)
        if order:
            return order
    return ""


def _card(
    project: HeritageProject,
    document: SearchDocument,
    narrative: PublicNarrative,
    current: list[Inscription],
    thumb: Thumbnail | None,
) -> dict[str, object]:
    highest = current[0] if current else None
    jurisdiction = highest.batch.jurisdiction if highest and highest.batch else None
    where = jurisdiction.code if jurisdiction else (document.areas[-1] if document.areas else "")
    return card(
        name=project.name,
        pinyin=project.name_pinyin,
        kind=RecordKind.PROJECT.value,
        kind_label=str(RecordKind.PROJECT.label),
        url=record_url(RecordKind.PROJECT, project.slug),
        code=" ".join(highest.code_as_written.split()) if highest else "",
        category=project.category.name,
        category_key=project.category.ordinal,
        level=LEVEL_VALUES[highest.level] if highest else "",
        level_label=level_label(highest.level, where) if highest else "",
        batch=batch_value(highest.batch) if highest and highest.batch else "",
        place=(document.places[0] if document.areas else project.place_as_declared),
        summary=shortened(narrative.summary),
        thumb=thumb.url if thumb else "",
        thumb_alt=thumb.alt if thumb else "",
        thumb_width=thumb.width if thumb else "",
        thumb_height=thumb.height if thumb else "",
        people=list(document.people[:PEOPLE_ON_CARD]),
        unit=document.units[0] if document.units else "",
    )

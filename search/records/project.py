"""The page of a heritage project."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from media.models import HeritageDocument, HeritageImage, Recording
from registry import queries
from registry.enums import RecordKind, Standing, Viability
from registry.models import (
    CreativeProduct,
    HeritageProject,
    Inscription,
    PracticeBase,
    Record,
    Workshop,
)
from registry.narrative import sections
from search.records.lineage import draw
from search.records.parts import (
    Fact,
    Link,
    base_context,
    category_link,
    fact,
    facts,
    link_to,
    place_link,
    public_pictures,
    seal,
)
from search.wording import day, level_words, one

NEIGHBOURS = 6
"""Other projects of the same category and place shown at the foot of the page."""


def context(project: HeritageProject) -> dict[str, Any]:
    """Everything public of the project; it may be a draft that was never saved to its columns."""
    inscriptions = list(project.inscriptions.all())
    same_code = list(queries.sharing_code(project)[:50]) if project.pk else []
    related = [
        link_to(relation.other, relation.reason)
        for relation in project.relations.all()
        if relation.other.live
    ]
    body = sections(project)
    return {
        **base_context(project, category_link(project.category)),
        "seals": [
            seal(i.level, project.division, i.batch) for i in inscriptions if not i.removed_on
        ],
        "motif": project.category.ordinal,
        "other_names": list(project.names.all()),
        "sections": body,
        "readable": _readable_media(body),
        "pictures": public_pictures(project.pictures.all()),
        "recordings": _recordings(project),
        "documents": _documents(project),
        "facts": _facts(project, inscriptions),
        "inscriptions": [_inscription_row(i, project) for i in inscriptions],
        "inheritors": _inheritors(project) if project.pk else [],
        "lineage": draw(queries.lineage(project)) if project.pk else None,
        "bases": _linked(PracticeBase, project),
        "workshops": _linked(Workshop, project),
        "products": _linked(CreativeProduct, project),
        "same_code": [link_to(other, _place(other)) for other in same_code],
        "related": related,
        "neighbours": _neighbours(project, {other.pk for other in same_code}),
        "sources": list(project.sources.all()),
    }


def _facts(project: HeritageProject, inscriptions: list[Inscription]) -> list[Fact]:
    assignments = list(project.assignments.all())
    current = [a.unit.name for a in assignments if a.ended_on is None]
    codes = dict.fromkeys(i.code or i.code_as_written for i in inscriptions)
    viability = project.get_viability_display()
    return facts(
        fact(_("类别"), category_link(project.category)),
        fact(_("编号"), *codes),
        fact(_("申报地区"), project.place_as_declared),
        fact(_("所在地"), place_link(project.division)),
        fact(_("地址"), project.address),
        fact(_("保护单位"), *dict.fromkeys(current)),
        fact(_("存续状况"), viability if project.viability != Viability.UNKNOWN else None),
        fact(_("英文名"), project.name_en),
        *(
            fact(str(name.get_kind_display()), name.text)
            for name in project.names.all()
            if name.text != project.name_en
        ),
        fact(_("标签"), *(_tag(tag.name) for tag in project.tags.all())),
    )


def _tag(name: str) -> Link:
    return Link(name, reverse("catalogue:list") + "?" + urlencode({"tag": name}))


def _inscription_row(inscription: Inscription, project: HeritageProject) -> dict[str, Any]:
    act = inscription.act or (inscription.batch.act if inscription.batch else None)
    return {
        "level": level_words(inscription.level, project.division),
        "batch": inscription.batch,
        "code": inscription.code_as_written.strip(),
        "sub_number": inscription.sub_number,
        "kind": inscription.get_kind_display(),
        "declaring_unit": inscription.declaring_unit,
        "day": day(inscription.inscribed_on),
        "act": act,
        "removed": day(inscription.removed_on),
    }


def _inheritors(project: HeritageProject) -> list[Link]:
    recognitions = (
        project.recognitions.filter(inheritor__live=True)
        .select_related("inheritor__division", "batch")
        .order_by("level", "inheritor__name")
    )
    shown: dict[int, Link] = {}
    for recognition in recognitions:
        person = recognition.inheritor
        words = level_words(recognition.level, person.division)
        if recognition.standing != Standing.LISTED:
            words += " · " + str(recognition.get_standing_display())
        shown.setdefault(person.pk, link_to(person, words))
    return list(shown.values())


def _linked(model: type[Record], project: HeritageProject) -> list[Link]:
    if not project.pk:
        return []
    every: QuerySet[Any] = model._default_manager.all()  # all three have projects, Record has not
    rows = every.filter(live=True, projects__project=project)
    if model.kind == RecordKind.PRODUCT:
        return [
            link_to(row, row.maker) for row in rows.select_related("maker_inheritor", "maker_unit")
        ]
    if model.kind == RecordKind.BASE:
        rows = rows.select_related("base_type")
        return [
            link_to(row, f"{one(str(row.base_type))} · {row.address}".strip(" ·")) for row in rows
        ]
    return [link_to(row, row.address) for row in rows]


def _neighbours(project: HeritageProject, without: set[int]) -> list[Link]:
    """Projects of the same category in the same district: why they stand here is in the heading."""
    if project.division is None:
        return []
    district = project.division.code[:6]  # a street's is its district's
    others = HeritageProject.objects.filter(
        live=True, category=project.category_id, division__code__startswith=district
    ).exclude(pk__in={project.pk or 0, *without})
    return [link_to(other) for other in others.order_by("name")[:NEIGHBOURS]]


def _place(project: HeritageProject) -> str:
    return project.place_as_declared or (project.division.full_name if project.division else "")


def _recordings(project: HeritageProject) -> list[Recording]:
    keys = [row.recording_id for row in project.recordings.all()]
    allowed = {one.pk: one for one in Recording.objects.filter(pk__in=keys).public()}
    return [allowed[key] for key in keys if key in allowed]


def _documents(project: HeritageProject) -> list[HeritageDocument]:
    keys = [row.document_id for row in project.documents.all()]
    allowed = {one.pk: one for one in HeritageDocument.objects.filter(pk__in=keys).public()}
    return [allowed[key] for key in keys if key in allowed]


def _readable_media(body: list[Any]) -> dict[str, set[int]]:
    """Keys of the pictures and recordings inside the text that anyone may see."""
    images: set[int] = set()
    recordings: set[int] = set()
    for section in body:
        for block in section.body:
            if block.block_type == "picture" and block.value["image"]:
                images.add(block.value["image"].pk)
            elif block.block_type == "recording" and block.value:
                recordings.add(block.value.pk)
    public_images = HeritageImage.objects.filter(pk__in=images).public() if images else []
    public_recordings = Recording.objects.filter(pk__in=recordings).public() if recordings else []
    return {
        "images": {image.pk for image in public_images},
        "recordings": {recording.pk for recording in public_recordings},
    }

"""The page of a heritage project."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from media.models import HeritageDocument, HeritageImage, Recording
from registry import queries
from registry.enums import RecordKind, Standing, Viability
from registry.models import (
    CreativeProduct,
    HeritageProject,
    Inscription,
    PracticeBase,
    ProtectionAssignment,
    Record,
    Workshop,
)
from registry.narrative import sections
from search.documents.parts import in_force
from search.interface import Facet
from search.records.lineage import draw
from search.records.parts import (
    ActShown,
    Fact,
    Link,
    acts_shown,
    base_context,
    category_link,
    fact,
    facts,
    link_to,
    place_link,
    point_link,
    public_pictures,
    seal,
    span_words,
    value_link,
)
from search.wording import day, level_words, one

NEIGHBOURS = 6
"""Other projects of the same category and place shown at the foot of the page."""


def context(project: HeritageProject) -> dict[str, Any]:
    """Everything public of the project; it may be a draft that was never saved to its columns."""
    inscriptions = list(project.inscriptions.all())
    assignments = list(project.assignments.all())
    acts = acts_shown(
        [
            *(act for row in inscriptions for act in (row.made_by, row.removal_act)),
            *(row.act for row in assignments),
        ]
    )
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
            seal(i.level, project.division, i.batch) for i in inscriptions if in_force(i.removed_on)
        ],
        "motif": project.category.ordinal,
        "other_names": [n for n in project.names.all() if n.text != project.name_en],
        "sections": body,
        "readable": _readable_media(body),
        "pictures": public_pictures(project.pictures.all()),
        "recordings": _recordings(project),
        "documents": _documents(project),
        "facts": _facts(project, inscriptions, assignments),
        "inscriptions": [_inscription_row(i, project, acts) for i in inscriptions],
        "assignments": [_assignment_row(one, acts) for one in assignments],
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


def _facts(
    project: HeritageProject,
    inscriptions: list[Inscription],
    assignments: list[ProtectionAssignment],
) -> list[Fact]:
    current = dict.fromkeys(a.unit.name for a in assignments if in_force(a.ended_on))
    codes = dict.fromkeys(i.code or i.code_as_written for i in inscriptions)
    return facts(
        fact(_("类别"), category_link(project.category)),
        fact(_("编号"), *codes),
        fact(_("申报地区"), project.place_as_declared),
        fact(_("所在地"), place_link(project.division)),
        fact(_("地址"), project.address),
        fact(_("坐标"), point_link(project)),
        fact(_("保护单位"), *(value_link(Facet.UNIT, name) for name in current)),
        fact(_("存续状况"), _viability(project)),
        fact(_("英文名"), project.name_en),
        fact(_("标签"), *(value_link(Facet.TAG, tag.name) for tag in project.tags.all())),
    )


def _viability(project: HeritageProject) -> str:
    if project.viability == Viability.UNKNOWN:
        return ""
    words = str(project.get_viability_display())
    assessed = project.viability_assessed_on
    return words + _("（%(day)s评估）") % {"day": day(assessed)} if assessed else words


def _assignment_row(row: ProtectionAssignment, acts: dict[int, ActShown]) -> dict[str, Any]:
    return {
        "unit": value_link(Facet.UNIT, row.unit.name),
        "span": span_words(row.assigned_on, row.ended_on),
        "ended": not in_force(row.ended_on),
        "act": acts.get(row.act_id or 0),
    }


def _inscription_row(
    inscription: Inscription, project: HeritageProject, acts: dict[int, ActShown]
) -> dict[str, Any]:
    act, removal = inscription.made_by, inscription.removal_act
    return {
        "level": level_words(inscription.level, project.division),
        "batch": inscription.batch,
        "code": inscription.code_as_written.strip(),
        "sub_number": inscription.sub_number,
        "kind": inscription.get_kind_display(),
        "declaring_unit": inscription.declaring_unit,
        "day": day(inscription.inscribed_on),
        "act": acts.get(act.pk) if act else None,
        "removed": day(inscription.removed_on),
        "still_in_force": in_force(inscription.removed_on),
        "removal_act": acts.get(removal.pk) if removal else None,
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

"""What the staff listings show of each kind of record, in a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, Model, OuterRef, Prefetch, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, StatusTagColumn
from wagtail.models import Revision, WorkflowState

from registry.models import (
    Act,
    Batch,
    CreativeProduct,
    Division,
    HeritageProject,
    Inheritor,
    Inscription,
    PracticeBase,
    ProtectingUnit,
    Recognition,
    Record,
    Workshop,
)

WIDE = "registry-wide"
"""Columns that a telephone leaves out."""
PROJECTS_NAMED = 3
"""Projects named in one cell before 等: a museum may show forty."""


def listing_queryset(model: type[Model]) -> QuerySet[Any]:
    """Every row of the model with what its listing's columns need."""
    rows: QuerySet[Any] = model._default_manager.all()
    if model is HeritageProject:
        return (
            with_state(rows)
            .select_related("category", "division")
            .prefetch_related(
                Prefetch(
                    "inscriptions", Inscription.objects.select_related("batch__jurisdiction", "act")
                )
            )
            .annotate(has_picture=_has("pictures", model))
        )
    if model is Inheritor:
        return (
            with_state(rows)
            .select_related("division", "portrait")
            .prefetch_related(
                Prefetch("recognitions", Recognition.objects.select_related("project", "batch"))
            )
        )
    if model in (PracticeBase, Workshop):
        if model is PracticeBase:
            rows = rows.select_related("base_type")
        return (
            with_state(rows)
            .select_related("division", "host_unit", "host_inheritor", "batch__jurisdiction")
            .prefetch_related("projects__project")
            .annotate(has_picture=_has("pictures", model))
        )
    if model is CreativeProduct:
        return (
            with_state(rows)
            .select_related("maker_unit", "maker_inheritor")
            .prefetch_related("projects__project")
            .annotate(has_picture=_has("pictures", model))
        )
    related = {
        ProtectingUnit: ("division",),
        Act: ("document",),
        Batch: ("jurisdiction", "act"),
        Division: ("parent",),
    }
    return rows.select_related(*related[model]) if model in related else rows


def with_state(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds whether a row waits for moderation or for the day it is to be published."""
    content_type = ContentType.objects.get_for_model(rows.model)
    key = Cast(OuterRef("pk"), CharField())
    waiting = WorkflowState.objects.filter(
        base_content_type=content_type, object_id=key, status=WorkflowState.STATUS_IN_PROGRESS
    )
    scheduled = Revision.objects.filter(
        base_content_type=content_type, object_id=key, approved_go_live_at__isnull=False
    )
    return rows.select_related("latest_revision", "locked_by").annotate(
        in_moderation=Exists(waiting), is_scheduled=Exists(scheduled)
    )


def _has(children: str, model: type[Model]) -> Exists:
    child = model._meta.get_field(children)
    rows = child.related_model._default_manager  # type: ignore[union-attr]
    return Exists(rows.filter(**{child.field.name: OuterRef("pk")}))  # type: ignore[union-attr]


def state_label(record: Record) -> str:
    """Where a listed record stands: 已公开, 草稿, 待审核, …"""
    if getattr(record, "in_moderation", False):
        return _("已公开，修改待审核") if record.live else _("待审核")
    if getattr(record, "is_scheduled", False):
        return _("定时公开")
    if record.live:
        return _("已公开，另有草稿") if record.has_unpublished_changes else _("已公开")
    return _("到期撤下") if record.expired else _("草稿")


def highest_level(project: HeritageProject) -> str:
    """国家级 for a project that is on several lists, the national one among them."""
    rows = [row for row in project.inscriptions.all() if row.removed_on is None]
    return min(rows, key=lambda row: row.level).get_level_display() if rows else ""


def codes(project: HeritageProject) -> str:
    """Its codes, the highest list's first."""
    rows = sorted(project.inscriptions.all(), key=lambda row: row.level)
    return "、".join(
        dict.fromkeys(row.sub_number or row.code for row in rows if row.code or row.sub_number)
    )


def batches(record: Any) -> str:
    """The batches of a project or an inheritor in words."""
    children = record.inscriptions if isinstance(record, HeritageProject) else record.recognitions
    return "、".join(dict.fromkeys(row.batch.facet_value for row in children.all() if row.batch))


def place(record: Any) -> str:
    """The division, or the place as the list has it."""
    return str(record.division or getattr(record, "place_as_declared", "") or "")


def recognised_for(inheritor: Inheritor) -> str:
    """The projects an inheritor is recognised for, with level."""
    rows = list(inheritor.recognitions.all())
    named = [f"{row.project.name}（{row.get_level_display()}）" for row in rows[:PROJECTS_NAMED]]
    return "、".join(named) + (_("等") if len(rows) > PROJECTS_NAMED else "")


def standing(inheritor: Inheritor) -> str:
    """在册, 去世, …: of the highest recognition."""
    rows = list(inheritor.recognitions.all())
    return rows[0].get_standing_display() if rows else ""


def linked_projects(record: Any) -> str:
    """The projects of a base, workshop or product."""
    rows = list(record.projects.all())
    named = "、".join(row.project.name for row in rows[:PROJECTS_NAMED])
    return named + (_("等") if len(rows) > PROJECTS_NAMED else "")


def host(record: Any) -> str:
    """Who runs a base or workshop."""
    return str(record.host_unit or record.host_inheritor or "")


class StateColumn(StatusTagColumn):
    """已公开, 草稿, 待审核, …; what the public sees stands out."""

    def __init__(self) -> None:
        super().__init__(
            "state",
            label=gettext_lazy("状态"),
            accessor=state_label,
            primary=lambda record: record.live,
            sort_key="live",
        )


def changed_column() -> DateColumn:
    """When it was last changed."""
    return DateColumn(
        "changed_at", label=gettext_lazy("更改时间"), sort_key="changed_at", classname=WIDE
    )


def place_column() -> Column:
    """Where it is."""
    return Column(
        "place",
        label=gettext_lazy("地区"),
        accessor=place,
        sort_key="division__code",
        classname=WIDE,
    )


def picture_column() -> BooleanColumn:
    """Whether it has a picture."""
    return BooleanColumn(
        "has_picture", label=gettext_lazy("图片"), sort_key="has_picture", classname=WIDE
    )


PROJECT_COLUMNS = [
    "name",
    Column("codes", label=gettext_lazy("编号"), accessor=codes),
    Column("level", label=gettext_lazy("级别"), accessor=highest_level),
    Column(
        "category",
        label=gettext_lazy("类别"),
        accessor="category.name",
        sort_key="category__ordinal",
    ),
    place_column(),
    picture_column(),
    StateColumn(),
    changed_column(),
]

INHERITOR_COLUMNS = [
    "name",
    Column("projects", label=gettext_lazy("项目"), accessor=recognised_for),
    Column("batches", label=gettext_lazy("批次"), accessor=batches),
    Column("standing", label=gettext_lazy("状况"), accessor=standing),
    place_column(),
    Column(
        "consent",
        label=gettext_lazy("公开个人信息"),
        accessor="get_consent_display",
        sort_key="consent",
    ),
    StateColumn(),
    changed_column(),
]


def site_columns(type_column: Column | None) -> list[Any]:
    """Columns of bases (with their type) and of workshops."""
    return [
        "name",
        *([type_column] if type_column else []),
        Column("projects", label=gettext_lazy("项目"), accessor=linked_projects),
        Column("host", label=gettext_lazy("主办"), accessor=host),
        place_column(),
        picture_column(),
        StateColumn(),
        changed_column(),
    ]


PRODUCT_COLUMNS = [
    "name",
    Column("maker", label=gettext_lazy("作者或出品"), accessor="maker"),
    Column("projects", label=gettext_lazy("项目"), accessor=linked_projects),
    picture_column(),
    StateColumn(),
    changed_column(),
]


def without_narrative(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the projects in whose narrative nothing stands."""
    text = Cast("narrative", TextField())
    return rows.alias(narrative_text=text).filter(narrative_text__in=["", "[]", '""', "null"])

"""What the listings of programmes, venues, teachers, travel times and terms show, search and export."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Model, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column

from outreach.enums import BUSY
from outreach.models import (
    Programme,
    ProgrammeProject,
    SchoolTerm,
    Session,
    Teacher,
    TeacherProject,
    TravelTime,
    Venue,
)
from registry.admin.export_columns import PLACE, POINT, Columns, field
from registry.admin.listings import WIDE, linked_projects, place_column
from registry.admin.searching import Searched, make_searchable


def rows_of(model: type[Model]) -> QuerySet[Any]:
    """Every row of the model with what its listing shows, in a fixed number of queries."""
    rows: QuerySet[Any] = model._default_manager.all()
    if model is Programme:
        projects = Prefetch("projects", ProgrammeProject.objects.select_related("project"))
        return rows.prefetch_related(projects).annotate(this_year=_this_year("programme"))
    if model is Venue:
        rows = rows.select_related("division").prefetch_related("rooms")
        return rows.annotate(this_year=_this_year("venue"))
    if model is Teacher:
        projects = Prefetch("projects", TeacherProject.objects.select_related("project"))
        rows = rows.select_related("inheritor", "home_area").prefetch_related(projects)
        return rows.annotate(this_year=_this_year("teacher"))
    if model is TravelTime:
        return rows.select_related("origin", "destination")
    return rows


def _this_year(name: str) -> Any:
    """How many sessions of this year a row has, cancelled and postponed ones left out."""
    sessions = Session.objects.filter(
        **{name: OuterRef("pk")}, state__in=BUSY, begins_at__year=timezone.localdate().year
    )
    counted = sessions.order_by().values(name).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def ages(programme: Programme) -> str:
    """6–12 岁, 18 岁以上, …"""
    least, most = programme.min_age, programme.max_age
    if least is not None and most is not None:
        return _("%(least)d–%(most)d 岁") % {"least": least, "most": most}
    if least is not None:
        return _("%(least)d 岁以上") % {"least": least}
    if most is not None:
        return _("%(most)d 岁以下") % {"most": most}
    return _("不限")


def taught(teacher: Teacher) -> str:
    """The projects a teacher can teach."""
    return linked_projects(teacher) or _("不限")


def room_names(venue: Venue) -> str:
    """The rooms with their capacity."""
    return "、".join(f"{room.name}（{room.capacity}）" for room in venue.rooms.all())


def this_year_column() -> Column:
    """Sessions of this year."""
    return Column(
        "this_year", label=gettext_lazy("今年场次"), accessor="this_year", sort_key="this_year"
    )


def active_column(label: Any) -> BooleanColumn:
    """Whether it is in use."""
    return BooleanColumn("active", label=label, sort_key="active")


PROGRAMME_COLUMNS = [
    "title",
    Column("kind", label=gettext_lazy("形式"), accessor="get_kind_display", sort_key="kind"),
    Column("projects", label=gettext_lazy("非遗项目"), accessor=linked_projects),
    Column("ages", label=gettext_lazy("年龄"), accessor=ages, sort_key="min_age", classname=WIDE),
    Column(
        "length",
        label=gettext_lazy("时长（分钟）"),
        accessor="length",
        sort_key="length",
        classname=WIDE,
    ),
    Column(
        "group_size",
        label=gettext_lazy("每场人数"),
        accessor="group_size",
        sort_key="group_size",
        classname=WIDE,
    ),
    this_year_column(),
    active_column(gettext_lazy("开设中")),
]
VENUE_COLUMNS = [
    "name",
    Column(
        "type", label=gettext_lazy("类型"), accessor="get_venue_type_display", sort_key="venue_type"
    ),
    place_column(),
    Column("address", label=gettext_lazy("地址"), accessor="address", classname=WIDE),
    Column("capacity", label=gettext_lazy("可容纳人数"), accessor="capacity", sort_key="capacity"),
    Column("rooms", label=gettext_lazy("房间"), accessor=room_names, classname=WIDE),
    this_year_column(),
    active_column(gettext_lazy("使用中")),
]
TEACHER_COLUMNS = [
    "name",
    BooleanColumn(
        "inheritor",
        label=gettext_lazy("代表性传承人"),
        accessor=lambda teacher: teacher.inheritor_id is not None,
        sort_key="inheritor",
    ),
    Column("projects", label=gettext_lazy("能教的项目"), accessor=taught),
    Column(
        "home",
        label=gettext_lazy("常住区域"),
        accessor=lambda teacher: teacher.home_area or "",
        sort_key="home_area__code",
        classname=WIDE,
    ),
    Column(
        "weekly_most",
        label=gettext_lazy("每周最多场次"),
        accessor="weekly_most",
        sort_key="weekly_most",
        classname=WIDE,
    ),
    this_year_column(),
    active_column(gettext_lazy("可授课")),
]
TRAVEL_COLUMNS = [
    "origin",
    Column(
        "destination",
        label=gettext_lazy("场地二"),
        accessor="destination",
        sort_key="destination__name",
    ),
    Column("minutes", label=gettext_lazy("路程（分钟）"), accessor="minutes", sort_key="minutes"),
]
TERM_COLUMNS = [
    "name",
    Column(
        "first_day",
        label=gettext_lazy("开学"),
        accessor=lambda term: formats.date_format(term.first_day, "Y年n月j日"),
        sort_key="first_day",
    ),
    Column(
        "last_day",
        label=gettext_lazy("放假前最后一天"),
        accessor=lambda term: formats.date_format(term.last_day, "Y年n月j日"),
        sort_key="last_day",
    ),
]
COLUMNS: dict[type[Model], list[Any]] = {
    Programme: PROGRAMME_COLUMNS,
    Venue: VENUE_COLUMNS,
    Teacher: TEACHER_COLUMNS,
    TravelTime: TRAVEL_COLUMNS,
}

_ACTIVE = (gettext_lazy("使用中"), field("active"))
_THIS_YEAR = (gettext_lazy("今年场次"), field("this_year"))
EXPORTED: dict[type[Model], Columns] = {
    Programme: [
        (gettext_lazy("名称"), field("title")),
        (gettext_lazy("英文名"), field("title_en")),
        (gettext_lazy("形式"), field("kind")),
        (
            gettext_lazy("非遗项目"),
            lambda row: "、".join(one.project.name for one in row.projects.all()),
        ),
        (gettext_lazy("年龄"), ages),
        (gettext_lazy("时长（分钟）"), field("length")),
        (gettext_lazy("布置时间（分钟）"), field("set_up")),
        (gettext_lazy("每场人数"), field("group_size")),
        (gettext_lazy("费用（元）"), field("cost")),
        (gettext_lazy("开设中"), field("active")),
        _THIS_YEAR,
    ],
    Venue: [
        (gettext_lazy("名称"), field("name")),
        (gettext_lazy("类型"), field("venue_type")),
        *PLACE,
        *POINT,
        (gettext_lazy("可容纳人数"), field("capacity")),
        (gettext_lazy("房间"), room_names),
        (gettext_lazy("无障碍设施"), field("accessibility_labels")),
        (gettext_lazy("联系人"), field("contact_name")),
        (gettext_lazy("联系电话"), field("contact_phone")),
        (gettext_lazy("联系邮箱"), field("contact_email")),
        _ACTIVE,
        _THIS_YEAR,
    ],
    Teacher: [
        (gettext_lazy("姓名"), field("name")),
        (gettext_lazy("代表性传承人"), lambda row: row.inheritor_id is not None),
        (
            gettext_lazy("能教的项目"),
            lambda row: "、".join(one.project.name for one in row.projects.all()),
        ),
        (gettext_lazy("常住区域"), field("home_area.full_name")),
        (gettext_lazy("每周最多场次"), field("weekly_most")),
        (gettext_lazy("可授课"), field("active")),
        _THIS_YEAR,
    ],
    TravelTime: [
        (gettext_lazy("场地一"), field("origin.name")),
        (gettext_lazy("场地二"), field("destination.name")),
        (gettext_lazy("路程（分钟）"), field("minutes")),
    ],
    SchoolTerm: [
        (gettext_lazy("名称"), field("name")),
        (gettext_lazy("开学"), field("first_day")),
        (gettext_lazy("放假前最后一天"), field("last_day")),
    ],
}
"""Phone and mailbox of a teacher are personal data: no spreadsheet carries them away."""


def _programme_by_project(word: str) -> Q:
    rows = ProgrammeProject.objects.filter(project__name__icontains=word)
    return Q(pk__in=rows.values("programme_id"))


def _teacher_by_project(word: str) -> Q:
    rows = TeacherProject.objects.filter(project__name__icontains=word)
    return Q(pk__in=rows.values("teacher_id"))


SEARCHED: dict[type[Model], Searched] = {
    Programme: Searched(
        ("title", "title_en", "summary"), (_programme_by_project,), spelled="title"
    ),
    Venue: Searched(("name", "name_en", "address", "division__full_name", "contact_name")),
    Teacher: Searched(("name", "inheritor__name"), (_teacher_by_project,)),
    TravelTime: Searched(("origin__name", "destination__name"), spelled="origin__name"),
    SchoolTerm: Searched(("name",), spelled="name"),
}
for searched_model, searched in SEARCHED.items():
    make_searchable(searched_model, searched)

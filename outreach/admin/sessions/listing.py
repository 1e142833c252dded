"""场次: all sessions of the staff, the next ones first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    StatusTagColumn,
    TitleColumn,
)
from wagtail.admin.views import generic

from media.enums import FileState
from outreach import queries
from outreach.admin.sessions.filters import SessionFilterSet
from outreach.admin.sessions.policy import policy
from outreach.enums import TAKES_PLACE
from outreach.models import Evidence, Session
from registry.admin.export_columns import field
from registry.admin.exports import RegistryExportMixin

WIDE = "outreach-wide"
"""Columns that a telephone does without."""
NOWRAP = "outreach-nowrap"
SEARCHED = ("title", "programme__title", "venue__name", "teacher__name", "note", "staff_note")


def searched(sessions: QuerySet[Session], query: str | None) -> QuerySet[Session]:
    """Sessions with every word of the query somewhere in title, venue, teacher or notes."""
    for word in (query or "").replace("\x00", "").split():
        anywhere = Q(pk__in=[])
        for name in SEARCHED:
            anywhere |= Q(**{f"{name}__icontains": word})
        sessions = sessions.filter(anywhere)
    return sessions


def listed(user: Any) -> QuerySet[Session]:
    """Those this user has to do with, with what a row shows, in a fixed number of queries."""
    proof = Evidence.objects.filter(
        session=OuterRef("pk"), removed_at__isnull=True, file__state=FileState.READY
    )
    return queries.with_seats_taken(queries.sessions_for(user)).annotate(has_proof=Exists(proof))


def when(session: Session) -> str:
    """2026-11-23 周一 09:30–11:00, short enough for a column."""
    begins, ends = timezone.localtime(session.begins_at), timezone.localtime(session.ends_at)
    weekday = _("一二三四五六日")[begins.weekday()]
    return f"{begins:%Y-%m-%d}（{weekday}）{begins:%H:%M}–{ends:%H:%M}"


def people(session: Any) -> str:
    """Who came; before that how many seats of how many are taken."""
    if session.adults_present is not None:
        return _("到场 %(people)d") % {"people": session.people_present}
    if session.open_to_public and session.state in TAKES_PLACE:
        return f"{session.seats_taken} / {session.seats}"
    return ""


EXPORTED: list[tuple[Any, Callable[[Any], Any]]] = [
    (gettext_lazy("编号"), field("pk")),
    (gettext_lazy("名称"), field("shown_title")),
    (gettext_lazy("形式"), field("kind")),
    (gettext_lazy("状态"), field("state")),
    (gettext_lazy("开始"), field("begins_at")),
    (gettext_lazy("结束"), field("ends_at")),
    (gettext_lazy("场地"), field("venue.name")),
    (gettext_lazy("房间"), field("room.name")),
    (gettext_lazy("场地类型"), field("venue.venue_type")),
    (gettext_lazy("区域"), field("venue.division.full_name")),
    (gettext_lazy("老师"), field("teacher.name")),
    (
        gettext_lazy("项目"),
        lambda row: "、".join(one.project.name for one in row.programme.projects.all()),
    ),
    (gettext_lazy("名额"), field("seats")),
    (gettext_lazy("已报名人数"), field("seats_taken")),
    (gettext_lazy("到场成人"), field("adults_present")),
    (gettext_lazy("到场未成年人"), field("minors_present")),
    (gettext_lazy("有举办证明"), lambda row: bool(row.has_proof)),
]
"""Columns of the spreadsheet. Nobody who registered is in it."""


class SessionsView(RegistryExportMixin, generic.IndexView):
    """The list; ``overdue`` shows what is to be written down."""

    model = Session
    permission_policy = policy
    page_title = gettext_lazy("场次")
    template_name = "outreach/admin/sessions/index.html"
    results_template_name = "outreach/admin/sessions/results.html"
    header_icon = "date"
    index_url_name = "outreach_sessions"
    index_results_url_name = "outreach_sessions_results"
    edit_url_name = "outreach_session"
    filterset_class = SessionFilterSet
    default_ordering = "-begins_at"
    paginate_by = 30
    is_searchable = True
    _show_breadcrumbs = True
    columns = [
        BulkActionsCheckboxColumn("bulk_actions", obj_type="snippet"),
        TitleColumn(
            "title",
            label=gettext_lazy("名称"),
            accessor="shown_title",
            get_url=lambda session: reverse("outreach_session", args=[session.pk]),
            get_title_id=lambda session: f"snippet_{session.pk}_title",
            sort_key="programme__title",
        ),
        Column(
            "begins_at",
            label=gettext_lazy("时间"),
            accessor=when,
            sort_key="begins_at",
            classname=NOWRAP,
        ),
        Column("venue", label=gettext_lazy("场地"), accessor="venue.name", sort_key="venue__name"),
        Column(
            "venue_type",
            label=gettext_lazy("类型"),
            accessor="venue.get_venue_type_display",
            sort_key="venue__venue_type",
            classname=f"{WIDE} {NOWRAP}",
        ),
        Column(
            "teacher",
            label=gettext_lazy("老师"),
            accessor=lambda session: session.teacher.name if session.teacher else "—",
            sort_key="teacher__name",
            classname=WIDE,
        ),
        Column("people", label=gettext_lazy("人数"), accessor=people, classname=f"{WIDE} {NOWRAP}"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("状态"),
            accessor="get_state_display",
            primary=lambda session: session.state in TAKES_PLACE,
            sort_key="state",
        ),
    ]

    def get_base_queryset(self) -> QuerySet[Session]:
        rows = listed(self.request.user)
        if self.is_export:
            rows = rows.prefetch_related("programme__projects__project")
        return rows

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Unless a heading was pressed: what is to come, the nearest first; then what was, the last first."""
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        to_come = Q(ends_at__gte=timezone.now())
        return queryset.order_by(
            Case(When(to_come, then=0), default=1),
            Case(When(to_come, then="begins_at")),
            "-begins_at",
            "-pk",
        )

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return searched(queryset, self.search_query) if self.is_searching else queryset

    @property
    def list_export(self) -> list[str]:  # type: ignore[override]
        return [str(heading) for heading, _value in EXPORTED]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {str(heading): value(item) for heading, value in EXPORTED}

    def get_filename(self) -> str:
        return f"{_('场次')}-{timezone.localdate():%Y%m%d}"

    def get_edit_url(self, instance: Any) -> str:
        return reverse("outreach_session", args=[instance.pk])

"""待办: the queue of cases an office works on."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    StatusTagColumn,
    TitleColumn,
)
from wagtail.admin.views import generic

from applications import queries, wording
from applications.admin.columns import DayColumn
from applications.admin.policy import policy
from applications.admin.queue.exports import CASE_COLUMNS
from applications.admin.queue.filters import CaseFilterSet
from applications.admin.queue.lateness import Remaining, remaining, with_clocks
from applications.models import Case
from registry.admin.exports import RegistryExportMixin
from workcalendar.counting import WorkCalendar
from workcalendar.queries import whole_calendar

WIDE = "applications-wide"
"""Columns that a telephone does without."""
SEARCHED = ("number", "title", "applicant_name", "applicant__display_name", "organisation__name")


def searched(cases: QuerySet[Case], query: str | None) -> QuerySet[Case]:
    """Cases with every word of the query somewhere in number, title or applicant."""
    for word in (query or "").replace("\x00", "").split():
        anywhere = Q(pk__in=[])
        for name in SEARCHED:
            anywhere |= Q(**{f"{name}__icontains": word})
        cases = cases.filter(anywhere)
    return cases


def listed(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a row of the queue shows, in a fixed number of queries."""
    return with_clocks(
        cases.select_related("round", "category", "guide", "listed_project", "organisation")
    )


class RemainingColumn(Column):
    """Days left, marked when they are few or none."""

    cell_template_name = "applications/admin/queue/remaining_cell.html"


def holder(case: Case) -> str:
    """Who has it: the office, and the guide by name."""
    if case.guide is not None and case.is_unsubmitted:
        return case.guide.get_full_name()
    return str(wording.standing(case).holder)


BEFORE_DUE: list[Column] = [
    BulkActionsCheckboxColumn("bulk_actions", obj_type="snippet"),
    TitleColumn(
        "title",
        label=gettext_lazy("名称"),
        accessor=lambda case: case.title or _("未命名"),
        get_url=lambda case: reverse("applications_case", args=[case.pk]),
        get_title_id=lambda case: f"snippet_{case.pk}_title",
        sort_key="title",
    ),
    Column(
        "number",
        label=gettext_lazy("受理编号"),
        sort_key="number",
        classname=f"{WIDE} applications-nowrap",
    ),
    Column(
        "applicant_name",
        label=gettext_lazy("申报人"),
        sort_key="applicant_name",
        classname=WIDE,
    ),
    Column(
        "kind",
        label=gettext_lazy("类型"),
        accessor="get_kind_display",
        sort_key="kind",
        classname=f"{WIDE} applications-nowrap",
    ),
    Column(
        "category",
        label=gettext_lazy("类别"),
        accessor="category.name",
        sort_key="category__ordinal",
        classname=f"{WIDE} applications-short",
    ),
    Column(
        "round",
        label=gettext_lazy("批次"),
        accessor="round.title",
        sort_key="round",
        classname=f"{WIDE} applications-roomy",
    ),
    StatusTagColumn(
        "state",
        label=gettext_lazy("状态"),
        accessor="get_state_display",
        primary=lambda case: not case.is_final,
        sort_key="state",
    ),
]
AFTER_DUE: list[Column] = [
    Column("holder", label=gettext_lazy("由谁办理"), accessor=holder, classname=WIDE),
    DayColumn("submitted_at", label=gettext_lazy("提交"), sort_key="submitted_at", classname=WIDE),
]


class QueueView(RegistryExportMixin, generic.IndexView):
    """Every case of the user's offices; the most urgent first."""

    model = Case
    permission_policy = policy
    page_title = gettext_lazy("待办")
    template_name = "applications/admin/queue/index.html"
    results_template_name = "applications/admin/queue/results.html"
    header_icon = "tasks"
    index_url_name = "applications_queue"
    index_results_url_name = "applications_queue_results"
    edit_url_name = "applications_case"
    filterset_class = CaseFilterSet
    default_ordering = "due_on"
    paginate_by = 20
    is_searchable = True
    _show_breadcrumbs = True

    @cached_property
    def columns(self) -> list[Column]:
        due = RemainingColumn(
            "due",
            label=gettext_lazy("期限"),
            accessor=self.remaining,
            sort_key="due_on",
            classname="applications-short",
        )
        return [*BEFORE_DUE, due, *AFTER_DUE]

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Read once for all rows."""
        return whole_calendar()

    @cached_property
    def today(self) -> datetime.date:
        return timezone.localdate()

    def remaining(self, case: Case) -> Remaining:
        """How long this row still has."""
        return remaining(case, self.today, self.calendar)

    def get_base_queryset(self) -> QuerySet[Case]:
        return listed(queries.office_cases(self.request.user))

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.is_explicitly_ordered and self.ordering != "due_on":
            return super().order_queryset(queryset)
        # What has no due date comes last on every database.
        return queryset.order_by(F("due_on").asc(nulls_last=True), "-submitted_at", "-pk")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return searched(queryset, self.search_query) if self.is_searching else queryset

    @property
    def list_export(self) -> list[str]:  # type: ignore[override]
        return [*(str(heading) for heading, _value in CASE_COLUMNS), _("剩余时间")]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        row = {str(heading): value(item) for heading, value in CASE_COLUMNS}
        return {**row, _("剩余时间"): str(self.remaining(item))}

    def get_filename(self) -> str:
        return f"{_('申报')}-{timezone.localdate():%Y%m%d}"

    def get_edit_url(self, instance: Any) -> str:
        return reverse("applications_case", args=[instance.pk])

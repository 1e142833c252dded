"""公益课程 on the staff home page: how far the year is, and what waits to be written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from outreach import figures, queries, rules
from outreach.admin.sessions.filters import UNARCHIVED, UNRECORDED, overdue
from outreach.enums import Answer, SessionState
from outreach.models import Confirmation


@dataclass(frozen=True, slots=True)
class Waiting:
    """A number of sessions, and where they are listed."""

    label: Any
    number: int
    url: str
    late: bool = False


def waiting_for(user: Any) -> list[Waiting]:
    """What waits for this user; one query."""
    now = timezone.now()
    declined = Confirmation.objects.filter(
        session=OuterRef("pk"), outdated=False, answer=Answer.DECLINED
    )
    pending = Q(state=SessionState.PENDING)
    counts = queries.sessions_for(user).aggregate(
        drafts=Count("pk", filter=Q(state=SessionState.DRAFT, begins_at__gt=now)),
        pending=Count("pk", filter=pending),
        declined=Count("pk", filter=pending & Q(Exists(declined))),
        unrecorded=Count("pk", filter=overdue(UNRECORDED, now)),
        unarchived=Count("pk", filter=overdue(UNARCHIVED, now)),
    )
    url = reverse("outreach_sessions")
    rows = []
    if rules.may_plan(user):
        rows += [
            Waiting(
                _("对方不能参加，要重新安排"), counts["declined"], f"{url}?state=pending", True
            ),
            Waiting(_("等待老师和场地确认"), counts["pending"], f"{url}?state=pending"),
            Waiting(_("还没发布的草稿"), counts["drafts"], f"{url}?state=draft"),
        ]
    if rules.may_run(user):
        label = _("已结束，还没登记举办")
        rows.append(Waiting(label, counts["unrecorded"], f"{url}?overdue={UNRECORDED}", True))
    if rules.may_archive(user):
        label = _("已举办一周，还没归档")
        rows.append(Waiting(label, counts["unarchived"], f"{url}?overdue={UNARCHIVED}", True))
    return rows


class OutreachHomePanel(Component):
    """After the cases, which have legal dates."""

    order = 47
    template_name = "outreach/admin/dashboard/home.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        year = timezone.localdate().year
        stages = figures.totals(year)
        return {
            "year": year,
            "stages": stages,
            "target": figures.sessions_target(year, stages.archived),
            "forecast": figures.forecast(year),
            "rows": waiting_for(self.request.user),
        }


def add_home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """公益课程."""
    if rules.may_view(request.user):
        panels.append(OutreachHomePanel(request))

"""The planning calendar: a month, a week or a day; all, by venue or by teacher."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach import queries
from outreach.admin.planning.layout import Column, Row, Shown, by_day, grid_of, month_days
from outreach.admin.planning.pages import CALENDAR_TITLE, PlanPage, address
from outreach.domain.conflicts import standing_of_many
from outreach.enums import BUSY, TAKES_PLACE, Severity
from outreach.forms.planning import FilterForm
from outreach.localtime import ONE_DAY, ONE_WEEK, at_local, local_day, monday_of
from outreach.models import Session, Teacher, Venue
from workcalendar.enums import DayKind
from workcalendar.models import CalendarDay

VIEWS = {"month": gettext_lazy("月"), "week": gettext_lazy("周"), "day": gettext_lazy("日")}
GROUPS = {
    "": gettext_lazy("全部"),
    "venue": gettext_lazy("按场地"),
    "teacher": gettext_lazy("按老师"),
}

MOST_OWNERS = 24
"""So many lines a page can be read through."""


class CalendarView(PlanPage):
    """Everything works with links and forms; the module in plan.js adds drag, stretch and keys."""

    template_name = "outreach/admin/planning/calendar.html"
    page_title = CALENDAR_TITLE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view, group, day = self._asked()
        filters = FilterForm(self.request.GET)
        days = days_shown(view, day)
        holidays = holidays_of(days)
        narrowing = filters.narrowing()
        shown = shown_between(days[0], days[-1], narrowing)
        kept = {name: self.request.GET.get(name, "") for name in filters.fields}
        here = {"view": view, "by": group, "day": day.isoformat(), **kept}
        earlier, later = neighbours(view, day)
        return super().get_context_data(
            view=view,
            group=group,
            day=day,
            period=period_label(view, day, days),
            filters=filters,
            filtered=any(kept.values()),
            here=here,
            this=address("calendar", **here),
            earlier=address("calendar", **(here | {"day": earlier})),
            later=address("calendar", **(here | {"day": later})),
            today=address("calendar", **(here | {"day": ""})),
            views=[
                (label, address("calendar", **(here | {"view": name})), name == view)
                for name, label in VIEWS.items()
            ],
            groups=[
                (label, address("calendar", **(here | {"by": name})), name == group)
                for name, label in GROUPS.items()
            ],
            count=len(shown),
            clashing=sum(one.worst in ("block", "publishing") for one in shown),
            drafts=sum(one.session.state == "draft" for one in shown),
            now_day=timezone.localdate(),
            **board(view, group, days, shown, holidays, narrowing),
            **kwargs,
        )

    def _asked(self) -> tuple[str, str, datetime.date]:
        """What of it was asked for; anything odd is this week."""
        told = self.request.GET
        view = told.get("view", "")
        group = told.get("by", "")
        try:
            day = datetime.date.fromisoformat(told.get("day", ""))
        except ValueError:
            day = local_day(timezone.now())
        if not 2000 <= day.year <= 2100:
            day = local_day(timezone.now())
        return view if view in VIEWS else "week", group if group in GROUPS else "", day


def days_shown(view: str, day: datetime.date) -> list[datetime.date]:
    if view == "month":
        return month_days(day)
    if view == "day":
        return [day]
    return [monday_of(day) + number * ONE_DAY for number in range(7)]


def neighbours(view: str, day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """A day of the period before and of the one after."""
    if view == "month":
        first = day.replace(day=1)
        return first - ONE_DAY, first + 31 * ONE_DAY
    step = ONE_WEEK if view == "week" else ONE_DAY
    return day - step, day + step


def period_label(view: str, day: datetime.date, days: Sequence[datetime.date]) -> str:
    if view == "month":
        return formats.date_format(day, "Y年n月")
    if view == "day":
        return formats.date_format(day, "Y年n月j日 l")
    return _("%(first)s—%(last)s") % {
        "first": formats.date_format(days[0], "Y年n月j日"),
        "last": formats.date_format(days[-1], "n月j日"),
    }


def shown_between(
    first: datetime.date, last: datetime.date, narrowing: dict[str, Any]
) -> list[Shown]:
    """Sessions that begin on these days, each with what still stands in its way."""
    rows = queries.sessions().filter(
        state__in=BUSY,
        begins_at__gte=at_local(first),
        begins_at__lt=at_local(last + ONE_DAY),
        **narrowing,
    )
    sessions = list(rows.order_by("begins_at", "pk"))
    ahead = [one for one in sessions if one.state in TAKES_PLACE]
    found = dict(zip(ahead, standing_of_many(ahead, at_least=Severity.WARN), strict=True))
    return [Shown(one, conflicts=found.get(one, [])) for one in sessions]


def holidays_of(days: Sequence[datetime.date]) -> dict[datetime.date, str]:
    rows = CalendarDay.objects.filter(kind=DayKind.HOLIDAY, date__range=(days[0], days[-1]))
    return {one.date: one.name or str(one.get_kind_display()) for one in rows}


def board(
    view: str,
    group: str,
    days: list[datetime.date],
    shown: list[Shown],
    holidays: dict[datetime.date, str],
    narrowing: dict[str, Any],
) -> dict[str, Any]:
    """The part of the page that shows sessions: ``grid`` with hours, or ``rows`` of cells."""
    if view == "month":
        cells = by_day(shown, days, holidays)
        weeks = [cells[number : number + 7] for number in range(0, len(cells), 7)]
        return {"rows": [Row("", week) for week in weeks]}
    if not group:
        return {"grid": grid_of(by_day(shown, days, holidays))}
    owners = owners_of(group, shown, narrowing)
    if view == "day":
        return {"grid": grid_of([column(group, one, days[0], shown, holidays) for one in owners])}
    rows = [
        Row(str(one or _("还没有老师")), [column(group, one, day, shown, holidays) for day in days])
        for one in owners
    ]
    return {"rows": rows, "owners": True, "days": by_day([], days, holidays)}


def owners_of(
    group: str, shown: list[Shown], narrowing: dict[str, Any]
) -> list[Venue | Teacher | None]:
    """Who has a session here; without any filter some more that are in use, so that one can drop on
    them. Others are chosen with the filter, or in the session's form."""
    model: type[Venue] | type[Teacher] = Venue if group == "venue" else Teacher
    met: list[Any] = [getattr(one.session, group) for one in shown]
    everybody: list[Any] = [] if narrowing else list(model.objects.filter(active=True))
    found = {one.pk: one for one in [*met, *everybody] if one is not None}
    busy = {one.pk for one in met if one is not None}
    owners: list[Any] = sorted(found.values(), key=lambda one: (one.pk not in busy, one.name))
    owners = owners[: max(MOST_OWNERS, len(busy))]
    return [*owners, None] if None in met else owners


def column(
    group: str,
    owner: Venue | Teacher | None,
    day: datetime.date,
    shown: list[Shown],
    holidays: dict[datetime.date, str],
) -> Column:
    key = owner.pk if owner else None
    return Column(
        day=day,
        title=str(owner or _("还没有老师")),
        venue=owner if isinstance(owner, Venue) else None,
        teacher=owner if isinstance(owner, Teacher) else None,
        holiday=holidays.get(day, ""),
        events=[
            one
            for one in shown
            if getattr(one.session, f"{group}_id") == key
            and local_day(one.session.begins_at) == day
        ],
    )


def sessions_here(session: Session) -> str:
    """The week in which the session lies."""
    return address("calendar", day=local_day(session.begins_at).isoformat())

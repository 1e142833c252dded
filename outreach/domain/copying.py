"""Copying a week of the plan onto another: drafts, as far as they fit."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from outreach import queries, rules
from outreach.domain.conflicts import Conflict, conflicts_of_many
from outreach.domain.hosting import keep_hosts
from outreach.domain.planning import new_draft, plan_session
from outreach.domain.series import Outcome
from outreach.enums import BUSY
from outreach.localtime import ONE_WEEK, at_local, local, local_day, monday_of
from outreach.models import Session

KEPT = ("title", "kind", "seats", "waitlist_seats", "open_to_public", "note", "staff_note")


def week_of(day: datetime.date, **narrowing: Any) -> list[Session]:
    """What takes place in the week that holds the day, with who is on the spot."""
    monday = at_local(monday_of(day))
    rows = queries.sessions().filter(
        state__in=BUSY, begins_at__gte=monday, begins_at__lt=monday + ONE_WEEK, **narrowing
    )
    return list(rows.order_by("begins_at", "pk").prefetch_related("hosts"))


def preview_copy(
    *, sessions: list[Session], to: datetime.date, by: User
) -> list[tuple[Session, Session, list[Conflict]]]:
    """Each session, what it would become in the week that holds ``to``, and what would stand in its way."""
    copies = [new_draft(by=by, **_copy_of(one, to)) for one in sessions]
    return list(zip(sessions, copies, conflicts_of_many(copies), strict=True))


def copy_sessions(*, session_ids: list[int], to: datetime.date, by: User) -> Outcome:
    """Drafts on the same weekdays and times of the week that holds ``to``; what clashes is told.

    Who is on the spot goes along as far as he can; ``unhosted`` tells of whom not.
    """
    if not rules.may_plan(by):
        raise PermissionDenied(_("您不能安排场次。"))
    rows = queries.sessions().filter(pk__in=session_ids, state__in=BUSY)
    sessions = list(rows.order_by("begins_at", "pk"))
    outcome, copies = Outcome(), []
    with transaction.atomic():
        for one in sessions:
            if monday_of(local_day(one.begins_at)) == monday_of(to):
                raise ValidationError(_("请选另外一周：不能复制到原来的这一周。"))
            try:
                copies.append((one, plan_session(by=by, **_copy_of(one, to))))
            except ValidationError as error:
                begins = local_day(_copy_of(one, to)["begins_at"])
                outcome.refused.append((begins, [f"{one.shown_title}：", *error.messages]))
        outcome.made += [copy for _old, copy in copies]
        outcome.unhosted += keep_hosts(copies)
    return outcome


def _copy_of(one: Session, to: datetime.date) -> dict[str, Any]:
    begins = local(one.begins_at)
    day = monday_of(to) + datetime.timedelta(days=begins.weekday())
    begins_at = at_local(day, begins.time())
    return {
        "programme": one.programme,
        "venue": one.venue,
        "room": one.room,
        "teacher": one.teacher,
        "begins_at": begins_at,
        "ends_at": begins_at + (one.ends_at - one.begins_at),
        **{name: getattr(one, name) for name in KEPT},
    }

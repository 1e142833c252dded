"""现场人员: who opens the door, signs people in and counts them; assigned by the planners."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from outreach import rules
from outreach.domain.logging import log_plan
from outreach.enums import TAKES_PLACE, SessionState
from outreach.models import Session

STEP = "assign_hosts"
HOSTED = (*TAKES_PLACE, SessionState.HELD)
"""What is archived, cancelled or postponed needs nobody any more."""

Span = tuple[datetime.datetime, datetime.datetime, int]
"""From when until when, and in which venue."""


def possible_hosts() -> QuerySet[User]:
    """Members of staff who may sign people in; who may do everything is not among them by that."""
    return (
        User.objects.with_perm(
            rules.RUN,
            include_superusers=False,
            backend="django.contrib.auth.backends.ModelBackend",
        )
        .distinct()
        .order_by("display_name", "pk")
    )


@transaction.atomic
def assign_hosts(
    *,
    session_ids: Iterable[int],
    hosts: Collection[User],
    by: User,
    add: bool = False,
    now: datetime.datetime | None = None,
) -> list[Session]:
    """Let these open the door of each session; ``add`` leaves those who were assigned before.

    Gives the sessions that changed. Those that are over for good are passed over. What was published
    has it in its log. Raises PermissionDenied, and ValidationError for who may not sign people in.
    """
    if not rules.may_plan(by):
        raise PermissionDenied(_("您不能安排现场人员。"))
    may = set(
        possible_hosts().filter(pk__in=[one.pk for one in hosts]).values_list("pk", flat=True)
    )
    if strangers := [one for one in hosts if one.pk not in may]:
        names = "、".join(str(one.get_full_name()) for one in strangers)
        raise ValidationError(
            _("%(names)s没有现场签到的权限，请先给账号加上“现场”岗位。") % {"names": names}
        )
    rows = Session.objects.filter(pk__in=set(session_ids), state__in=HOSTED).order_by("pk")
    locked = list(rows.select_for_update(of=("self",)).select_related("programme"))
    before = _assigned(locked)
    changed = []
    for session in locked:
        had = before.get(session.pk, set())
        wanted = may | had if add else may
        if wanted != had:
            session.hosts.set(wanted)
            _note(session, by=by, at=now or timezone.now())
            changed.append(session)
    return changed


def keep_hosts(copies: Collection[tuple[Session, Session]]) -> list[tuple[Session, list[str]]]:
    """Let who was on the spot of a session be on that of its copy, a draft that was just planned.

    Who may no longer sign people in, or is at another venue at that time, is left out: gives these
    copies with the names. In one place somebody may open several doors at once.
    """
    before = _assigned([old for old, _copy in copies])
    people = User.objects.in_bulk({pk for assigned in before.values() for pk in assigned})
    may = set(possible_hosts().filter(pk__in=people).values_list("pk", flat=True))
    taken = _whereabouts([copy for _old, copy in copies], of=may)
    hosts, left = [], []
    for old, copy in copies:
        out = []
        for pk in sorted(before.get(old.pk, ())):
            elsewhere = any(
                begins < copy.ends_at and copy.begins_at < ends and venue != copy.venue_id
                for begins, ends, venue in taken.get(pk, ())
            )
            if pk not in may or elsewhere:
                out.append(str(people[pk].get_full_name()))
                continue
            hosts.append(Session.hosts.through(session_id=copy.pk, user_id=pk))
            taken.setdefault(pk, []).append((copy.begins_at, copy.ends_at, copy.venue_id))
        if out:
            left.append((copy, out))
    Session.hosts.through.objects.bulk_create(hosts)
    return left


def _whereabouts(sessions: Collection[Session], *, of: Collection[int]) -> dict[int, list[Span]]:
    """When and where these people are on the spot while the sessions last, from the first to the last."""
    found: dict[int, list[Span]] = {}
    if not sessions or not of:
        return found
    links = Session.hosts.through.objects.filter(
        user__in=of,
        session__state__in=HOSTED,
        session__begins_at__lt=max(one.ends_at for one in sessions),
        session__ends_at__gt=min(one.begins_at for one in sessions),
    )
    spans = links.values_list(
        "user_id", "session__begins_at", "session__ends_at", "session__venue_id"
    )
    for user, begins, ends, venue in spans:
        found.setdefault(user, []).append((begins, ends, venue))
    return found


def _assigned(sessions: Collection[Session]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    links = Session.hosts.through.objects.filter(session__in=[one.pk for one in sessions])
    for session, user in links.values_list("session_id", "user_id"):
        found.setdefault(session, set()).add(user)
    return found


def _note(session: Session, *, by: User, at: datetime.datetime) -> None:
    names = [one.get_full_name() for one in session.hosts.order_by("pk")]
    log_plan(session, STEP, by=by, data={"hosts": names}, at=at)
    session.save(update_fields=["events_written", "log_head"])

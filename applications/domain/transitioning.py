"""The one door through which a case changes its state."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications import notifications
from applications.domain import guards, logging, versions
from applications.domain.refusals import StepRefused
from applications.domain.steps import Step
from applications.domain.table import TABLE
from applications.enums import State
from applications.models import Case, CaseEvent


def transition(
    *,
    case_id: int,
    name: str,
    by: User | None,
    reason: str = "",
    wanted: dict[str, Any] | None = None,
    now: datetime.datetime | None = None,
    seen: int | None = None,
) -> CaseEvent:
    """Take one step of the table: lock, look again, ask, write state, log and letters, all or nothing.

    ``by`` is None for the clock. ``seen`` is the sequence of the last event the actor had before
    him: when another one has been written since, nothing happens. Raises StepRefused (the case has
    moved on, something is missing), PermissionDenied, Case.DoesNotExist. Messages are delivered
    after the commit.
    """
    moment = now or timezone.now()
    row = TABLE[name]
    with transaction.atomic():
        case = lock_case(case_id)
        if case.state not in row.sources:
            raise StepRefused(
                _("这件申报现在是“%(state)s”，不能%(step)s。请刷新页面看最新情况。")
                % {"state": case.get_state_display(), "step": row.label},
                code="moved-on",
            )
        if seen is not None and seen != case.events_written:
            raise StepRefused(
                _("您打开页面之后，这件申报又有了新的办理记录。请刷新后再办理。"), code="moved-on"
            )
        if not row.may(by, case) if by is not None else not row.by_clock:
            raise PermissionDenied(_("您不能对这件申报%(step)s。") % {"step": row.label})
        step = _step_of(
            case=case, name=name, by=by, reason=reason.strip(), wanted=wanted or {}, now=moment
        )
        step.version = versions.latest(case)
        problems = [_("请写明理由。")] if row.reason_needed and not step.reason else []
        for guard in row.guards:
            problems += guard(step)
        if problems:
            raise StepRefused(problems)
        for effect in row.effects:
            effect(step)
        event = _write(step)
        notifications.announce(step=step, event=event, letter=row.letter)
    return event


def lock_case(case_id: int) -> Case:
    """The case, locked until the transaction ends; on SQLite the whole database is."""
    cases = Case.objects.select_related("version", "round", "category", "listed_project")
    return cases.select_for_update(of=("self",)).get(pk=case_id)


def possible_steps(user: User, case: Case) -> list[str]:
    """Names of the steps this user may try now; guards are asked when he does."""
    return [
        name for name, row in TABLE.items() if case.state in row.sources and row.may(user, case)
    ]


def in_the_way(*, case: Case, name: str, by: User) -> list[str]:
    """What keeps this step from being taken now, whatever would be filled in. Nothing is written."""
    step = _step_of(case=case, name=name, by=by, reason="", wanted={}, now=timezone.now())
    asked = [guard for guard in TABLE[name].guards if guard in guards.OF_THE_CASE]
    return [sentence for guard in asked for sentence in guard(step)]


def _step_of(
    *,
    case: Case,
    name: str,
    by: User | None,
    reason: str,
    wanted: dict[str, Any],
    now: datetime.datetime,
) -> Step:
    return Step(
        case=case,
        name=name,
        by=by,
        reason=reason,
        wanted=wanted,
        now=now,
        today=timezone.localdate(now),
        target=TABLE[name].target_of(case),
    )


def _write(step: Step) -> CaseEvent:
    case = step.case
    before, case.state = case.state, step.target
    if before != step.target:
        case.came_from = before
        case.state_since = step.now
    event = logging.write_event(
        case=case,
        step=step.name,
        by=step.by,
        from_state=before,
        to_state=State(case.state),
        reason=step.reason,
        version=step.version,
        data=step.noted,
        at=step.now,
    )
    case.save()
    return event

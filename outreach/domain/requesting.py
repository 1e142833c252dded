"""上课申请: taken in, matched to a class or declined, withdrawn; each step logged and told.

submitted → matching → arranged, or declined; withdrawn by whoever asked, before it is arranged.
What is arranged goes back to matching when its class does not take place.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from outreach import request_messages, rules
from outreach.domain.asking import Asked, check_asked
from outreach.domain.planning import plan_session
from outreach.domain.refusals import StepRefused
from outreach.enums import RequestState
from outreach.models import ClassRequest, Programme, RequestEvent, Session, Venue
from safeguards import chain
from safeguards.numbering import new_query_code, next_number

SERIES = "SK"
REQUESTER = "申请人"
WAYS: dict[RequestState, tuple[RequestState, ...]] = {
    RequestState.SUBMITTED: (
        *(RequestState.MATCHING, RequestState.DECLINED, RequestState.WITHDRAWN),
    ),
    RequestState.MATCHING: (
        *(RequestState.ARRANGED, RequestState.DECLINED, RequestState.WITHDRAWN),
    ),
    RequestState.ARRANGED: (RequestState.MATCHING,),
}
"""From each state, where a request may go."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The class a request is matched to. ``details`` go to ``planning.plan_session``."""

    programme: Programme
    begins_at: datetime.datetime
    venue: Venue | None = None
    details: dict[str, Any] = field(default_factory=dict)


def make_request(
    *,
    asked: Asked,
    by: User | None = None,
    once: str | None = None,
    now: datetime.datetime | None = None,
    sample_data: bool = False,
) -> ClassRequest:
    """Take a request in, with a number and a query code of its own.

    ``once`` marks the form: the same form sent twice gives the same request, and takes one number.
    Raises ValidationError when something is missing or a wished day is over.
    """
    moment = now or timezone.now()
    if once and (known := ClassRequest.objects.filter(once=once).first()):
        return known
    check_asked(asked, timezone.localdate(moment))
    row = ClassRequest(
        query_code=new_query_code(),
        user=by,
        body_name=asked.body_name.strip(),
        venue_type=asked.venue_type,
        division=asked.division,
        address=asked.address.strip(),
        programme=asked.programme,
        wish=asked.wish.strip(),
        audience=asked.audience.strip(),
        group_size=asked.group_size,
        wished=[wish.as_data() for wish in asked.wishes],
        contact_name=asked.contact_name.strip(),
        contact=asked.contact.strip(),
        submitted_at=moment,
        once=once or None,
        sample_data=sample_data,
    )
    try:
        _take_in(row, by=by, at=moment)
    except IntegrityError:  # the other click was quicker
        if not once:
            raise
        return ClassRequest.objects.get(once=once)
    return row


@transaction.atomic
def _take_in(row: ClassRequest, *, by: User | None, at: datetime.datetime) -> None:
    row.number = next_number(SERIES, timezone.localdate(at).year)
    row.full_clean(validate_unique=False)
    row.save()
    _note(row, "submit", by=by, before="", at=at)
    row.save()
    request_messages.tell_received(row)


def take_up(*, request: ClassRequest, by: User, now: datetime.datetime | None = None) -> None:
    """Somebody looks for a teacher and a day; he is the handler from now on."""
    with transaction.atomic():
        row = _locked(request, by)
        row.handler = by
        _go(row, RequestState.MATCHING, "take_up", by=by, now=now)
        request_messages.tell_taken_up(row)


def decline(
    *, request: ClassRequest, reason: str, by: User, now: datetime.datetime | None = None
) -> None:
    """Say that it cannot be, and why; the requester reads the reason."""
    with transaction.atomic():
        row = _locked(request, by)
        if not reason.strip():
            raise ValidationError(_("请写明为什么不能安排，对方会看到这段话。"))
        row.handler = row.handler or by
        _go(row, RequestState.DECLINED, "decline", by=by, reason=reason, now=now)
        request_messages.tell_declined(row, reason.strip())


def arrange(
    *, request: ClassRequest, plan: Plan, by: User, now: datetime.datetime | None = None
) -> Session:
    """Plan a class for it: a draft like any other, for this body alone unless told.

    Without a venue one is made from what the request says. Raises Clash where teacher or place is
    taken, StepRefused, PermissionDenied; then nothing was changed.
    """
    with transaction.atomic():
        row = _locked(request, by)
        venue = plan.venue or row.venue or _venue_of(row)
        details = {"open_to_public": False, "sample_data": row.sample_data} | plan.details
        session = plan_session(
            by=by,
            programme=plan.programme,
            venue=venue,
            begins_at=plan.begins_at,
            request=row,
            **details,
        )
        row.venue, row.programme = venue, row.programme or plan.programme
        row.handler = row.handler or by
        data = {"session": session.pk}
        _go(row, RequestState.ARRANGED, "arrange", by=by, data=data, now=now)
        request_messages.tell_arranged(row, session)
    return session


def look_again(
    *, request: ClassRequest, reason: str, by: User, now: datetime.datetime | None = None
) -> None:
    """What was arranged does not take place: another teacher or day is looked for."""
    with transaction.atomic():
        row = _locked(request, by)
        if not reason.strip():
            raise ValidationError(_("请写明为什么要重新安排，对方会看到这段话。"))
        _go(row, RequestState.MATCHING, "look_again", by=by, reason=reason, now=now)
        request_messages.tell_looking_again(row, reason.strip())


def withdraw(
    *, request: ClassRequest, by: User | None = None, now: datetime.datetime | None = None
) -> None:
    """The requester needs it no longer. The caller has made sure that it is the requester.

    Once it is arranged a teacher and a place have been asked: then one telephones.
    """
    with transaction.atomic():
        row = _lock(request)
        if row.state == RequestState.ARRANGED:
            raise StepRefused(_("课已经安排好了，不能在网上撤回。如果不再需要，请尽快与我们联系。"))
        _go(row, RequestState.WITHDRAWN, "withdraw", by=by, now=now)
        request_messages.tell_withdrawn(row)


def read_contact(
    *, request: ClassRequest, by: User, now: datetime.datetime | None = None
) -> tuple[str, str]:
    """Name and phone or mailbox of the requester; that somebody looked is logged."""
    with transaction.atomic():
        row = _locked(request, by)
        _note(row, "read_contact", by=by, before=row.state, at=now or timezone.now())
        row.save()
    return row.contact_name, row.contact


def forget_requester(user: User) -> None:
    """The account goes: open requests are withdrawn, who asked is forgotten; the body's name stays."""
    for row in ClassRequest.objects.filter(user=user):
        if RequestState.WITHDRAWN in WAYS.get(RequestState(row.state), ()):
            withdraw(request=row)
    ClassRequest.objects.filter(user=user).update(user=None, contact_name="", contact="")


def _venue_of(row: ClassRequest) -> Venue:
    """A venue as the request describes it; staff complete it afterwards."""
    by_mail = "@" in row.contact
    venue = Venue(
        name=row.body_name,
        venue_type=row.venue_type,
        division=row.division,
        address=row.address,
        capacity=row.group_size,
        contact_name=row.contact_name[:60],
        contact_email=row.contact if by_mail else "",
        contact_phone="" if by_mail else row.contact,
        sample_data=row.sample_data,
    )
    venue.full_clean()
    venue.save()
    return venue


def _lock(request: ClassRequest) -> ClassRequest:
    rows = ClassRequest.objects.select_for_update(of=("self",)).select_related(
        "programme", "venue", "division"
    )
    return rows.get(pk=request.pk)


def _locked(request: ClassRequest, by: User) -> ClassRequest:
    if not rules.may_answer_requests(by):
        raise PermissionDenied(_("您不能办理上课申请。"))
    return _lock(request)


def _go(
    row: ClassRequest,
    to: RequestState,
    step: str,
    *,
    by: User | None,
    reason: str = "",
    data: dict[str, Any] | None = None,
    now: datetime.datetime | None,
) -> None:
    """Change the state, write the log, save. Raises StepRefused when the step does not follow."""
    before = RequestState(row.state)
    if to not in WAYS.get(before, ()):
        raise StepRefused(
            _("这份申请现在是“%(state)s”，不能改为“%(to)s”。请刷新页面看最新情况。")
            % {"state": before.label, "to": to.label},
            code="moved-on",
        )
    row.state = to
    _note(row, step, by=by, before=before, reason=reason, data=data, at=now or timezone.now())
    row.save()


def _note(
    row: ClassRequest,
    step: str,
    *,
    by: User | None,
    before: str,
    reason: str = "",
    data: dict[str, Any] | None = None,
    at: datetime.datetime,
) -> None:
    event = RequestEvent(
        request=row,
        at=at,
        step=step,
        from_state=before,
        to_state=row.state,
        reason=reason.strip(),
        data=data or {},
    )
    chain.append(event, to=row, by=by, name=REQUESTER)

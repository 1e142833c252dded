"""What the calendar's module asks while somebody drags, and tells when he lets go. JSON both ways."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from outreach import queries, rules
from outreach.admin.planning.editing import seen_in
from outreach.domain.conflicts import Conflict, standing
from outreach.domain.planning import change_session
from outreach.domain.refusals import Clash
from outreach.enums import SessionState, Severity
from outreach.models import Session, Teacher, Venue

SEVERITIES = {
    Severity.BLOCK: "block",
    Severity.BLOCK_PUBLISHING: "publishing",
    Severity.WARN: "warn",
}


@require_GET
def check_view(request: HttpRequest) -> HttpResponse:
    """What would stand in the session's way at ``begins`` for ``minutes``, with this venue and teacher."""
    _refuse_others(request)
    try:
        session, changes = _asked(request.GET)
    except ValidationError as error:
        return _refusal(error)
    for name, value in changes.items():
        setattr(session, name, value)
    if session.room and session.room.venue_id != session.venue_id:
        session.room = None
    return JsonResponse({"conflicts": told(standing(session, at_least=Severity.WARN))})


@require_POST
def move_view(request: HttpRequest) -> HttpResponse:
    """Move or lengthen it; or ``refused`` where it cannot be, or not without a reason."""
    user = _refuse_others(request)
    try:
        session, changes = _asked(request.POST)
        moved = change_session(
            session_id=session.pk,
            by=user,
            changes=changes,
            reason=_("在日历上移动"),
            despite=request.POST.get("despite", ""),
            seen=seen_in(request),
        )
    except ValidationError as error:
        return _refusal(error)
    asked = moved.state == SessionState.PENDING
    return JsonResponse(
        {
            "said": _("已保存，已请老师和场地重新确认。") if asked else _("已保存。"),
            "conflicts": told(standing(moved, at_least=Severity.WARN)),
        }
    )


def told(found: list[Conflict]) -> list[dict[str, str]]:
    return [
        {
            "kind": one.kind.value,
            "label": str(one.kind.label),
            "severity": SEVERITIES[one.severity],
            "sentence": one.sentence,
        }
        for one in found
    ]


def _refuse_others(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not rules.may_plan(request.user):
        raise PermissionDenied
    return request.user


def _asked(data: Any) -> tuple[Session, dict[str, Any]]:
    """The session and what would change; ``begins`` is the bureau's local time."""
    key, minutes = data.get("session", ""), data.get("minutes", "")
    session = queries.sessions().filter(pk=key).first() if key.isdecimal() else None
    if session is None:
        raise ValidationError(_("这一场已经不在了，请刷新页面。"))
    try:
        begins = parse_datetime(data.get("begins", ""))
    except ValueError:
        begins = None
    if begins is None or not minutes.isdecimal() or not 10 <= int(minutes) <= 12 * 60:
        raise ValidationError(_("时间不对：一场课在 10 分钟到 12 小时之间。"))
    if timezone.is_naive(begins):
        begins = begins.replace(tzinfo=timezone.get_default_timezone())
    changes: dict[str, Any] = {
        "begins_at": begins,
        "ends_at": begins + datetime.timedelta(minutes=int(minutes)),
    }
    for name, model in (("venue", Venue), ("teacher", Teacher)):
        told = data.get(name, "")
        if told.isdecimal():
            chosen = model._default_manager.filter(pk=told, active=True).first()
            if chosen is None and str(getattr(session, f"{name}_id")) != told:
                raise ValidationError(_("这个场地或老师已停用，请刷新页面。"))
            changes[name] = chosen or getattr(session, name)
    return session, changes


def _refusal(error: ValidationError) -> JsonResponse:
    """An answer like any other: ``refused`` says why, ``reason`` that a reason would help, as nothing
    among it blocks for good."""
    found = error.conflicts if isinstance(error, Clash) else []
    may_stand = bool(found) and all(one.severity < Severity.BLOCK for one in found)
    return JsonResponse({"refused": error.messages, "conflicts": told(found), "reason": may_stand})

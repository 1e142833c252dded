"""Takes what a device has collected, perhaps long after and perhaps twice; each mark counts once."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from outreach import queries, rules
from outreach.admin.sign_in.views import acting
from outreach.domain.signing_in import Entry, heads_of, registration_by_code, sign_in
from outreach.enums import SignInWay
from outreach.models import Session

MOST_ENTRIES = 100


@require_POST
def send(request: HttpRequest, pk: int) -> JsonResponse:
    """``{"entries": […]}`` in, one outcome for each mark out: new, again, or refused with the reason.

    What is refused will be refused again: the device shows the reason and throws the entry away.
    """
    if not rules.may_run(request.user):
        raise PermissionDenied
    session = get_object_or_404(queries.sessions_to_run(request.user, timezone.now()), pk=pk)
    try:
        entries = json.loads(request.body)["entries"]
        if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
            raise ValueError
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"reason": _("签到记录读不出来，请刷新页面再试。")}, status=400)
    results = [_taken(request, session, entry) for entry in entries]
    heads = heads_of(session)
    return JsonResponse(
        {"results": results, "heads": {"adults": heads.adults, "minors": heads.minors}}
    )


def _taken(request: HttpRequest, session: Session, told: Any) -> dict[str, Any]:
    mark = str(told.get("mark", ""))[:60] if isinstance(told, dict) else ""
    try:
        entry = _entry(session, told)
        made, new = sign_in(session_id=session.pk, entry=entry, by=acting(request))
    except ValidationError as error:
        return {"mark": mark, "state": "refused", "reason": " ".join(error.messages)}
    return {
        "mark": mark,
        "state": "new" if new else "again",
        "registration": made.registration.public_id if made.registration else "",
        "people": made.adults + made.minors,
    }


def _entry(session: Session, told: Any) -> Entry:
    """From what the device wrote. Raises ValidationError."""
    now = timezone.now()
    try:
        way = SignInWay(told["way"])
        at = parse_datetime(str(told["at"])) or now
        adults, minors = int(told.get("adults") or 0), int(told.get("minors") or 0)
        mark, registration = str(told["mark"]), str(told.get("registration") or "")
        code = str(told.get("code") or "")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValidationError(_("签到记录不完整，请刷新页面再试。")) from error
    if at.tzinfo is None:
        at = now
    if code and not registration:
        registration = registration_by_code(session, code, now=now).public_id
    return Entry(mark, way, adults, minors, at, registration)

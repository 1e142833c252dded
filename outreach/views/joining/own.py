"""/classes/mine/: the registrations of whoever is signed in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.views.guard import SignedInRequest, own_page
from outreach.domain.tokens import Purpose
from outreach.enums import LIVE, RegistrationState
from outreach.joining_messages import link
from outreach.models import Registration

MOST_PAST = 50


@own_page
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What comes, soonest first; what was, latest first."""
    rows = Registration.objects.filter(user=request.user).select_related(
        "session__programme", "session__venue"
    )
    rows = rows.exclude(state=RegistrationState.UNCONFIRMED)
    now = timezone.now()
    coming = rows.filter(state__in=LIVE, session__ends_at__gt=now).order_by("session__begins_at")
    past = rows.exclude(pk__in=coming.values("pk")).order_by("-session__begins_at")[:MOST_PAST]
    context = {
        "coming": [{"row": row, "url": link(row, Purpose.VIEW)} for row in coming],
        "past": [{"row": row, "url": link(row, Purpose.VIEW)} for row in past],
        "title": _("我报名的课"),
        "section": "classes",
    }
    return render(request, "outreach/joining/mine.html", context)

"""/classes/<id>/: everything somebody needs who thinks of coming."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from media.models import HeritageImage
from outreach.addresses import full_address
from outreach.finding.rows import ClassRow, class_rows
from outreach.finding.standing import standing_of
from outreach.finding.values import Facet
from outreach.models import Session
from outreach.queries import public_sessions
from outreach.views.public.listing import shown

OTHERS = 4
"""Further classes of the same programme at the foot of the page."""


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session. What is not public is not found, whoever asks."""
    found = public_session(pk)
    now = timezone.now()
    [row] = class_rows(public_sessions().filter(pk=pk))
    path = reverse("outreach:session", args=[pk])
    teacher = found.teacher
    context = {
        "title": row.title,
        "section": "classes",
        "session": found,
        "programme": found.programme,
        "venue": found.venue,
        "row": row,
        "standing": standing_of(row, now),
        "inheritor": teacher.inheritor if teacher and _shown(teacher.inheritor) else None,
        "pictures": _pictures(found),
        "new": _replacement(found),
        "old": public_sessions().filter(replaced_by=found).first(),
        "others": _others(found, now),
        "crumbs": [(_("公益课"), reverse("outreach:list")), (row.title, path)],
        "full_address": full_address("outreach:session", pk),
        "same_venue": f"?{Facet.VENUE}={found.venue_id}",
    }
    return render(request, "outreach/public/session.html", context)


@require_safe
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The session's address as a QR code, to be shown or printed."""
    public_session(pk)
    address = full_address("outreach:session", pk)
    drawing = BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", scale=3, border=2, xmldecl=False)
    response = HttpResponse(drawing.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def public_session(pk: int) -> Session:
    """The session if everybody may read it."""
    found = public_sessions().select_related("replaced_by").filter(pk=pk).first()
    if found is None:
        raise Http404(_("没有这一场，它可能还没有公布。"))
    return found


def _shown(inheritor: Any) -> bool:
    return inheritor is not None and inheritor.live


def _replacement(found: Session) -> ClassRow | None:
    """The session it was put off to, once that is public itself."""
    if found.replaced_by_id is None:
        return None
    new = public_sessions().filter(pk=found.replaced_by_id)
    return next(iter(class_rows(new, with_projects=False)), None)


def _pictures(found: Session) -> list[HeritageImage]:
    """The programme's pictures that anyone may see, in their order."""
    keys = list(found.programme.pictures.values_list("image_id", flat=True))
    allowed = {image.pk: image for image in HeritageImage.objects.filter(pk__in=keys).public()}
    return [allowed[key] for key in keys if key in allowed]


def _others(found: Session, now: Any) -> list[dict[str, Any]]:
    rows = public_sessions().filter(
        programme=found.programme_id, begins_at__gt=now, open_to_public=True
    )
    others = class_rows(rows.exclude(pk=found.pk)[: 2 * OTHERS], with_projects=False)
    kept = [entry for row in others if not (entry := shown(row, now))["standing"].given_up]
    return kept[:OTHERS]

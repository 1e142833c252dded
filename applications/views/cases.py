"""The applicant's pages of his cases."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from applications import queries, wording


@login_required
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where the case stands."""
    found = get_object_or_404(queries.visible_to(request.user), public_id=public_id)
    return render(
        request,
        "applications/case.html",
        {"case": found, "standing": wording.standing(found), "title": str(found)},
    )

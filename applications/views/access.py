"""What every page of an applicant's case shares: whose it is, and what the domain refuses."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from applications import queries, rules
from applications.models import Case


def own_case(request: HttpRequest, public_id: str) -> Case:
    """The case, for who stands on the applicant's side; 404 for everybody else."""
    cases = queries.visible_to(request.user).select_related(
        *("version", "round", "category", "organisation", "listed_project")
    )
    case = get_object_or_404(cases, public_id=public_id)
    if not rules.acts_for_applicant(request.user, case):
        raise Http404
    return case

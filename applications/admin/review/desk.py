"""What the secretary's pages of one case share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.models import User
from applications import panels, queries, rules
from applications.domain import conflicts
from applications.models import Case, Expert, Panel
from registry.admin.people import staff


@method_decorator(never_cache, name="dispatch")
class ReviewPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of the review of one case, for who organises reviews; of one's own case there is none."""

    header_icon = "group"
    _show_breadcrumbs = True
    case: Case
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.user = staff(request)
        if not self.user.has_perm(rules.REVIEW):
            raise PermissionDenied
        cases = queries.visible_to(self.user).select_related(
            *("version", "round", "category", "organisation", "applicant")
        )
        own = queries.cases_of(self.user)
        self.case = get_object_or_404(cases.exclude(pk__in=own), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.case.title

    def review_url(self) -> str:
        return reverse("applications_review", args=[self.case.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        case = reverse("applications_case", args=[self.case.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("applications_queue"), "label": _("待办")},
            {"url": case, "label": self.case.number or self.case.title},
            {"url": self.review_url(), "label": _("评审")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "case": self.case}


ALL_CATEGORIES = 10
"""The law's ten categories: an expert of all of them is not listed as each."""


def specialty_words(expert: Expert) -> str:
    """The categories he is asked for, from what was read for the whole list."""
    names = [category.name for category in expert.specialties.all()]
    return _("全部类别") if len(names) == ALL_CATEGORIES else "、".join(names)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert in the list to choose from, and why he cannot be chosen."""

    expert: Expert
    reasons: list[str]
    chosen: bool

    @property
    def matches(self) -> bool:
        """Whether the category of the case is among his specialties."""
        return bool(getattr(self.expert, "specialty_match", 0))

    @property
    def specialties(self) -> str:
        return specialty_words(self.expert)


def candidates(
    *, case: Case, user: User, chosen: Iterable[int], within: Panel | None = None
) -> list[Candidate]:
    """The whole pool: possible ones first. ``within`` leaves out who is in this panel already."""
    experts = panels.pool_for(case)
    if within is not None:
        experts = experts.exclude(memberships__panel=within)
    rows = list(experts)
    found = conflicts.examine(experts=rows, case=case, day=timezone.localdate())
    wanted = set(chosen)
    result = []
    for expert in rows:
        reasons = list(found[expert.pk])
        if expert.user_id == user.pk:
            reasons.append(_("组织评审的人不能同时做这件申报的专家。"))
        result.append(Candidate(expert, reasons, expert.pk in wanted and not reasons))
    return sorted(result, key=lambda one: bool(one.reasons))


def numbers(values: Iterable[str]) -> list[int]:
    """The keys among what an address or a form brings."""
    return [int(one) for one in values if one.isascii() and one.isdigit() and len(one) < 19]

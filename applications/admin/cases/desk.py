"""What every page about one case shares: the case, if it is one the user works on, and its way home."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.models import User
from applications import queries, rules
from applications.domain.reading import Texts, texts_of
from applications.models import Case, DossierVersion
from registry.admin.people import staff
from workcalendar.counting import WorkCalendar
from workcalendar.queries import whole_calendar


class Desk:
    """One case on the desk of one member of staff; what several panels need is read once."""

    def __init__(self, request: HttpRequest, case: Case) -> None:
        self.request, self.case, self.user = request, case, staff(request)
        self.today: datetime.date = timezone.localdate()

    @cached_property
    def calendar(self) -> WorkCalendar:
        return whole_calendar()

    @cached_property
    def versions(self) -> list[DossierVersion]:
        """What was handed in, the latest first."""
        return list(self.case.dossier_versions.select_related("made_by").order_by("-number"))

    @property
    def version(self) -> DossierVersion | None:
        """The version at hand; None while the dossier is still being written."""
        return self.versions[0] if self.versions else None

    @cached_property
    def texts(self) -> Texts:
        """The answers of the version at hand."""
        return texts_of(self.case, self.version)

    @cached_property
    def may_read_private(self) -> bool:
        return rules.may_read_private(self.user, self.case)


@method_decorator(never_cache, name="dispatch")
class CasePage(WagtailAdminTemplateMixin):
    """A page about one case. Somebody else's desk, one's own application: there is no such page."""

    header_icon = "tasks"
    _show_breadcrumbs = True
    desk: Desk

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.desk = Desk(request, case_of(staff(request), kwargs["pk"]))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    @property
    def case(self) -> Case:
        return self.desk.case

    def case_url(self) -> str:
        return reverse("applications_case", args=[self.case.pk])

    def get_page_subtitle(self) -> str:
        return self.case.title or _("未命名")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("applications_queue"), "label": _("待办")},
            {"url": self.case_url(), "label": self.case.number or self.case.title or _("未命名")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "case": self.case, "desk": self.desk}


def case_of(user: User, pk: int) -> Case:
    """The case, with what all pages show. Http404 unless it is one the user works on."""
    cases = queries.office_cases(user).select_related(
        *("version", "round", "category", "listed_project", "applicant", "organisation"),
        *("guide", "filed_by"),
    )
    return get_object_or_404(cases, pk=pk)

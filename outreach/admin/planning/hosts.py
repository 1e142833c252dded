"""现场人员 in the admin: for one session, for the sessions of some days, or for a series."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.views.guard import SignedInRequest
from outreach import queries
from outreach.admin.planning.pages import PlanPage, address, keys_in
from outreach.domain.hosting import HOSTED, assign_hosts
from outreach.forms.hosts import HostsForm
from outreach.forms.plans import DaysForm
from outreach.localtime import ONE_DAY, at_local, local_day, monday_of
from outreach.models import Session

MOST = 300
NARROWED = ("session", "series")
"""What an address may ask for instead of days; each by its number."""


class HostsView(PlanPage):
    """Sessions to tick, people to tick: one button adds them, the other puts them in place of others."""

    template_name = "outreach/admin/planning/hosts.html"
    page_title = gettext_lazy("现场人员")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        monday = monday_of(local_day(timezone.now()))
        asked = self.request.GET if "first_day" in self.request.GET else None
        days = DaysForm(asked, initial={"first_day": monday, "last_day": monday + 6 * ONE_DAY})
        kwargs.setdefault("form", HostsForm())
        sessions = list(self._sessions(days).prefetch_related("hosts")[:MOST])
        ticked = set(self.request.POST.getlist("session"))
        return super().get_context_data(
            days=days,
            rows=[(one, not ticked or str(one.pk) in ticked) for one in sessions],
            full=len(sessions) == MOST,
            most=MOST,
            narrowed=any(self._number(name) is not None for name in NARROWED),
            **kwargs,
        )

    def _sessions(self, days: DaysForm) -> QuerySet[Session]:
        rows = queries.sessions().filter(state__in=HOSTED).order_by("begins_at", "pk")
        session, series = (self._number(name) for name in NARROWED)
        if session is not None:
            return rows.filter(pk=session)
        if series is not None:
            return rows.filter(series=series)
        told: dict[str, Any] = dict(days.initial)
        if days.is_bound:
            told = days.cleaned_data if days.is_valid() else {}
        if not told:
            return rows.none()
        return rows.filter(
            begins_at__gte=at_local(told["first_day"]),
            begins_at__lt=at_local(told["last_day"] + ONE_DAY),
        )

    def _number(self, name: str) -> int | None:
        told = self.request.GET.get(name, "")
        return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else None

    def post(self, request: SignedInRequest) -> HttpResponse:
        form = HostsForm(request.POST)
        keys = keys_in(request.POST.getlist("session"))[:MOST]
        if form.is_valid() and not keys:
            form.add_error(None, _("请勾选场次。"))
        if form.errors:
            return self.render_to_response(self.get_context_data(form=form))
        hosts, add = list(form.cleaned_data["hosts"]), "add" in request.POST
        if add and not hosts:
            form.add_error("hosts", _("请勾选要加上的人。"))
            return self.render_to_response(self.get_context_data(form=form))
        try:
            changed = assign_hosts(session_ids=keys, hosts=hosts, by=request.user, add=add)
        except ValidationError as error:
            form.add_error(None, error)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("已更改 %(count)d 场的现场人员。") % {"count": len(changed)})
        return redirect(address("hosts", **request.GET.dict()))

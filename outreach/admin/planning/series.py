"""Series: their days shown before they are made, then changed together or reshaped."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.views.guard import SignedInRequest
from outreach import queries
from outreach.admin.planning.pages import PlanPage, address
from outreach.domain.recurrence import sorted_out
from outreach.domain.series import (
    CHANGEABLE,
    RULE,
    Outcome,
    change_series,
    create_series,
    preview_series,
    reshape_series,
)
from outreach.forms.series import RuleForm, SeriesChangeForm, SeriesForm
from outreach.localtime import local_day
from outreach.models import Series
from workcalendar.queries import known_years

FIELDS = ("programme", *CHANGEABLE)
MOST_SHOWN = 100


class NewSeriesView(PlanPage):
    """A new series: its days are shown first, with what stands in their way, then made."""

    template_name = "outreach/admin/planning/series_new.html"
    page_title = gettext_lazy("安排系列课")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", SeriesForm(initial={"skip_holidays": True}))
        running = Series.objects.filter(last_day__gte=local_day(timezone.now()))
        running = running.select_related("programme", "venue", "teacher")
        return super().get_context_data(
            running=running.annotate(count=Count("sessions"))[:MOST_SHOWN], **kwargs
        )

    def post(self, request: SignedInRequest) -> HttpResponse:
        form = SeriesForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if "preview" in request.POST:
            return self.render_to_response(self.get_context_data(form=form, **self._days(form)))
        try:
            series, outcome = create_series(by=request.user, **told_in(form))
        except ValidationError as error:
            form.add_error(None, error)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("已排出 %(count)d 场草稿。") % {"count": len(outcome.made)})
        tell_refused(request, outcome)
        return redirect(address("series", series.pk))

    def _days(self, form: SeriesForm) -> dict[str, Any]:
        """What would be made, and what the rule leaves out by itself."""
        days = sorted_out(form.instance)
        years = {day.year for day in days.held}
        return {
            "days": preview_series(form.instance, by=self.request.user),  # type: ignore[arg-type]
            "left_out": days,
            "unknown_years": sorted(years - known_years()),
        }


class SeriesView(PlanPage):
    """A series and its sessions: change them together, or the rule of their days."""

    template_name = "outreach/admin/planning/series.html"

    def get_page_title(self) -> str:
        return _("系列课：%(title)s") % {"title": self._series()}

    def _series(self) -> Series:
        return get_object_or_404(Series.objects.select_related("programme"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series = self._series()
        told = self.request.GET.get("session", "")
        sessions = list(queries.sessions().filter(series=series).order_by("begins_at"))
        from_day = next((one.series_day for one in sessions if str(one.pk) == told), None)
        start = {"scope": "following", "from_day": from_day} if from_day else {}
        kwargs.setdefault("form", SeriesChangeForm(instance=series, initial=start))
        kwargs.setdefault("rule", RuleForm(instance=series, prefix="rule"))
        return super().get_context_data(series=series, sessions=sessions, **kwargs)

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        reshaping = "reshape" in request.POST
        form: Any = (
            RuleForm(request.POST, instance=self._series(), prefix="rule")
            if reshaping
            else SeriesChangeForm(request.POST, instance=self._series())
        )
        name = "rule" if reshaping else "form"
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(**{name: form}))
        data = form.cleaned_data
        try:
            if reshaping:
                rule = {key: data[key] for key in RULE}
                series, outcome = reshape_series(series_id=pk, by=request.user, **rule)
            else:
                series, outcome = change_series(
                    series_id=pk,
                    by=request.user,
                    changes={key: data[key] for key in CHANGEABLE},
                    from_day=data["from_day"] if data["scope"] == "following" else None,
                    reason=data["reason"],
                    despite=data["despite"],
                )
        except ValidationError as error:
            form.add_error(None, error)
            return self.render_to_response(self.get_context_data(**{name: form}))
        messages.success(
            request,
            _("新排 %(made)d 场，改动 %(changed)d 场，删去草稿 %(removed)d 场，不动 %(left)d 场。")
            % {
                name: len(getattr(outcome, name)) for name in ("made", "changed", "removed", "left")
            },
        )
        tell_refused(request, outcome)
        return redirect(address("series", series.pk))


def told_in(form: SeriesForm) -> dict[str, Any]:
    """What was filled in as fields of a series."""
    return {name: form.cleaned_data[name] for name in (*FIELDS, *RULE)}


def tell_refused(request: HttpRequest, outcome: Outcome) -> None:
    """One message for all days without a session, or without the change."""
    if not outcome.refused:
        return
    rows = [
        format_html("{}：{}", formats.date_format(day, "n月j日 l"), " ".join(why))
        for day, why in outcome.refused
    ]
    said = _("这 %(count)d 天没有排上，请另选时间：") % {"count": len(rows)}
    messages.warning(request, format_html("{}{}", said, format_html_join("", "<br>{}", zip(rows))))

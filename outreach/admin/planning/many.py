"""Planning many at once: series, copying a week, free slots, and what clashes now."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.views.guard import SignedInRequest
from outreach import queries
from outreach.admin.planning.pages import PlanPage, address
from outreach.domain.copying import copy_sessions, preview_copy, week_of
from outreach.domain.planning import delete_draft
from outreach.domain.rechecking import clashing
from outreach.domain.recurrence import days_of_series
from outreach.domain.series import CHANGEABLE, RULE, change_series, create_series, reshape_series
from outreach.domain.slots import free_slots
from outreach.enums import SessionState
from outreach.forms.plans import CopyForm, RuleForm, SeriesChangeForm, SeriesForm, SlotForm
from outreach.localtime import local, local_day, monday_of
from outreach.models import Series, Session


class NewSeriesView(PlanPage):
    """A new series: its days are shown first, then made."""

    template_name = "outreach/admin/planning/series_new.html"
    page_title = gettext_lazy("安排系列课")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", SeriesForm(initial={"skip_holidays": True}))
        return super().get_context_data(**kwargs)

    def post(self, request: SignedInRequest) -> HttpResponse:
        form = SeriesForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if "preview" in request.POST:
            days = days_of_series(form.instance)
            return self.render_to_response(self.get_context_data(form=form, days=days))
        try:
            series, outcome = create_series(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("已排出 %(count)d 场草稿。") % {"count": len(outcome.made)})
        for day, why in outcome.refused:
            messages.warning(request, f"{day}：{' '.join(why)}")
        return redirect(address("series", series.pk))


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
        for day, why in outcome.refused:
            messages.warning(request, f"{day}：{' '.join(why)}")
        return redirect(address("series", series.pk))


class CopyView(PlanPage):
    """A week again: what each session would become is shown, ticked, then made."""

    template_name = "outreach/admin/planning/copy.html"
    page_title = gettext_lazy("复制一周")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        monday = monday_of(local_day(timezone.now()))
        asked = self.request.GET if "week" in self.request.GET else None
        start = {"week": monday, "to": monday + datetime.timedelta(days=7)}
        form = CopyForm(asked, initial=start)
        context: dict[str, Any] = {"form": form}
        if asked is not None and form.is_valid():
            sessions = week_of(form.cleaned_data["week"])
            context["rows"] = preview_copy(
                sessions=sessions,
                to=form.cleaned_data["to"],
                by=self.request.user,  # type: ignore[arg-type]
            )
            context["to"] = form.cleaned_data["to"]
        return super().get_context_data(**context, **kwargs)

    def post(self, request: SignedInRequest) -> HttpResponse:
        """Make the ticked ones, or take the last copy back."""
        keys = [int(one) for one in request.POST.getlist("session") if one.isdecimal()]
        if "undo" in request.POST:
            return self._undo(request, keys)
        form = CopyForm(request.POST)
        if not form.is_valid() or not keys:
            messages.error(request, _("请选择两周，并勾选要复制的场次。"))
            return redirect(address("copy"))
        try:
            outcome = copy_sessions(session_ids=keys, to=form.cleaned_data["to"], by=request.user)
        except ValidationError as error:
            self.tell(error)
            return redirect(address("copy"))
        return self.render_to_response(self.get_context_data(outcome=outcome))

    def _undo(self, request: SignedInRequest, keys: list[int]) -> HttpResponse:
        deleted = 0
        for session in Session.objects.filter(pk__in=keys, state=SessionState.DRAFT):
            try:
                delete_draft(session_id=session.pk, by=request.user)
            except ValidationError as error:
                self.tell(error)
            else:
                deleted += 1
        messages.success(request, _("已撤销：删去 %(count)d 场草稿。") % {"count": deleted})
        return redirect(address("copy"))


class SlotsView(PlanPage):
    """Free slots: each is one click from being planned."""

    template_name = "outreach/admin/planning/slots.html"
    page_title = gettext_lazy("找空档")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = local_day(timezone.now())
        start = {
            "first_day": today + datetime.timedelta(days=1),
            "last_day": today + datetime.timedelta(days=30),
        }
        asked = self.request.GET if "programme" in self.request.GET else None
        form = SlotForm(asked, initial=start)
        context: dict[str, Any] = {"form": form}
        if asked is not None and form.is_valid():
            found = free_slots(
                form.wish(),
                by=self.request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
            context["found"] = found
            context["slots"] = [(one, filled_in(one)) for one in found.slots]
        return super().get_context_data(**context, **kwargs)


def filled_in(slot: Session) -> str:
    """The form for a new session, filled in with the slot."""
    begins = local(slot.begins_at)
    return address(
        "new",
        programme=slot.programme_id,
        day=begins.date().isoformat(),
        begins=f"{begins:%H:%M}",
        venue=slot.venue_id,
        room=slot.room_id,
        teacher=slot.teacher_id,
        seats=slot.seats,
    )


class ClashesView(PlanPage):
    """Sessions to come that clash now: after hours, days off or closures were changed."""

    template_name = "outreach/admin/planning/clashes.html"
    page_title = gettext_lazy("现在有冲突的场次")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        narrowing: dict[str, Any] = {
            name: int(self.request.GET[name])
            for name in ("venue", "teacher")
            if self.request.GET.get(name, "").isdecimal()
        }
        return super().get_context_data(rows=clashing(**narrowing), narrowed=narrowing, **kwargs)


def tell_of_clashes(request: HttpRequest, instance: Any) -> None:
    """After a teacher or a venue was saved: how many planned sessions no longer fit."""
    name = {"Teacher": "teacher", "Venue": "venue"}.get(type(instance).__name__)
    if name is None or not type(instance).__module__.startswith("outreach."):
        return
    found = clashing(**{name: instance})
    if found:
        messages.warning(
            request,
            _("已安排的 %(count)d 场与现在的设置有冲突。") % {"count": len(found)},
            buttons=[messages.button(address("clashes", **{name: instance.pk}), _("查看"))],
        )

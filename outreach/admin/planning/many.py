"""Planning many at once: copying a week, free slots, and what clashes now."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.views.guard import SignedInRequest
from outreach.admin.planning.pages import PlanPage, address, keys_in, spans_from
from outreach.domain.conflicts import Conflict
from outreach.domain.copying import copy_sessions, preview_copy, week_of
from outreach.domain.planning import delete_draft
from outreach.domain.rechecking import clashing
from outreach.domain.slots import free_slots
from outreach.enums import ConflictKind, SessionState, Severity
from outreach.forms.plans import CopyForm, SlotForm
from outreach.localtime import local, local_day, monday_of
from outreach.models import Session


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
            rows = preview_copy(
                sessions=sessions,
                to=form.cleaned_data["to"],
                by=self.request.user,  # type: ignore[arg-type]
            )
            context["rows"] = [(*row, fits(row[2])) for row in rows]
            context["to"] = form.cleaned_data["to"]
        return super().get_context_data(**context, **kwargs)

    def post(self, request: SignedInRequest) -> HttpResponse:
        """Make the ticked ones, or take the last copy back."""
        keys = keys_in(request.POST.getlist("session"))
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


def fits(conflicts: list[Conflict]) -> bool:
    """Whether it is ticked from the start: what cannot be is not, nor what falls on a holiday."""
    return not any(
        one.severity == Severity.BLOCK or one.kind == ConflictKind.HOLIDAY for one in conflicts
    )


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
        given = self.request.GET
        kept = {name: given.getlist(name) for name in given}
        filled = {name: kept[name] if name == "weekdays" else given[name] for name in given}
        asked = given if given.get("programme") else None
        form = SlotForm(asked, initial=start | filled)
        spans = [
            (label, address("slots", **kept | {"first_day": first, "last_day": last}))
            for label, first, last in spans_from(today)
        ]
        context: dict[str, Any] = {"form": form, "spans": spans}
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
            name: key
            for name in ("venue", "teacher")
            for key in keys_in(self.request.GET.getlist(name)[:1])
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

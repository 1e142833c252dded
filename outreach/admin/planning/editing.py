"""Planning one session with forms: adding, moving, lengthening, letting a conflict stand, deleting."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.views.guard import SignedInRequest
from outreach import queries
from outreach.admin.planning.calendar import sessions_here
from outreach.admin.planning.pages import PlanPage, address
from outreach.domain.conflicts import conflicts_of
from outreach.domain.planning import (
    change_session,
    delete_draft,
    new_draft,
    override_conflict,
    plan_session,
)
from outreach.domain.refusals import Clash
from outreach.enums import TAKES_PLACE, ConflictKind, SessionState, Severity
from outreach.forms.planning import ChangeForm, SessionForm
from outreach.models import Session

GIVEN = ("day", "begins", "length", "venue", "room", "teacher", "programme", "seats")
"""What an address may fill in: a click on the calendar, a free slot, a request."""


class NewView(PlanPage):
    """A new session. ``check`` shows what stands in the way without saving."""

    template_name = "outreach/admin/planning/session.html"
    page_title = gettext_lazy("安排一场")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {name: self.request.GET[name] for name in GIVEN if self.request.GET.get(name)}
        form = kwargs.pop("form", None) or SessionForm(initial=given)
        return super().get_context_data(form=form, new=True, **kwargs)

    def post(self, request: SignedInRequest) -> HttpResponse:
        form = SessionForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        plan = form.plan()
        if "check" in request.POST:
            found = conflicts_of(new_draft(by=request.user, **plan))
            return self.render_to_response(
                self.get_context_data(form=form, conflicts=found, checked=True)
            )
        try:
            session = plan_session(by=request.user, **plan)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(**refused(form, error)))
        messages.success(
            request,
            _("已安排：%(title)s。") % {"title": session},
            buttons=[messages.button(address("session", session.pk), _("打开"))],
        )
        return redirect(sessions_here(session))


class SessionView(PlanPage):
    """One session's plan: change it, see what stands in its way, let it stand, or delete a draft."""

    template_name = "outreach/admin/planning/session.html"

    def get_page_title(self) -> str:
        return str(self.session.shown_title)

    @cached_property
    def session(self) -> Session:
        return get_object_or_404(queries.sessions(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = self.session
        form = kwargs.pop("form", None) or ChangeForm(session=session)
        if "conflicts" not in kwargs and session.state in TAKES_PLACE:
            kwargs["conflicts"] = conflicts_of(session)
        let = {(one.kind, one.subject): one for one in session.overrides.select_related("made_by")}
        rows = [
            {
                "conflict": one,
                "override": let.get((one.kind.value, one.subject)),
                "may_stand": one.severity == Severity.BLOCK_PUBLISHING and "checked" not in kwargs,
            }
            for one in kwargs.get("conflicts", [])
        ]
        return super().get_context_data(
            form=form,
            session=session,
            rows=rows,
            back=sessions_here(session),
            changeable=session.state in TAKES_PLACE,
            deletable=session.state == SessionState.DRAFT and not session.events_written,
            **kwargs,
        )

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        if "delete" in request.POST:
            return self._delete(request)
        if "stand" in request.POST:
            return self._let_stand(request)
        form = ChangeForm(request.POST, session=self.session)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        changes = form.plan()
        reason, despite = changes.pop("reason"), changes.pop("despite")
        if "check" in request.POST:
            return self._check(form, changes)
        try:
            session = change_session(
                session_id=pk,
                by=request.user,
                changes=changes,
                reason=reason,
                despite=despite,
                seen=seen_in(request),
            )
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(**refused(form, error)))
        messages.success(request, _("已保存：%(title)s。") % {"title": session})
        return redirect(sessions_here(session))

    def _check(self, form: ChangeForm, changes: dict[str, Any]) -> HttpResponse:
        """As it would be; nothing is saved."""
        would = queries.sessions().get(pk=self.session.pk)
        length = would.ends_at - would.begins_at
        for name, value in changes.items():
            setattr(would, name, value)
        would.ends_at = changes["ends_at"] or would.begins_at + length
        return self.render_to_response(
            self.get_context_data(form=form, conflicts=conflicts_of(would), checked=True)
        )

    def _delete(self, request: SignedInRequest) -> HttpResponse:
        back = sessions_here(self.session)
        try:
            delete_draft(session_id=self.session.pk, by=request.user)
        except ValidationError as error:
            self.tell(error)
            return redirect(address("session", self.session.pk))
        messages.success(request, _("草稿已删除。"))
        return redirect(back)

    def _let_stand(self, request: SignedInRequest) -> HttpResponse:
        kind, _bar, subject = request.POST["stand"].partition("|")
        try:
            if kind not in ConflictKind.values:
                raise ValidationError(_("没有这种冲突，请刷新页面。"))
            override_conflict(
                session_id=self.session.pk,
                kind=ConflictKind(kind),
                subject=subject,
                reason=request.POST.get("why", ""),
                by=request.user,
            )
        except ValidationError as error:
            self.tell(error)
        else:
            messages.success(request, _("已记下理由，这个冲突不再妨碍发布。"))
        return redirect(address("session", self.session.pk))


def refused(form: SessionForm, error: ValidationError) -> dict[str, Any]:
    """For the page: the form with what was filled in, and what stands in the way."""
    if isinstance(error, Clash):
        return {"form": form, "conflicts": error.conflicts, "clashed": True, "checked": True}
    if hasattr(error, "error_dict"):
        for name, problems in error.error_dict.items():
            field = {"begins_at": "begins", "ends_at": "length"}.get(name, name)
            form.add_error(field if field in form.fields else None, problems)
    else:
        form.add_error(None, error)
    return {"form": form}


def seen_in(request: HttpRequest) -> int | None:
    """How many events the page showed, where it said so."""
    told = request.POST.get("seen", "")
    return int(told) if told.isdecimal() else None

"""Steps for many sessions of the list: each is shown with what will happen, then confirmed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from outreach import rules
from outreach.admin.sessions.filters import SessionFilterSet
from outreach.admin.sessions.listing import listed, searched
from outreach.domain.table import TABLE
from outreach.domain.taking_many import MOST_SESSIONS, Row, perform, plan
from outreach.models import Session
from registry.admin.people import staff

KEY = re.compile(r"[0-9]{1,18}")
"""What can be a row's key: larger numbers fit no database column."""


class StepBulkAction(BulkAction):
    """A step of the table. Nothing happens before the second form; then a list of what did."""

    step: str
    models = [Session]
    template_name = "outreach/admin/sessions/bulk.html"
    action_priority = 10

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.may_view(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_actionable_objects(self) -> tuple[list[Session], dict[str, list[Session]]]:
        """The ticked rows; all means the listing as it is filtered."""
        sessions, chosen = listed(self.request.user), self.request.GET.getlist("id")
        if "all" in chosen:
            filterset = SessionFilterSet(self.request.GET, sessions, request=self.request)
            found = filterset.qs if filterset.is_valid() else sessions.none()
            found = searched(found, self.request.GET.get("q"))
        else:
            found = sessions.filter(pk__in=[int(one) for one in chosen if KEY.fullmatch(one)])
        rows = found.order_by("begins_at", "pk")[: MOST_SESSIONS + 1]
        return list(rows), {"items_with_no_access": []}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._preview()

    def form_valid(self, form: forms.Form) -> HttpResponse:
        sessions, _none = self.get_actionable_objects()
        if len(sessions) > MOST_SESSIONS or "confirm" not in self.request.POST:
            return self._preview()
        seen = {session.pk: self._seen(session) for session in sessions}
        rows = perform(
            name=self.step,
            sessions=[session for session in sessions if seen[session.pk] >= 0],
            by=staff(self.request),
            seen=seen,
        )
        done = sum(not row.objection for row in rows)
        messages.success(
            self.request,
            _("“%(step)s”：办理 %(done)d 场，跳过 %(skipped)d 场。")
            % {"step": TABLE[self.step].label, "done": done, "skipped": len(rows) - done},
        )
        return self._show(rows, finished=True)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self._preview()

    def _seen(self, session: Session) -> int:
        """The log the preview was made on; -1 for a session that could not be done in it."""
        text = self.request.POST.get(f"seen-{session.pk}", "")
        return int(text) if KEY.fullmatch(text) else -1

    def _preview(self) -> HttpResponse:
        sessions, _none = self.get_actionable_objects()
        if len(sessions) > MOST_SESSIONS:
            return self._show(None, too_many=True)
        return self._show(plan(name=self.step, sessions=sessions, by=staff(self.request)))

    def _show(self, rows: list[Row] | None, **more: Any) -> HttpResponse:
        context = {
            "rows": rows,
            "doable": sum(not row.objection for row in rows or []),
            "step_label": TABLE[self.step].label,
            "most": MOST_SESSIONS,
            "next": self.next_url,
            "submit_url": f"{self.request.path}?{self.request.META['QUERY_STRING']}",
            **more,
        }
        return self.render_to_response(context)


class PublishAction(StepBulkAction):
    """批量发布: teachers and venues are asked."""

    step = action_type = "publish"
    display_name = gettext_lazy("发布")
    aria_label = gettext_lazy("发布选中的场次")


class OpenAction(StepBulkAction):
    """批量开放报名."""

    step = action_type = "open"
    display_name = gettext_lazy("开放报名")
    aria_label = gettext_lazy("为选中的场次开放报名")
    action_priority = 20


class ArchiveAction(StepBulkAction):
    """批量归档."""

    step = action_type = "archive"
    display_name = gettext_lazy("归档")
    aria_label = gettext_lazy("归档选中的场次")
    action_priority = 30


ACTIONS = (PublishAction, OpenAction, ArchiveAction)

"""补录 in the admin: a spreadsheet or a form of what was held before this software."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.views.guard import SignedInRequest
from outreach import rules
from outreach.admin.intakes import IntakesView, IntakeView, template_file
from outreach.admin.pages import RoomPage
from outreach.domain.heldrows import HISTORY
from outreach.domain.intakes import Undone
from outreach.domain.taking_in import make_history, read_history, record_one, undo_history
from outreach.enums import IntakeKind
from outreach.forms.history import HeldForm

INTAKES, INTAKE = "outreach_history:intakes", "outreach_history:intake"
TITLE = gettext_lazy("补录")


class HistoryPage(RoomPage):
    """A page for those who may archive."""

    header_icon = "history"
    allowed = staticmethod(rules.may_archive)
    first = (INTAKES, TITLE)


class IntakesPage(HistoryPage, IntakesView):
    """Spreadsheets that were handed in, and a new one."""

    template_name = "outreach/admin/history/intakes.html"
    page_title = TITLE
    kind = IntakeKind.HISTORY
    read = staticmethod(read_history)
    one_address = INTAKE


class IntakePage(HistoryPage, IntakeView):
    """One of them, row by row: new, known already, or refused and why."""

    template_name = "outreach/admin/history/intake.html"
    kind = IntakeKind.HISTORY
    make = staticmethod(make_history)
    undo = staticmethod(undo_history)
    all_address = INTAKES
    one_address = INTAKE
    session_address = "outreach_session"
    labels = {
        "made": gettext_lazy("已补录"),
        "known": gettext_lazy("以前已登记，没有再写"),
        "refused": gettext_lazy("不能补录"),
        "undone": gettext_lazy("已撤销"),
        "good": gettext_lazy("可以补录"),
    }

    def tell_made(self, made: int) -> None:
        messages.success(self.request, _("已补录 %(count)d 场。") % {"count": made})

    def tell_undone(self, undone: Undone) -> None:
        messages.success(
            self.request,
            _("已撤销 %(count)d 场：记为“取消”，不再公开，不计入年度目标。")
            % {"count": undone.deleted},
        )


class OneView(HistoryPage):
    """A single session, by a form."""

    template_name = "outreach/admin/history/one.html"
    page_title = gettext_lazy("补录一场")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", HeldForm())
        return super().get_context_data(**kwargs)

    def post(self, request: SignedInRequest) -> HttpResponse:
        form = HeldForm(request.POST)
        if form.is_valid():
            try:
                intake = record_one(held=form.held(), told=form.told(), by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                if intake.rows.filter(session__isnull=False).exists():
                    messages.success(request, _("已补录 1 场。"))
                else:
                    messages.warning(request, _("这一场以前已经登记，没有再写一次。"))
                return redirect(INTAKE, intake.pk)
        return self.render_to_response(self.get_context_data(form=form))


def template_view(request: HttpRequest) -> HttpResponse:
    """An empty spreadsheet with the headings, and the names that may stand under them."""
    if not rules.may_archive(request.user):
        raise PermissionDenied
    return template_file(HISTORY, _("补录"), past=True)

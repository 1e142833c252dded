"""Spreadsheets of sessions in the admin: handed in, looked at row by row, made, and undone."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.views.guard import SignedInRequest
from outreach.admin.pages import RoomPage
from outreach.domain.cells import Sheet
from outreach.domain.intakes import Undone
from outreach.enums import IntakeKind
from outreach.forms.plans import PlanFileForm
from outreach.models import PlanImport, Programme, Room, Teacher, Venue
from registry.admin.exports import harmless
from registry.importing.readers import as_path

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class IntakesView(RoomPage):
    """Those that were handed in, and a new one."""

    kind: IntakeKind
    read: Callable[..., PlanImport]
    one_address: str

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", PlanFileForm())
        imports = PlanImport.objects.filter(kind=self.kind).select_related("read_by")[:30]
        return super().get_context_data(imports=imports, one_address=self.one_address, **kwargs)

    def post(self, request: SignedInRequest) -> HttpResponse:
        form = PlanFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        file = form.cleaned_data["file"]
        try:
            with as_path(file) as path:
                read = self.read(path=path, file_name=Path(file.name).name, by=request.user)
        except ValidationError as error:
            form.add_error("file", error)
            return self.render_to_response(self.get_context_data(form=form))
        return redirect(self.one_address, read.pk)


class IntakeView(RoomPage):
    """One of them, row by row."""

    kind: IntakeKind
    make: Callable[..., PlanImport]
    undo: Callable[..., Undone]
    all_address: str
    one_address: str
    session_address: str
    labels: dict[str, Any]
    """What a row is called that was made, is known already, is refused, was undone, or may be made."""

    def get_page_title(self) -> str:
        return self._import().file_name

    def _import(self) -> PlanImport:
        return get_object_or_404(PlanImport, pk=self.kwargs["pk"], kind=self.kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan_import = self._import()
        rows = list(plan_import.rows.all())
        refused = sum(row.refused for row in rows)
        known = sum(row.known_id is not None for row in rows if not row.refused)
        return super().get_context_data(
            plan_import=plan_import,
            rows=rows,
            refused=refused,
            known=known,
            good=len(rows) - refused - known,
            labels=self.labels,
            all_address=self.all_address,
            session_address=self.session_address,
            **kwargs,
        )

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        self._import()
        try:
            if "undo" in request.POST:
                undone = self.undo(import_id=pk, by=request.user)
                self.tell_undone(undone)
                if undone.left:
                    self._tell_left(undone)
            else:
                self.make(import_id=pk, by=request.user)
                self.tell_made(self._import().rows.filter(session__isnull=False).count())
        except ValidationError as error:
            self.tell(error)
        return redirect(self.one_address, pk)

    def tell_made(self, made: int) -> None:
        raise NotImplementedError

    def tell_undone(self, undone: Undone) -> None:
        raise NotImplementedError

    def _tell_left(self, undone: Undone) -> None:
        words = {
            "count": len(undone.left),
            "titles": "、".join(str(one) for one in undone.left[:10]),
        }
        text = _("有 %(count)d 场已发布或改过，没有动它们：%(titles)s") % words
        messages.warning(self.request, text)


def template_file(sheet: Sheet, title: str, *, past: bool = False) -> HttpResponse:
    """An empty spreadsheet with the headings, and the names that may stand under them."""
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True})
        page = book.add_worksheet(title)
        page.set_column(0, len(sheet.columns) - 1, 14)
        page.freeze_panes(1, 0)
        page.write_row(0, 0, sheet.headings(), bold)
        lists = book.add_worksheet("可用名称")
        lists.set_column(0, 3, 24)
        for column, (heading, values) in enumerate(_names(past=past)):
            lists.write_string(0, column, heading, bold)
            for line, value in enumerate(values, start=1):
                lists.write_string(line, column, str(harmless(value)))
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    name = content_disposition_header(True, f"{title}模板.xlsx")
    response["Content-Disposition"] = name or "attachment"
    return response


def _names(*, past: bool) -> list[tuple[str, list[str]]]:
    """What is in use; of the past, everything that ever was."""
    told = {} if past else {"active": True}
    rooms = Room.objects.select_related("venue")
    rooms = rooms if past else rooms.filter(venue__active=True)
    return [
        ("课程", [one.title for one in Programme.objects.filter(**told)]),
        ("场地", [one.name for one in Venue.objects.filter(**told)]),
        ("房间（场地 · 房间）", [f"{one.venue} · {one.name}" for one in rooms]),
        ("老师", [one.name for one in Teacher.objects.filter(**told)]),
    ]

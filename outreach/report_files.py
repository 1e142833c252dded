"""Tables of a year as a spreadsheet and as PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from outreach import figures, reports
from outreach.reports import Cell, Table, TaughtSession
from printing.typesetting import typeset
from registry.admin.exports import harmless
from registry.admin.spreadsheets import OPTIONS
from registry.models import Inheritor

DIGEST = re.compile("[0-9a-f]{64}")
WIDE = 4
"""A column of text takes so many times the room of a number in print."""


def spreadsheet(tables: Iterable[Table]) -> io.BytesIO:
    """A sheet for each table, its heading row held fast."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for table in tables:
            sheet = book.add_worksheet(table.title[:31])
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(table.columns):
                width = 12 if column >= table.numbers_from else 30
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, name, bold)
            for number, row in enumerate(table.rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, int | float):
                        sheet.write_number(number, column, value)
                    elif value:
                        sheet.write_string(number, column, harmless(value))
    return content


@override(settings.LANGUAGE_CODE)
def year_pdf(year: int) -> bytes:
    """全年报表: always in Chinese, whoever prints it."""
    today = timezone.localdate()
    forecast = figures.forecast(year)
    details = [_("统计到 %(day)s") % {"day": date_format(today, "Y年n月j日")}]
    if year == today.year:
        details.append(_("预计全年举办 %(number)d 场") % {"number": forecast.expected})
    return typeset(
        "printing/report.typ",
        {
            "title": _("%(year)d年非遗公益课程与活动报表") % {"year": year},
            "details": details,
            "body": [_rules(), *(_block(table) for table in reports.year_tables(year))],
            "landscape": True,
            "organ": settings.SITE_OPERATOR,
            "date": date_format(today, "Y年n月j日"),
        },
        dated=today,
    )


@override(settings.LANGUAGE_CODE)
def assessment_pdf(inheritor: Inheritor, year: int, taught: list[TaughtSession]) -> bytes:
    """授课佐证 for the yearly assessment (文旅部令第3号 asks for teaching in schools and the like)."""
    today = timezone.localdate()
    people = sum(one.session.people_present for one in taught)
    words = {"name": inheritor.name, "count": len(taught), "people": people, "year": year}
    body: list[Any] = [
        _(
            "%(year)d年，%(name)s在本区组织的公益课程中授课 %(count)d 场，惠及 %(people)d 人次。"
            "以下各场均已归档，签到表和现场照片由本单位保存，校验值可用于核对原件。"
        )
        % words
    ]
    if taught:
        body += [_block(reports.assessment_table(taught)), _block(reports.proof_table(taught))]
    return typeset(
        "printing/report.typ",
        {
            "title": _("代表性传承人授课情况"),
            "subtitle": _("%(name)s　%(year)d年度") % words,
            "body": body,
            "landscape": True,
            "organ": settings.SITE_OPERATOR,
            "date": date_format(today, "Y年n月j日"),
        },
        dated=today,
    )


def _rules() -> str:
    return _(
        "计划数含已确认、已举办和已归档的场次，不含取消和延期的；只有已归档的场次计入年度目标。"
        "一门课涉及几个项目的，在各项目下各计一次。人次按已举办场次登记的到场人数计。"
    )


def _block(table: Table) -> dict[str, Any]:
    columns = [
        {
            "title": name,
            "width": table.widths[column] if table.widths else _width(table, column),
            "align": "right" if column >= table.numbers_from else "left",
        }
        for column, name in enumerate(table.columns)
    ]
    rows = [[_printed(cell) for cell in row] for row in table.rows]
    empty = [[_("没有")] + [""] * (len(columns) - 1)]
    return {"kind": "table", "title": table.title, "columns": columns, "rows": rows or empty}


def _width(table: Table, column: int) -> int:
    return 1 if column >= table.numbers_from else WIDE


def _printed(cell: Cell) -> str:
    """A digest goes in two lines of thirty-two, which can be compared by eye."""
    text = "" if cell is None else str(cell)
    return f"{text[:32]}\n{text[32:]}" if DIGEST.fullmatch(text) else text

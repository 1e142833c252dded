"""Tables of a year as a spreadsheet and as PDF."""

from __future__ import annotations

import datetime
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
DAY = "Y年n月j日"
A4 = 9
"""As spreadsheets number sizes of paper."""
LINES = 34
"""Points of height: room for two lines on a sheet of two columns."""
HEAD = 2
"""The row of the headings; title and details stand above."""
WIDE = 4
"""A column of text takes so many times the room of a number in print."""


def spreadsheet(tables: Iterable[Table], *, title: str, details: Iterable[str] = ()) -> io.BytesIO:
    """A sheet for each table, ready to be printed and handed in: title and bureau above, room to sign below."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        looks = _looks(book)
        for table in tables:
            sheet = book.add_worksheet(table.title[:31])
            last = max(len(table.columns) - 1, 1)
            sheet.merge_range(0, 0, 0, last, harmless(f"{title}　{table.title}"), looks["title"])
            sheet.merge_range(1, 0, 1, last, "　　".join(details), looks["details"])
            _write_table(sheet, table, looks)
            below = HEAD + len(table.rows) + 2
            sheet.merge_range(
                below, 0, below, last, "　　　　　　".join(_signers("：")), looks["plain"]
            )
            sheet.set_row(1, LINES)
            sheet.set_row(below, LINES)
            sheet.freeze_panes(HEAD + 1, 0)
            sheet.repeat_rows(HEAD)
            sheet.set_landscape()
            sheet.set_paper(A4)
            sheet.fit_to_pages(1, 0)
            sheet.set_footer("&C第 &P 页，共 &N 页")
    return content


def _looks(book: xlsxwriter.Workbook) -> dict[str, Any]:
    return {
        "title": book.add_format(
            {"bold": True, "font_size": 14, "align": "center", "shrink": True}
        ),
        "details": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "border": 1, "bg_color": "#F0F0F0"}),
        "plain": book.add_format({"text_wrap": True, "valign": "bottom"}),
        "cell": book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"}),
        "sum": book.add_format({"border": 1, "bold": True}),
    }


def _write_table(sheet: Any, table: Table, looks: dict[str, Any]) -> None:
    for column, name in enumerate(table.columns):
        width = 12 if column >= table.numbers_from else 30
        sheet.set_column(column, column, width)
        sheet.write_string(HEAD, column, name, looks["head"])
    for number, row in enumerate(table.rows, 1):
        look = looks["sum" if table.has_sum and number == len(table.rows) else "cell"]
        for column, value in enumerate(row):
            place = HEAD + number, column
            if isinstance(value, int | float):
                sheet.write_number(*place, value, look)
            elif value:
                sheet.write_string(*place, harmless(value), look)
            else:
                sheet.write_blank(*place, None, look)


def year_title(year: int) -> str:
    """What the report of a year is called, on paper and as a file."""
    return _("%(year)d年非遗公益课程与活动报表") % {"year": year}


def assessment_title(inheritor: Inheritor, year: int) -> str:
    return _("%(name)s%(year)d年授课情况") % {"name": inheritor.name, "year": year}


def details_of(year: int) -> list[str]:
    """Who hands it in, up to which day it counts, and what is expected while the year lasts."""
    today = timezone.localdate()
    details = [
        _("填报单位（盖章）：%(organ)s") % {"organ": settings.SITE_OPERATOR},
        _("统计到 %(day)s") % {"day": date_format(min(today, datetime.date(year, 12, 31)), DAY)},
        _("单位：场、人次、项"),
    ]
    if year == today.year:
        expected = figures.forecast(year).expected
        details.append(_("预计全年举办 %(number)d 场") % {"number": expected})
    return details


def _signers(behind: str = "") -> list[str]:
    return [name + behind for name in (_("单位负责人"), _("审核人"), _("填表人"), _("填报日期"))]


@override(settings.LANGUAGE_CODE)
def year_pdf(year: int) -> bytes:
    """全年报表: always in Chinese, whoever prints it."""
    today = timezone.localdate()
    tables = [_block(table) for table in reports.year_tables(year)]
    signing = {"kind": "signing", "labels": _signers()}
    return typeset(
        "printing/report.typ",
        {
            "title": year_title(year),
            "details": details_of(year),
            "body": [_rules(), *tables, signing],
            "landscape": True,
            "organ": settings.SITE_OPERATOR,
            "date": date_format(today, DAY),
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
    signers = [_("传承人签字"), _("经办人"), _("审核人"), _("出具单位（盖章）")]
    body.append({"kind": "signing", "labels": signers})
    return typeset(
        "printing/report.typ",
        {
            "title": _("代表性传承人授课情况"),
            "subtitle": _("%(name)s　%(year)d年度") % words,
            "body": body,
            "landscape": True,
            "organ": settings.SITE_OPERATOR,
            "date": date_format(today, DAY),
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
    return {
        "kind": "table",
        "title": table.title,
        "columns": columns,
        "rows": rows or empty,
        "sum": table.has_sum,
    }


def _width(table: Table, column: int) -> int:
    return 1 if column >= table.numbers_from else WIDE


def _printed(cell: Cell) -> str:
    """A digest goes in two lines of thirty-two, which can be compared by eye."""
    text = "" if cell is None else str(cell)
    return f"{text[:32]}\n{text[32:]}" if DIGEST.fullmatch(text) else text

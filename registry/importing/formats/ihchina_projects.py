"""`ihchina-projects`: the national list of projects as its site gives it, CSV or JSONL."""

from __future__ import annotations

from django.utils.translation import gettext as _

from registry.enums import InscriptionKind, Level, RecordKind
from registry.importing.entries import Entry, ListRead
from registry.importing.formats.base import (
    NamedRow,
    Vocabulary,
    check_values,
    rows_by_heading,
    take_category,
    take_name,
    take_place,
)
from registry.importing.markup import paragraphs
from registry.importing.options import ImportOptions
from registry.importing.problems import error, notice
from registry.importing.readers import Grid
from registry.importing.units import split_units
from registry.importing.values import read_batch, tidy

NAME = "ihchina-projects"
REQUIRED = ["num", "title", "type", "rx_time", "unit"]
KINDS = {"新增项目": InscriptionKind.NEW, "扩展项目": InscriptionKind.EXTENSION}
COLUMNS = {
    "name": "title",
    "category": "type",
    "place": "unit",
    "units": "protect_unit",
    "batch": "rx_time",
    "kind": "cate",
    "code": "num",
    "sub_number": "project_num",
    "aliases": "title2",
    "section:summary": "content",
}

NEEDED = (*COLUMNS.values(), "id", "province", "address", "city", "area")
"""Columns that are read; what stands in others does no harm."""


def read(grids: list[Grid], options: ImportOptions, vocabulary: Vocabulary) -> ListRead:
    """All entries of the list."""
    rows, skipped = rows_by_heading(grids[0], required=REQUIRED, format_name=NAME)
    entries = [_entry(row, vocabulary) for row in rows]
    return ListRead(source=NAME, entries=entries, skipped=skipped)


def _entry(row: NamedRow, vocabulary: Vocabulary) -> Entry:
    entry = Entry(row.row.number, RecordKind.PROJECT, sheet=row.sheet, columns=COLUMNS)
    row.check(entry, NEEDED)
    if entry.refused:
        return entry
    take_name(entry, row.get("title"), "title", what=_("项目名称"))
    take_category(entry, row.get("type"), "type", vocabulary)
    codes = [row.get("address"), row.get("city"), row.get("area")]
    take_place(entry, codes, row.get("unit") or row.get("province"), "unit", vocabulary)
    _take_listing(entry, row)
    units = split_units(row.get("protect_unit"))
    if units:
        entry.values["units"] = units
    other = tidy(row.get("title2"))
    if other and other != entry.values["name"]:
        entry.values["aliases"] = [other]
    if row.get("content").strip():
        text = paragraphs(row.get("content"))
        if text:
            entry.values["section:summary"] = text
    entry.identifier = tidy(row.get("id")) or _made_identifier(entry)
    check_values(entry)
    return entry


def _take_listing(entry: Entry, row: NamedRow) -> None:
    entry.values.update(level=Level.NATIONAL.value, jurisdiction="")
    batch = read_batch(row.get("rx_time"))
    if batch is None or batch.ordinal is None:
        entry.problems.append(
            error(
                "rx_time",
                tidy(row.get("rx_time")),
                _("看不出是第几批。"),
                _("请写成“2008(第二批)”这样的形式。"),
            )
        )
    else:
        entry.values["batch"] = batch.ordinal
        entry.batch_year = batch.year
    kind = KINDS.get(tidy(row.get("cate")))
    if kind is not None:
        entry.values["kind"] = kind.value
    elif tidy(row.get("cate")):
        entry.problems.append(
            notice("cate", row.get("cate"), _("不是“新增项目”或“扩展项目”，按新增项目登记。"))
        )
    for field, column in (("code", "num"), ("sub_number", "project_num")):
        written = row.get(column)
        entry.values[field] = written[:60] if field == "code" else tidy(written)
        if written != tidy(written):
            entry.problems.append(
                notice(
                    column,
                    tidy(written),
                    _("编号前后有多余的空格或不间断空格，原文保留，规范编号中已去掉。"),
                )
            )


def _made_identifier(entry: Entry) -> str:
    values = entry.values
    return "|".join([values["sub_number"], values["name"], values["place"]])[:200]

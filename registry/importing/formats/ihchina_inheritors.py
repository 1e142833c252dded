"""`ihchina-inheritors`: the national list of inheritors as its site gives it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from registry.enums import Level, RecordKind
from registry.importing.entries import Entry, ListRead, ProjectSaid
from registry.importing.formats.base import (
    NamedRow,
    Vocabulary,
    check_values,
    rows_by_heading,
    take_name,
    take_place,
)
from registry.importing.options import ImportOptions
from registry.importing.problems import error, notice
from registry.importing.readers import Grid
from registry.importing.values import read_batch, read_sex, tidy

NAME = "ihchina-inheritors"
REQUIRED = ["title", "child_num", "project", "rx_time"]
COLUMNS = {
    "name": "title",
    "sex": "sex",
    "ethnicity": "nation",
    "place": "unit",
    "batch": "rx_time",
    "number": "num",
    "project": "child_num",
}

NEEDED = (*COLUMNS.values(), "id", "province", "city", "area", "project_num", "project")
"""Columns that are read; what stands in others does no harm."""


def read(grids: list[Grid], options: ImportOptions, vocabulary: Vocabulary) -> ListRead:
    """All entries of the list."""
    rows, skipped = rows_by_heading(grids[0], required=REQUIRED, format_name=NAME)
    entries = [_entry(row, vocabulary) for row in rows]
    return ListRead(source=NAME, entries=entries, skipped=skipped)


def _entry(row: NamedRow, vocabulary: Vocabulary) -> Entry:
    entry = Entry(row.row.number, RecordKind.INHERITOR, sheet=row.sheet, columns=COLUMNS)
    row.check(entry, NEEDED)
    if entry.refused:
        return entry
    take_name(entry, row.get("title"), "title", what=_("姓名"))
    sex = read_sex(row.get("sex"))
    if sex:
        entry.values["sex"] = sex
    elif tidy(row.get("sex")):
        entry.problems.append(notice("sex", row.get("sex"), _("性别不是“男”或“女”，没有登记。")))
    if tidy(row.get("nation")):
        entry.values["ethnicity"] = tidy(row.get("nation"))
    codes = [row.get("city"), row.get("area")]
    take_place(entry, codes, row.get("unit") or row.get("province"), "unit", vocabulary)
    _take_listing(entry, row)
    entry.project = ProjectSaid(
        name=tidy(row.get("project")),
        code=tidy(row.get("project_num")),
        sub_number=tidy(row.get("child_num")),
        place=entry.values["place"],
    )
    entry.identifier = tidy(row.get("id")) or "|".join(
        [entry.project.sub_number, entry.values["name"], entry.values["place"]]
    )
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
                _("请写成“2018(第五批)”这样的形式。"),
            )
        )
    else:
        entry.values["batch"] = batch.ordinal
        entry.batch_year = batch.year
    if tidy(row.get("num")):
        entry.values["number"] = tidy(row.get("num"))

"""The real list read plainly, so that judgements rest on the data and on no engine.

Rows are read here a second time, apart from the documents an engine is given: a slip in making
those documents must show as a query that fails, not vanish on both sides.
"""

from __future__ import annotations

import csv
import html
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.search.national_list import SHARED_DATA


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the list, with the facts a judgement may name."""

    id: str  # as the documents have it: "project-12177"
    kind: str  # project or inheritor
    name: str
    code: str  # "Ⅰ-1"
    number: str  # the list's own form, "Ⅰ-001_01_522622"; of an inheritor, that of the project
    category: str
    batch: str
    units: tuple[str, ...]  # declaring, then protecting unit
    province: str  # the list's column, which holds the whole place
    project: str = ""  # of an inheritor: the project's name
    ethnicity: str = ""
    text: str = ""

    @property
    def facts(self) -> str:
        """Everything the row says, in one string, for looking whether it says something."""
        return _facts(self)


@cache
def _facts(record: Record) -> str:
    return "\n".join(
        (
            *(record.name, record.code, record.number, record.category, record.province),
            *(*record.units, record.project, record.ethnicity, record.text),
        )
    )


@cache
def national_records() -> tuple[Record, ...]:
    """3,215 projects, then 3,560 inheritors, in the list's order."""
    with (SHARED_DATA / "national" / "projects_raw.jsonl").open(encoding="utf-8") as lines:
        projects = [_project(json.loads(line)) for line in lines]
    names = {project.number: project.name for project in projects}
    path = SHARED_DATA / "national" / "inheritors.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        inheritors = [_inheritor(row, names) for row in csv.DictReader(lines)]
    return (*projects, *inheritors)


def _project(row: dict[str, Any]) -> Record:
    return Record(
        id=f"project-{row['id']}",
        kind="project",
        name=_tidy(row["title"]),
        code=_tidy(row["num"]),
        number=_tidy(row["project_num"]),
        category=row["type"],
        batch=row["rx_time"],
        units=(_tidy(row["unit"]), _tidy(row["protect_unit"])),
        province=_tidy(row["province"]),
        text=_plain(row["content"]),
    )


def _inheritor(row: dict[str, str], names: dict[str, str]) -> Record:
    number = _tidy(row["child_num"])
    return Record(
        id=f"inheritor-{row['id']}",
        kind="inheritor",
        name=_tidy(row["title"]),
        code=_tidy(row["project_num"]),
        number=number,
        category=row["type"],
        batch=row["rx_time"],
        units=(_tidy(row["unit"]),),
        province=_tidy(row["province"]),
        project=names.get(number) or _tidy(row["project"]),
        ethnicity=row["nation"],
    )


def _plain(content: str) -> str:
    text = html.unescape(html.unescape(content))
    return re.sub(r"<[^>]*>", "", re.sub(r"<br\s*/?>|</p>", "\n", text))


def _tidy(text: str) -> str:
    return " ".join(text.split())

"""What one row of a list says, in the registry's own terms, before the registry is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from registry.enums import RecordKind
from registry.importing.problems import Problem, Severity

LABELS = {
    "name": "名称",
    "category": "类别",
    "place": "申报地区或单位",
    "division": "所在区划",
    "address": "地址",
    "aliases": "其他名称",
    "units": "保护单位",
    "level": "级别",
    "jurisdiction": "公布地区",
    "batch": "批次",
    "kind": "新增或扩展",
    "code": "编号",
    "sub_number": "子项编号",
    "date": "列入日期",
    "act": "发文字号",
    "sex": "性别",
    "ethnicity": "民族",
    "birth_year": "出生年份",
    "biography": "生平",
    "project": "项目",
    "number": "编号",
    "section:summary": "简介",
    "section:history": "历史渊源",
    "section:content": "基本内容",
    "section:lineage": "传承谱系",
    "section:features": "基本特征",
    "section:value": "主要价值",
    "section:state": "存续状况",
}
"""Fields of the registry a list can fill, and what reports call them."""

LISTING_FIELDS = frozenset(
    {"level", "jurisdiction", "batch", "kind", "code", "sub_number", "date", "act", "number"}
)
"""Fields of the inscription or recognition; the others belong to the record itself."""


@dataclass(slots=True)
class ProjectSaid:
    """Which project a row about an inheritor names, as far as it says."""

    name: str = ""
    code: str = ""
    sub_number: str = ""
    place: str = ""


@dataclass(slots=True)
class Entry:
    """One row. ``values`` holds what was said, by field; a field not said is not in it.

    ``columns`` tells where each field stands in the file, for reports; ``batch_year`` is only
    of use when the batch is not known yet.
    """

    row: int
    kind: RecordKind
    sheet: str = ""
    identifier: str = ""
    name: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    project: ProjectSaid | None = None
    columns: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    batch_year: int | None = None

    @property
    def refused(self) -> bool:
        """Whether an error keeps the row out."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def column(self, field_name: str) -> str:
        """The file's own heading of a field, or ours."""
        return self.columns.get(field_name) or LABELS.get(field_name, field_name)


@dataclass(slots=True)
class Skipped:
    """A row that is no entry: a title, a blank line, a total, a note."""

    row: int
    sheet: str
    text: str
    reason: str


@dataclass(slots=True)
class ListRead:
    """A whole file: its entries, the rows that are none, and whose list it is.

    ``source`` names the list, so that a later edition of it is recognised as the same.
    ``scope`` are the values every earlier entry must have had to be expected in this file.
    ``merges_rows``: rows of one name and place are one project on several lists, where otherwise
    each row is a record of its own.
    """

    source: str
    entries: list[Entry]
    skipped: list[Skipped] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    scope: dict[str, Any] = field(default_factory=dict)
    merges_rows: bool = False

"""`table`: anyone's list as CSV or XLSX, its columns known by their Chinese headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from registry.codes import normalise_code
from registry.enums import RecordKind
from registry.importing.columns import IGNORED, heading_key
from registry.importing.entries import Entry, ListRead, Skipped
from registry.importing.errors import UnusableFile
from registry.importing.formats.base import Vocabulary
from registry.importing.formats.headers import Header, find_header, header_at
from registry.importing.formats.sidebyside import side_by_side
from registry.importing.formats.tabledefaults import Defaults
from registry.importing.formats.tablerows import read_row
from registry.importing.formats.tablesections import why_no_data
from registry.importing.options import ImportOptions
from registry.importing.personal import without_numbers
from registry.importing.readers import Grid, GridRow, limits
from registry.importing.readers.text import too_many_rows
from registry.importing.values import name_key, tidy

NAME = "table"


def read(grids: list[Grid], options: ImportOptions, vocabulary: Vocabulary) -> ListRead:
    """The entries of all sheets that hold a list."""
    result = ListRead(source="", entries=[], merges_rows=True)
    for grid in grids:
        if grid.hidden:
            result.notices.append(_("隐藏的工作表“%(sheet)s”没有导入。") % {"sheet": grid.sheet})
    for grid in [part for one in grids if not one.hidden for part in side_by_side(one, options)]:
        header = find_header(grid, options)
        if header is None:
            _sheet_without_list(grid, grids, result)
            continue
        _read_sheet(grid, header, options, vocabulary, result)
    if not result.entries:
        raise _no_list(grids, options)
    _identify(result, options)
    return result


def _sheet_without_list(grid: Grid, grids: list[Grid], result: ListRead) -> None:
    if len(grids) > 1:
        result.notices.append(
            _("工作表“%(sheet)s”里没有找到名录（缺少项目名称或姓名一列），没有导入。")
            % {"sheet": grid.sheet}
        )


def _no_list(grids: list[Grid], options: ImportOptions) -> UnusableFile:
    first = next((row for grid in grids for row in grid.rows if not row.empty), None)
    seen = "、".join(tidy(cell.text) for cell in first.cells if cell.text.strip()) if first else ""
    return UnusableFile(
        _(
            "没有找到名录的表头，或表头下没有数据。项目名录要有“项目名称”一列，"
            "传承人名单要有“姓名”和“项目名称”两列；列名不同时请手工指定（--column 列名=name）。"
            "文件开头是：%(seen)s"
        )
        % {"seen": seen[:120]}
    )


def _read_sheet(
    grid: Grid, header: Header, options: ImportOptions, vocabulary: Vocabulary, result: ListRead
) -> None:
    titles = [row for row in grid.rows if row.number < header.first and not row.empty]
    defaults = Defaults.of(options, vocabulary, [_joined(row) for row in titles], grid.sheet)
    result.notices += defaults.notices
    _tell_columns(grid, header, result)
    for row, below in zip(grid.rows, _filled_below(grid), strict=True):
        if row.number <= header.row.number:
            reason = _above_data(row, header)
        else:
            reason = why_no_data(row, below, header, defaults)
            further = header_at(row, header, options)
            if further is not None:
                reason = _("重复的表头")
                if further.positions != header.positions:
                    header = further
                    reason = _("下一张表的表头，以下各行按它读取")
                    _tell_unknown(header, result)
        if reason:
            result.skipped.append(Skipped(row.number, grid.sheet, _joined(row), reason))
        elif row.number > header.row.number:
            result.entries.append(read_row(row, grid.sheet, header, defaults, vocabulary))
            if len(result.entries) > limits.max_rows():
                raise too_many_rows("")


def _filled_below(grid: Grid) -> list[GridRow | None]:
    """For each row the next one that holds anything."""
    found: list[GridRow | None] = []
    below: GridRow | None = None
    for row in reversed(grid.rows):
        found.append(below)
        below = below if row.empty else row
    return found[::-1]


def _above_data(row: GridRow, header: Header) -> str:
    if row.empty:
        return _("空行")
    if row.number < header.first:
        return _("表头上方的标题")
    return _("两行表头的上一行") if row is not header.row else ""


def _tell_columns(grid: Grid, header: Header, result: ListRead) -> None:
    _tell_unknown(header, result)
    _tell_nameless(grid, header, result)
    _tell_hidden(grid, header, result)


def _tell_unknown(header: Header, result: ListRead) -> None:
    unknown = [text for text in header.unknown if heading_key(text) not in IGNORED]
    if unknown:
        result.notices.append(
            _("这些列没有导入，因为不知道对应哪一项：%(columns)s。如需导入，请手工指定。")
            % {"columns": "、".join(unknown)}
        )
    if header.sensitive:
        result.notices.append(
            _("这些列含敏感个人信息，没有导入：%(columns)s。")
            % {"columns": "、".join(header.sensitive)}
        )


def _tell_nameless(grid: Grid, header: Header, result: ListRead) -> None:
    """Columns with something in them and no heading."""
    rows = [row for row in grid.rows if row.number > header.row.number and not row.broken]
    widest = max((len(row.cells) for row in rows), default=0)
    nameless = [
        str(position + 1)
        for position in range(widest)
        if position not in header.named and any(row.text(position).strip() for row in rows)
    ]
    if nameless and grid.sheet:  # a text file's rows are refused one by one
        result.notices.append(
            _("第 %(columns)s 列没有列名，其中的内容没有导入。如需导入，请补上列名。")
            % {"columns": "、".join(nameless)}
        )


def _tell_hidden(grid: Grid, header: Header, result: ListRead) -> None:
    rows = [str(row.number) for row in grid.rows if row.hidden and not row.empty]
    columns = [
        header.headings[name]
        for name, position in header.positions.items()
        if position in grid.hidden_columns
    ]
    if rows:
        result.notices.append(
            _("工作表“%(sheet)s”有隐藏的行，也当作数据读了：第 %(rows)s 行。")
            % {"sheet": grid.sheet, "rows": _some(rows)}
        )
    if columns:
        result.notices.append(
            _("工作表“%(sheet)s”有隐藏的列，也当作数据读了：%(columns)s。")
            % {"sheet": grid.sheet, "columns": "、".join(columns)}
        )


def _some(words: list[str], longest: int = 20) -> str:
    return "、".join(words[:longest]) + ("…" if len(words) > longest else "")


def _identify(result: ListRead, options: ImportOptions) -> None:
    """Name the list and each entry, so that a later edition is known again."""
    kinds = {entry.kind for entry in result.entries}
    subject = RecordKind.INHERITOR if kinds == {RecordKind.INHERITOR} else RecordKind.PROJECT
    result.source = f"table:{subject}:{options.division}"
    for entry in result.entries:
        entry.identifier = _identifier(entry)
    _tell_apart([entry for entry in result.entries if not entry.refused])
    batches = {entry.values.get("batch") for entry in result.entries if not entry.refused}
    levels = {entry.values.get("level") for entry in result.entries if not entry.refused}
    result.scope = {"level": next(iter(levels))} if len(levels) == 1 else {}
    if len(batches) == 1:
        result.scope["batch"] = next(iter(batches))


def _tell_apart(entries: list[Entry]) -> None:
    """Items of one name and place that differ in category or number are not the same item."""
    alike: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        alike[entry.identifier].append(entry)
    for group in alike.values():
        marks = [_mark(entry) for entry in group]
        if len(set(marks)) > 1:
            for entry, mark in zip(group, marks, strict=True):
                entry.identifier = f"{entry.identifier[:150]}|{mark}"[:200]


def _mark(entry: Entry) -> str:
    values = entry.values
    number = normalise_code(
        values.get("sub_number") or values.get("code") or values.get("number") or ""
    )
    return f"{values.get('category', '')}|{number}"


def _identifier(entry: Entry) -> str:
    values = entry.values
    parts: Iterator[str] = (
        str(part or "")
        for part in (
            values.get("level"),
            values.get("batch"),
            name_key(values.get("name", "")),
            name_key(values.get("place", "")),
            name_key(entry.project.name) if entry.project else "",
        )
    )
    return "|".join(parts)[:200]


def _joined(row: GridRow) -> str:
    texts = dict.fromkeys(tidy(cell.text) for cell in row.cells if cell.text.strip())
    return without_numbers(" ".join(texts))[:200]

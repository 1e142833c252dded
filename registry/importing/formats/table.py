"""`table`: anyone's list as CSV or XLSX, its columns known by their Chinese headings."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from registry.enums import RecordKind
from registry.importing.columns import IGNORED, heading_key
from registry.importing.entries import Entry, ListRead, Skipped
from registry.importing.errors import UnusableFile
from registry.importing.formats.base import Vocabulary
from registry.importing.formats.headers import Header, find_header
from registry.importing.formats.tablerows import Defaults, read_row
from registry.importing.options import ImportOptions
from registry.importing.readers import Grid, GridRow, limits
from registry.importing.readers.text import too_many_rows
from registry.importing.values import name_key, plain, read_category, tidy

NAME = "table"
FOOTERS = ("合计", "总计", "共计", "小计", "注:", "注：", "备注:", "备注：", "说明:", "说明：",
           "填表", "制表", "审核人", "填报", "附:", "附件", "单位盖章", "(盖章")  # fmt: skip


def read(grids: list[Grid], options: ImportOptions, vocabulary: Vocabulary) -> ListRead:
    """The entries of all sheets that hold a list."""
    result = ListRead(source="", entries=[], merges_rows=True)
    for grid in grids:
        if grid.hidden:
            result.notices.append(_("隐藏的工作表“%(sheet)s”没有导入。") % {"sheet": grid.sheet})
            continue
        header = find_header(grid, options)
        if header is None:
            _sheet_without_list(grid, grids, result)
            continue
        _read_sheet(grid, header, options, vocabulary, result)
    if not result.entries:
        raise _no_list(grids, options)
    if len(result.entries) > limits.max_rows():
        raise too_many_rows(_("文件"))
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
    titles = [row for row in grid.rows if row.number < header.row.number and not row.empty]
    defaults = Defaults.of(options, vocabulary, [_joined(row) for row in titles])
    result.notices += defaults.notices
    for row in grid.rows:
        if row.number < header.row.number:
            reason = _("空行") if row.empty else _("表头上方的标题")
            result.skipped.append(Skipped(row.number, grid.sheet, _joined(row), reason))
    _tell_columns(header, result)
    for row in grid.rows:
        if row.number <= header.row.number:
            continue
        reason = _not_data(row, header, defaults)
        if reason:
            result.skipped.append(Skipped(row.number, grid.sheet, _joined(row), reason))
        else:
            result.entries.append(read_row(row, grid.sheet, header, defaults, vocabulary))


def _not_data(row: GridRow, header: Header, defaults: Defaults) -> str:
    """Why a row is no entry; "" when it is one."""
    if row.empty:
        return _("空行")
    if header.repeated_by(row):
        return _("重复的表头")
    texts = list(dict.fromkeys(plain(cell.text) for cell in row.cells if cell.text.strip()))
    if any(texts[0].startswith(mark) for mark in FOOTERS) and len(texts) <= 3:
        return _("合计、注释或落款")
    if len(texts) == 1 and len(header.positions) > 1:
        ordinal = read_category(texts[0].split("(")[0])
        if ordinal is not None:
            defaults.category = ordinal
            return _("类别小标题，以下各行按这一类别登记")
    return ""


def _tell_columns(header: Header, result: ListRead) -> None:
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


def _identify(result: ListRead, options: ImportOptions) -> None:
    """Name the list and each entry, so that a later edition is known again."""
    kinds = {entry.kind for entry in result.entries}
    subject = RecordKind.INHERITOR if kinds == {RecordKind.INHERITOR} else RecordKind.PROJECT
    result.source = f"table:{subject}:{options.division}"
    for entry in result.entries:
        entry.identifier = _identifier(entry)
    batches = {entry.values.get("batch") for entry in result.entries if not entry.refused}
    levels = {entry.values.get("level") for entry in result.entries if not entry.refused}
    result.scope = {"level": next(iter(levels))} if len(levels) == 1 else {}
    if len(batches) == 1:
        result.scope["batch"] = next(iter(batches))


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
    return " ".join(dict.fromkeys(tidy(cell.text) for cell in row.cells if cell.text.strip()))[:200]

"""What every format needs: cells by heading, and the checks all lists share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.importing.entries import Entry, Skipped
from registry.importing.errors import UnusableFile
from registry.importing.personal import holds_number, without_numbers
from registry.importing.places import Place, PlaceFinder
from registry.importing.problems import Problem, error, notice
from registry.importing.readers import Grid, GridRow
from registry.importing.values import (
    is_wrapped,
    plain,
    private_use_characters,
    read_category,
    tidy,
    unpaired_brackets_mended,
)
from registry.models import Category


class Vocabulary:
    """Categories and divisions, read once a run."""

    def __init__(self) -> None:
        self.places = PlaceFinder()
        self.categories = {c.ordinal: c for c in Category.objects.all()}
        self.categories_by_name = {c.name: c for c in self.categories.values()}


@dataclass(slots=True)
class NamedRow:
    """A row whose cells are asked for by heading."""

    row: GridRow
    sheet: str
    positions: dict[str, int]
    width: int

    def check(self, entry: Entry, needed: Iterable[str]) -> None:
        """Refuse the row where it cannot be read."""
        used = {name: self.positions[name] for name in needed if name in self.positions}
        refuse_unreadable(entry, self.row, used)
        refuse_shifted(entry, self.row, self.width)

    def get(self, heading: str) -> str:
        """The cell under a heading as written; "" where the column is not there."""
        position = self.positions.get(heading)
        return "" if position is None else self.row.text(position)


def rows_by_heading(
    grid: Grid, *, required: list[str], format_name: str
) -> tuple[list[NamedRow], list[Skipped]]:
    """The rows below a first row of headings, which must hold the required ones."""
    filled = [row for row in grid.rows if not row.empty]
    if not filled:
        raise UnusableFile(_("文件里没有任何内容。请检查是否选错了文件。"))
    header = filled[0]
    positions: dict[str, int] = {}
    for position, cell in enumerate(header.cells):
        positions.setdefault(tidy(cell.text).lower(), position)
    missing = [heading for heading in required if heading not in positions]
    if missing:
        raise UnusableFile(
            _(
                "文件不像“%(format)s”格式：第一行缺少 %(missing)s。"
                "请检查是否选错了文件或格式；一般的表格请用“table”格式。"
            )
            % {"format": format_name, "missing": "、".join(missing)}
        )
    skipped = [Skipped(row.number, grid.sheet, "", _("空行")) for row in grid.rows if row.empty]
    rows = [NamedRow(row, grid.sheet, positions, len(header.cells)) for row in filled[1:]]
    if not rows:
        raise UnusableFile(_("文件只有表头，没有数据行。请检查是否选错了文件。"))
    return rows, skipped


def refuse_unreadable(entry: Entry, row: GridRow, columns: dict[str, int]) -> None:
    """Refuse a row where a cell that is needed could not be read, and say which."""
    remedy = _("请修正后重新导入。")
    if row.broken:
        entry.problems.append(error(_("整行"), row.text(0), row.broken + "。", remedy))
        return
    for heading, position in columns.items():
        cell = row.cells[position] if position < len(row.cells) else None
        if cell is not None and cell.broken:
            entry.problems.append(error(heading, cell.text, cell.note + "。", remedy))


def refuse_shifted(entry: Entry, row: GridRow, width: int) -> None:
    """Refuse a row of a text file with more cells than headings: its cells may have slipped."""
    further = [cell.text for cell in row.cells[width:] if cell.text.strip()]
    if further and not entry.sheet:
        entry.problems.append(
            error(
                _("整行"),
                "、".join(further),
                _("这一行有 %(n)d 格，表头只有 %(known)d 格，各格可能错了位。")
                % {"n": len(row.cells), "known": width},
                _("内容里有分隔符时请给这一格加上英文引号，或存为 XLSX 后再导入。"),
            )
        )


def take_name(entry: Entry, written: str, column: str, *, what: str, longest: int = 120) -> None:
    """Clean and check the name of a record."""
    name = tidy(written)
    if is_wrapped(written):
        entry.problems.append(
            notice(
                column,
                name,
                _("单元格里有换行，已连成一个名称。"),
                _("如果是两项，请分成两行后重新导入。"),
            )
        )
    mended = unpaired_brackets_mended(name)
    if mended != name:
        entry.problems.append(notice(column, name, _("括号一半全角一半半角，已统一为全角。"), ""))
    for character in private_use_characters(mended):
        entry.problems.append(
            notice(
                column,
                mended,
                _("含专用区字符（U+%(code)04X），别的电脑上可能显示不出来；已按原样保留。")
                % {"code": ord(character)},
                _("请对照公文换成正式编码的字。"),
            )
        )
    if not mended:
        entry.problems.append(
            error(column, written, _("%(what)s为空。") % {"what": what}, _("请补填后重新导入。"))
        )
    elif len(mended) <= longest and _is_no_name(mended):
        entry.problems.append(
            error(
                column,
                mended,
                _("不像%(what)s：只有数字或符号，或是公式、文件名。") % {"what": what},
                _("请检查这一格是否填错了内容。"),
            )
        )
    elif len(mended) > longest:
        entry.problems.append(
            error(
                column,
                mended,
                _("%(what)s有 %(n)d 个字，超过上限 %(max)d 个字。")
                % {"what": what, "n": len(mended), "max": longest},
                _("请检查这一格是否填错了内容。"),
            )
        )
    entry.name = without_numbers(mended)[:200]
    entry.values["name"] = mended


_FORMULA = re.compile(r"[=+@-][^\u3400-\u9fff]*")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|bmp|docx?|xlsx?|pdf|mp[34])$", re.IGNORECASE)


def _is_no_name(text: str) -> bool:
    no_letter = not any(character.isalpha() for character in text)
    return no_letter or bool(_FORMULA.fullmatch(plain(text)) or _FILE.search(text))


def take_category(entry: Entry, written: str, column: str, vocabulary: Vocabulary) -> None:
    """Read a category in any of its spellings."""
    ordinal = read_category(written)
    if ordinal is None:
        entry.problems.append(
            error(
                column,
                tidy(written),
                _("看不出是十大门类中的哪一类。") if tidy(written) else _("类别为空。"),
                _("请写十大门类之一，如“传统技艺”；2006 年的旧名和罗马数字也可以。")
                if tidy(written)
                else _("请补填。原表若是合并单元格，直接导入 XLSX 会自动带到各行。"),
            )
        )
        return
    entry.values["category"] = vocabulary.categories[ordinal].name


def take_place(
    entry: Entry, codes: list[str], text: str, column: str, vocabulary: Vocabulary
) -> None:
    """Find the division of codes and words; whatever does not fit is told and not dropped."""
    place = tidy(text)
    entry.values["place"] = place
    found = vocabulary.places.find(codes, place)
    if found.place is not None:
        entry.values["division"] = found.place.code
    for code in found.unknown_codes:
        entry.problems.append(
            notice(
                "区划代码",
                code,
                _("国家标准的区划代码中没有这一代码，已按“%(place)s”认定为%(division)s。")
                % {
                    "place": place,
                    "division": found.place.full_name if found.place else _("未知地区"),
                },
                "" if found.place else _("请在记录中选择所在区划。"),
            )
        )
    if found.contradicted is not None and found.place is not None:
        entry.problems.append(
            notice(
                "区划代码",
                found.contradicted.code,
                _("区划代码指%(code)s，文字写%(text)s，以文字为准。")
                % {"code": found.contradicted.full_name, "text": found.place.full_name},
                _("如文字有误，请在记录中改正所在区划。"),
            )
        )
    if found.abolished is not None and found.place is not None:
        entry.problems.append(_abolished(found.abolished, found.place, column, place))
    if found.place is None and place:
        entry.problems.append(
            notice(
                column,
                place,
                _("看不出属于哪个行政区划，所在区划留空。"),
                _("请在记录中选择所在区划。"),
            )
        )


def _abolished(was: Place, now: Place, column: str, written: str) -> Problem:
    if now.code == was.code:
        reason = _("%(was)s已撤销，按当时的区划登记。") % {"was": was.full_name}
        return notice(column, written, reason, _("如应归入现行区划，请在记录中改选。"))
    reason = _("%(was)s已撤销，按现行区划登记为%(now)s。") % {
        "was": was.full_name,
        "now": now.full_name,
    }
    return notice(column, written, reason)


def keep_numbers_out(entry: Entry) -> None:
    """Personal numbers are hidden in introductions; anywhere else they refuse the row."""
    for field_name, value in entry.values.items():
        texts = [str(text) for text in value] if isinstance(value, list) else [str(value)]
        if not any(holds_number(text) for text in texts):
            continue
        column, shown = entry.column(field_name), "；".join(texts)
        if field_name == "biography" or field_name.startswith("section:"):
            entry.values[field_name] = [without_numbers(text) for text in texts]
            entry.problems.append(notice(column, "", _("文中有身份证号或手机号，已隐去中间几位。")))
        else:
            entry.problems.append(
                error(
                    column,
                    shown,
                    _("这一格里有身份证号或手机号，不能写进公开的名录。"),
                    _("请删去号码后重新导入；个人信息请在传承人记录的“个人信息”里填写。"),
                )
            )


def too_long(entry: Entry, field_name: str, longest: int) -> None:
    """Refuse a row whose value would not fit, naming the cell."""
    value = entry.values.get(field_name)
    texts = value if isinstance(value, list) else [value]
    for text in texts:
        if isinstance(text, str) and len(text) > longest:
            entry.problems.append(
                error(
                    entry.column(field_name),
                    text,
                    _("有 %(n)d 个字，超过上限 %(max)d 个字。") % {"n": len(text), "max": longest},
                    _("请检查这一格是否填错了内容。"),
                )
            )


LONGEST = {"place": 200, "units": 160, "aliases": 120, "code": 40, "sub_number": 40, "act": 60,
           "number": 40, "ethnicity": 20, "address": 200}  # fmt: skip


def check_values(entry: Entry) -> None:
    """Every text must fit its column in the database, and hold no personal numbers."""
    keep_numbers_out(entry)
    for field_name, longest in LONGEST.items():
        too_long(entry, field_name, longest)

"""One row of anyone's list: from cells to field values."""

from __future__ import annotations

import datetime
import re

from django.utils.translation import gettext as _

from registry.enums import InscriptionKind, Level, RecordKind
from registry.importing.entries import Entry
from registry.importing.formats.base import (
    Vocabulary,
    check_values,
    refuse_shifted,
    refuse_unreadable,
    take_category,
    take_name,
)
from registry.importing.formats.headers import INHERITORS, Header
from registry.importing.formats.tabledefaults import Defaults
from registry.importing.formats.tablepeople import take_person, take_person_name
from registry.importing.markup import paragraphs
from registry.importing.personal import without_numbers
from registry.importing.problems import error, notice
from registry.importing.readers import GridRow
from registry.importing.units import split_units
from registry.importing.values import (
    DateSaid,
    plain,
    read_batch,
    read_date,
    read_level,
    read_serial,
    tidy,
)

EARLIEST_LIST = 1949
_NUMBERING = re.compile(r"[(（]?\d{1,3}(?:[)）]|、|[.．](?!\d))\s*(?=\S)")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIVISION = re.compile(r"^[\u3400-\u9fff]{1,12}[区县旗市州省]$")


def read_row(
    row: GridRow, sheet: str, header: Header, defaults: Defaults, vocabulary: Vocabulary
) -> Entry:
    """The entry of a row; what is wrong with it stands in its problems."""
    kind = RecordKind.INHERITOR if header.kind == INHERITORS else RecordKind.PROJECT
    entry = Entry(row.number, kind, sheet=sheet, columns=header.headings)
    cells = {name: row.text(position) for name, position in header.positions.items()}
    what = _("姓名") if kind == RecordKind.INHERITOR else _("项目名称")
    used = {header.headings[field]: at for field, at in header.positions.items()}
    refuse_unreadable(entry, row, used)
    refuse_shifted(entry, row, header.width)
    if entry.refused:
        entry.name = without_numbers(tidy(cells["name"]))[:120]
        return entry
    written = cells["name"]
    if kind == RecordKind.INHERITOR:
        written = take_person_name(entry, written)
    take_name(entry, _without_number(entry, written), entry.column("name"), what=what)
    _tell_cell_notes(entry, row, header)
    _take_place(entry, cells.get("place", ""), defaults, vocabulary)
    _take_listing(entry, cells, defaults, vocabulary)
    if kind == RecordKind.INHERITOR:
        take_person(entry, cells)
    else:
        _take_project(entry, cells, defaults, vocabulary)
    check_values(entry)
    return entry


def _without_number(entry: Entry, written: str) -> str:
    """1.示例面塑 → 示例面塑: numbering that came along from a document."""
    found = _NUMBERING.match(tidy(written))
    if found is None:
        return written
    entry.problems.append(
        notice(
            entry.column("name"),
            tidy(written),
            _("名称前的序号“%(number)s”已去掉。") % {"number": found[0].strip()},
        )
    )
    return tidy(written)[found.end() :]


def _tell_cell_notes(entry: Entry, row: GridRow, header: Header) -> None:
    for name, position in header.positions.items():
        if (
            position < len(row.cells)
            and row.cells[position].note
            and not row.cells[position].broken
        ):
            cell = row.cells[position]
            entry.problems.append(notice(entry.column(name), cell.text, cell.note + "。"))


def _take_place(entry: Entry, text: str, defaults: Defaults, vocabulary: Vocabulary) -> None:
    """A place that names no division of its own lies in the division whose list it is."""
    place = tidy(text)
    entry.values["place"] = place
    found = vocabulary.places.in_words(place, within=defaults.home) if place else None
    if found is None and place:
        province = vocabulary.places.ancestor(defaults.home, 1)
        found = vocabulary.places.in_words(place, within=province)
    if found is None and _DIVISION.search(place) and place != defaults.home.name:
        entry.problems.append(
            notice(
                entry.column("place"),
                place,
                _("没有找到这一区划，所在区划按%(home)s登记。") % {"home": defaults.home.full_name},
                _("如不属于这里，请写全省、市、区县后重新导入，或在记录中改选。"),
            )
        )
    entry.values["division"] = (found or defaults.home).code


def _take_listing(
    entry: Entry, cells: dict[str, str], defaults: Defaults, vocabulary: Vocabulary
) -> None:
    level = _level(entry, cells.get("level", ""), defaults)
    tier = {Level.PROVINCIAL: 1, Level.MUNICIPAL: 2}.get(level, 3)
    place = vocabulary.places.ancestor(defaults.home, tier)
    entry.values["level"] = level.value
    entry.values["jurisdiction"] = "" if level == Level.NATIONAL else place.code
    entry.batch_year = defaults.year
    _take_batch(entry, cells.get("batch", ""), defaults)
    _take_date(entry, cells.get("date", ""), defaults)
    act = tidy(cells.get("act", "")) or defaults.act
    if act:
        entry.values["act"] = act


def _level(entry: Entry, written: str, defaults: Defaults) -> Level:
    if not tidy(written):
        return defaults.level
    level = read_level(written, municipality=defaults.municipality)
    if level is None:
        entry.problems.append(
            error(
                entry.column("level"),
                tidy(written),
                _("看不出是哪一级。"),
                _("请写国家级、省级、市级或区县级。"),
            )
        )
    return level or defaults.level


def _take_batch(entry: Entry, written: str, defaults: Defaults) -> None:
    if not tidy(written):
        entry.values["batch"] = defaults.batch
        return
    batch = read_batch(written)
    if batch is None:
        entry.problems.append(
            error(
                entry.column("batch"),
                tidy(written),
                _("看不出是第几批。"),
                _("请写成“第八批”或“8”。"),
            )
        )
        return
    entry.values["batch"] = batch.ordinal or defaults.batch
    if entry.values["batch"] is None:
        entry.problems.append(
            notice(
                entry.column("batch"),
                tidy(written),
                _("只有年份，没有写第几批，批次留空。"),
                _("请写成“第八批”，或导入时选第几批。"),
            )
        )
    entry.batch_year = batch.year or entry.batch_year


def _take_date(entry: Entry, written: str, defaults: Defaults) -> None:
    if not tidy(written):
        if defaults.date is not None:
            entry.values["date"] = defaults.date.isoformat()
        return
    said = read_date(written) or _serial(entry, written)
    if said is None:
        batch = read_batch(written) if "批" in written else None
        if batch is not None and batch.year:  # "2008(第二批)" under a heading of dates
            entry.batch_year = batch.year
            entry.values["batch"] = entry.values.get("batch") or batch.ordinal
            return
        entry.problems.append(
            error(
                entry.column("date"),
                tidy(written),
                _("看不懂这一日期。"),
                _("请写成 2021-05-24 或 2021年5月24日。"),
            )
        )
        return
    if not EARLIEST_LIST <= said.year <= datetime.date.today().year:  # noqa: DTZ011 - nonsense only
        entry.problems.append(
            error(
                entry.column("date"),
                tidy(written),
                _("不会是公布名录的日期。"),
                _("请核对年份后重新导入。"),
            )
        )
        return
    entry.batch_year = said.year
    batch = read_batch(written) if "批" in written else None
    if batch is not None and batch.ordinal:
        entry.values["batch"] = entry.values.get("batch") or batch.ordinal
    if said.whole is not None:
        entry.values["date"] = said.whole.isoformat()
    else:
        entry.problems.append(
            notice(entry.column("date"), tidy(written), _("只有年月，列入日期留空。"))
        )


def _serial(entry: Entry, written: str) -> DateSaid | None:
    said = read_serial(written)
    if said is not None:
        entry.problems.append(
            notice(
                entry.column("date"),
                tidy(written),
                _("单元格丢了日期格式，按电子表格的日期序号读作 %(date)s。") % {"date": said.whole},
            )
        )
    return said


def _take_project(
    entry: Entry, cells: dict[str, str], defaults: Defaults, vocabulary: Vocabulary
) -> None:
    written = cells.get("category", "")
    if not tidy(written) and defaults.category is not None:
        entry.values["category"] = vocabulary.categories[defaults.category].name
    else:
        take_category(entry, written, entry.column("category"), vocabulary)
    units = split_units(cells.get("units", ""))
    if units:
        entry.values["units"] = units
    for name in ("code", "sub_number", "address"):
        if tidy(cells.get(name, "")):
            entry.values[name] = tidy(cells[name])
    _leave_out_dates(entry)
    _take_kind(entry, plain(cells.get("kind", "")), defaults)
    aliases = [tidy(part) for part in re.split(r"[、,，;；/\n]", cells.get("aliases", ""))]
    if any(aliases):
        entry.values["aliases"] = [part for part in dict.fromkeys(aliases) if part]
    for name, text in cells.items():
        if name.startswith("section:") and text.strip():
            entry.values[name] = paragraphs(text)


def _leave_out_dates(entry: Entry) -> None:
    """8-1 typed into a spreadsheet becomes the first of August, and no code any more."""
    for name in ("code", "sub_number"):
        if _ISO_DATE.fullmatch(entry.values.get(name, "")):
            entry.problems.append(
                notice(
                    entry.column(name),
                    entry.values.pop(name),
                    _("编号被电子表格改成了日期，没有登记。"),
                    _("请把这一列设为“文本”，重新填写编号后再导入。"),
                )
            )


def _take_kind(entry: Entry, written: str, defaults: Defaults) -> None:
    if not written:
        if defaults.kind is not None:
            entry.values["kind"] = defaults.kind.value
        return
    if "扩展" not in written and "新" not in written:
        entry.problems.append(
            notice(entry.column("kind"), written, _("看不出是新增还是扩展，按新增项目登记。"))
        )
    extension = "扩展" in written
    entry.values["kind"] = (InscriptionKind.EXTENSION if extension else InscriptionKind.NEW).value

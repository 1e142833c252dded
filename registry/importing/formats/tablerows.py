"""One row of anyone's list: from cells to field values."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from registry.enums import InscriptionKind, Level, RecordKind
from registry.importing.entries import Entry, ProjectSaid
from registry.importing.formats.base import (
    Vocabulary,
    broken_cell_problem,
    check_lengths,
    take_category,
    take_name,
)
from registry.importing.formats.headers import INHERITORS, Header
from registry.importing.markup import paragraphs
from registry.importing.options import ImportOptions
from registry.importing.places import Place
from registry.importing.problems import error, notice
from registry.importing.readers import GridRow
from registry.importing.values import (
    MUNICIPALITIES,
    plain,
    read_batch,
    read_category,
    read_date,
    read_level,
    read_sex,
    split_units,
    tidy,
)

EARLIEST_BIRTH = 1850


@dataclass(slots=True)
class Defaults:
    """What holds for rows that do not say it themselves."""

    home: Place
    level: Level
    batch: int | None
    year: int | None
    date: datetime.date | None
    act: str
    category: int | None
    notices: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, options: ImportOptions, vocabulary: Vocabulary, titles: list[str]) -> Defaults:
        """Options first, then what the title above the table says."""
        home = vocabulary.places.by_code.get(options.division)
        if home is None:
            home = vocabulary.places.by_code[settings.SITE_DIVISION]
        said = read_date(options.date) if options.date else None
        defaults = cls(
            home=home,
            level=Level(options.level),
            batch=options.batch,
            year=said.year if said else None,
            date=said.whole if said else None,
            act=options.act,
            category=read_category(options.category) if options.category else None,
        )
        if defaults.batch is None:
            defaults._read_title(" ".join(titles))
        return defaults

    def _read_title(self, title: str) -> None:
        batch = read_batch(title) if "批" in title else None
        if batch is not None and batch.ordinal is not None:
            self.batch = batch.ordinal
            self.notices.append(
                _("按标题“%(title)s”，各行登记为第 %(n)d 批。")
                % {"title": title[:60], "n": batch.ordinal}
            )

    @property
    def municipality(self) -> bool:
        """Whether 市级 here means the provincial list."""
        return self.home.code[:2] in MUNICIPALITIES


def read_row(
    row: GridRow, sheet: str, header: Header, defaults: Defaults, vocabulary: Vocabulary
) -> Entry:
    """The entry of a row; what is wrong with it stands in its problems."""
    kind = RecordKind.INHERITOR if header.kind == INHERITORS else RecordKind.PROJECT
    entry = Entry(row.number, kind, sheet=sheet, columns=header.headings)
    cells = {name: row.text(position) for name, position in header.positions.items()}
    what = _("姓名") if kind == RecordKind.INHERITOR else _("项目名称")
    take_name(entry, cells["name"], entry.column("name"), what=what)
    broken_cell_problem(entry, row)
    _tell_cell_notes(entry, row, header)
    _take_place(entry, cells.get("place", ""), defaults, vocabulary)
    _take_listing(entry, cells, defaults, vocabulary)
    if kind == RecordKind.INHERITOR:
        _take_person(entry, cells)
    else:
        _take_project(entry, cells, defaults, vocabulary)
    check_lengths(entry)
    return entry


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
    entry.batch_year = batch.year or entry.batch_year


def _take_date(entry: Entry, written: str, defaults: Defaults) -> None:
    if not tidy(written):
        if defaults.date is not None:
            entry.values["date"] = defaults.date.isoformat()
        return
    said = read_date(written)
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
    kind = plain(cells.get("kind", ""))
    if kind:
        extension = "扩展" in kind
        entry.values["kind"] = (
            InscriptionKind.EXTENSION if extension else InscriptionKind.NEW
        ).value
    aliases = [tidy(part) for part in re.split(r"[、,，;；/\n]", cells.get("aliases", ""))]
    if any(aliases):
        entry.values["aliases"] = [part for part in dict.fromkeys(aliases) if part]
    for name, text in cells.items():
        if name.startswith("section:") and text.strip():
            entry.values[name] = paragraphs(text)


def _take_person(entry: Entry, cells: dict[str, str]) -> None:
    sex = read_sex(cells.get("sex", ""))
    if sex:
        entry.values["sex"] = sex
    elif tidy(cells.get("sex", "")):
        entry.problems.append(
            notice(entry.column("sex"), cells["sex"], _("性别不是“男”或“女”，没有登记。"))
        )
    if tidy(cells.get("ethnicity", "")):
        entry.values["ethnicity"] = _full_ethnicity(tidy(cells["ethnicity"]))
    _take_birth_year(entry, cells.get("birth_year", ""))
    if cells.get("biography", "").strip():
        entry.values["biography"] = paragraphs(cells["biography"])
    if tidy(cells.get("number", "")):
        entry.values["number"] = tidy(cells["number"])
    entry.project = ProjectSaid(
        name=tidy(cells.get("project", "")),
        code=tidy(cells.get("project_code", "")),
        place=entry.values["place"],
    )
    if not entry.project.name and not entry.project.code:
        entry.problems.append(
            error(
                entry.column("project"),
                "",
                _("没有写明所传项目。"),
                _("请补填项目名称后重新导入。"),
            )
        )


def _take_birth_year(entry: Entry, written: str) -> None:
    """Only the year is kept: a full birth date is sensitive."""
    if not tidy(written):
        return
    said = read_date(written)
    this_year = datetime.date.today().year  # noqa: DTZ011 - only to tell nonsense from years
    if said is None or not EARLIEST_BIRTH <= said.year <= this_year:
        entry.problems.append(
            notice(
                entry.column("birth_year"),
                "",
                _("看不懂出生年份，没有登记。"),
                _("请写成 1956 或 1956年3月。"),
            )
        )
        return
    entry.values["birth_year"] = said.year


def _full_ethnicity(text: str) -> str:
    return text if text.endswith(("族", "人")) or len(text) > 4 else f"{text}族"

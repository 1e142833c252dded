"""What a row of a list of inheritors says about the person."""

from __future__ import annotations

import datetime
import re

from django.utils.translation import gettext as _

from registry.importing.entries import Entry, ProjectSaid
from registry.importing.markup import paragraphs
from registry.importing.problems import error, notice
from registry.importing.values import read_date, read_serial, read_sex, tidy

EARLIEST_BIRTH = 1850
LONGEST_PADDED = 12
_HAN = "\u3400-\u9fff"
_PADDED = re.compile(rf"[{_HAN}](?:\s+[{_HAN}]{{1,2}})+|[{_HAN}]{{2}}\s+[{_HAN}]")
_BESIDE = re.compile(r"^(.+?)\s*[(（]\s*([男女])?[，,、；;\s]*([\u3400-\u9fff]{1,6}族)?\s*[)）]$")
_SEVERAL = re.compile(rf"[、，,；;/／\n]|(?<=[{_HAN}]{{2}})\s+(?=[{_HAN}]{{2}})")


def take_person_name(entry: Entry, written: str) -> str:
    """The name alone: 张  三 without its blank, 李四（女，回族） without what stands beside it.

    A cell with several people in it is refused: each needs a row.
    """
    name = written.strip()
    beside = _BESIDE.match(tidy(name))
    if beside and (beside[2] or beside[3]):
        name = beside[1]
        if beside[2]:
            entry.values["sex"] = read_sex(beside[2])
        if beside[3]:
            entry.values["ethnicity"] = beside[3]
    if _PADDED.fullmatch(tidy(name)) and len(name) <= LONGEST_PADDED:
        return "".join(tidy(name).split())
    if _SEVERAL.search(name):
        entry.problems.append(
            error(
                entry.column("name"),
                tidy(name),
                _("一格里好像有几个人。"),
                _("请每人一行；如果是一个人，请去掉名字里的空格和标点，或用间隔号“·”。"),
            )
        )
    return name


def take_person(entry: Entry, cells: dict[str, str]) -> None:
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
    said = read_date(written) or read_serial(written)
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

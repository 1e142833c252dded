"""The real national list as search documents, for tests and benchmarks that need real text.

The list is not part of this repository: it is looked for in ``../shared/data`` beside the
checkout, or where HERITAGE_SHARED_DATA says. Where it is absent, tests skip and say so.
"""

from __future__ import annotations

import csv
import html
import json
import os
import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from registry.codes import code_sort_key
from search.interface import Kind, SearchDocument

SHARED_DATA = Path(
    os.environ.get("HERITAGE_SHARED_DATA")
    or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)
ABSENT = "the national list is not here: put it in ../shared/data or set HERITAGE_SHARED_DATA"

needs_national_list = pytest.mark.national_list

_PROJECT_BATCHES = {
    "2006": ("国家级第一批", "2006-05-20"),
    "2008": ("国家级第二批", "2008-06-07"),
    "2011": ("国家级第三批", "2011-05-23"),
    "2014": ("国家级第四批", "2014-11-11"),
    "2021": ("国家级第五批", "2021-05-24"),
}
CATEGORY_WORDS = {
    "民间文学": ("Ⅰ",),
    "传统音乐": ("Ⅱ", "民间音乐"),
    "传统舞蹈": ("Ⅲ", "民间舞蹈"),
    "传统戏剧": ("Ⅳ",),
    "曲艺": ("Ⅴ",),
    "传统体育、游艺与杂技": ("Ⅵ", "杂技与竞技"),
    "传统美术": ("Ⅶ", "民间美术"),
    "传统技艺": ("Ⅷ", "传统手工技艺"),
    "传统医药": ("Ⅸ",),
    "民俗": ("Ⅹ",),
}


@lru_cache(maxsize=1)
def national_documents() -> tuple[SearchDocument, ...]:
    """3,215 projects and 3,560 inheritors, each naming the other, in the list's order."""
    projects = _raw_projects()
    inheritors = _raw_inheritors()
    people: dict[str, list[str]] = defaultdict(list)
    for row in inheritors:
        people[row["child_num"]].append(_tidy(row["title"]))
    by_number = {row["project_num"]: row for row in projects}
    divisions = _division_names()
    return tuple(
        [_project(row, people, divisions) for row in projects]
        + [_inheritor(row, by_number, divisions) for row in inheritors]
    )


def national_projects() -> tuple[SearchDocument, ...]:
    """Only the 3,215 projects."""
    return tuple(d for d in national_documents() if d.kind is Kind.PROJECT)


def _raw_projects() -> list[dict[str, Any]]:
    with (SHARED_DATA / "national" / "projects_raw.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _raw_inheritors() -> list[dict[str, str]]:
    path = SHARED_DATA / "national" / "inheritors.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _division_names() -> dict[str, str]:
    path = SHARED_DATA / "divisions" / "areacodes_result.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {row["代码"]: row["名称"] for row in csv.DictReader(lines)}


def _project(
    row: dict[str, Any], people: dict[str, list[str]], divisions: dict[str, str]
) -> SearchDocument:
    year = row["rx_time"][:4]
    batch, date = _PROJECT_BATCHES[year]
    areas = _areas(row)
    name = _tidy(row["title"])
    units = _distinct(_tidy(row["protect_unit"]), _tidy(row["unit"]))
    return SearchDocument(
        id=f"project-{row['id']}",
        kind=Kind.PROJECT,
        name=name,
        codes=_distinct(row["num"], row["project_num"]),
        category=row["type"],
        category_words=CATEGORY_WORDS[row["type"]],
        levels=("国家级",),
        batches=(batch,),
        areas=areas,
        places=_places(row, areas, divisions),
        people=_distinct(*people.get(row["project_num"], ())),
        units=units,
        texts=(("简介", _plain(row["content"])),),
        years=(int(year),),
        date=date,
        code_order=code_sort_key(row["project_num"]) or code_sort_key(row["num"]),
        weight=9,
        card={"name": name, "category": row["type"], "code": row["num"].strip()},
    )


def _inheritor(
    row: dict[str, str], by_number: dict[str, dict[str, Any]], divisions: dict[str, str]
) -> SearchDocument:
    found = re.search(r"(\d{4})年（(第.批)）", row["rx_time"])
    assert found is not None, row["rx_time"]
    project = by_number.get(row["child_num"])
    areas = _areas(project or row)
    name = _tidy(row["title"])
    return SearchDocument(
        id=f"inheritor-{row['id']}",
        kind=Kind.INHERITOR,
        name=name,
        codes=_distinct(row["project_num"], row["child_num"]),
        category=row["type"],
        category_words=CATEGORY_WORDS[row["type"]],
        levels=("国家级",),
        batches=(f"国家级{found[2]}",),
        areas=areas,
        places=_places(row, areas, divisions),
        units=_distinct(_tidy(row["unit"])),
        related=_distinct(_tidy((project or {"title": ""})["title"]), _tidy(row["project"])),
        years=(int(found[1]),),
        date=f"{found[1]}-01-01",
        code_order=code_sort_key(row["child_num"]) or code_sort_key(row["project_num"]),
        weight=9,
        card={"name": name, "category": row["type"], "code": row["project_num"].strip()},
    )


def _areas(row: dict[str, Any]) -> tuple[str, ...]:
    """The division codes of a row, the province first; rows name one, two or three of them."""
    return _distinct(*(_tidy(row.get(column) or "") for column in ("address", "city", "area")))


def _places(
    row: dict[str, Any], areas: tuple[str, ...], divisions: dict[str, str]
) -> tuple[str, ...]:
    names = [divisions[code] for code in areas if code in divisions]
    return _distinct(*names, _tidy(row["province"]), _tidy(row["unit"]))


def _plain(content: str) -> str:
    """The introduction without its doubly escaped tags, a line for each paragraph."""
    text = html.unescape(html.unescape(content))
    text = re.sub(r"<br\s*/?>|</p>", "\n", text)
    text = re.sub(r"<[^>]*>", "", text)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _distinct(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))

"""The file format: what is read from it, and what is said where it cannot be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.search.judged.loader import JudgementError, Pattern, read
from tests.search.judged.records import Record

PROJECT = Record(
    id="project-1",
    kind="project",
    name="拦手门",
    code="Ⅵ-56",
    number="Ⅵ-056_03_120102",
    category="传统体育、游艺与杂技",
    batch="2011</br>(第三批)",
    units=("天津市河东区", "天津市河东区文化馆"),
    province="天津市河东区",
    text="流传于天津。",
)
INHERITOR = replace(
    PROJECT, id="inheritor-1", kind="inheritor", name="某人", project="拦手门", text=""
)


def written(folder: Path, text: str) -> Path:
    path = folder / "queries.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({"project": "拦手门"}, {"project-1"}),
        ({"project": "拦手"}, set()),
        ({"inheritor": "某人"}, {"inheritor-1"}),
        ({"of": "拦手门"}, {"inheritor-1"}),
        ({"of_has": "手"}, {"inheritor-1"}),
        ({"name_has": "手"}, {"project-1"}),
        ({"unit_has": "河东区", "kind": "project"}, {"project-1"}),
        ({"unit": "天津市河东区"}, {"project-1", "inheritor-1"}),
        ({"code": "Ⅵ-56", "text_has": "流传"}, {"project-1"}),
        ({"says": "流传", "lacks": "河东"}, set()),
        ({"lacks": "流传"}, {"inheritor-1"}),
    ],
)
def test_conditions_of_a_pattern_must_all_hold(conditions: dict[str, str], fits: set[str]) -> None:
    pattern = Pattern(tuple(conditions.items()))
    assert {record.id for record in (PROJECT, INHERITOR) if pattern.fits(record)} == fits


def test_a_list_of_values_stands_for_as_many_conditions(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "excludes:\n- query: 剪纸 -满族\n  find: {3: [{lacks: [满族, 苗族]}]}\n"
        "  not: [{name_has: 满族}]\n  need: all\n  why: 不要满族的\n",
    )
    (query,) = read(path)
    assert query.find == {3: (Pattern((("lacks", "满族"), ("lacks", "苗族"))),)}
    assert query.reject == (Pattern((("name_has", "满族"),)),)
    assert (query.kind, query.need_all, query.reason) == ("excludes", True, "不要满族的")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{query: 甲, find: {3: [{project: 甲}]}}", "needs query, find and why"),
        ("{query: 甲, find: {3: [{project: 甲}]}, why: 乙, must: 丙}", "and has"),
        ("{query: 甲, find: {4: [{project: 甲}]}, why: 乙}", "grades are 3, 2 and 1"),
        ("{query: 856, find: {3: [{project: 甲}]}, why: 乙}", "the query is text"),
        ("{query: 甲, find: {3: [{title: 甲}]}, why: 乙}", "no such condition"),
    ],
)
def test_a_judgement_that_cannot_be_read_says_where(tmp_path: Path, entry: str, said: str) -> None:
    with pytest.raises(JudgementError, match=said) as caught:
        read(written(tmp_path, f"codes:\n- {entry}\n"))
    assert "queries.yaml, codes" in str(caught.value)

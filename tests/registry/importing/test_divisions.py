"""Lists of streets and communities: what goes in, what is refused and why, and that twice is once."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import call_command
from django.core.management.base import CommandError

from registry.domain.divisions import enter_divisions, place_name, remove_sample_divisions
from registry.enums import DivisionLevel
from registry.importing.divisions import Outcome, load_divisions_file
from registry.importing.errors import ImportRefused
from registry.models import Division, HeritageProject, ProtectingUnit
from tests.factories.registry import division, make_project
from tests.registry.importing.conftest import command, table_csv

pytestmark = pytest.mark.django_db
HEAD = "区划代码,名称"
STREETS = ("120102001,大王庄街道", "120102002,大直沽街道")


@pytest.fixture
def load(tmp_path: Path) -> Any:
    def loaded(*lines: str, head: str = HEAD) -> Outcome:
        path = tmp_path / "街道.csv"
        path.write_text("\n".join([head, *lines]), encoding="utf-8")
        return load_divisions_file(path=path, by=None)

    return loaded


def told(outcome: Outcome) -> list[tuple[int, str, str]]:
    return [(row, one.column, one.severity.value) for row, one in outcome.problems]


def test_a_street_lies_under_its_district_and_a_community_under_its_street(load: Any) -> None:
    outcome = load("120102001001,示例里社区居委会", *STREETS)
    assert outcome.entered.made == ["120102001", "120102002", "120102001001"]
    street, community = division("120102001"), division("120102001001")
    assert (street.parent, street.level) == (division("120102"), DivisionLevel.TOWNSHIP)
    assert (street.name, street.full_name) == ("大王庄街道", "天津市河东区大王庄街道")
    assert (community.parent, community.level) == (street, DivisionLevel.COMMUNITY)
    assert community.full_name == "天津市河东区大王庄街道示例里社区"


def test_loading_twice_changes_nothing(load: Any) -> None:
    load(*STREETS)
    before = list(Division.objects.order_by("pk").values())
    again = load(*STREETS)
    assert (again.entered.made, again.entered.renamed) == ([], {})
    assert again.entered.unchanged == ["120102001", "120102002"]
    assert list(Division.objects.order_by("pk").values()) == before


def test_a_new_name_is_a_change_and_what_lies_below_is_told_anew(load: Any) -> None:
    load(*STREETS, "120102001001,示例里社区")
    outcome = load("120102001,新名街道")
    assert outcome.entered.renamed == {"120102001": "大王庄街道"}
    assert division("120102001").former_names == ["大王庄街道"]
    assert division("120102001001").full_name == "天津市河东区新名街道示例里社区"
    load("120102001,大王庄街道")
    assert division("120102001").former_names == ["新名街道"]


def test_each_bad_row_is_refused_with_its_reason_and_the_others_go_in(load: Any) -> None:
    outcome = load(
        "12010,短街道",
        "120102x01,字母街道",
        "999999001,别处街道",
        "120102099001,无街道社区",
        ",没有代码街道",
        "120102003,",
        f"120102004,{'长' * 61}",
        "120102005,12345",
        "1.20102E+11,丢失街道",
        "120102006,春华街道",
        "120102007,春华街道",
        "120102006,另一街道",
    )
    assert outcome.entered.made == ["120102006"]
    assert outcome.refused == 11
    assert told(outcome) == [
        *((row, "代码", "error") for row in (2, 3, 4, 5, 6)),
        *((row, "名称", "error") for row in (7, 8, 9)),
        *((10, "代码", "error"), (12, "代码", "error"), (13, "名称", "error")),
    ]
    assert all(one.reason and one.remedy for _row, one in outcome.problems)
    assert outcome.problems[8][1].value == "1.20102E+11"
    assert not Division.objects.filter(name="丢失街道").exists()


def test_an_abolished_place_is_not_brought_back_by_a_list(load: Any) -> None:
    load(*STREETS)
    Division.objects.filter(code="120102001").update(abolished_in=2020)
    outcome = load(*STREETS, "120102001001,示例里社区", "120107001,塘沽旧街道")
    assert told(outcome) == [(row, "代码", "error") for row in (2, 4, 5)]
    assert division("120102001").abolished_in == 2020


def test_a_table_of_the_statistics_bureau_goes_in_as_it_is(load: Any) -> None:
    """Twelve digits for all tiers, the district on top, offices instead of places."""
    outcome = load(
        "120000000000,天津市",
        "120102000000,河东区",
        "120102001000,大王庄街道办事处",
        "120102001001,示例里社区居民委员会",
        head="统计用区划代码,区划名称",
    )
    assert outcome.entered.made == ["120102001", "120102001001"]
    assert told(outcome) == [(2, "代码", "notice"), (3, "代码", "notice")]
    assert division("120102001").name == "大王庄街道"
    assert division("120102").name == "河东区"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("春华街道办事处", "春华街道"),
        ("示例社区居委会", "示例社区"),
        ("示例社区居民委员会", "示例社区"),
        ("示例村村委会", "示例村"),
        ("示例 村民委员会", "示例村"),
        ("示例里居委会", "示例里居委会"),
        ("春华街道", "春华街道"),
    ],
)
def test_a_place_is_not_its_office(written: str, name: str) -> None:
    assert place_name(written) == name


def test_numbers_of_a_spreadsheet_are_codes(tmp_path: Path) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["河东区街道一览"])
        sheet.write_row(1, 0, ["序号", "代码", "街道名称"])
        sheet.write_row(2, 0, [1, 120102001, "大王庄街道"])
        sheet.write_row(3, 0, [2, 120102001001, "示例里社区"])
    path = tmp_path / "街道.xlsx"
    path.write_bytes(content.getvalue())
    assert load_divisions_file(path=path, by=None).entered.made == ["120102001", "120102001001"]


def test_a_file_without_the_two_columns_is_refused_as_a_whole(load: Any) -> None:
    with pytest.raises(ImportRefused, match="没有找到标题行"):
        load(*STREETS, head="甲,乙")


def test_streets_of_the_sample_go_away_unless_something_real_lies_in_them() -> None:
    names = {f"12010200{n}": f"示例{n}街道" for n in range(1, 4)}
    enter_divisions(names=names, by=None, sample_data=True)
    ProtectingUnit.objects.create(name="真实单位", division=division("120102002"))
    enter_divisions(names={"120102003": "示例3街道"}, by=None)
    assert remove_sample_divisions() == 1
    kept = Division.objects.filter(level=DivisionLevel.TOWNSHIP)
    assert list(kept.values_list("code", "sample_data")) == [
        *(("120102002", False), ("120102003", False))
    ]


def test_the_command_says_what_it_did(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "街道.csv"
    path.write_text("\n".join([HEAD, *STREETS]), encoding="gb18030")
    call_command("load_divisions", str(path))
    assert "新增 2 个" in capsys.readouterr().out
    path.write_text("\n".join([HEAD, STREETS[0], "12,甲乙", "1,甲"]), encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        call_command("load_divisions", str(path))
    printed = capsys.readouterr()
    assert left.value.code == 1
    assert "第 4 行 代码“1”" in printed.err
    assert "不变 1 个，拒绝 1 行" in printed.out
    with pytest.raises(CommandError) as refused:
        call_command("load_divisions", str(tmp_path / "没有.csv"))
    assert refused.value.returncode == 2


def test_a_list_finds_the_project_that_staff_placed_in_a_street(load: Any, write: Any) -> None:
    """Lists name districts: another declaration of the district would be a second project."""
    load(*STREETS)
    project = make_project("示例面塑", category=7, division=division("120102001"))
    rows = table_csv(["项目名称", "类别", "保护单位"], ["示例面塑", "传统美术", "河东区文化馆"])
    status, out = command(write(rows), "--format", "table")
    assert status == 0, out
    assert list(HeritageProject.objects.all()) == [project]
    project.refresh_from_db()
    assert project.division == division("120102001")

"""Cells as clerks fill them: dates, codes, units, names, divisions."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from registry.models import HeritageProject, Inscription
from tests.registry.importing.conftest import (
    CLAY,
    HEAD,
    SUGAR,
    command,
    outcomes,
    reasons,
    table_csv,
    units_of_projects,
    write_rows,
)

pytestmark = pytest.mark.django_db


def test_dates_as_lists_write_them(workbook: Any, import_file: Any) -> None:
    written = ["2008年6月7日", "2008.6.7", "二〇〇八年六月七日", "２００８年６月７日", "20080607",
               "20080607.0", "39606", 39606, "2008-06-07 00:00:00"]  # fmt: skip

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        write_rows(sheet, [["项目名称", "类别", "公布时间"]])
        write_rows(sheet, [[f"示例{n}", "民俗", said] for n, said in enumerate(written)], 1)
        sheet.write_row(20, 0, ["示例日期格", "民俗"])
        look = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(20, 2, datetime.datetime(2008, 6, 7), look)  # noqa: DTZ001

    run = import_file(workbook(fill))
    assert set(outcomes(run)) == {"created"}, reasons(run)
    days = set(Inscription.objects.values_list("inscribed_on", flat=True))
    assert days == {datetime.date(2008, 6, 7)}
    assert "按电子表格的日期序号读作 2008-06-07" in reasons(run)


def test_a_code_that_became_a_date_is_left_out(workbook: Any, import_file: Any) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        write_rows(sheet, [["编号", *HEAD], ["", *CLAY]])
        look = book.add_format({"num_format": "m-d"})
        sheet.write_datetime(1, 0, datetime.datetime(1982, 8, 1), look)  # noqa: DTZ001

    run = import_file(workbook(fill))
    assert "编号被电子表格改成了日期" in reasons(run)
    assert Inscription.objects.get().code_as_written == ""


@pytest.mark.parametrize(
    "written",
    [
        "甲区文化馆、乙区文化馆", "甲区文化馆；乙区文化馆", "甲区文化馆\n乙区文化馆",
        "甲区文化馆  乙区文化馆", "甲区文化馆/乙区文化馆", "1.甲区文化馆\n2.乙区文化馆",
        "①甲区文化馆②乙区文化馆", "1、甲区文化馆；2、乙区文化馆", "甲区文化馆\u200b 、乙区文化馆\u3000",
    ],
)  # fmt: skip
def test_several_units_in_a_cell(write: Any, import_file: Any, written: str) -> None:
    import_file(write(table_csv(HEAD, ["示例面塑", "传统美术", written])))
    assert units_of_projects() == {"示例面塑": ["甲区文化馆", "乙区文化馆"]}


def test_one_unit_over_two_lines_stays_one(write: Any, import_file: Any) -> None:
    import_file(write(table_csv(HEAD, ["示例面塑", "传统美术", "天津市河东区\n文化馆"])))
    assert units_of_projects() == {"示例面塑": ["天津市河东区文化馆"]}


def test_a_division_nobody_knows_is_told(write: Any, import_file: Any) -> None:
    run = import_file(write(table_csv(["项目名称", "类别", "所属区县"], [*CLAY[:2], "示例某县"])))
    assert "没有找到这一区划，所在区划按天津市河东区登记" in reasons(run)


@pytest.mark.parametrize("name", ["1", "——", "=cmd|' /C calc'!A0", "＠SUM(1)", "图片1.jpg"])
def test_what_cannot_be_a_name_is_refused(write: Any, import_file: Any, name: str) -> None:
    run = import_file(write(table_csv(HEAD, [name, *CLAY[1:]], SUGAR)))
    assert outcomes(run) == ["refused", "created"]
    assert "不像项目名称" in reasons(run)


def test_invisible_and_direction_marks_leave_names(write: Any, import_file: Any) -> None:
    import_file(write(table_csv(HEAD, ["示例\u202e面\u2066塑\x07 ", *CLAY[1:]])))
    assert HeritageProject.objects.get().name == "示例面塑"


def test_a_category_lost_with_its_merged_cell_says_what_to_do(write: Any) -> None:
    status, out = command(write(table_csv(HEAD, CLAY, ["示例风筝", "", ""])), "--format", "table")
    assert status == 1
    assert "原表若是合并单元格，直接导入 XLSX" in out


@pytest.mark.parametrize("name", ["1.示例面塑", "１、示例面塑", "（12）示例面塑"])
def test_numbering_before_a_name_is_taken_off(write: Any, import_file: Any, name: str) -> None:
    run = import_file(write(table_csv(HEAD, [name, *CLAY[1:]])))
    assert HeritageProject.objects.get().name == "示例面塑"
    assert "已去掉" in reasons(run)


def test_a_name_may_begin_with_a_number(write: Any, import_file: Any) -> None:
    import_file(write(table_csv(HEAD, ["3.5示例歌谣", *CLAY[1:]])))
    assert HeritageProject.objects.get().name == "3.5示例歌谣"


def test_a_year_is_no_batch(write: Any, import_file: Any) -> None:
    run = import_file(write(table_csv([*HEAD, "批次"], [*CLAY, "2008年"])))
    assert outcomes(run) == ["created"]
    assert "只有年份，没有写第几批" in reasons(run)


@pytest.mark.parametrize("day", ["1808-01-01", "9999-12-31"])
def test_a_list_of_another_age_is_refused(write: Any, import_file: Any, day: str) -> None:
    run = import_file(write(table_csv([*HEAD, "公布日期"], [*CLAY, day])))
    assert outcomes(run) == ["refused"]
    assert "不会是公布名录的日期" in reasons(run)

"""Tables as clerks bring them: headings in two rows, a sheet for each category, odd rows."""

from __future__ import annotations

from typing import Any

import pytest

from registry.enums import InscriptionKind, Level
from registry.models import HeritageProject, Inscription
from tests.registry.importing.conftest import (
    CLAY,
    HEAD,
    SUGAR,
    outcomes,
    reasons,
    table_csv,
    units_of_projects,
    write_rows,
)

pytestmark = pytest.mark.django_db


def test_headings_in_two_rows_with_a_group_above(workbook: Any, import_file: Any) -> None:
    """项目 over 名称 and 类别 reads like a heading of its own, and must not be taken for it."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "序号")
        sheet.merge_range(0, 1, 0, 3, "项目")
        sheet.merge_range(0, 4, 1, 4, "保护单位")
        sheet.write_row(1, 1, ["名称", "类别", "编号"])
        sheet.write_row(2, 0, [1, "示例面塑", "传统美术", "Ⅶ-1", "河东区文化馆"])

    run = import_file(workbook(fill))
    assert outcomes(run) == ["created"], reasons(run)
    assert units_of_projects() == {"示例面塑": ["河东区文化馆"]}
    assert Inscription.objects.get().code == "Ⅶ-1"
    assert "两行表头的上一行" in reasons(run)


def test_headings_in_two_rows_of_a_text_file(write: Any, import_file: Any) -> None:
    """Saved as CSV, the lower row is blank where a heading spans both."""
    path = write(
        table_csv(
            ["序号", "项目信息", "", "保护单位", "联系电话"],
            ["", "名称", "类别", "", ""],
            ["1", *CLAY, "022-24120000"],
        )
    )
    run = import_file(path)
    assert outcomes(run) == ["created"], reasons(run)
    assert units_of_projects() == {"示例面塑": ["河东区文化馆"]}
    assert "敏感个人信息，没有导入：联系电话" in run.notices[0]


def test_finer_headings_below_are_no_entry(workbook: Any, import_file: Any) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "项目名称")
        sheet.merge_range(0, 1, 1, 1, "类别")
        sheet.merge_range(0, 2, 0, 3, "保护单位")
        sheet.write_row(1, 2, ["名称", "联系电话"])
        write_rows(sheet, [[*CLAY, "13800000000"]], 2)

    run = import_file(workbook(fill))
    assert outcomes(run) == ["created"], reasons(run)
    assert units_of_projects() == {"示例面塑": ["河东区文化馆"]}


def test_a_sheet_for_each_category(workbook: Any, import_file: Any) -> None:
    def fill(book: Any) -> None:
        for category, name in (("传统美术", "示例面塑"), ("传统技艺", "示例糖画")):
            write_rows(book.add_worksheet(category), [["序号", "项目名称"], [1, name]])

    run = import_file(workbook(fill))
    assert outcomes(run) == ["created", "created"], reasons(run)
    found = HeritageProject.objects.values_list("name", "category__name")
    assert dict(found) == {"示例面塑": "传统美术", "示例糖画": "传统技艺"}
    assert "按工作表名登记类别" in run.notices[0]


def test_hidden_rows_and_columns_are_read_and_told(workbook: Any, import_file: Any) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名录")
        write_rows(sheet, [HEAD, CLAY, SUGAR])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})

    run = import_file(workbook(fill))
    assert outcomes(run) == ["created", "created"]
    assert "隐藏的行，也当作数据读了：第 2 行" in run.notices[0]
    assert "隐藏的列，也当作数据读了：保护单位" in run.notices[1]


def test_a_column_without_heading_is_told(workbook: Any, import_file: Any) -> None:
    run = import_file(
        workbook(lambda book: write_rows(book.add_worksheet(), [HEAD, [*CLAY, "仅此一家"]]))
    )
    assert outcomes(run) == ["created"]
    assert "第 4 列没有列名" in run.notices[0]


def test_totals_and_notes_in_many_words(write: Any, import_file: Any) -> None:
    path = write(
        table_csv(
            ["序号", *HEAD],
            ["1", *CLAY],
            ["2", "合计", "1", ""],
            ["总 计", "1 项", "", ""],
            ["共 1 项", "", "", ""],
            ["填表人：甲", "", "电话：13812345678", ""],
        )
    )
    run = import_file(path)
    assert outcomes(run) == ["created"]
    assert run.rows.filter(outcome="skipped").count() == 4
    assert not run.rows.filter(name__contains="13812345678").exists()


def test_names_that_begin_as_notes_do_are_entries(write: Any, import_file: Any) -> None:
    path = write(table_csv(HEAD, ["制表技艺", *SUGAR[1:]], ["填报春联", *CLAY[1:]]))
    assert outcomes(import_file(path)) == ["created", "created"]


def test_headings_of_new_and_extension_items(write: Any, import_file: Any) -> None:
    path = write(
        table_csv(
            ["序号", *HEAD],
            ["一、新列入项目", "", "", ""],
            ["1", *CLAY],
            ["二、扩展项目（共1项）", "", "", ""],
            ["2", *SUGAR],
        )
    )
    run = import_file(path)
    assert outcomes(run) == ["created", "created"], reasons(run)
    kinds = dict(Inscription.objects.values_list("project__name", "kind"))
    assert kinds == {"示例面塑": InscriptionKind.NEW, "示例糖画": InscriptionKind.EXTENSION}


def test_an_entry_without_name_is_no_heading(write: Any, import_file: Any) -> None:
    run = import_file(write(table_csv(HEAD, ["", "民俗", ""], CLAY, ["", "民俗", ""])))
    assert outcomes(run) == ["refused", "created", "refused"]
    assert "项目名称为空" in reasons(run)


def test_one_name_in_two_categories_is_two_projects(write: Any, import_file: Any) -> None:
    path = write(
        table_csv(
            ["编号", *HEAD],
            ["Ⅲ-1", "示例舞龙", "传统舞蹈", "河东区文化馆"],
            ["Ⅵ-1", "示例舞龙", "传统体育、游艺与杂技", "河东区文化馆"],
            ["Ⅲ-1", "示例舞龙", "传统舞蹈", "河东区文化馆"],
        )
    )
    run = import_file(path)
    assert outcomes(run) == ["created", "created", "refused"]
    assert "与第 2 行重复" in reasons(run)
    assert HeritageProject.objects.count() == 2
    again = import_file(path)
    assert outcomes(again) == ["unchanged", "unchanged", "refused"]


def test_each_finds_the_record_of_its_category(write: Any, import_file: Any) -> None:
    """The other way round in the file, neither takes the record of the other."""
    import_file(
        write(table_csv(HEAD, ["示例舞龙", "传统体育、游艺与杂技", "河东区文化馆"])), batch=1
    )
    HeritageProject.objects.get()
    path = write(
        table_csv(
            ["编号", *HEAD],
            ["Ⅲ-1", "示例舞龙", "传统舞蹈", "河东区文化馆"],
            ["Ⅵ-1", "示例舞龙", "传统体育、游艺与杂技", "河东区文化馆"],
        )
    )
    run = import_file(path, batch=2)
    assert outcomes(run) == ["created", "changed"], reasons(run)
    assert HeritageProject.objects.count() == 2


def test_what_a_second_row_of_a_project_says_otherwise_is_told(
    write: Any, import_file: Any
) -> None:
    path = write(
        table_csv(
            ["项目名称", "类别", "级别", "保护单位"],
            ["示例面塑", "传统美术", "区级", "甲区文化馆"],
            ["示例面塑", "传统技艺", "市级", "乙区文化馆"],
        )
    )
    run = import_file(path)
    assert outcomes(run) == ["created", "changed"]
    assert reasons(run).count("同一项目的前一行写的不同") == 2
    assert units_of_projects() == {"示例面塑": ["甲区文化馆"]}


def test_a_title_of_another_level_is_told(write: Any, import_file: Any) -> None:
    path = write(table_csv(["河东区国家级非物质文化遗产项目名录", "", ""], HEAD, CLAY))
    run = import_file(path)
    assert "写的是国家级" in run.notices[0]
    assert Inscription.objects.get().level == Level.COUNTY


def test_a_second_table_below_with_other_columns(write: Any, import_file: Any) -> None:
    path = write(
        table_csv(
            ["一、新增项目", "", "", ""],
            ["序号", *HEAD],
            ["1", *CLAY],
            ["二、扩展项目", "", "", ""],
            ["编号", "类别", "项目名称", "申报地区"],
            ["Ⅷ-1", "传统技艺", "示例糖画", "河东区"],
        )
    )
    run = import_file(path)
    assert outcomes(run) == ["created", "created"], reasons(run)
    second = HeritageProject.objects.get(name="示例糖画")
    assert (second.category.name, second.inscriptions.get().code) == ("传统技艺", "Ⅷ-1")
    assert second.inscriptions.get().kind == InscriptionKind.EXTENSION
    assert "下一张表的表头" in reasons(run)


def test_projects_and_inheritors_in_one_workbook(workbook: Any, import_file: Any) -> None:
    """The people wait for their projects; the same file once more brings them."""

    def fill(book: Any) -> None:
        write_rows(book.add_worksheet("项目"), [HEAD, CLAY])
        write_rows(book.add_worksheet("传承人"), [["姓名", "所传项目"], ["张三", "示例面塑"]])

    path = workbook(fill)
    assert sorted(outcomes(import_file(path))) == ["created", "refused"]
    assert sorted(outcomes(import_file(path))) == ["created", "unchanged"]
    assert sorted(outcomes(import_file(path))) == ["unchanged", "unchanged"]


def test_two_columns_of_a_page_are_both_read(workbook: Any, import_file: Any) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "河东区第三批区级非物质文化遗产名录")
        half = ["序号", "项目名称", "类别", ""]
        write_rows(sheet, [[*half, *half[:3]]], 1)
        write_rows(sheet, [[1, *CLAY[:2], "", 3, *SUGAR[:2]], [2, "示例风筝", "传统美术"]], 2)

    run = import_file(workbook(fill))
    assert outcomes(run) == ["created"] * 3, reasons(run)
    assert set(Inscription.objects.values_list("batch__ordinal", flat=True)) == {3}
    assert HeritageProject.objects.filter(name="示例糖画", category__name="传统技艺").exists()


def test_a_repetition_on_another_sheet_is_told_with_it(workbook: Any, import_file: Any) -> None:
    def fill(book: Any) -> None:
        for name in ("甲表", "乙表"):
            write_rows(book.add_worksheet(name), [HEAD, CLAY])

    assert "与工作表“甲表”第 2 行重复" in reasons(import_file(workbook(fill)))

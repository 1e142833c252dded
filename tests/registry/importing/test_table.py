"""Other people's lists: any columns, any order, titles above, totals below."""

from __future__ import annotations

from typing import Any

import pytest

from registry.enums import Level
from registry.importing.errors import UnusableFile
from registry.models import Act, Batch, HeritageProject, Inheritor, Inscription, ProtectingUnit
from registry.narrative import sections
from tests.registry.importing.conftest import (
    command,
    national_row,
    outcomes,
    reasons,
    table_csv,
    to_csv,
)

pytestmark = pytest.mark.django_db
HEAD = ["项目名称", "类别", "保护单位"]


def test_the_district_lists_go_in_without_editing(national_data: Any) -> None:
    folder = national_data / "district_lists"
    first = folder / "kaifeng_shunhe_batch1_2020.csv"
    second = folder / "panjin_dawa_batch8_2019.csv"
    status, out = command(first, "--format", "table", "--division", "410204", "--batch", 1)
    assert status == 0, out
    status, out = command(second, "--format", "table", "--division", "211104", "--batch", 8)
    assert status == 0, out
    assert HeritageProject.objects.filter(live=True).count() == 17
    art = HeritageProject.objects.get(name="蜡人张蜡像制作技艺")
    assert art.category.name == "传统美术"
    assert art.assignments.get().unit.name == "河南蜡人张文化艺术有限公司"
    assert art.division.code == "410204"
    craft = HeritageProject.objects.get(name="二界沟渔家号子")
    assert craft.category.name == "传统音乐"
    assert craft.place_as_declared == "二界沟街道办事处"
    inscription = craft.inscriptions.get()
    assert inscription.level == Level.COUNTY
    assert (inscription.batch.ordinal, inscription.batch.jurisdiction.code) == (8, "211104")
    assert HeritageProject.objects.filter(category__name="传统技艺").count() == 14
    for path, division, batch in ((first, "410204", 1), (second, "211104", 8)):
        args = (path, "--format", "table", "--division", division, "--batch", batch)
        status, out = command(*args)
        assert status == 0
        assert "新建 0，更改 0" in out


def test_columns_in_any_order_under_other_names(write: Any, import_file: Any) -> None:
    path = write(
        table_csv(
            ["责任单位", "门类", "公布时间", "非遗项目名称", "项目编号", "批 次", "文号", "又称", "简介", "备注"],
            ["河东区文化馆", "民俗", "2019年12月31日", "示例花会", "Ⅹ-9", "第三批",
             "东政发〔2019〕9号", "花会、老会", "第一段\n第二段", "无"],
        )
    )  # fmt: skip
    run = import_file(path)
    assert outcomes(run) == ["created"], reasons(run)
    project = HeritageProject.objects.get()
    inscription = project.inscriptions.get()
    assert project.category.name == "民俗"
    assert [name.text for name in project.names.all()] == ["花会", "老会"]
    assert sections(project)[0].text == "第一段\n第二段"
    assert inscription.code == "Ⅹ-9"
    assert inscription.inscribed_on.isoformat() == "2019-12-31"
    assert inscription.batch.ordinal == 3
    assert inscription.act.document_number == "东政发〔2019〕9号"
    assert inscription.act.issuer == "天津市河东区人民政府"


def test_all_ten_categories_and_their_old_names(write: Any, import_file: Any) -> None:
    names = ["民间文学", "民间音乐", "民间舞蹈", "传统戏剧", "曲艺", "杂技与竞技", "民间美术",
             "传统手工技艺", "传统医药", "民俗"]  # fmt: skip
    rows = [[f"示例{number}", name, "河东区文化馆"] for number, name in enumerate(names)]
    import_file(write(table_csv(HEAD, *rows)))
    ordinals = HeritageProject.objects.order_by("pk").values_list("category__ordinal", flat=True)
    assert list(ordinals) == list(range(1, 11))
    assert ProtectingUnit.objects.count() == 1


def test_titles_above_totals_below_and_blank_rows(write: Any, import_file: Any) -> None:
    path = write(
        table_csv(
            ["河东区第八批区级非物质文化遗产代表性项目名录", "", ""],
            ["", "", ""],
            HEAD,
            ["示例面塑", "传统美术", "河东区文化馆"],
            ["", "", ""],
            HEAD,
            ["示例风筝", "传统美术", "河东区文化馆"],
            ["合计：2项", "", ""],
            ["填表人：甲", "", ""],
        )
    )
    run = import_file(path)
    assert outcomes(run) == ["created", "created"]
    assert run.rows.filter(outcome="skipped").count() == 6
    assert Inscription.objects.first().batch.ordinal == 8
    assert [row.number for row in run.rows.filter(outcome="created")] == [4, 7]


def test_category_headings_between_the_rows(write: Any, import_file: Any) -> None:
    path = write(
        table_csv(
            ["序号", "项目名称", "保护单位"],
            ["一、民间文学（1项）", "", ""],
            ["1", "示例传说", "河东区文化馆"],
            ["八、传统技艺", "", ""],
            ["2", "示例糖画", "河东区文化馆"],
        )
    )
    import_file(path)
    found = HeritageProject.objects.order_by("pk").values_list("name", "category__name")
    assert list(found) == [("示例传说", "民间文学"), ("示例糖画", "传统技艺")]


def test_options_say_what_the_list_does_not(write: Any) -> None:
    path = write(table_csv(["名称", "类别"], ["示例面塑", "传统美术"]))
    status, out = command(
        path, "--format", "table", "--level", "市级", "--division", "120102", "--batch", 2,
        "--date", "2010年6月1日", "--act", "津政发〔2010〕1号", "--issuer", "天津市人民政府",
    )  # fmt: skip
    assert status == 0, out
    inscription = Inscription.objects.get()
    assert inscription.level == Level.MUNICIPAL
    assert inscription.batch.year == 2010
    assert inscription.inscribed_on.isoformat() == "2010-06-01"
    act = Act.objects.get(document_number="津政发〔2010〕1号")
    assert act.issuer == "天津市人民政府"
    assert inscription.act == act


def test_a_column_named_by_hand(write: Any) -> None:
    path = write(table_csv(["甲", "乙"], ["示例面塑", "传统美术"]))
    status, out = command(path, "--format", "table")
    assert status == 2
    assert "--column" in out
    status, out = command(
        path, "--format", "table", "--column", "甲=name", "--column", "乙=category"
    )
    assert status == 0, out
    assert HeritageProject.objects.get().name == "示例面塑"


def test_one_project_on_several_lists_is_one_record(write: Any, import_file: Any) -> None:
    import_file(write(to_csv([national_row()])), "ihchina-projects")
    path = write(
        table_csv(
            ["项目名称", "类别", "级别", "批次", "保护单位"],
            ["剧装戏具制作技艺", "传统技艺", "区级", "第一批", "天津市河东区文化馆"],
            ["剧装戏具制作技艺", "传统技艺", "市级", "第二批", "天津市河东区文化馆"],
            ["示例面塑", "传统美术", "区级", "第一批", "河东区文化馆"],
            ["示例面塑", "传统美术", "市级", "第三批", "河东区文化馆"],
        )
    )
    run = import_file(path)
    assert outcomes(run) == ["changed", "changed", "created", "changed"], reasons(run)
    assert HeritageProject.objects.count() == 2
    both = HeritageProject.objects.get(name="剧装戏具制作技艺")
    found = [(one.level, one.batch.ordinal) for one in both.inscriptions.order_by("level")]
    assert found == [(Level.NATIONAL, 5), (Level.PROVINCIAL, 2), (Level.COUNTY, 1)]
    assert {b.jurisdiction.code for b in Batch.objects.filter(level=Level.PROVINCIAL)} == {"120000"}
    assert both.assignments.count() == 1
    assert set(outcomes(import_file(path))) == {"unchanged"}


def test_a_name_in_another_place_is_another_project(write: Any, import_file: Any) -> None:
    import_file(write(to_csv([national_row(unit="河北省廊坊市安次区", area="131002")])),
                "ihchina-projects")  # fmt: skip
    import_file(write(table_csv(HEAD, ["剧装戏具制作技艺", "传统技艺", "河东区文化馆"])))
    assert HeritageProject.objects.count() == 2


def test_repeated_rows_are_refused_with_the_row_they_repeat(write: Any, import_file: Any) -> None:
    row = ["示例面塑", "传统美术", "河东区文化馆"]
    run = import_file(write(table_csv(HEAD, row, row)))
    assert outcomes(run) == ["created", "refused"]
    assert "与第 2 行重复" in reasons(run)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["", "传统美术", "甲馆"], "项目名称为空"),
        (["示例", "建筑", "甲馆"], "看不出是十大门类"),
        (["示例", "", "甲馆"], "类别为空"),
        (["长" * 121, "传统美术", "甲馆"], "超过上限 120 个字"),
        (["示例", "传统美术", "馆" * 161], "超过上限 160 个字"),
    ],
)
def test_a_bad_row_is_refused_alone_and_says_why(
    write: Any, import_file: Any, row: list[str], said: str
) -> None:
    run = import_file(write(table_csv(HEAD, row, ["示例好行", "传统美术", "甲馆"])))
    assert outcomes(run) == ["refused", "created"]
    assert said in reasons(run)
    problem = run.rows.get(outcome="refused").problems[0]
    assert problem["remedy"]
    assert problem["column"] in HEAD


@pytest.mark.parametrize(
    ("heading", "value", "said"),
    [("批次", "不详", "第几批"), ("公布日期", "2021年13月1日", "日期"), ("级别", "乡级", "哪一级")],
)
def test_values_that_cannot_be_read(
    write: Any, import_file: Any, heading: str, value: str, said: str
) -> None:
    path = write(table_csv([*HEAD, heading], ["示例", "传统美术", "甲馆", value]))
    run = import_file(path)
    assert outcomes(run) == ["refused"]
    assert said in reasons(run)


def test_ragged_rows_and_line_breaks_in_cells(write: Any, import_file: Any) -> None:
    """A row with more cells than headings may have slipped: nothing of it is guessed."""
    text = '项目名称,类别,保护单位,备注\n"示例\n面塑",传统美术,河东区文化馆\n示例风筝,传统美术\n'
    text += "示例糖画,传统技艺,河东区文化馆,多,出,的\n"
    run = import_file(write(text.encode()))
    assert outcomes(run) == ["created", "created", "refused"]
    assert "这一行有 6 格，表头只有 4 格" in "".join(reasons(run))
    assert HeritageProject.objects.filter(name="示例面塑").exists()
    assert [row.number for row in run.rows.all()] == [2, 4, 5]


def test_inheritors_with_their_projects(write: Any, import_file: Any) -> None:
    import_file(write(table_csv(HEAD, ["示例面塑", "传统美术", "河东区文化馆"])))
    path = write(
        table_csv(
            ["姓名", "性别", "民族", "出生年月", "项目名称", "身份证号", "联系电话", "批次"],
            ["张三", "男", "汉", "1956年3月8日", "示例面塑", "120102195603081234", "13800000000", "第二批"],
            ["李四", "女", "回族", "1960", "没有的项目", "", "", "第二批"],
        )
    )  # fmt: skip
    run = import_file(path)
    assert outcomes(run) == ["created", "refused"]
    person = Inheritor.objects.get()
    assert (person.name, person.ethnicity, person.birth_year) == ("张三", "汉族", 1956)
    recognition = person.recognitions.get()
    assert (recognition.level, recognition.batch.ordinal) == (Level.COUNTY, 2)
    assert "敏感个人信息" in "".join(run.notices)
    kept = str(list(run.rows.values())) + str(run.notices)
    assert "120102195603081234" not in kept
    assert "13800000000" not in kept
    assert "没有的项目" in reasons(run)
    assert outcomes(import_file(path)) == ["unchanged", "refused"]


def test_a_sheet_without_a_list_is_told(workbook: Any, import_file: Any) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("说明").write("A1", "请阅读")
        sheet = book.add_worksheet("一批")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["示例面塑", "传统美术", "甲馆"])
        hidden = book.add_worksheet("草稿")
        hidden.write_row(0, 0, HEAD)
        hidden.write_row(1, 0, ["示例草稿", "传统美术", "甲馆"])
        hidden.hide()
        second = book.add_worksheet("二批")
        second.write_row(0, 0, HEAD)
        second.write_row(1, 0, ["示例风筝", "传统美术", "甲馆"])

    run = import_file(workbook(fill))
    assert outcomes(run) == ["created", "created"]
    assert {row.sheet for row in run.rows.filter(outcome="created")} == {"一批", "二批"}
    said = "".join(run.notices)
    assert "说明" in said
    assert "草稿" in said


def test_merged_cells_are_filled(workbook: Any, import_file: Any) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名录")
        sheet.merge_range("A1:C1", "河东区第八批名录")
        sheet.write_row("A2", HEAD)
        sheet.write_column("A3", ["示例面塑", "示例风筝"])
        sheet.merge_range("B3:B4", "传统美术")
        sheet.merge_range("C3:C4", "河东区文化馆")

    run = import_file(workbook(fill))
    assert outcomes(run) == ["created", "created"]
    assert HeritageProject.objects.filter(category__name="传统美术").count() == 2
    assert "合并单元格" in reasons(run)


def test_formulas_give_their_stored_result_or_are_refused(workbook: Any, import_file: Any) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名录")
        sheet.write_row("A1", HEAD)
        sheet.write_formula("A2", '="示例"&"面塑"', None, "示例面塑")
        sheet.write_row("B2", ["传统美术", "甲馆"])
        sheet.write_formula("A3", "=B9", None, "")
        sheet.write_row("B3", ["传统美术", "甲馆"])
        sheet.write_formula("A4", "=1/0", None, "#DIV/0!")
        sheet.write_row("B4", ["传统美术", "甲馆"])

    run = import_file(workbook(fill))
    assert outcomes(run) == ["created", "refused", "refused"]
    assert HeritageProject.objects.get().name == "示例面塑"
    assert "公式" in reasons(run)


def test_dates_and_numbers_of_a_spreadsheet(workbook: Any, import_file: Any) -> None:
    import datetime

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名录")
        sheet.write_row("A1", [*HEAD, "批次", "公布日期"])
        sheet.write_row("A2", ["示例面塑", "传统美术", "甲馆", 8])
        sheet.write_datetime(
            "E2", datetime.date(2019, 12, 31), book.add_format({"num_format": "yyyy-mm-dd"})
        )

    import_file(workbook(fill))
    inscription = Inscription.objects.get()
    assert inscription.batch.ordinal == 8
    assert inscription.inscribed_on.isoformat() == "2019-12-31"


def test_a_table_without_a_list_says_what_was_looked_for(write: Any, import_file: Any) -> None:
    with pytest.raises(UnusableFile, match="项目名称"):
        import_file(write(table_csv(["日期", "天气"], ["周一", "晴"])))

"""Lists of inheritors as clerks bring them, with numbers that must not get in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from registry.importing.personal import holds_number, without_numbers
from registry.models import Inheritor
from registry.narrative import plain_text
from tests.registry.importing.conftest import command, outcomes, reasons, table_csv

pytestmark = pytest.mark.django_db
HEAD = ["姓名", "性别", "出生年月", "所传项目", "批次", "身份证号", "联系电话"]
CARD, PHONE = "120102195603011237", "13812345678"


@pytest.fixture(autouse=True)
def project(write: Any, import_file: Any) -> None:
    import_file(write(table_csv(["项目名称", "类别"], ["示例面塑", "传统美术"]), "项目.csv"))


def _person(name: str, sex: str = "", born: str = "") -> list[str]:
    return [name, sex, born, "示例面塑", "1", CARD, PHONE]


def test_names_padded_with_blanks_and_what_stands_beside_them(write: Any, import_file: Any) -> None:
    path = write(
        table_csv(
            HEAD, _person("张  三"), _person("李\u3000四（女）"), _person("欧阳 五(男，回族)"),
            _person("买买提·艾力"), _person("王六（王陆）"),
        )
    )  # fmt: skip
    run = import_file(path)
    assert outcomes(run) == ["created"] * 5, reasons(run)
    people = {one.name: (one.sex, one.ethnicity) for one in Inheritor.objects.all()}
    assert people == {
        "张三": ("", ""), "李四": ("female", ""), "欧阳五": ("male", "回族"),
        "买买提·艾力": ("", ""), "王六（王陆）": ("", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["张三、李四", "张三\n李四", "张三 李四", "张三/李四", "张三，李四"]
)
def test_several_people_in_a_cell_are_refused(write: Any, import_file: Any, name: str) -> None:
    run = import_file(write(table_csv(HEAD, _person(name))))
    assert outcomes(run) == ["refused"]
    assert "一格里好像有几个人" in reasons(run)
    assert not Inheritor.objects.exists()


@pytest.mark.parametrize(
    "born",
    ["1956.03", "195603", "1956年3月生", "1956-03-01", "20516", "１９５６年", "一九五六年三月"],
)
def test_births_as_lists_write_them(write: Any, import_file: Any, born: str) -> None:
    import_file(write(table_csv(HEAD, _person("张三", born=born))))
    assert Inheritor.objects.get().birth_year == 1956


def test_numbers_of_persons_get_in_nowhere(write: Any, tmp_path: Path) -> None:
    """In the wrong column they refuse the row, in a biography they are hidden, in reports too."""
    path = write(
        table_csv(
            ["姓名", "所传项目", "证书编号", "个人简介", "公民身份号码"],
            [f"张三 {PHONE}", "示例面塑", "", "", CARD],
            ["李四", "示例面塑", CARD, "", CARD],
            [CARD, "示例面塑", "", "", CARD],
            ["王五", "示例面塑", "A-1", f"从艺四十年，电话 138 1234 5678，身份证{CARD}。", CARD],
            ["填表人：赵六", f"电话：{PHONE}", "", "", ""],
        )
    )
    report = tmp_path / "报告.json"
    status, out = command(path, "--format", "table", "--report", report)
    assert status == 1
    written = report.read_text(encoding="utf-8") + out
    assert CARD not in written
    assert PHONE not in written
    lines = json.loads(report.read_text(encoding="utf-8"))
    assert [line["结果"] for line in lines if "身份证号或手机号，不能" in line["说明"]] == [
        "拒绝"
    ] * 3
    person = Inheritor.objects.get()
    assert person.name == "王五"
    text = plain_text(person.biography)
    assert "5678" in text
    assert CARD not in text
    assert "1234 5678" not in text


def test_which_numbers_are_personal() -> None:
    for number in (CARD, "12010219560301123x", "120102560301123", PHONE, "138-1234-5678"):
        assert holds_number(f"见{number}。")
        assert number not in without_numbers(f"见{number}。")
    for number in (
        "Ⅷ-082_05_120102",
        "2008-06-07",
        "022-24120000",
        "国发〔2008〕19号",
        "1234567890",
    ):
        assert not holds_number(number)

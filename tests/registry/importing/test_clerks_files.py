"""Text files with the wrong separator, torn quotation marks, stray bytes; JSON of the wrong shape."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from registry.importing.errors import UnusableFile
from registry.importing.readers import read_grids
from registry.importing.readers.apart import Unreadable, read_sheets
from registry.models import HeritageProject, ImportRun
from tests.registry.importing.conftest import (
    command,
    national_row,
    outcomes,
    reasons,
    table_csv,
    to_jsonl,
)

HEAD = "项目名称,类别,保护单位"
CLAY = "示例面塑,传统美术,河东区文化馆"


def _texts(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for grid in read_grids(path) for row in grid.rows]


@pytest.mark.parametrize("mark", ["\t", ";", "|", "，"])
def test_commas_in_introductions_do_not_make_the_separator(write: Any, mark: str) -> None:
    rows = [["项目名称", "类别", "简介"], ["示例面塑", "传统美术", "a,b,c,d,e。甲、乙" * 9]]
    if mark != "，":
        rows.append(["示例糖画", "传统技艺", "甲，乙，丙，丁，" * 9])
    assert _texts(write("\n".join(mark.join(row) for row in rows).encode())) == rows


def test_a_quotation_mark_never_closed_loses_no_row(write: Any) -> None:
    torn = f'{HEAD}\n"{CLAY}\n示例糖画,传统技艺,甲馆\n'
    for text in (torn, torn + '示例风筝,"传统美术",乙馆\n'):
        with pytest.raises(UnusableFile, match="从第 2 行起无法读取"):
            read_grids(write(text.encode()))


def test_stray_quotation_marks_are_kept_as_written(write: Any) -> None:
    text = f'{HEAD}\n"示例"面塑,传统美术,甲馆\n示例"糖"画,传统技艺,"甲馆,乙馆"\n'
    found = _texts(write(text.encode()))
    assert found[1:] == [
        ['"示例"面塑', "传统美术", "甲馆"],
        ['示例"糖"画', "传统技艺", "甲馆,乙馆"],
    ]


def test_a_few_zero_bytes_do_not_make_a_file_utf16(write: Any) -> None:
    assert _texts(write(f"{HEAD}\n示例\x00面塑,传统美术,甲馆\n".encode()))[1][0] == "示例面塑"


@pytest.mark.django_db
def test_a_row_that_slipped_is_refused(write: Any, import_file: Any) -> None:
    run = import_file(write(f"{HEAD}\n示例,面塑,传统美术,甲馆\n{CLAY},\n".encode()))
    assert outcomes(run) == ["refused", "created"]
    assert "这一行有 4 格，表头只有 3 格" in reasons(run)


@pytest.mark.django_db
def test_formulas_in_columns_nobody_needs_do_no_harm(workbook: Any, import_file: Any) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["序号", *HEAD.split(","), "图片"])
        sheet.write_formula(1, 0, "=ROW()-1", None, "")
        sheet.write_row(1, 1, CLAY.split(","))
        sheet.write_formula(1, 4, '=DISPIMG("ID_1",1)', None, "")
        sheet.write_row(2, 1, ["", "民俗", "甲馆"])
        sheet.write_formula(2, 1, "=B9", None, "")

    run = import_file(workbook(fill))
    assert outcomes(run) == ["created", "refused"]
    problem = run.rows.get(outcome="refused").problems[0]
    assert (problem["column"], problem["reason"]) == ("项目名称", "公式没有保存计算结果。")


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_json_lines_in_any_encoding(write: Any, import_file: Any, end: str, encoding: str) -> None:
    lines = [json.dumps(national_row(id=str(n)), ensure_ascii=False) for n in range(2)]
    lines[1] = lines[1].replace("剧装戏具", "示例戏具")
    run = import_file(write(end.join(lines).encode(encoding)), "ihchina-projects")
    assert outcomes(run) == ["created", "created"]


@pytest.mark.django_db
def test_a_broken_first_line_and_a_list_of_objects(write: Any, import_file: Any) -> None:
    row = to_jsonl([national_row()])
    run = import_file(write("随便一行\n".encode() + row), "ihchina-projects")
    assert outcomes(run) == ["refused", "created"]
    assert run.rows.get(outcome="refused").problems[0]["column"] == "整行"
    run = import_file(write(b"[" + row + b"]"), "ihchina-projects")
    assert outcomes(run) == ["unchanged"]
    with pytest.raises(UnusableFile, match="内容不完整"):
        read_grids(write(b"[" + row))


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [b'{"id":\x00\x00"', b'"\\ud800"'])
def test_what_no_database_stores_is_taken_out_of_broken_lines(
    write: Any, import_file: Any, broken: bytes
) -> None:
    good = to_jsonl([national_row()])
    run = import_file(write(good + b"\n" + broken), "ihchina-projects")
    assert outcomes(run) == ["created", "refused"]
    if b"ud800" in broken:
        run = import_file(write(b"[" + good + b"," + broken + b"]"), "ihchina-projects")
        assert outcomes(run) == ["unchanged", "refused"]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [["甲"], {"a": 1}, True])
def test_lists_and_objects_are_no_text(write: Any, import_file: Any, wrong: Any) -> None:
    rows: list[dict[str, Any]] = [{**national_row(), "title": wrong}]
    rows.append({**national_row(id="2"), "further": wrong})
    run = import_file(write(to_jsonl(rows)), "ihchina-projects")
    assert outcomes(run) == ["refused", "created"]
    problem = run.rows.get(outcome="refused").problems[0]
    assert (problem["column"], problem["reason"]) == ("title", "这一格不是文字。")


@pytest.mark.django_db
def test_a_file_name_in_another_encoding(tmp_path: Path) -> None:
    """As an archive packed on another system leaves it."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + "/名录.csv".encode("gb18030")))
    report = path.with_suffix(".json")
    path.write_text(f"{HEAD}\n{CLAY}\n", encoding="utf-8")
    status, out = command(path, "--format", "table", "--report", report)
    assert status == 0, out
    out.encode()
    assert ImportRun.objects.get().file_name.endswith(".csv")
    path.write_bytes(b"%PDF-1.7")
    status, out = command(path, "--format", "table", "--report", report)
    assert status == 2
    out.encode()


@pytest.mark.django_db
def test_the_report_takes_no_place_it_should_not(write: Any, tmp_path: Path) -> None:
    path = write(f"{HEAD}\n{CLAY}\n".encode())
    (tmp_path / "夹.csv").mkdir()
    for report, said in ((path, "会覆盖要导入的文件"), (tmp_path / "夹.csv", "写不进")):
        status, out = command(path, "--format", "table", "--report", report)
        assert status == 2
        assert said in out
    assert path.read_text(encoding="utf-8").startswith(HEAD)
    assert not ImportRun.objects.exists()
    assert not HeritageProject.objects.exists()


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_has_a_report_too(write: Any, tmp_path: Path) -> None:
    report = tmp_path / "报告.json"
    for options in ([], ["--dry-run"]):
        path = write(b"%PDF-1.7", "名录.xlsx")
        status, out = command(path, "--format", "table", *options, "--report", report)
        line = json.loads(report.read_text(encoding="utf-8"))[0]
        assert status == 2
        assert (line["文件"], line["结果"], line["列"]) == ("名录.xlsx", "拒绝", "整个文件")
        assert line["说明"] in out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "xyz"], "没有“xyz”这一格式"),
        (["--format", "table", "--kind", "xyz"], "名录种类只能是"),
        (["--format", "table", "--batch", "xyz"], "看不懂批次"),
        (["--format", "table", "--user", "xyz"], "没有用户"),
        (["--undo", "xyz"], "没有编号为 xyz 的导入"),
        (["--undo", "9" * 40], "没有编号为"),
    ],
)
def test_wrong_options_are_told_in_chinese(write: Any, options: list[str], said: str) -> None:
    status, out = command(write(table_csv(HEAD.split(","), CLAY.split(","))), *options)
    assert status == 2, out
    assert said in out
    assert not HeritageProject.objects.exists()


@pytest.mark.parametrize(
    "tail", ["示例糖画,传统技艺,甲馆".encode("gb18030"), "示例糖".encode()[:-1]]
)
def test_damaged_characters_are_told_with_their_line(write: Any, tail: bytes) -> None:
    with pytest.raises(UnusableFile, match="第 3 行有损坏的字符"):
        read_grids(write(f"{HEAD}\n{CLAY}\n".encode() + tail))


def test_a_file_that_asks_for_all_memory_ends_only_its_reader(workbook: Any) -> None:
    """The look inside an XLSX refuses this before; an old XLS cannot be looked at so."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "项目名称")
        sheet.write(1_048_575, 16_383, "x")

    path = workbook(fill)
    with pytest.raises(Unreadable):
        read_sheets(path, max_height=2_000_000, max_columns=200)

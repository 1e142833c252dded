"""Files as they come: every one that cannot be used gets a sentence, and nothing is done."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from registry.importing.errors import UnusableFile
from registry.importing.readers import read_grids
from registry.models import HeritageProject, ImportRow, SourceIdentity
from tests.registry.importing.conftest import command, national_row, table_csv, to_csv, to_jsonl

TABLE = "项目名称,类别,保护单位\n示例面塑,传统美术,河东区文化馆\n"


def _texts(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for grid in read_grids(path) for row in grid.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_usual_encoding_is_read(write: Any, encoding: str) -> None:
    assert _texts(write(TABLE.encode(encoding)))[1] == ["示例面塑", "传统美术", "河东区文化馆"]


def test_rare_characters_survive_gb18030(write: Any) -> None:
    assert _texts(write("项目名称,类别\n㑇舞,传统舞蹈\n".encode("gb18030")))[1][0] == "㑇舞"


@pytest.mark.parametrize("mark", ["\t", ";", "，"])
def test_other_separators_are_known(write: Any, mark: str) -> None:
    assert len(_texts(write(TABLE.replace(",", mark).encode()))[1]) == 3


def test_the_content_decides_and_not_the_name(write: Any, workbook: Any) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet().write_row(0, 0, ["项目名称", "类别"])

    assert _texts(workbook(fill, "其实是表格.csv"))[0] == ["项目名称", "类别"]
    assert _texts(write(TABLE.encode(), "其实是文本.xlsx"))[0][0] == "项目名称"


def _zip(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _workbook_bytes() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["项目名称", "类别"])
        sheet.write_row(1, 0, ["示例面塑", "传统美术"])
    return out.getvalue()


def _replaced(package: bytes, part: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    return _zip({**parts, part: content})


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><worksheet xmlns="http://schemas.openxmlformats.org/'
    b'spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="str"><v>&c;</v></c></row>'
    b"</sheetData></worksheet>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
UNUSABLE = {
    "empty": (b"", "空文件"),
    "blank": (b"\xef\xbb\xbf \r\n \r\n", "空文件"),
    "zeros": (bytes(4096), "空文件"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "不是表格"),
    "pdf": (b"%PDF-1.7\n...", "不是表格"),
    "binary": (bytes(range(256)) * 40, "不是可以识别的文本或表格"),
    "page": (b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "网页"),
    "torn package": (_workbook_bytes()[:800], "已损坏"),
    "torn sheet": (
        _replaced(_workbook_bytes(), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"),
        "已损坏",
    ),
    "missing sheet": (
        _zip({"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}),
        "已损坏",
    ),
    "archive": (_zip({"readme.txt": b"x"}), "压缩包"),
    "document": (_zip({"word/document.xml": b"<x/>"}), "Word"),
    "locked": (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(2000), "密码"),
    "old word": (OLE + "WordDocument".encode("utf-16-le") + bytes(2000), "不是 Excel"),
    "old torn": (OLE + "Workbook".encode("utf-16-le") + bytes(2000), "已损坏"),
    "bomb": (
        _replaced(_workbook_bytes(), "xl/worksheets/sheet1.xml", b" " * 20_000_000),
        "大得异常",
    ),
    "entities": (_replaced(_workbook_bytes(), "xl/worksheets/sheet1.xml", BOMB), ""),
    "no rows": ("项目名称,类别\n".encode(), "没有数据"),
    "nothing of a list": ("甲,乙\n1,2\n".encode(), "没有找到名录的表头"),
    "broken lines": (b'{"id": 1\n{"id": 2\n', "JSONL"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", UNUSABLE)
def test_an_unusable_file_gets_a_sentence_and_nothing_is_done(write: Any, kind: str) -> None:
    content, said = UNUSABLE[kind]
    status, out = command(write(content, "名录.xlsx"), "--format", "table")
    assert status == 2, out
    assert said in out
    assert out.strip().endswith("。") or "文件开头是" in out
    assert "Traceback" not in out
    assert not HeritageProject.objects.exists()
    assert not ImportRow.objects.exists()
    assert not SourceIdentity.objects.exists()


@pytest.mark.django_db
def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "没有.csv", "没有找到文件"), (tmp_path, "不是文件")):
        status, out = command(path, "--format", "table")
        assert status == 2
        assert said in out


def test_an_encrypted_zip_entry_is_called_locked(write: Any) -> None:
    content = bytearray(_workbook_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            (flags,) = struct.unpack_from("<H", content, start + offset)
            struct.pack_into("<H", content, start + offset, flags | 1)
            start = content.find(mark, start + 4)
    with pytest.raises(UnusableFile, match="密码"):
        read_grids(write(bytes(content), "名录.xlsx"))


def test_limits_are_settings(write: Any, settings: Any) -> None:
    path = write(table_csv(["项目名称", "类别"], *[["示例", "民俗"]] * 3000))
    settings.IMPORT_MAX_ROWS = 100
    with pytest.raises(UnusableFile, match="上限 100 行"):
        read_grids(path)
    settings.IMPORT_MAX_ROWS = 20_000
    settings.IMPORT_MAX_BYTES = 1000
    with pytest.raises(UnusableFile, match="IMPORT_MAX_BYTES"):
        read_grids(path)


@pytest.mark.django_db
def test_the_wrong_format_is_told(write: Any) -> None:
    status, out = command(write(TABLE.encode()), "--format", "ihchina-projects")
    assert status == 2
    assert "第一行缺少" in out
    status, out = command(write(to_csv([national_row()])), "--format", "ihchina-inheritors")
    assert status == 2
    assert "child_num" in out


@pytest.mark.django_db
def test_stray_nul_bytes_are_dropped(write: Any) -> None:
    status, out = command(
        write(to_jsonl([national_row(title="示例\x00面塑")]), "a.jsonl"),
        "--format",
        "ihchina-projects",
    )
    assert status == 0, out
    assert HeritageProject.objects.get().name == "示例面塑"


def test_a_wide_and_tall_sheet_does_not_swell(workbook: Any, settings: Any) -> None:
    """One stray cell in the last corner must not be read as a million rows."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["项目名称", "类别"])
        sheet.write(1_048_575, 16_383, "x")

    with pytest.raises(UnusableFile, match="行数超过"):
        read_grids(workbook(fill))

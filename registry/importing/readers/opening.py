"""Looking at what a file really is before anything reads it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from registry.importing.errors import UnusableFile
from registry.importing.readers import limits
from registry.importing.readers.grid import Grid
from registry.importing.readers.lines import is_json, read_json_lines
from registry.importing.readers.text import decode, read_csv
from registry.importing.readers.workbook import check_ole, check_package, read_workbook

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
OTHER_KINDS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG 图片",
    b"\xff\xd8\xff": "JPEG 图片",
    b"GIF8": "GIF 图片",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "GZIP 压缩包",
    b"{\\rtf": "RTF 文档",
    b"SQLite format 3": "SQLite 数据库",
}


@contextmanager
def as_path(upload: UploadedFile) -> Iterator[Path]:
    """An uploaded file where readers can open it, for as long as it is read; under its own name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(upload.name or "").name or "file")[-100:]
        with path.open("wb") as kept:
            for chunk in upload.chunks():
                kept.write(chunk)
        yield path


def read_grids(path: Path) -> list[Grid]:
    """All sheets of a CSV, JSONL, XLSX or XLS file, told apart by content and not by name.

    Raises UnusableFile with a sentence that says what is wrong and what to do.
    """
    head = _head(path)
    if head.startswith(ZIP_MAGIC):
        check_package(path)
        return read_workbook(path, packed=True)
    if head.startswith(OLE_MAGIC):
        check_ole(path)
        return read_workbook(path, packed=False)
    for magic, kind in OTHER_KINDS.items():
        if head.startswith(magic):
            raise UnusableFile(
                _("“%(file)s”是%(kind)s，不是表格。请导出为 XLSX、CSV 或 JSONL 文件后再导入。")
                % {"file": path.name, "kind": kind}
            )
    text = decode(path)
    if is_json(text):
        return [read_json_lines(text)]
    _refuse_markup(path, text)
    return [read_csv(text, path.name)]


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnusableFile(_("“%(file)s”不是文件。请指出要导入的文件。") % {"file": path})
        if size > limits.max_bytes():
            raise UnusableFile(
                _(
                    "“%(file)s”有 %(size).0f MB，超过上限 %(limit).0f MB。"
                    "请拆成几个文件分别导入，或请管理员调高 IMPORT_MAX_BYTES。"
                )
                % {"file": path.name, "size": size / 2**20, "limit": limits.max_bytes() / 2**20}
            )
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise UnusableFile(
            _("没有找到文件“%(file)s”。请检查路径和文件名。") % {"file": path}
        ) from None
    except OSError as problem:
        raise UnusableFile(
            _("无法读取“%(file)s”（%(why)s）。请检查文件是否损坏、是否有读取权限。")
            % {"file": path, "why": problem.strerror}
        ) from None
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise UnusableFile(
            _("“%(file)s”是空文件，没有可以导入的内容。请检查是否选错了文件。")
            % {"file": path.name}
        )
    return head


def _refuse_markup(path: Path, text: str) -> None:
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise UnusableFile(
            _(
                "“%(file)s”是网页或 XML 文件，不是表格（有的系统把网页存成 .xls）。"
                "请用 Excel 或 WPS 打开，另存为 XLSX 后再导入。"
            )
            % {"file": path.name}
        )

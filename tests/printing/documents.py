"""Data of the kinds of documents, and what can be read back from a PDF."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from printing.codes import qr_code
from printing.typesetting import typeset

DAY = datetime.date(2026, 11, 25)

LETTER: dict[str, Any] = {
    "organ": "天津市河东区文化和旅游局",
    "number": "河东非遗受〔2026〕3号",
    "title": "受理通知书",
    "addressee": "㑇女士",
    "body": ["您于2026年11月20日提交的“河东面塑”申报材料收悉，现予受理。"],
    "signer": "天津市河东区文化和旅游局",
    "date": "2026年11月25日",
}
DOSSIER: dict[str, Any] = {
    "title": "代表性项目申报书",
    "cover": [["项目名称", "河东面塑"], ["保护单位", ""]],
    "date": "2026年11月25日",
    "sections": [],
}
REPORT: dict[str, Any] = {"title": "签到表", "body": []}


def letter(*body: Any, **others: Any) -> bytes:
    return typeset("printing/letter.typ", {**LETTER, "body": list(body), **others}, dated=DAY)


def letter_with_code(**others: Any) -> bytes:
    data = {**LETTER, "qr": {"picture": "qr.svg", "text": "扫码查询办理进度"}, **others}
    pictures = {"qr.svg": qr_code("https://example.org/track/?number=HD2026-0003")}
    return typeset("printing/letter.typ", data, dated=DAY, pictures=pictures)


def dossier(*body: Any, pictures: Mapping[str, bytes] | None = None, **others: Any) -> bytes:
    data = {**DOSSIER, "sections": [{"title": "一、项目说明", "body": list(body)}], **others}
    return typeset("printing/dossier.typ", data, dated=DAY, pictures=pictures)


def report(*body: Any, **others: Any) -> bytes:
    return typeset("printing/report.typ", {**REPORT, "body": list(body), **others}, dated=DAY)


def pages(document: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]


def words(document: bytes) -> str:
    """All text of a document, without the line ends its setting brought."""
    return "".join("".join(pages(document)).split())


def lines(document: bytes) -> list[str]:
    return [line.strip() for page in pages(document) for line in page.splitlines() if line.strip()]


def typefaces(document: bytes) -> dict[str, bool]:
    """The name of each font used, and whether its glyphs are inside the file."""
    found = {}
    for page in PdfReader(io.BytesIO(document)).pages:
        resources = page["/Resources"].get_object()
        assert isinstance(resources, DictionaryObject)
        for reference in resources.get("/Font", DictionaryObject()).values():
            descendant = reference.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            found[descriptor["/FontName"].partition("+")[2]] = "/FontFile3" in descriptor
    return found

"""Documents: judged by content; no programs, bombs or files behind files."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from media.domain import checks
from media.domain.refusals import Refused
from tests.factories.media import make_document, pdf_bytes, picture_bytes, upload, wav_bytes
from tests.media.test_pictures import located


def package(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


DOCX = package(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>"))


def refusal(content: bytes, name: str = "公文.pdf") -> Refused:
    with pytest.raises(Refused) as caught:
        checks.check_document(upload(content, name))
    return caught.value


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (pdf_bytes(), ".pdf"),
        (DOCX, ".docx"),
        (package(("xl/workbook.xml", b"<workbook/>")), ".xlsx"),
        (package(("OFD.xml", b"<ofd:OFD/>"), ("Doc_0/Document.xml", b"<x/>")), ".ofd"),
        (package(("mimetype", b"application/vnd.oasis.opendocument.text")), ".odt"),
        ("关于公布名录的通知\n第一条".encode("gb18030"), ".txt"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"), ".doc"),
        (picture_bytes("JPEG"), ".jpg"),
    ],
)
def test_documents_are_recognised_whatever_their_name(content: bytes, extension: str) -> None:
    assert checks.check_document(upload(content, "无后缀")).extension == extension


def test_a_photographed_page_loses_its_location() -> None:
    admitted = checks.check_document(upload(picture_bytes("JPEG", exif=located()), "同意书.jpg"))
    assert b"SecretPhone" not in admitted.content.read()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"<html><script>alert(1)</script></html>", "not_a_document"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "not_a_document"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"MZ\x90\x00" + bytes(300), "not_a_document"),
        (wav_bytes(), "not_a_document"),
        (package(("a.txt", b"x")), "not_a_document"),
        (pdf_bytes()[:-30], "damaged"),
        (pdf_bytes() + b"PK\x03\x04 more", "disguised"),
        (b"GIF89a" + pdf_bytes(), "not_a_picture"),
        (b"\n\n<script>" + pdf_bytes(), "not_a_document"),
        (pdf_bytes(b"4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n"), "has_program"),
        (pdf_bytes(b"4 0 obj<</S/Launch/F(cmd.exe)>>endobj\n"), "has_program"),
        (DOCX[:-10], "damaged"),
        (DOCX + b"<script>", "disguised"),
        (b"MZ and more" + DOCX, "not_a_document"),
        (package(("word/document.xml", b"x"), ("word/vbaProject.bin", b"x")), "has_program"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument_VBA_PROJECT".encode("utf-16-le"),
            "has_program",
        ),
    ],
)
def test_refused_with_a_reason(content: bytes, code: str) -> None:
    assert refusal(content).code == code


def test_a_bomb_is_refused_before_it_is_unpacked_whole(settings: Any) -> None:
    settings.MEDIA_DOCUMENT_MAX_UNPACKED_BYTES = 1_000_000
    bomb = package(("word/document.xml", bytes(30_000_000)))
    assert len(bomb) < 50_000
    assert refusal(bomb).code == "unpacks_too_large"


def test_a_part_whose_content_was_changed_is_refused() -> None:
    content = bytearray(package(("word/document.xml", b"<w:document/>" * 50)))
    content[content.index(b"word/document.xml") + 25] ^= 0xFF
    assert refusal(bytes(content)).code == "damaged"


@pytest.mark.parametrize("code", ["not_a_document", "damaged"])
def test_every_sentence_says_what_to_do_next(code: str) -> None:
    content = {"not_a_document": b"MZ\x90\x00", "damaged": pdf_bytes()[:-30]}[code]
    sentence = refusal(content).messages[0]
    assert "请" in sentence or "可以上传" in sentence
    assert sentence.endswith("。")


@pytest.mark.django_db
def test_a_document_keeps_its_name_for_downloading() -> None:
    document = make_document(file=upload(pdf_bytes(), "国发〔2006〕18号.pdf"))
    assert document.filename == "国发〔2006〕18号.pdf"
    assert document.content_type == "application/pdf"
    assert "国发" not in document.file.name

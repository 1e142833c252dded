"""A document is handed out under a Chinese name and kept by nobody on the way."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from printing.responses import pdf_response


def test_saved_under_its_chinese_name() -> None:
    response = pdf_response(b"%PDF-", "受理通知书 河东非遗受〔2026〕3号")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''" + quote("受理通知书 河东非遗受〔2026〕3号.pdf")
    )
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_shown_in_the_browser() -> None:
    response = pdf_response(b"%PDF-", "公示", shown=True)

    assert response["Content-Disposition"].startswith("inline; filename*=")


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("../../etc/passwd", "etc passwd.pdf"),
        ('a"\r\nSet-Cookie: x=1', "a Set-Cookie x=1.pdf"),
        ("\ud800", "%E6%96%87%E4%B9%A6.pdf"),
        (" . ", "%E6%96%87%E4%B9%A6.pdf"),
        ("名" * 300, quote("名" * 100) + ".pdf"),
    ],
)
def test_no_name_breaks_the_header(name: str, saved: str) -> None:
    header = pdf_response(b"%PDF-", name)["Content-Disposition"]

    assert header.endswith((f'filename="{saved}"', f"filename*=utf-8''{saved}"))

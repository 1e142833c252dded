"""What people type is printed, never obeyed; and nothing they type stops a document."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printing.text import Fitting
from tests.printing.documents import dossier, letter, lines, report, words

MARKUP = (
    '#read("/etc/passwd")',
    '#import "/printing/pieces/page.typ": *',
    "#{ while true {} }",
    "$x^2$",
    "*粗* _斜_ `码` <标签> @引用",
    "= 标题",
    "- 项 + 项 / 项: 项",
    "反斜\\n杠\\",
    "// 注释 /* 注释 */",
    "https://example.org/ --- ... ~ \\u{41}",
    '"} ] ) ${7*7} {{ 7*7 }}',
    "<script>alert(1)</script>",
)


@pytest.mark.parametrize("typed", MARKUP)
def test_markup_is_printed_as_it_was_typed(typed: str) -> None:
    expected = "".join(typed.split())
    everywhere = [
        typed,
        {"kind": "fields", "rows": [[typed, typed]]},
        {"kind": "table", "columns": [typed], "rows": [[typed]]},
        {"kind": "answer", "question": typed, "answer": typed},
        {"kind": "list", "items": [typed, {"title": typed, "text": typed}]},
        {"kind": "signatures", "boxes": [{"title": typed, "text": typed}]},
    ]

    assert words(dossier(*everywhere)).count(expected) == 12
    assert expected in words(letter(typed, title=typed, addressee=typed))
    assert expected in words(report(typed, subtitle=typed))


def test_a_file_of_the_server_cannot_be_read(tmp_path: Path) -> None:
    secret = secrets.token_hex(8)
    (tmp_path / "secret.txt").write_text(secret)

    assert secret not in words(letter(f'#read("{tmp_path / "secret.txt"}")'))


@pytest.mark.parametrize(
    "typed",
    [
        "字" * 50_000,
        "a" * 50_000,
        "）" * 50_000,
        "（" * 50_000,
        "a\u0301" * 25_000,
        "a" + "\u0301" * 50_000,
    ],
    ids=["字", "a", "）", "（", "accents", "heap of accents"],
)
def test_fifty_thousand_characters_fit_on_paper(typed: str) -> None:
    read = lines(letter(typed))

    assert typed[0] in "".join(read)
    assert max(map(len, read)) < 120  # nothing runs over the edge


def test_a_title_far_too_long_is_cut_and_does_not_stop_a_document() -> None:
    read = words(letter("正文", title="题" * 50_000))

    assert "题" * 300 + "…" in read
    assert "题" * 301 not in read


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("甲\x00\x07乙\x1b[31m丙", "甲乙[31m丙"),
        ("甲\u202e乙\u2066丙\ufeff丁", "甲乙丙丁"),
        ("葛\U000e0100城", "葛城"),
        ("甲\t乙\u00a0丙\u3000丁", "甲 乙\u00a0丙\u3000丁"),
        ("甲\r\n乙\r丙\u2029丁\x0b戊", "甲\n乙\n丙\n丁\n戊"),
    ],
)
def test_what_is_never_seen_is_taken_out(typed: str, printed: str) -> None:
    fitting = Fitting()

    assert fitting.fit(typed) == printed
    assert not fitting.missing


@pytest.mark.parametrize(
    ("character", "code"),
    [("😀", "U+1F600"), ("𠮷", "U+20BB7"), ("\ud800", "U+D800"), ("\ue000", "U+E000")],
)
def test_a_character_without_a_glyph_is_marked_named_and_logged(
    character: str, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "printing"):
        read = words(letter("姓名：" + character + "先生", addressee=character))

    assert "姓名：〓先生" in read
    assert f"注：字库中没有的字以“〓”代替，依次为{code}。" in read
    assert code in caplog.text


def test_a_rare_name_is_printed_without_a_word() -> None:
    read = words(letter("㑇𫖯𬱖䶮"))

    assert "㑇𫖯𬱖䶮" in read
    assert "字库" not in read


def test_many_missing_characters_are_named_up_to_forty() -> None:
    read = words(letter("".join(chr(code) for code in range(0x1F600, 0x1F640))))

    assert read.count("U+1F6") == 40
    assert "U+1F627等。" in read


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_makes_a_document(typed: str) -> None:
    cells = {"kind": "table", "columns": ["项"], "rows": [[typed]]}
    fields = {"kind": "fields", "rows": [["项", typed]]}

    document = report(typed, cells, fields, {"kind": "list", "items": [typed]}, subtitle=typed)
    assert document.startswith(b"%PDF-")

"""Codes: every shape the sources write them in reads as the same code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.codes import (
    ROMAN_NUMERALS,
    category_number,
    code_sort_key,
    normalise_code,
    parse_code,
)


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("Ⅷ-89", "Ⅷ-89"),
        ("VIII-89", "Ⅷ-89"),
        ("viii－89", "Ⅷ-89"),
        ("8-89", "Ⅷ-89"),
        ("８－８９", "Ⅷ-89"),
        ("八-89", "Ⅷ-89"),
        ("Ⅳ—12", "Ⅳ-12"),
        ("Ⅰ-1\u00a0", "Ⅰ-1"),
        ("ⅩI-3", "XI-3"),  # no such category: kept as written, tidied
        ("Ⅷ", "Ⅷ"),
        ("Ⅵ-056_03_120102", "Ⅵ-56_03_120102"),
        ("Ⅱ-122_02_120103a", "Ⅱ-122_02_120103a"),
        ("Ⅰ-041_03_370211*", "Ⅰ-41_03_370211"),
        ("Ⅳ-087_04_\u00a0360111", "Ⅳ-87_04_360111"),
        ("", ""),
    ],
)
def test_normalise(written: str, normalised: str) -> None:
    assert normalise_code(written) == normalised


@pytest.mark.parametrize(
    "text", ["", "8", "89", "0-5", "11-3", "Ⅷ-0", "皮影戏", "2008-2", "Ⅷ-89-", "八"]
)
def test_what_is_no_code(text: str) -> None:
    assert parse_code(text) is None


def test_codes_sort_by_category_serial_batch_and_place() -> None:
    written = ["Ⅹ-2", "Ⅰ-10", "Ⅰ-9_02_120102", "Ⅰ-9_01_120102", "Ⅰ-9", "none"]
    ordered = sorted(written, key=lambda each: code_sort_key(each) or "~")
    assert ordered == ["Ⅰ-9", "Ⅰ-9_01_120102", "Ⅰ-9_02_120102", "Ⅰ-10", "Ⅹ-2", "none"]


@given(
    st.integers(1, 10),
    st.integers(1, 999),
    st.sampled_from(["-", "—", "－", "–", "‐", " - "]),
    st.booleans(),
)
def test_any_dash_and_numeral(category: int, serial: int, dash: str, roman: bool) -> None:
    numeral = ROMAN_NUMERALS[category - 1] if roman else str(category)
    code = parse_code(f" {numeral}{dash}{serial:03d}\u3000")
    assert code is not None
    assert (code.category, code.serial) == (category, serial)
    assert parse_code(code.normalised) == code


@given(st.text(max_size=30))
def test_no_text_is_an_error(text: str) -> None:
    code = parse_code(text)
    assert code is None or parse_code(code.normalised) == code
    category_number(text)

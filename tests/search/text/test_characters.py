"""Characters: one form for each, and runs that end where they should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.characters import compact, fold, is_han, runs


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("皮影戲", "皮影戏"),
        ("臺灣", "台湾"),
        ("ＡＢＣ１２３", "abc123"),
        ("Pí Yǐng Xì", "pi ying xi"),
        ("lǜ nǚ lü", "lv nv lv"),
        ("登嘎甘\ue81b", "登嘎甘\ue81b"),  # a private-use character stays
        ("㑇舞", "㑇舞"),  # a rare one too
        ("𠮷", "𠮷"),
        ("皮\u200b影\ufeff", "皮影"),
        ("①Ⅷ", "1viii"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_decomposed_letters_are_the_same_as_composed_ones() -> None:
    assert fold("pi\u0301") == fold("p\u00ed") == "pi"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("皮影戏，京剧", [("皮影戏", True), ("京剧", True)]),
        ("3D打印", [("3d", False), ("打印", True)]),
        ("xi'an", [("xian", False)]),
        ("🎭（）", []),
        ("天津“狗不理”包子", [("天津", True), ("狗不理", True), ("包子", True)]),
        ("〇七〇", [("〇七〇", True)]),
    ],
)
def test_runs(text: str, expected: list[tuple[str, bool]]) -> None:
    assert runs(fold(text)) == expected


def test_compact_leaves_characters_and_digits() -> None:
    assert compact("剪纸（乐清 细纹刻纸）") == "剪纸乐清细纹刻纸"


@given(st.text())
def test_folding_twice_changes_nothing_more_that_matters(text: str) -> None:
    assert compact(fold(text)) == compact(text)


@given(st.characters(categories=("Co",)))
def test_private_characters_count_as_han(character: str) -> None:
    assert is_han(character)
    assert compact(character) == character

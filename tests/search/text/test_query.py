"""Queries: what was typed, read as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.query import LONGEST_QUERY, MOST_WORDS, WordKind, parse
from search.text.questions import content_words


def words(text: str) -> list[str]:
    return [word.text for word in parse(text).words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("皮影戏 天津", ["皮影戏", "天津"]),
        ("皮影戏　天津，民俗", ["皮影戏", "天津", "民俗"]),
        ("剪纸（乐清细纹刻纸）", ["剪纸", "乐清细纹刻纸"]),
        ("pi ying xi", ["pi ying xi"]),
        ("pi ying x", ["pi ying x"]),
        ("jian zhi tianjin", ["jian zhi", "tianjin"]),
        ("2008年 剪纸", ["2008", "剪纸"]),
        ("皮影 皮影", ["皮影"]),
        ("“剪纸", ["剪纸"]),
        ("2021年入选的项目", ["2021", "入选的项目"]),
        ("剪纸 非遗", ["剪纸"]),
        ("非遗", ["非遗"]),
        ("，。", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("text", ['"皮影 戏"', "“皮影 戏”", "「皮影 戏」", "『皮影 戏』"])
def test_quotation_marks(text: str) -> None:
    (word,) = parse(text).words
    assert (word.text, word.quoted) == ("皮影 戏", True)


@pytest.mark.parametrize(
    "text", ["剪纸 -天津", "剪纸 －天津", "剪纸 ―天津", "-天津 剪纸", '剪纸 -"天津"']
)
def test_minus(text: str) -> None:
    query = parse(text)
    assert [word.text for word in query.words] == ["剪纸"]
    assert [word.text for word in query.excluded] == ["天津"]


def test_a_dash_inside_or_alone_excludes_nothing() -> None:
    assert parse("剪纸-天津").excluded == ()
    assert parse("剪纸 - 天津").excluded == ()


@pytest.mark.parametrize("text", ["Ⅷ-89", "VIII-89", "8-89", "８－８９", "viii—89\u00a0", "Ⅷ 89"])
def test_codes(text: str) -> None:
    (word,) = parse(text).words
    assert (word.kind, word.codes) == (WordKind.CODE, ("8-89",))


@pytest.mark.parametrize("text", ["编号Ⅷ-89", "编号：Ⅷ-89", "编号 8-89", "编号是viii-89"])
def test_codes_with_what_they_are_called(text: str) -> None:
    (word,) = parse(text).words
    assert word.codes == ("8-89",)


@pytest.mark.parametrize("text", ["编号", "编号不明"])
def test_what_codes_are_called_alone_is_a_word(text: str) -> None:
    assert words(text) == [text]


def test_a_code_beside_a_word() -> None:
    kinds = [word.kind for word in parse("Ⅳ—12 皮影").words]
    assert kinds == [WordKind.CODE, WordKind.HAN]


def test_nothing_typed_is_not_the_same_as_nothing_to_look_for() -> None:
    assert parse("  ").blank
    assert not parse("  ").empty
    assert parse("🎭").empty
    assert parse("-京剧").empty


@given(st.text(max_size=400))
def test_nothing_typed_is_an_error(text: str) -> None:
    query = parse(text)
    assert len(query.words) <= MOST_WORDS
    assert sum(len(word.text) for word in query.words) <= LONGEST_QUERY * 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("天津的风筝怎么做", ["天津", "风筝"]),
        ("我想学剪纸", ["剪纸"]),
        ("河东区有哪些非遗", ["河东区"]),
        ("拉面的手艺", ["拉面", "技艺"]),
        ("皮影戏", ["皮影戏"]),
        ("非遗", ["非遗"]),
        ("剪纸非遗", ["剪纸"]),
        ("武术类", ["武术"]),
        ("天津杨柳青年画传承人有谁", ["天津", "杨柳青年画", "传承人"]),
        ("国家级非遗代表性传承人孟广禄", ["国家级", "代表性传承人", "孟广禄"]),
        ("国家级传统美术项目", ["国家级", "传统美术", "项目"]),
        ("河东区区级项目", ["河东区", "区县级", "项目"]),
        ("谁会做风筝", ["风筝"]),
        ("请问哪里有卖凉茶", ["凉茶"]),
        ("天津", ["天津"]),
    ],
)
def test_what_a_question_is_about(text: str, expected: list[str]) -> None:
    assert content_words(text) == expected

"""Pinyin: usual and other readings, initials, and what can be read as syllables."""

from __future__ import annotations

import pytest

from search.text import pinyin


def letters(text: str) -> set[str]:
    return {piece for _, _, _, piece in pinyin.windows(text)}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("皮影戏", "piyingxi"),
        ("皮影戏", "yingxi"),
        ("乐亭大鼓", "laotingdagu"),  # the phrase's own reading
        ("乐亭大鼓", "letingdagu"),  # and what one may think it is
        ("单弦", "danxian"),
        ("绿茶", "lvcha"),
        ("绿茶", "lucha"),
    ],
)
def test_any_stretch_in_any_reading(name: str, typed: str) -> None:
    assert typed in letters(name)


def test_an_unknown_character_ends_a_stretch() -> None:
    assert "denggagan" in letters("登嘎甘\ue81b")


def test_initials_of_a_whole_run_or_three_and_more() -> None:
    pieces = {piece for _, _, _, piece in pinyin.initials_windows("大直沽皮影")}
    assert {"dzgpy", "zgp", "gpy"} <= pieces
    assert "zg" not in pieces


def test_whole_names() -> None:
    assert pinyin.whole("皮影戏（A）") == ("piyingxia", "pyxa")


@pytest.mark.parametrize("typed", ["piyingxi", "xian", "lv", "a", "zhuang", "tianjinshi"])
def test_syllables_are_recognised(typed: str) -> None:
    assert pinyin.is_pinyin(typed)


@pytest.mark.parametrize("typed", ["pyx", "paper", "", "皮", "lanshoum", "v1", "x" * 500])
def test_other_letters_are_not(typed: str) -> None:
    assert not pinyin.is_pinyin(typed)


@pytest.mark.parametrize(
    ("one", "other"), [("拦手门", "兰手门"), ("南音", "蓝音"), ("京剧", "金剧")]
)
def test_what_sounds_alike(one: str, other: str) -> None:
    assert pinyin.sounds(one) == pinyin.sounds(other)


def test_what_does_not() -> None:
    assert pinyin.sounds("京剧") != pinyin.sounds("豫剧")


def test_names_sort_by_syllable() -> None:
    names = ["直沽", "西安", "县剧", "安塞"]
    assert sorted(names, key=pinyin.sort_form) == ["安塞", "西安", "县剧", "直沽"]

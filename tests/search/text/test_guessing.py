"""Guesses: one slip in a name of four or more, and nothing looser."""

from __future__ import annotations

import pytest

from search.text.guessing import meant, one_apart


@pytest.mark.parametrize(
    ("typed", "name", "part"),
    [
        ("苗族古哥", "苗族古歌", "苗族古歌"),  # wrong
        ("苗族歌", "苗族古歌", "苗族古歌"),  # missing
        ("苗族的古歌", "苗族古歌", "苗族古歌"),  # too many
        ("苗古族歌", "苗族古歌", "苗族古歌"),  # swapped
        ("兰手门", "拦手门", "拦手门"),  # sounds alike
        ("泥人彩朔", "泥人彩塑（直沽泥人）", "泥人彩塑"),
        ("直姑泥人", "泥人彩塑（直沽泥人）", "直沽泥人"),
    ],
)
def test_meant(typed: str, name: str, part: str) -> None:
    assert meant(typed, name) == part


@pytest.mark.parametrize(
    ("typed", "name"),
    [("皮具戏", "皮影戏"), ("苗家新歌", "苗族古歌"), ("剪纸", "剪刀纸"), ("京剧院", "评剧团")],
)
def test_not_meant(typed: str, name: str) -> None:
    assert meant(typed, name) is None


def test_one_apart_is_not_none_apart() -> None:
    assert not one_apart("苗族古歌", "苗族古歌")

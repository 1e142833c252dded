"""Pinyin of names as pages show it."""

from __future__ import annotations

import pytest

from registry.names import pinyin_with_tones


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("蔚县剪纸", "yù xiàn jiǎn zhǐ"),
        ("泥塑（示例）", "ní sù （shì lì）"),
        ("“狗不理”包子", "“gǒu bù lǐ” bāo zi"),
        ("评弹（评话、弹词）", "píng tán （píng huà、tán cí）"),
    ],
)
def test_brackets_and_quotation_marks_stand_close(name: str, said: str) -> None:
    assert pinyin_with_tones(name) == said

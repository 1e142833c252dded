"""What the levels are called where: a municipality calls its provincial list 市级."""

from __future__ import annotations

from registry.enums import Level

MUNICIPALITIES = ("11", "12", "31", "50")
"""北京, 天津, 上海, 重庆: how their division codes begin (GB/T 2260)."""


def level_label(level: int, division_code: str = "") -> str:
    """国家级, 省级, 市级, 区县级; 省级 is 市级 where ``division_code`` lies in a municipality."""
    if level == Level.PROVINCIAL and division_code.startswith(MUNICIPALITIES):
        level = Level.MUNICIPAL
    return str(Level(level).label)

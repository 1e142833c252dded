"""What the levels are called: one value to filter by, and the words a reader expects."""

from __future__ import annotations

from registry.enums import Level

MUNICIPALITIES = ("11", "12", "31", "50")
"""北京, 天津, 上海, 重庆: how their division codes begin (GB/T 2260)."""

LEVEL_VALUES: dict[int, str] = {
    Level.NATIONAL: "国家级",
    Level.PROVINCIAL: "省级",
    Level.MUNICIPAL: "市级",
    Level.COUNTY: "区县级",
}
"""The facet's values. They are the same in every language: addresses hold them."""


def level_label(level: int, division_code: str = "") -> str:
    """What the level is called there: a municipality calls its provincial list 市级."""
    if level == Level.PROVINCIAL and division_code.startswith(MUNICIPALITIES):
        return "市级"
    return LEVEL_VALUES[level]


def level_weight(level: int | None) -> int:
    """For ordering equal hits: 9 for the national level, 3 for the district's own, 1 for none."""
    return 1 if level is None else 11 - 2 * level

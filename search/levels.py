"""The levels as facet values, and their weight among equal hits."""

from __future__ import annotations

from registry.enums import Level

LEVEL_VALUES: dict[int, str] = {
    Level.NATIONAL: "国家级",
    Level.PROVINCIAL: "省级",
    Level.MUNICIPAL: "市级",
    Level.COUNTY: "区县级",
}
"""The facet's values. They are the same in every language: addresses hold them."""


def level_weight(level: int | None) -> int:
    """For ordering equal hits: 9 for the national level, 3 for the district's own, 1 for none."""
    return 1 if level is None else 11 - 2 * level

"""The levels as facet values, and their weight among equal hits."""

from __future__ import annotations

from functools import lru_cache

from registry.enums import Level
from registry.models import Batch
from registry.models.acts import ordinal_label

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


def batch_value(batch: Batch) -> str:
    """The facet's value for a batch, 国家级第一批: ``Batch.facet_value`` without a translation."""
    return _batch_value(batch.level, batch.ordinal)


@lru_cache(maxsize=1024)
def _batch_value(level: int, ordinal: int) -> str:
    return f"{LEVEL_VALUES[level]}{ordinal_label(ordinal)}"

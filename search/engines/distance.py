"""Distances on the globe, the same in both engines."""

from __future__ import annotations

import math

_EARTH_KILOMETRES = 6371.0087714  # mean radius, as Elasticsearch has it


def kilometres(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Along the great circle between two (latitude, longitude) pairs in degrees."""
    latitude_1, longitude_1, latitude_2, longitude_2 = map(math.radians, (*first, *second))
    half = (
        math.sin((latitude_2 - latitude_1) / 2) ** 2
        + math.cos(latitude_1)
        * math.cos(latitude_2)
        * math.sin((longitude_2 - longitude_1) / 2) ** 2
    )
    return 2 * _EARTH_KILOMETRES * math.asin(min(1.0, math.sqrt(half)))

"""How long a teacher needs from one venue to another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

KILOMETRES_AN_HOUR = 15
"""Door to door in a city, by bus or bicycle, over the distance as the crow flies."""
ALLOWANCE = 10
"""Minutes to leave one house and find the room in the other."""
SAME_DIVISION, OTHER_DIVISION = 30, 60
"""Minutes where no point is known. Who knows better enters the pair under 路程."""
LONGEST = 24 * 60
EARTH = 6371.0
METRES_NEAR = 1000
"""Two venues closer than this serve the same people."""


@dataclass(frozen=True, slots=True)
class Place:
    """What of a venue says how far it is from another."""

    pk: int
    latitude: float | None
    longitude: float | None
    division: int | None
    small_division: bool
    """Whether the division is a street or a community, not a whole district."""


Matrix = Mapping[tuple[int, int], int]
"""Minutes by two venues' keys, the lower one first: what somebody has entered."""


def minutes_between(one: Place, other: Place, matrix: Matrix) -> int:
    """What was entered, else by distance, else by division; nothing within one venue."""
    if one.pk == other.pk:
        return 0
    entered = matrix.get((min(one.pk, other.pk), max(one.pk, other.pk)))
    if entered is not None:
        return entered
    far = kilometres_between(one, other)
    if far is not None:
        return min(LONGEST, ALLOWANCE + math.ceil(far / KILOMETRES_AN_HOUR * 60))
    if one.division is not None and one.division == other.division:
        return SAME_DIVISION
    return OTHER_DIVISION


def are_near(one: Place, other: Place) -> bool:
    """The same venue, the same street or community, or a short walk."""
    if one.pk == other.pk:
        return True
    if one.small_division and one.division == other.division:
        return True
    far = kilometres_between(one, other)
    return far is not None and far * 1000 <= METRES_NEAR


def kilometres_between(one: Place, other: Place) -> float | None:
    """Along the great circle; None where a point is missing."""
    if one.latitude is None or one.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    first, second = math.radians(one.latitude), math.radians(other.latitude)
    apart = math.radians(other.longitude - one.longitude)
    half = (
        math.sin((second - first) / 2) ** 2
        + math.cos(first) * math.cos(second) * math.sin(apart / 2) ** 2
    )
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, half)))

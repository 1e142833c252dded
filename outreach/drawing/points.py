"""A map without anybody's tiles: the venues' points as they lie to each other, with a scale.

Streets and borders are not ours to draw (a published map of China needs the map authority's review,
and the site asks no server of others), so the drawing shows north, distances and neighbourhood only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from outreach.models import Venue

WIDTH, HEIGHT, MARGIN = 720.0, 520.0, 46.0
MARK = 15.0
"""Radius of a mark. Marks are pushed apart until they can be told from each other."""
LEAST_KM = 1.0
"""A single venue is not blown up to fill the sheet."""
ROUND_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
KM_A_DEGREE = 111.32
PUSHES = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A venue with a point and its number of classes."""

    pk: int
    name: str
    latitude: float
    longitude: float
    count: int

    @classmethod
    def of(cls, venue: Venue, count: int) -> Place:
        assert venue.latitude is not None
        assert venue.longitude is not None
        return cls(venue.pk, venue.read_name, float(venue.latitude), float(venue.longitude), count)


@dataclass(slots=True)
class Mark:
    """Where the number stands, and the point it stands for."""

    place: Place
    number: int
    point_x: float
    point_y: float
    x: float
    y: float

    @property
    def moved(self) -> bool:
        """Whether it had to give way, so that a line must lead to the point."""
        return math.dist((self.x, self.y), (self.point_x, self.point_y)) > 2


@dataclass(frozen=True, slots=True)
class Drawing:
    marks: list[Mark]
    grid_x: list[float]
    grid_y: list[float]
    scale_length: float
    scale_km: float
    width: float = WIDTH
    height: float = HEIGHT


def drawn_map(places: list[Place]) -> Drawing | None:
    """The places in one sheet, numbered in their order; None without any."""
    if not places:
        return None
    middle = math.radians(sum(place.latitude for place in places) / len(places))
    flat = [
        (p.longitude * KM_A_DEGREE * math.cos(middle), -p.latitude * KM_A_DEGREE) for p in places
    ]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    top, bottom = min(y for _, y in flat), max(y for _, y in flat)
    per_km = min(
        (WIDTH - 2 * MARGIN) / max(right - left, LEAST_KM),
        (HEIGHT - 2 * MARGIN) / max(bottom - top, LEAST_KM),
    )
    centre_x, centre_y = (left + right) / 2, (top + bottom) / 2
    marks = []
    for number, (place, (x, y)) in enumerate(zip(places, flat, strict=True), start=1):
        on_x = WIDTH / 2 + (x - centre_x) * per_km
        on_y = HEIGHT / 2 + (y - centre_y) * per_km
        marks.append(Mark(place, number, on_x, on_y, on_x, on_y))
    _push_apart(marks)
    step = _round_km(per_km)
    return Drawing(
        marks=marks,
        grid_x=_lines(step * per_km, WIDTH),
        grid_y=_lines(step * per_km, HEIGHT),
        scale_length=step * per_km,
        scale_km=step,
    )


def _round_km(per_km: float) -> float:
    """A round distance that takes about a fifth of the sheet."""
    fitting = [km for km in ROUND_KM if km * per_km <= WIDTH / 4]
    return fitting[-1] if fitting else ROUND_KM[0]


def _lines(step: float, length: float) -> list[float]:
    return [round(step * number, 1) for number in range(1, math.ceil(length / step))]


def _push_apart(marks: list[Mark]) -> None:
    """Move marks that overlap away from each other, a little at a time, within the sheet.

    Marks at the very same point are sent off in different directions, always the same ones.
    """
    for _ in range(PUSHES):
        still = True
        for index, one in enumerate(marks):
            for other in marks[index + 1 :]:
                x, y = other.x - one.x, other.y - one.y
                apart = math.hypot(x, y)
                if apart >= 2 * MARK + 2:
                    continue
                still = False
                if apart < 0.01:
                    angle = other.number * 2.399963  # the golden angle spreads any number evenly
                    x, y, apart = math.cos(angle), math.sin(angle), 1.0
                push = (2 * MARK + 2 - min(apart, 2 * MARK)) / 2
                for mark, way in ((one, -1), (other, 1)):
                    mark.x = _within(mark.x + way * push * x / apart, WIDTH)
                    mark.y = _within(mark.y + way * push * y / apart, HEIGHT)
        if still:
            return


def _within(value: float, length: float) -> float:
    return min(max(value, MARK + 2), length - MARK - 2)

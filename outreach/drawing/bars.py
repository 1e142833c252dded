"""Bars and columns in parts, reckoned from lines of the year's figures; the templates write them as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.figures import Line, Stages
from registry.figures import Tally

PARTS = ("archived", "held", "ahead")
"""The parts of a bar from its foot: archived; held, not archived yet; announced, still to come."""
WIDTH = 400
COLUMN_HEIGHT, COLUMN_TOP, COLUMN_FOOT = 170, 18, 24
BAR_HEIGHT, BAR_LABEL, BAR_NUMBER = 40, 16, 44
"""A bar stands under its name, so that a long one has room; its number stands behind it."""


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One line with its parts, and where its name and number stand."""

    line: Line | Tally
    parts: list[Part]
    label_x: float
    label_y: float
    number_x: float
    number_y: float
    number: int


@dataclass(frozen=True, slots=True)
class Chart:
    bars: list[Bar]
    width: float
    height: float
    base: float
    """Where the line lies on which columns stand."""

    @property
    def total(self) -> int:
        return sum(bar.number for bar in self.bars)


def columns(lines: Sequence[Line]) -> Chart:
    """Upright columns side by side, such as months."""
    most = _most(lines)
    room = WIDTH / max(len(lines), 1)
    base = COLUMN_TOP + COLUMN_HEIGHT
    bars = []
    for index, line in enumerate(lines):
        x, top, parts = index * room, float(base), []
        for kind, number in _parts(line.stages):
            height = number * COLUMN_HEIGHT / most
            top -= height
            parts.append(Part(kind, x + room * 0.16, top, room * 0.68, height))
        middle = x + room / 2
        bars.append(Bar(line, parts, middle, base + 17, middle, top - 5, _number(line.stages)))
    return Chart(bars, WIDTH, base + COLUMN_FOOT, base)


def rows(lines: Sequence[Line]) -> Chart:
    """Lying bars one under the other, such as areas, each under its name."""
    most, room = _most(lines), WIDTH - BAR_NUMBER
    bars = []
    for index, line in enumerate(lines):
        y, end, parts = index * BAR_HEIGHT, 0.0, []
        for kind, number in _parts(line.stages):
            width = number * room / most
            parts.append(Part(kind, end, y + BAR_LABEL + 4, width, 14))
            end += width
        number_y = y + BAR_LABEL + 16
        bars.append(Bar(line, parts, 0, y + BAR_LABEL - 2, end + 6, number_y, _number(line.stages)))
    return Chart(bars, WIDTH, max(len(lines), 1) * BAR_HEIGHT, 0)


def plain_rows(tallies: Sequence[Tally]) -> Chart:
    """Lying bars of one part, such as projects of a category."""
    most, room = max((one.number for one in tallies), default=0) or 1, WIDTH - BAR_NUMBER
    bars = []
    for index, one in enumerate(tallies):
        y, width = index * BAR_HEIGHT, one.number * room / most
        parts = [Part("archived", 0, y + BAR_LABEL + 4, width, 14)] if one.number else []
        bars.append(
            Bar(one, parts, 0, y + BAR_LABEL - 2, width + 6, y + BAR_LABEL + 16, one.number)
        )
    return Chart(bars, WIDTH, max(len(tallies), 1) * BAR_HEIGHT, 0)


def share(done: int, goal: int | None) -> float:
    """How much of a whole bar is reached, in hundredths; more than all is all."""
    return min(100.0, 100 * done / goal) if goal else 0.0


def _parts(stages: Stages) -> list[tuple[str, int]]:
    archived, held = stages.archived, stages.held
    counts = (archived, held - archived, stages.planned - held)
    return [(kind, number) for kind, number in zip(PARTS, counts, strict=True) if number]


def _number(stages: Stages) -> int:
    return stages.planned


def _most(lines: Sequence[Line]) -> int:
    """The longest bar's number, rounded up a little so that its own number fits above it."""
    return max(1, math.ceil(max((_number(line.stages) for line in lines), default=0)))

"""Geometry of the charts of a year; templates draw them as SVG, and a table stands beside each.

Everything is in the units of the picture's own box: no script and no style of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from outreach.figures import Line, Stages
from registry.figures import Tally

PARTS = (
    ("archived", _("已归档")),
    ("held", _("已举办，待归档")),
    ("confirmed", _("已确认，待举办")),
    ("planned", _("计划中，待确认")),
)
"""Parts of a bar from its foot on: see ``Stages.rest``."""
WHOLE = 100
"""The longest bar; the page says how wide that is."""
TRACK, TRACK_HEIGHT = 640, 56


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar."""

    name: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its pieces, and the number of all that is planned."""

    label: str
    parts: list[Part]
    number: int


@dataclass(frozen=True, slots=True)
class Track:
    """How far a target is: what is done, what is expected, and where the goal stands."""

    parts: list[Part]
    goal: float
    expected: float
    width: int = TRACK
    height: int = TRACK_HEIGHT


def bar_chart(lines: Sequence[Line]) -> list[Bar]:
    """A bar for each line, all to one scale; empty ones keep their name."""
    most = max((line.stages.planned for line in lines), default=0) or 1
    return [
        Bar(line.label, _parts(line.stages, unit=WHOLE / most), line.stages.planned)
        for line in lines
    ]


def track(stages: Stages, *, goal: int, expected: int) -> Track:
    """The year's stages on one line up to the goal, or as far as more than it is planned."""
    longest = max(goal, stages.planned, expected, 1)
    unit = TRACK / longest
    return Track(
        parts=_parts(stages, unit=unit),
        goal=round(goal * unit, 1),
        expected=round(expected * unit, 1),
    )


def plain_bars(tallies: Sequence[Tally]) -> list[Bar]:
    """A bar of one piece for each row, all to one scale."""
    most = max((one.number for one in tallies), default=0) or 1
    return [
        Bar(one.label, [Part("archived", 0, round(one.number * WHOLE / most, 2))], one.number)
        for one in tallies
    ]


def plain_track(*, done: int, goal: int, expected: int) -> Track:
    """What is done on one line up to the goal, or as far as more than it is expected."""
    return track(Stages(done, done, done, done), goal=goal, expected=expected)


def _parts(stages: Stages, *, unit: float) -> list[Part]:
    parts, x = [], 0.0
    for (name, _label), number in zip(PARTS, stages.rest, strict=True):
        if number:
            parts.append(Part(name, round(x, 2), round(number * unit, 2)))
            x += number * unit
    return parts

"""What somebody asks for who asks for a class, and whether it can be asked for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from outreach.enums import VenueType
from outreach.models import Programme
from registry.models import Division

MOST_WISHES = 5
PARTS = ("am", "pm", "evening")


@dataclass(frozen=True, slots=True)
class Wish:
    """A day that would suit, and which part of it."""

    day: datetime.date
    part: str

    def as_data(self) -> dict[str, str]:
        return {"day": self.day.isoformat(), "part": self.part}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a school, community or mall asks for."""

    body_name: str
    venue_type: VenueType
    address: str
    audience: str
    group_size: int
    contact_name: str
    contact: str
    wishes: Sequence[Wish]
    division: Division | None = None
    programme: Programme | None = None
    wish: str = ""


def check_asked(asked: Asked, today: datetime.date) -> None:
    """Raise ValidationError with a sentence for each thing that is missing or cannot be."""
    problems = []
    if asked.programme is None and not asked.wish.strip():
        problems.append(_("请选择一门课，或写下希望怎样的课。"))
    if not asked.wishes:
        problems.append(_("请至少写一个希望的日期。"))
    if len(asked.wishes) > MOST_WISHES:
        problems.append(_("希望的日期最多写 %(most)d 个。") % {"most": MOST_WISHES})
    if any(wish.day <= today for wish in asked.wishes):
        problems.append(_("希望的日期要在今天以后。"))
    if any(wish.part not in PARTS for wish in asked.wishes):
        problems.append(_("请选择上午、下午或晚上。"))
    if problems:
        raise ValidationError(problems)

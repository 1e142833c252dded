"""进度查询: a number and its code tell where a matter stands, and nothing about anybody."""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from applications import wording
from applications.enums import Kind, State
from applications.models import Case, Objection
from safeguards.limiting import Limit, count_try

NOBODYS_CODE = "0" * 10
TRACK_BY_ADDRESS = Limit("track-address", most=30, minutes=15)
TRACK_BY_NUMBER = Limit("track-number", most=20, minutes=60)
PERSONS = (Kind.INHERITOR, Kind.GROUP)
"""Kinds whose title is somebody's name."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that happened, in plain words."""

    label: Any
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """What the page shows."""

    number: str
    subject: str
    label: Any
    now: Any
    due_on: datetime.date | None
    stages: list[Stage]


def plain(text: str) -> str:
    """As people type it: full-width letters, blanks and small letters do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def track(
    *, number: str, code: str, address: str, now: datetime.datetime | None = None
) -> Progress | None:
    """Where the matter stands; None when the number or the code is wrong, nobody learns which.

    Both are looked up and compared in any case. Raises TooManyTries.
    """
    moment = now or timezone.now()
    number, code = plain(number)[:20], plain(code)[:40]
    count_try(TRACK_BY_ADDRESS, address, now=moment)
    count_try(TRACK_BY_NUMBER, number, now=moment)
    case = Case.objects.filter(number=number).select_related("round").first()
    objection = Objection.objects.filter(number=number).select_related("candidate").first()
    kept = (case or objection).query_code if case or objection else NOBODYS_CODE  # type: ignore[union-attr]
    right = constant_time_compare(kept, code)
    if not right:
        return None
    if case is not None:
        return _of_case(case)
    return _of_objection(objection) if objection is not None else None


def _of_case(case: Case) -> Progress:
    standing = wording.standing(case)
    subject = str(case.get_kind_display())
    if case.kind not in PERSONS:
        subject = _("%(kind)s“%(title)s”") % {"kind": subject, "title": case.title}
    stages, before = [], ""
    for event in case.events.exclude(step="start").order_by("sequence"):
        if event.to_state != before and event.to_state not in (State.DRAFT, State.GUIDED):
            stages.append(Stage(wording.STANDINGS[State(event.to_state)].label, event.at))
        before = event.to_state
    return Progress(
        case.number or "",
        subject,
        standing.label,
        standing.now,
        case.due_on if case.state == State.CORRECTING else None,
        stages,
    )


def _of_objection(objection: Objection) -> Progress:
    stages, before = [], ""
    for event in objection.events.order_by("pk"):
        if event.to_state != before:
            stages.append(Stage(event.get_to_state_display(), event.at))
        before = event.to_state
    return Progress(
        objection.number,
        _("对公示的异议"),
        objection.get_state_display(),
        _("答复已按您留下的联系方式发出。") if objection.is_closed else _("我们会在核实后答复您。"),
        None,
        stages,
    )

"""Sample classes: programmes, venues, teachers, and a year of sessions in every state.

What is long past is entered as history, at once; the weeks around today come by the steps that real
sessions take. Days are counted from today, so that something always waits for somebody.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from django.utils import timezone

from accounts.models import User
from demo import reading
from demo.class_papers import uploads
from demo.class_records import make_programme, make_teacher, make_terms, make_venue
from demo.class_visitors import SampleVisitors
from demo.timetable import Slot, Timetable
from media.domain.uploads import UploadLimits, store_whole
from outreach.domain.confirming import record_answer
from outreach.domain.evidence import add_whole
from outreach.domain.history import Held, record_history
from outreach.domain.hosting import assign_hosts
from outreach.domain.planning import plan_session
from outreach.domain.transitioning import transition
from outreach.enums import EvidenceKind, SessionState
from outreach.models import Session, TravelTime
from registry.models import HeritageProject

BY_STEPS = 24
"""The last sessions before today, each brought along by its steps."""
WITH_FILES = 30
"""Of the older ones, how many have their sheet and photo here; of the rest it is said where they are."""
UNCOUNTED, UNARCHIVED = 2, 6
CLOSED, OPEN, CONFIRMED, PENDING = 3, 20, 8, 8
"""How many of the coming ones stand where; the rest are drafts."""
CANCELLED, POSTPONED = 5, 9
"""Which of the open ones."""
ONE_DAY = datetime.timedelta(days=1)


class SampleClasses:
    """Everything built so far."""

    def __init__(self, people: dict[str, User], progress: Callable[[str], None]) -> None:
        self.planner, self.host, self.admin = (people[n] for n in ("planner", "host", "admin"))
        self.progress = progress
        self.now = timezone.now().replace(microsecond=0)
        self.visitors = SampleVisitors(self.planner, self.now)

    def build(self) -> int:
        """All sample sessions; the number of them."""
        projects = {one.name: one for one in HeritageProject.objects.all()}
        programmes = [make_programme(entry, projects) for entry in reading.classes("programme")]
        venues = [make_venue(entry) for entry in reading.classes("venue")]
        teachers = [make_teacher(entry, projects) for entry in reading.classes("teacher")]
        for one, other in pairwise(venues[:4]):
            TravelTime.objects.create(origin=one, destination=other, minutes=25)
        today = timezone.localdate(self.now)
        make_terms(today)
        year = list(Timetable(programmes, venues, teachers).year(today))
        past = [slot for slot in year if slot.ends_at + ONE_DAY < self.now]
        self._history(past[:-BY_STEPS])
        self._recent(past[-BY_STEPS:])
        self._coming([slot for slot in year if slot.begins_at > self.now + ONE_DAY])
        self.visitors.ask_for_classes(
            programmes={one.title: one for one in programmes}, teachers=teachers
        )
        return Session.objects.filter(sample_data=True).count()

    def _history(self, slots: list[Slot]) -> None:
        older = len(slots) - WITH_FILES
        held = [
            Held(
                programme=slot.programme,
                venue=slot.venue,
                begins_at=slot.begins_at,
                ends_at=slot.ends_at,
                teacher=slot.teacher,
                room=slot.room,
                open_to_public=slot.public,
                proof=f"示例：{slot.begins_at:%Y}年公益课签到册第{number // 50 + 1}册",
                files=self._papers(slot) if number >= older else (),
                **heads(slot, number),
            )
            for number, slot in enumerate(slots)
        ]
        record_history(held=held, by=self.admin, now=self.now - 20 * ONE_DAY, sample_data=True)
        self.progress(f"补录 {len(held)} 场")

    def _papers(self, slot: Slot) -> list[tuple[EvidenceKind, Any]]:
        return [
            (kind, store_whole(owner=self.host, upload=upload, limits=UploadLimits()))
            for kind, upload in uploads(slot.programme)
        ]

    def _recent(self, slots: list[Slot]) -> None:
        """Held and archived, but for the last ones; somebody still has to count heads."""
        last = len(slots)
        for number, slot in enumerate(slots):
            session = self._settled(slot, slot.begins_at - 20 * ONE_DAY)
            self._host(session, slot.begins_at - 15 * ONE_DAY)
            if slot.public:
                opened = slot.begins_at - 10 * ONE_DAY
                self._take(session, "open", now=opened)
                self.visitors.come(session, now=opened)
                self._take(session, "close", now=slot.begins_at - ONE_DAY / 12)
            if number >= last - UNCOUNTED:
                continue
            for kind, upload in uploads(slot.programme):
                add_whole(session_id=session.pk, kind=kind, upload=upload, by=self.host)
            told = heads(slot, number)
            self.visitors.sign_in(session, self.host, **told)
            ended = slot.ends_at + ONE_DAY / 24
            self._take(session, "hold", by=self.host, wanted=told, now=ended)
            if number < last - UNCOUNTED - UNARCHIVED:
                self._take(session, "archive", by=self.admin, now=ended + ONE_DAY / 4)

    def _coming(self, slots: list[Slot]) -> None:
        state = iter(
            [SessionState.CLOSED] * CLOSED
            + [SessionState.OPEN] * OPEN
            + [SessionState.CONFIRMED] * CONFIRMED
            + [SessionState.PENDING] * PENDING
        )
        earlier = self.now - 5 * ONE_DAY
        opened = 0
        for number, slot in enumerate(slots):
            target = next(state, SessionState.DRAFT)
            if target in (SessionState.DRAFT, SessionState.PENDING):
                session = self._planned(slot)
                if target == SessionState.PENDING:
                    self._take(session, "publish", now=earlier)
                continue
            session = self._settled(slot, earlier)
            if number % 2:
                self._host(session, earlier + ONE_DAY)
            if not slot.public or target == SessionState.CONFIRMED:
                continue
            self._take(session, "open", now=earlier)
            if target == SessionState.CLOSED:
                self.visitors.come(session, now=earlier)
                self._take(session, "close", now=self.now)
                continue
            opened += 1
            self._open(session, slot, opened, earlier)

    def _open(self, session: Session, slot: Slot, number: int, earlier: datetime.datetime) -> None:
        """The first is full and has a queue; one is cancelled, one put off."""
        self.visitors.come(session, now=earlier, to_the_last_seat=number == 1)
        if number == CANCELLED:
            self._take(session, "cancel", reason="示例：场地临时检修。", now=self.now)
        if number == POSTPONED:
            wanted = {
                "begins_at": slot.begins_at + 56 * ONE_DAY,
                "ends_at": slot.ends_at + 56 * ONE_DAY,
            }
            reason = "示例：老师那天要外出演出。"
            self._take(session, "postpone", reason=reason, wanted=wanted, now=self.now)

    def _planned(self, slot: Slot) -> Session:
        return plan_session(
            by=self.planner,
            programme=slot.programme,
            venue=slot.venue,
            room=slot.room,
            teacher=slot.teacher,
            begins_at=slot.begins_at,
            ends_at=slot.ends_at,
            seats=slot.seats,
            open_to_public=slot.public,
            sample_data=True,
        )

    def _settled(self, slot: Slot, moment: datetime.datetime) -> Session:
        """Published, and both sides have agreed on the telephone."""
        session = self._planned(slot)
        self._take(session, "publish", now=moment)
        for asked in session.confirmations.filter(outdated=False):
            record_answer(
                confirmation_id=asked.pk,
                agreed=True,
                note="示例：电话里同意",
                by=self.planner,
                now=moment + ONE_DAY,
            )
        return session

    def _host(self, session: Session, moment: datetime.datetime) -> None:
        assign_hosts(session_ids=[session.pk], hosts=[self.host], by=self.planner, now=moment)

    def _take(self, session: Session, name: str, *, by: User | None = None, **told: Any) -> None:
        transition(session_id=session.pk, name=name, by=by or self.planner, **told)


def heads(slot: Slot, number: int) -> dict[str, int]:
    """Who came: nearly all seats; in schools mostly children."""
    people = max(slot.seats * (100 - number % 4 * 7) // 100, 2)
    minors = people * (90 if not slot.public else 35) // 100
    return {"adults": people - minors, "minors": minors}

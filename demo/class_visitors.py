"""People around the sample's classes: who registers, who came, and who asks for a class."""

from __future__ import annotations

import datetime

from django.utils import timezone

from accounts.models import User
from demo import reading
from demo.streets import street_of
from outreach.contacts import contact_digest
from outreach.domain import requesting
from outreach.domain.asking import Asked, Wish
from outreach.domain.requesting import Plan
from outreach.enums import (
    RegistrationKind,
    RegistrationState,
    RequestState,
    SignInWay,
    VenueType,
)
from outreach.localtime import at_local
from outreach.models import ClassRequest, Programme, Registration, Session, SignIn, Teacher

ONE_DAY = datetime.timedelta(days=1)
PARTIES = ((1, 0), (1, 1), (2, 0), (1, 2), (2, 1), (1, 1))
"""Adults and minors of those who register."""
QUEUE = ((1, 1), (2, 0), (1, 0))
LEFT_FREE = 4
ADDRESS = "示例路 1 号"


class SampleVisitors:
    """Invented people at example.com, which belongs to nobody."""

    def __init__(self, planner: User, now: datetime.datetime) -> None:
        self.planner = planner
        self.now = now
        self.number = 0

    def come(
        self, session: Session, *, now: datetime.datetime, to_the_last_seat: bool = False
    ) -> None:
        """Some register; for one session so many that the rest has to wait."""
        left = session.seats if to_the_last_seat else max(session.seats - LEFT_FREE, 0)
        rows = []
        for adults, minors in PARTIES * (20 if to_the_last_seat else 1):
            adults, minors = (1, 0) if adults + minors > left else (adults, minors)
            if adults + minors > left:
                break
            left -= adults + minors
            rows.append(self._row(session, adults, minors, RegistrationState.PLACED, now))
        if to_the_last_seat:
            for position, (adults, minors) in enumerate(QUEUE, start=1):
                row = self._row(session, adults, minors, RegistrationState.WAITING, now)
                row.position = position
                rows.append(row)
        Registration.objects.bulk_create(rows)

    def _row(
        self,
        session: Session,
        adults: int,
        minors: int,
        state: RegistrationState,
        now: datetime.datetime,
    ) -> Registration:
        self.number += 1
        contact = f"visitor{self.number}@example.com"
        alone = adults + minors == 1
        return Registration(
            session=session,
            kind=RegistrationKind.SINGLE if alone else RegistrationKind.FAMILY,
            state=state,
            name=f"示例参加者{self.number}",
            contact=contact,
            contact_digest=contact_digest(contact),
            adults=adults,
            minors=minors,
            seats=adults + minors,
            registered_at=now,
            confirmed_at=now,
            sample_data=True,
        )

    def sign_in(self, session: Session, by: User, *, adults: int, minors: int) -> None:
        """The heads were typed in on the spot."""
        SignIn.objects.create(
            session=session,
            way=SignInWay.NUMBERS,
            adults=adults,
            minors=minors,
            mark="sample",
            at=session.begins_at,
            by=by,
        )

    def ask_for_classes(self, *, programmes: dict[str, Programme], teachers: list[Teacher]) -> None:
        """A request in each state, by real steps."""
        for entry in reading.classes("request"):
            moment = self.now - entry["days"] * ONE_DAY
            row = self._ask(entry, programmes, moment)
            later = min(moment + ONE_DAY, self.now)
            state = RequestState(entry["state"])
            if state == RequestState.WITHDRAWN:
                requesting.withdraw(request=row, now=later)
            if state == RequestState.DECLINED:
                requesting.decline(request=row, reason=entry["reason"], by=self.planner, now=later)
            if state in (RequestState.MATCHING, RequestState.ARRANGED):
                requesting.take_up(request=row, by=self.planner, now=later)
            if state == RequestState.ARRANGED:
                self._arrange(row, teachers, later)

    def _ask(
        self, entry: reading.Entry, programmes: dict[str, Programme], moment: datetime.datetime
    ) -> ClassRequest:
        self.number += 1
        today = timezone.localdate(self.now)
        asked = Asked(
            body_name=entry["body"],
            venue_type=VenueType(entry["type"]),
            division=street_of(entry["street"]),
            address=f"河东区{entry['street']}{ADDRESS}",
            audience=entry["audience"],
            group_size=entry["people"],
            contact_name="示例联系人",
            contact=f"asker{self.number}@example.com",
            wishes=[Wish(today + 60 * ONE_DAY, "pm"), Wish(today + 67 * ONE_DAY, "am")],
            programme=programmes.get(entry.get("programme", "")),
            wish=entry.get("wish", ""),
        )
        return requesting.make_request(asked=asked, now=moment, sample_data=True)

    def _arrange(
        self, row: ClassRequest, teachers: list[Teacher], moment: datetime.datetime
    ) -> None:
        assert row.programme is not None
        taught = set(row.programme.projects.values_list("project", flat=True))
        teacher = next(
            one for one in teachers if taught & set(one.projects.values_list("project", flat=True))
        )
        day = timezone.localdate(self.now) + 60 * ONE_DAY
        plan = Plan(
            row.programme,
            at_local(day, datetime.time(14, 0)),
            details={"teacher": teacher, "seats": row.group_size},
        )
        requesting.arrange(request=row, plan=plan, by=self.planner, now=moment)

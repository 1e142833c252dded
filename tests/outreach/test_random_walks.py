"""Anybody tries anything in any order: the table is never left, the log always leads to the state."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from outreach import queries
from outreach.domain.confirming import ask_again, give_answer, record_answer
from outreach.domain.evidence import take_away
from outreach.domain.table import TABLE
from outreach.domain.transitioning import possible_steps, transition
from outreach.enums import (
    COUNTED,
    LIVE,
    TAKES_PLACE,
    EvidenceKind,
    RegistrationState,
    SessionState,
)
from outreach.models import Session
from safeguards.chain import flaws_of
from tests.factories import outreach as made
from tests.factories.proving import prove
from workcalendar.models import CalendarDay

ROLES = ("planner", "host", "archivist")
ACTORS = (*ROLES, "clock")
ONWARD = {"publish", "confirm", "open", "close", "hold", "archive"}


class Walk(RuleBasedStateMachine):
    """One session among its offices, and whatever takes its place; time only goes forward."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    @initialize()
    def begin(self) -> None:
        self.now = timezone.now()
        CalendarDay.objects.all().delete()  # a walk does not end at a holiday
        self.people: dict[str, Any] = {role: made.make_outreach_staff(role) for role in ROLES}
        self.people["clock"] = None
        session = made.make_session()
        session.hosts.add(self.people["host"])
        self.session_id = session.pk
        self.places: dict[int, str] = {}

    @property
    def session(self) -> Session:
        return Session.objects.get(pk=self.session_id)

    @rule(name=st.sampled_from(sorted(TABLE)), actor=st.sampled_from(ACTORS), told=st.booleans())
    def somebody_tries(self, name: str, actor: str, told: bool) -> None:
        before, row = self.session, TABLE[name]
        person = self.people[actor]
        try:
            with transaction.atomic():
                event = transition(
                    session_id=self.session_id,
                    name=name,
                    by=person,
                    reason="随机试探" if told else "",
                    wanted=self.wanted_for(before, name) if told else {},
                    now=self.now,
                )
        except (PermissionDenied, ValidationError):
            after = self.session
            assert (after.state, after.log_head) == (before.state, before.log_head)
            return
        assert before.state in row.sources
        assert row.by_clock if person is None else row.may(person, before)
        assert told or not row.reason_needed
        assert event.to_state == row.target
        after = self.session
        if after.state == SessionState.POSTPONED and after.replaced_by_id:
            self.session_id = after.replaced_by_id

    def wanted_for(self, session: Session, name: str) -> dict[str, Any]:
        if name == "hold":
            return {"adults": 3, "minors": 4}
        begins = max(self.now, session.begins_at) + datetime.timedelta(days=3)
        return {"begins_at": begins, "ends_at": begins + datetime.timedelta(hours=1)}

    @rule(choice=st.integers(0, 1000))
    def somebody_who_may_does_his_part(self, choice: int) -> None:
        """Chance alone seldom gets far: this one leads onward, with what each step needs."""
        session = self.session
        ways = [
            (name, actor)
            for actor in ROLES
            for name in possible_steps(self.people[actor], session)
            if name in ONWARD or choice % 10 == 0
        ]
        if not ways:
            return
        name, actor = ways[choice % len(ways)]
        if name == "confirm":
            self.a_party_answers("teacher", True)
            self.a_party_answers("venue", True)
        if name == "hold":
            self.time_passes(max(0, (session.ends_at - self.now).days + 1))
            self.somebody_proves(True)
        if name == "archive":
            self.somebody_proves(False)
        self.somebody_tries(name, actor, True)

    @rule(party=st.sampled_from(["teacher", "venue"]), agreed=st.booleans())
    def a_party_answers(self, party: str, agreed: bool) -> None:
        for asked in self.session.confirmations.filter(party=party):
            try:
                with transaction.atomic():
                    give_answer(confirmation_id=asked.pk, agreed=agreed, note="随机", now=self.now)
            except ValidationError:
                continue

    @rule(agreed=st.booleans(), actor=st.sampled_from(ROLES), again=st.booleans())
    def staff_telephone(self, agreed: bool, actor: str, again: bool) -> None:
        for asked in self.session.confirmations.all():
            try:
                with transaction.atomic():
                    if again:
                        ask_again(confirmation_id=asked.pk, by=self.people[actor], now=self.now)
                    else:
                        record_answer(
                            confirmation_id=asked.pk,
                            agreed=agreed,
                            by=self.people[actor],
                            now=self.now,
                        )
            except (PermissionDenied, ValidationError):
                continue

    @rule(sheet=st.booleans())
    def somebody_proves(self, sheet: bool) -> None:
        session = self.session
        if session.state in (*TAKES_PLACE, SessionState.HELD):
            kind = EvidenceKind.SIGN_IN_SHEET if sheet else EvidenceKind.PHOTO
            if not queries.proof_of(session).filter(kind=kind).exists():
                prove(session, kind, by=self.people["host"])

    @rule(actor=st.sampled_from(ROLES))
    def somebody_takes_evidence_away(self, actor: str) -> None:
        row = self.session.evidence.filter(removed_at__isnull=True).first()
        if row is None:
            return
        archived = self.session.state == SessionState.ARCHIVED
        try:
            with transaction.atomic():
                take_away(
                    session_id=self.session_id,
                    file=row.file.public_id,
                    reason="随机",
                    by=self.people[actor],
                )
        except (PermissionDenied, ValidationError):
            return
        assert not archived

    @rule(state=st.sampled_from([RegistrationState.PLACED, *LIVE]))
    def somebody_registers(self, state: RegistrationState) -> None:
        session = self.session
        if session.state == SessionState.OPEN and session.registrations.count() < 4:
            until = self.now if state == RegistrationState.OFFERED else None
            made.make_registration(session, state=state, offered_until=until)

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        self.now += datetime.timedelta(days=days)

    @invariant()
    def every_log_leads_to_its_state(self) -> None:
        for session in Session.objects.all():
            assert list(flaws_of(session)) == []
            state = SessionState.DRAFT.value
            for event in session.events.order_by("sequence"):
                assert event.from_state == state
                row = TABLE.get(event.step)
                assert event.to_state == (row.target if row else state)
                state = event.to_state
            assert session.state == state

    @invariant()
    def what_counts_is_proven(self) -> None:
        for session in Session.objects.filter(state__in=COUNTED):
            assert session.people_present > 0
        for session in Session.objects.filter(state=SessionState.ARCHIVED):
            kinds = set(queries.proof_of(session).values_list("kind", flat=True))
            assert kinds >= {EvidenceKind.SIGN_IN_SHEET, EvidenceKind.PHOTO}
            noted = session.events.filter(step="archive").last()
            assert noted is not None
            digests = {one["sha256"] for one in noted.data["evidence"]}
            held = set(queries.proof_of(session).values_list("file__sha256", flat=True))
            assert digests == held

    @invariant()
    def nobody_has_a_place_in_what_does_not_take_place(self) -> None:
        ended = (SessionState.CANCELLED, SessionState.POSTPONED)
        for session in Session.objects.filter(state__in=ended):
            assert not session.registrations.filter(state__in=LIVE).exists()
            assert not session.confirmations.filter(outdated=False).exists()
            postponed = session.state == SessionState.POSTPONED
            assert (session.replaced_by_id is not None) == postponed

    @invariant()
    def a_confirmed_one_has_its_answers(self) -> None:
        for session in Session.objects.filter(state=SessionState.CONFIRMED):
            live = session.confirmations.filter(outdated=False)
            assert {one.answer for one in live} == {"agreed"}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


Walk.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a walk takes seconds: no shrinking
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestRandomWalks = pytest.mark.django_db(Walk.TestCase)

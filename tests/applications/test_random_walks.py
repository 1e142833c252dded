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

from applications.domain.clocks import days_left
from applications.domain.opening import ask_reopening
from applications.domain.table import TABLE
from applications.domain.transitioning import possible_steps, transition
from applications.enums import FINAL, Decision, ItemType, State
from applications.models import Case, Clock, NoticeCandidate, Objection
from safeguards.chain import flaws_of
from tests.factories import applications as made

ROLES = ("guide", "officer", "secretary", "publisher", "administrator", "second")
DECISIONS = {
    "send_back": Decision.RETURN,
    "reject": Decision.REJECT,
    "put_on_notice": Decision.NOTICE,
}
ONWARD = {
    *("submit", "accept", "answer_correction", "open_review", "close_review", "put_on_notice"),
    *("close_notice", "promulgate", "reopen", "undo_close_notice", "send_back"),
}
ACTORS = ("applicant", "stranger", "expert", *ROLES)


class Walk(RuleBasedStateMachine):
    """One case among people of every office; time only goes forward."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    @initialize()
    def begin(self) -> None:
        self.now = timezone.now()
        self.people: dict[str, Any] = {role: made.make_staff(role) for role in ROLES[:-1]}
        self.people["second"] = made.make_staff("administrator")
        self.people["stranger"] = made.make_user()
        self.experts = [made.make_expert() for _one in range(2)]
        self.people["expert"] = self.experts[0].user
        self.case_id = made.make_case().pk
        self.people["applicant"] = self.case.applicant

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    @rule(name=st.sampled_from(sorted(TABLE)), actor=st.sampled_from(ACTORS), told=st.booleans())
    def somebody_tries(self, name: str, actor: str, told: bool) -> None:
        before = self.case
        wanted = self.wanted_for(name) if told else {}
        try:
            event = transition(
                case_id=self.case_id,
                name=name,
                by=self.people[actor],
                reason="随机试探" if told else "",
                wanted=wanted,
                now=self.now,
            )
        except (PermissionDenied, ValidationError):
            after = self.case
            assert (after.state, after.log_head) == (before.state, before.log_head)
            return
        row = TABLE[name]
        assert before.state in row.sources
        assert row.may(self.people[actor], before)
        assert event.to_state in row.targets()

    @rule(choice=st.integers(0, 1000))
    def several_do_their_parts(self, choice: int) -> None:
        for _part in range(1 + choice % 4):
            self.somebody_who_may_does_his_part(choice)

    @rule(choice=st.integers(0, 1000))
    def somebody_who_may_does_his_part(self, choice: int) -> None:
        """Chance alone seldom gets far: this one leads onward, and one time in ten anywhere."""
        case = self.case
        ways = [
            (name, actor)
            for actor, person in self.people.items()
            for name in possible_steps(person, case)
            if name in ONWARD or choice % 10 == 0
        ]
        if not ways:
            return
        name, actor = ways[choice % len(ways)]
        if name in ("close_review", "fail_review"):
            self.experts_score(name == "close_review")
        if name in DECISIONS:
            self.committee_decides(DECISIONS[name])
        if name in ("lapse", "close_notice"):
            self.time_passes(40)
        if name == "reopen":
            other = "second" if actor == "administrator" else "administrator"
            self.somebody_asks_to_reopen(other)
        self.somebody_tries(name, actor, True)

    @rule(in_favour=st.booleans())
    def experts_score(self, in_favour: bool) -> None:
        if self.case.panels.filter(closed_at__isnull=True).exists():
            made.score_all(self.case, in_favour=in_favour)

    @rule(decision=st.sampled_from(list(Decision)))
    def committee_decides(self, decision: Decision) -> None:
        if self.case.state == State.COMMITTEE:
            made.decide(self.case, decision, by=self.people["secretary"], now=self.now)

    @rule()
    def somebody_objects_and_is_right(self) -> None:
        candidate = NoticeCandidate.objects.filter(case=self.case_id, removed_at=None).last()
        if candidate and self.case.state == State.ON_NOTICE:
            number = f"YY-{Objection.objects.count()}"
            Objection.objects.create(
                candidate=candidate, number=number, state="replied", upheld=True
            )

    @rule(actor=st.sampled_from(ACTORS))
    def somebody_asks_to_reopen(self, actor: str) -> None:
        try:
            ask_reopening(case=self.case, by=self.people[actor], reason="随机试探")
        except (PermissionDenied, ValidationError):
            return
        assert self.case.is_final
        assert actor in ("administrator", "second")

    @rule(days=st.integers(0, 40))
    def time_passes(self, days: int) -> None:
        self.now += datetime.timedelta(days=days, minutes=1)

    @invariant()
    def the_log_leads_to_the_state(self) -> None:
        assert list(flaws_of(self.case)) == []

    @invariant()
    def no_clock_is_negative(self) -> None:
        for clock in Clock.objects.filter(case=self.case_id):
            assert clock.started_on <= clock.due_on
            assert clock.days_stopped >= 0
            assert clock.ended_on is None or clock.ended_on >= clock.started_on
            if clock.stopped_on:
                assert days_left(clock, timezone.localdate(self.now)) == days_left(
                    clock, clock.stopped_on
                )

    @invariant()
    def a_final_case_has_no_clock_and_an_open_one_waits_for_somebody(self) -> None:
        case = self.case
        if case.state in FINAL:
            assert case.due_on is None
            assert not Clock.objects.filter(case=case, ended_on__isnull=True).exists()
        else:
            people = set(self.people.values())
            assert any(possible_steps(person, case) for person in people)

    def wanted_for(self, name: str) -> dict[str, Any]:
        wanted: dict[str, Any] = {
            "basis": "申报须知",
            "items": [(ItemType.QUESTION, "history", "请注明出处。")],
            "experts": [self.experts[1].pk],
            "correction": "更正公告",
            "document_number": "河东政发〔2026〕1号",
            "issuer": "天津市河东区人民政府",
            "published_on": timezone.localdate(self.now),
        }
        if name == "put_on_notice" and self.case.state == State.COMMITTEE:
            wanted["candidate"] = made.make_candidate(self.case, now=self.now).pk
        return wanted

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

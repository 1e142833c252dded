"""Two people at once: one of them takes the step, the other is told so in plain words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, transaction

from applications.domain import transitioning
from applications.domain.refusals import StepRefused
from applications.domain.transitioning import transition
from applications.enums import State
from applications.models import Case, CaseEvent
from safeguards.chain import flaws_of
from tests.factories.applications import make_case, make_round, make_staff
from tests.racing import meeting, race


def outcomes(*calls: Callable[[], object]) -> list[str]:
    """How each call ended: the class of what it gave or raised, sorted."""
    return sorted(type(one).__name__ for one in race(*calls))


ONE_OF_TWO = ["CaseEvent", "StepRefused"]


def test_two_officers_take_a_case_two_ways_at_once(racing_database):
    case = make_case(State.SUBMITTED)
    first, second = make_staff("officer"), make_staff("officer")
    accept = partial(transition, case_id=case.pk, name="accept", by=first)
    refuse = partial(
        transition,
        case_id=case.pk,
        name="refuse",
        by=second,
        reason="不属于受理范围",
        wanted={"basis": "申报须知第二条"},
    )
    assert outcomes(accept, refuse) == ONE_OF_TWO
    case = Case.objects.get(pk=case.pk)
    assert case.state in (State.ACCEPTED, State.NOT_ACCEPTED)
    assert list(flaws_of(case)) == []


def test_two_clicks_at_once_submit_once(racing_database):
    case = make_case()
    click = partial(transition, case_id=case.pk, name="submit", by=case.applicant)
    assert outcomes(click, click) == ONE_OF_TWO
    case = Case.objects.get(pk=case.pk)
    assert case.dossier_versions.count() == 1
    assert CaseEvent.objects.filter(case=case, step="submit").count() == 1


def test_receipt_numbers_have_neither_doubles_nor_gaps(racing_database):
    round_ = make_round()
    cases = [make_case(round_=round_) for _one in range(6)]
    race(*(partial(transition, case_id=one.pk, name="submit", by=one.applicant) for one in cases))
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert [int(number[-4:]) for number in numbers] == list(range(1, 7))


def test_without_the_lock_the_same_race_goes_wrong(racing_database, monkeypatch):
    """What the tests above show is the lock's work: taken away, nobody is refused in plain words."""
    case = make_case(State.SUBMITTED)
    meet = meeting(2)

    def unlocked(case_id: int) -> Case:
        found = Case.objects.select_related("version", "round").get(pk=case_id)
        meet()
        return found

    monkeypatch.setattr(transitioning, "lock_case", unlocked)
    if connection.vendor == "sqlite":  # where the lock is the mode in which transactions begin
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
    officers = [make_staff("officer"), make_staff("officer")]
    found = race(*(partial(transition, case_id=case.pk, name="accept", by=one) for one in officers))
    assert not any(isinstance(one, StepRefused) for one in found)
    assert sorted(type(one).__name__ for one in found) != ONE_OF_TWO


def test_a_step_that_fails_leaves_nothing_behind(db, monkeypatch):
    case = make_case()

    def fail(**_told: object) -> None:
        raise RuntimeError("the post is closed")

    monkeypatch.setattr(transitioning.notifications, "announce", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        transition(case_id=case.pk, name="submit", by=case.applicant)
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.number, case.dossier_versions.count()) == (State.DRAFT, None, 0)
    assert list(flaws_of(case)) == []

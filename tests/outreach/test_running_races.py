"""Teacher, venue and staff at the same moment: each answer counts once, and proof is not lost."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from outreach import queries
from outreach.domain import confirming, transitioning
from outreach.domain.confirming import give_answer
from outreach.domain.evidence import take_away
from outreach.domain.refusals import StepRefused
from outreach.domain.transitioning import transition
from outreach.enums import EvidenceKind, SessionState
from outreach.models import Confirmation, Session
from safeguards.chain import flaws_of
from tests.factories.outreach import make_outreach_staff
from tests.factories.proving import walk
from tests.racing import meeting, race
from workcalendar.models import CalendarDay


@pytest.fixture
def pending(racing_database: None) -> Session:
    """One that waits for its teacher and its venue."""
    CalendarDay.objects.all().delete()
    begins = timezone.now() + datetime.timedelta(days=14)
    return walk(SessionState.PENDING, begins_at=begins)


def answers(session: Session, *agreed: bool) -> list[Callable[[], object]]:
    """An answer for each party, ready to be given."""
    rows = session.confirmations.order_by("party")
    return [
        partial(give_answer, confirmation_id=row.pk, agreed=one, note="一起答复")
        for row, one in zip(rows, agreed, strict=True)
    ]


def test_both_agree_at_once_and_it_is_confirmed_once(pending: Session) -> None:
    given = race(*answers(pending, True, True))
    assert all(isinstance(one, Confirmation) for one in given), given
    session = Session.objects.get(pk=pending.pk)
    assert session.state == SessionState.CONFIRMED
    assert session.events.filter(step="confirm").count() == 1
    assert list(flaws_of(session)) == []


def test_one_link_used_twice_at_once_is_one_answer(pending: Session) -> None:
    key = pending.confirmations.get(party="teacher").pk
    yes = partial(give_answer, confirmation_id=key, agreed=True)
    no = partial(give_answer, confirmation_id=key, agreed=False, note="不行")
    given = race(yes, no, yes, no)
    assert sum(isinstance(one, Confirmation) for one in given) == 1
    assert sum(isinstance(one, StepRefused) for one in given) == 3
    assert pending.events.filter(step="answer").count() == 1


def test_what_is_being_archived_does_not_lose_its_proof(racing_database: None) -> None:
    CalendarDay.objects.all().delete()
    archivist = make_outreach_staff("archivist")
    session = walk(SessionState.HELD, by=archivist)
    photo = session.evidence.get(kind=EvidenceKind.PHOTO)
    race(
        partial(transition, session_id=session.pk, name="archive", by=archivist),
        partial(
            take_away,
            session_id=session.pk,
            file=photo.file.public_id,
            reason="拿错了",
            by=archivist,
        ),
    )
    session = Session.objects.get(pk=session.pk)
    proven = queries.proof_of(session).filter(kind=EvidenceKind.PHOTO).exists()
    assert (session.state == SessionState.ARCHIVED) == proven
    assert list(flaws_of(session)) == []


def test_without_the_lock_both_agree_and_nobody_notices(
    pending: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the first test shows is the lock's work: taken away, the log breaks or an answer fails."""
    meet = meeting(2)

    def unlocked(session_id: int) -> Session:
        rows = Session.objects.select_related("programme", "venue", "room", "teacher")
        found = rows.get(pk=session_id)
        meet()
        return found

    monkeypatch.setattr(transitioning, "lock_session", unlocked)
    monkeypatch.setattr(confirming, "lock_session", unlocked)
    if connection.vendor == "sqlite":  # where the lock is the mode in which transactions begin
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
    given = race(*answers(pending, True, True))
    session = Session.objects.get(pk=pending.pk)
    whole = all(isinstance(one, Confirmation) for one in given) and not list(flaws_of(session))
    assert not (whole and session.state == SessionState.CONFIRMED)

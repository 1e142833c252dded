"""What was held before it was planned here: all or none, logged, in a fixed number of queries."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outreach import queries
from outreach.domain.history import Held, record_history
from outreach.domain.refusals import Clash
from outreach.enums import EvidenceKind, SessionState
from outreach.models import Session
from safeguards.chain import flaws_of
from tests.factories.outreach import (
    at,
    make_outreach_staff,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.uploads import make_private_file

pytestmark = pytest.mark.django_db


def held(days_ago: int = 30, hour: int = 10, **fields: Any) -> Held:
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    told = {
        "programme": make_programme(),
        "venue": make_venue(),
        "teacher": make_teacher(),
        "begins_at": at(day, hour),
        "ends_at": at(day, hour + 1),
        "adults": 3,
        "minors": 20,
        "proof": "2026 年签到册第 1 册",
    }
    return Held(**(told | fields))


def test_it_counts_for_the_year_and_its_log_is_whole() -> None:
    file = make_private_file()
    one = held(files=[(EvidenceKind.SIGN_IN_SHEET, file)])
    [session] = record_history(held=[one], by=make_outreach_staff("archivist"))
    session = Session.objects.get(pk=session.pk)
    assert session.state == SessionState.ARCHIVED
    assert session.people_present == 23
    assert "签到册第 1 册" in session.held_note
    assert list(queries.archived(one.begins_at.year)) == [session]
    assert list(flaws_of(session)) == []
    event = session.events.get()
    assert event.data["proof"] == "2026 年签到册第 1 册"
    assert event.data["evidence"][0]["sha256"] == file.sha256
    assert session.evidence.get().file == file


def test_a_changed_row_of_the_log_is_found() -> None:
    [session] = record_history(held=[held()], by=make_outreach_staff("archivist"))
    event = session.events.get()
    event.data = event.data | {"minors": 200}
    assert event.seal() != event.hash


@pytest.mark.parametrize("role", ["planner", "host"])
def test_only_who_archives_may_enter_it(role: str) -> None:
    with pytest.raises(PermissionDenied):
        record_history(held=[held()], by=make_outreach_staff(role))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"days_ago": -1}, "只能补录已经结束的场次"),
        ({"adults": 0, "minors": 0}, "请填写到场人数"),
        ({"adults": -1}, "请填写到场人数"),
        ({"proof": " "}, "请写明签到表和照片保存在哪里"),
    ],
)
def test_one_row_that_cannot_be_keeps_all_out(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        record_history(held=[held(), held(**changes)], by=make_outreach_staff("archivist"))
    assert not Session.objects.exists()


def test_nobody_was_in_two_places() -> None:
    archivist, one = make_outreach_staff("archivist"), held()
    same_time = dataclasses.replace(held(), teacher=one.teacher)
    with pytest.raises(Clash):
        record_history(held=[one, same_time], by=archivist)
    make_session(begins_at=one.begins_at, venue=one.venue, state=SessionState.ARCHIVED)
    with pytest.raises(Clash):
        record_history(held=[one], by=archivist)
    assert Session.objects.count() == 1


def test_many_rows_take_as_many_queries_as_few() -> None:
    archivist, counts = make_outreach_staff("archivist"), []
    for number in (1, 2, 12):
        rows = [held(days_ago=100 * number + day) for day in range(number)]
        with CaptureQueriesContext(connection) as caught:
            record_history(held=rows, by=archivist)
        counts.append(len(caught))
    assert counts[1] == counts[2]

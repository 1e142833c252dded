"""At the door: each mark and each registration counts once, whenever it arrives."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from outreach.domain import signing_in
from outreach.domain.joining import cancel
from outreach.domain.refusals import JoiningRefused
from outreach.domain.signing_in import Entry, heads_of, no_shows, registration_by_code, sign_in
from outreach.domain.tokens import Purpose, make_token, ticket_code
from outreach.enums import SessionState, SignInWay
from outreach.joining_messages import full_link
from outreach.models import Registration, Session, SignIn
from outreach.sign_in_sheet import EMPTY_LINES, sign_in_sheet
from tests.factories.outreach import make_host
from tests.outreach.joining.everybody import HOUR, ask, join, open_session, proved_user
from tests.printing.documents import pages, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    """It has just begun; people registered before."""
    return open_session(begins_at=timezone.now() - HOUR / 2)


def guest(session: Session, people: int = 1, **told: Any) -> Registration:
    return join(session, people, now=session.begins_at - 5 * HOUR, **told)


def entry(mark: str = "mark", registration: Registration | None = None, **told: Any) -> Entry:
    return Entry(
        mark=mark,
        way=told.get("way", SignInWay.LIST),
        adults=told.get("adults", 0),
        minors=told.get("minors", 0),
        at=told.get("at", timezone.now()),
        registration=registration.public_id if registration else "",
    )


def test_the_same_mark_sent_again_counts_nobody_twice(session):
    host = make_host(session)
    told = entry(adults=3, minors=20, way=SignInWay.NUMBERS)
    first, new = sign_in(session_id=session.pk, entry=told, by=host)
    second, again = sign_in(session_id=session.pk, entry=told, by=host)
    assert (new, again, first.pk) == (True, False, second.pk)
    assert (heads_of(session).adults, heads_of(session).minors) == (3, 20)


def test_two_devices_sign_one_registration_in_once(session):
    host, row = make_host(session), guest(session, 4)
    sign_in(session_id=session.pk, entry=entry("one", row), by=host)
    _made, new = sign_in(session_id=session.pk, entry=entry("two", row, adults=1), by=host)
    assert not new
    assert heads_of(session).people == 4


def test_fewer_people_than_registered_can_come(session):
    host, row = make_host(session), guest(session, 20)
    sign_in(session_id=session.pk, entry=entry("m", row, adults=1, minors=15), by=host)
    assert heads_of(session).people == 16


@pytest.mark.parametrize("state", [SessionState.DRAFT, SessionState.CANCELLED, "archived"])
def test_there_is_no_signing_in_where_nothing_takes_place(session, state):
    Session.objects.filter(pk=session.pk).update(state=state, adults_present=1, minors_present=0)
    with pytest.raises(JoiningRefused):
        sign_in(session_id=session.pk, entry=entry(adults=1), by=make_host(session))


@pytest.mark.parametrize(("adults", "minors"), [(0, 0), (-1, 5), (2001, 0)])
def test_numbers_that_are_none(session, adults, minors):
    with pytest.raises(JoiningRefused):
        sign_in(
            session_id=session.pk,
            entry=entry(adults=adults, minors=minors),
            by=make_host(session),
        )


def test_who_cancelled_or_waits_has_no_seat(session):
    session.seats = 1
    session.save()
    row, waits = guest(session), guest(session)
    cancel(registration=row, now=session.begins_at - 4 * HOUR)
    for one in (row,):
        with pytest.raises(JoiningRefused):
            sign_in(session_id=session.pk, entry=entry("x", one), by=make_host(session))
    assert waits.state == "waiting"


def test_a_device_whose_clock_is_wrong_gets_the_time_of_arrival(session):
    host = make_host(session)
    now = timezone.now()
    for number, at in enumerate((now - 400 * 24 * HOUR, now + 24 * HOUR)):
        made, _new = sign_in(
            session_id=session.pk, entry=entry(f"m{number}", adults=1, at=at), by=host, now=now
        )
        assert made.at == now
    late, _new = sign_in(
        session_id=session.pk, entry=entry("late", adults=1, at=now - HOUR / 4), by=host, now=now
    )
    assert late.at == now - HOUR / 4


def test_only_who_runs_sessions_signs_in(session, client):
    stranger = proved_user("stranger@example.com")
    with pytest.raises(PermissionDenied):
        sign_in(session_id=session.pk, entry=entry(adults=1), by=stranger)
    for name in ("session", "send", "sheet"):
        url = reverse(f"outreach_sign_in:{name}", args=[session.pk])
        assert client.get(url).status_code in (302, 403, 405)
        client.force_login(stranger)
        assert client.post(url).status_code in (302, 403)
        assert client.get(url).status_code in (302, 403, 405)
    assert not SignIn.objects.exists()


def test_the_code_is_scanned_or_typed(session):
    row, now = guest(session), timezone.now()
    code = ticket_code(row)
    for typed in (
        *(code, code.lower(), f" {code[:4]}-{code[4:]} "),
        *(full_link(row, Purpose.TICKET), make_token(row, Purpose.TICKET)),
    ):
        assert registration_by_code(session, typed, now=now) == row


def test_the_code_of_another_session_or_purpose_is_refused(session):
    other, now = guest(open_session(begins_at=timezone.now() - HOUR / 2)), timezone.now()
    mine = guest(session)
    for typed in (
        *(ticket_code(other), full_link(other, Purpose.TICKET), full_link(mine, Purpose.VIEW)),
        *("", "AAAA", mine.public_id, f"{mine.public_id}.AAAA"),
    ):
        with pytest.raises(JoiningRefused):
            registration_by_code(session, typed, now=now)


def test_who_did_not_come_is_listed_once_it_has_begun(session):
    came, stayed = guest(session), guest(session)
    sign_in(session_id=session.pk, entry=entry("m", came), by=make_host(session))
    assert no_shows(session) == [stayed]
    coming = open_session()
    join(coming)
    assert no_shows(coming) == []


def test_a_device_sends_what_it_collected_and_sends_it_again(session, client):
    client.force_login(make_host(session))
    row, other = guest(session, 2), guest(session)
    stamp = timezone.now().isoformat()
    told = [
        {"mark": "a", "way": "list", "registration": row.public_id, "at": stamp},
        {"mark": "b", "way": "numbers", "adults": 2, "minors": 3, "at": stamp},
        {"mark": "c", "way": "qr", "code": ticket_code(other), "at": stamp},
        {"mark": "d", "way": "qr", "code": "NOSUCHCODE", "at": stamp},
        {"mark": "e"},
        "nonsense",
    ]
    url = reverse("outreach_sign_in:send", args=[session.pk])

    def send() -> dict[str, Any]:
        return client.post(url, json.dumps({"entries": told}), "application/json").json()

    first, second = send(), send()
    states = [one["state"] for one in first["results"]]
    assert states == ["new", "new", "new", "refused", "refused", "refused"]
    assert [one["state"] for one in second["results"]][:3] == ["again", "again", "again"]
    assert first["heads"] == second["heads"] == {"adults": 4, "minors": 4}
    for broken in ("", "[]", "{}", '{"entries": 3}', json.dumps({"entries": [{}] * 101})):
        assert client.post(url, broken, "application/json").status_code == 400


def test_the_page_signs_in_without_its_script_and_takes_back(session, client):
    client.force_login(make_host(session))
    row, late = guest(session, name="赵一"), guest(session, name="钱二")
    url = reverse("outreach_sign_in:session", args=[session.pk])
    page = client.get(url).content.decode()
    assert "赵一" in page
    client.post(url, {"mark": "1", "registration": row.public_id, "adults": "1"})
    client.post(url, {"mark": "2", "adults": "2", "minors": "5"})
    client.post(url, {"mark": "3", "code": ticket_code(late)})
    client.post(url, {"mark": "4", "adults": "many"})
    assert (heads_of(session).adults, heads_of(session).minors) == (4, 5)
    ways = set(session.sign_ins.values_list("way", flat=True))
    assert ways == {SignInWay.LIST, SignInWay.NUMBERS, SignInWay.QR}
    client.post(url, {"take_back": session.sign_ins.get(registration=row).pk})
    assert heads_of(session).adults == 3


def test_what_is_on_record_is_not_taken_back(session):
    made, _new = sign_in(session_id=session.pk, entry=entry(adults=2), by=make_host(session))
    Session.objects.filter(pk=session.pk).update(
        state=SessionState.HELD, adults_present=2, minors_present=0
    )
    with pytest.raises(JoiningRefused):
        signing_in.take_back(session_id=session.pk, sign_in_id=made.pk, by=make_host(session))
    assert SignIn.objects.filter(pk=made.pk).exists()


def test_the_page_s_queries_do_not_grow_with_the_people(
    session, client, django_assert_max_num_queries
):
    client.force_login(make_host(session))
    url = reverse("outreach_sign_in:session", args=[session.pk])
    for _one in range(15):
        guest(session)
    with django_assert_max_num_queries(25):
        client.get(url)


def test_the_sheet_has_everybody_who_has_a_seat_and_room_for_others(session):
    row = guest(session, 12, name="孙老师")
    guest(session, name="周四")
    ask(session, name="没有确认", now=session.begins_at - 5 * HOUR)
    document = sign_in_sheet(session)
    text = words(document)
    for word in ("签到表", "孙老师", "示例小学", ticket_code(row), "周四", session.venue.name):
        assert word in text
    assert "没有确认" not in text
    assert str(2 + EMPTY_LINES) in text
    assert len(pages(document)) <= 2


def test_the_sheet_is_for_who_runs_the_session(session, client):
    guest(session)
    url = reverse("outreach_sign_in:sheet", args=[session.pk])
    client.force_login(make_host(session))
    answer = client.get(url)
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]

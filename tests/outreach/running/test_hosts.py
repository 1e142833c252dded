"""Who is on the spot: assigned by planners, and the door of no other session opens to him."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from outreach.domain.evidence import add_whole
from outreach.domain.hosting import assign_hosts, possible_hosts
from outreach.domain.signing_in import Entry, sign_in
from outreach.domain.tokens import Purpose
from outreach.domain.transitioning import possible_steps, transition
from outreach.enums import EvidenceKind, SessionState, SignInWay
from outreach.joining_messages import link
from outreach.models import Session, SignIn
from safeguards.chain import flaws_of
from tests.factories.media import picture_bytes
from tests.factories.outreach import (
    make_host,
    make_outreach_staff,
    make_registration,
    make_session,
)
from tests.outreach.joining.everybody import HOUR

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def session() -> Session:
    """It has begun; somebody is registered."""
    session = make_session(begins_at=timezone.now() - HOUR / 2, state=SessionState.CLOSED)
    make_registration(session, name="金丝雀报名人")
    return session


@pytest.fixture
def planner() -> User:
    return make_outreach_staff()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def doors(session: Session) -> list[str]:
    """Every page of signing in, and every page that shows who comes or what proves it."""
    file = "no-such-file"
    return [
        *(
            reverse(f"outreach_sign_in:{name}", args=[session.pk])
            for name in ("session", "sheet", "send")
        ),
        reverse("outreach_session", args=[session.pk]),
        reverse("outreach_step", args=[session.pk, "hold"]),
        reverse("outreach_evidence", args=[session.pk, "sheet"]),
        reverse("outreach_evidence_uploads", args=[session.pk, "sheet"]),
        reverse("outreach_file", args=[session.pk, file]),
    ]


def test_the_session_of_another_is_not_there(session: Session) -> None:
    other = make_session(begins_at=timezone.now() - HOUR / 3, state=SessionState.CLOSED)
    client = signed_in(make_host(other))
    entries = {"entries": [{"mark": "x", "way": "numbers", "adults": 1, "at": "2026-01-01"}]}
    for address in doors(session):
        for answer in (
            client.get(address),
            client.post(address, {"mark": "x", "adults": "3"}),
            client.post(address, json.dumps(entries), "application/json"),
        ):
            # sending takes no GET from anybody; an upload that is none is refused before it is looked up
            refused = (404, 405, 400) if "uploads" in address else (404, 405)
            assert answer.status_code in refused, address
            assert "金丝雀" not in answer.content.decode("utf-8", "replace")
    assert client.get(doors(session)[0]).status_code == 404
    assert not SignIn.objects.exists()
    assert not session.evidence.exists()
    assert client.get(doors(other)[0]).status_code == 200


def test_nor_can_it_be_done_past_the_pages(session: Session) -> None:
    host = make_host(make_session())
    entry = Entry("m", SignInWay.NUMBERS, 1, 0, timezone.now())
    with pytest.raises(PermissionDenied):
        sign_in(session_id=session.pk, entry=entry, by=host)
    with pytest.raises(PermissionDenied):
        add_whole(
            session_id=session.pk,
            kind=EvidenceKind.PHOTO,
            upload=SimpleUploadedFile("a.jpg", picture_bytes()),
            by=host,
        )
    wanted = {"adults": 1, "minors": 0}
    with pytest.raises(PermissionDenied):
        transition(session_id=session.pk, name="hold", by=host, wanted=wanted)
    assert list(possible_steps(host, session)) == []
    session.hosts.add(host)
    sign_in(session_id=session.pk, entry=entry, by=host)
    assert "hold" in possible_steps(host, session)


@pytest.mark.parametrize(
    ("begins", "status"),
    [(3 * A_DAY, 404), (1.9 * A_DAY, 200), (-6 * A_DAY, 200), (-8 * A_DAY, 404)],
)
def test_the_door_opens_two_days_before_and_closes_a_week_after(
    begins: datetime.timedelta, status: int
) -> None:
    session = make_session(begins_at=timezone.now() + begins, state=SessionState.CLOSED)
    host, planner = signed_in(make_host(session)), signed_in(make_outreach_staff())
    for address in doors(session)[:2]:
        assert host.get(address).status_code == status
        assert planner.get(address).status_code == 200
    assert host.get(reverse("outreach_session", args=[session.pk])).status_code == 200


def test_lists_hold_ones_own_and_a_planner_sees_all_with_todays_own_first(
    session: Session,
) -> None:
    mine = make_session(begins_at=timezone.now() + A_DAY, state=SessionState.OPEN, title="明天我的")
    Session.objects.filter(pk=session.pk).update(title="别人的")
    today = make_session(begins_at=timezone.now() - HOUR / 4, state="open", title="今天我的")
    home, every = reverse("outreach_sign_in:sessions"), reverse("outreach_sessions")
    host = make_host(mine, today)
    client = signed_in(host)
    for address in (home, every, f"{every}?export=xlsx"):
        answer = client.get(address)
        body = answer.getvalue() if answer.streaming else answer.content
        assert "别人的".encode() not in body
    text = client.get(home).content.decode()
    assert text.index("今天由我负责") < text.index("今天我的") < text.index("明天我的")
    assert "其他场次" not in text
    planner = make_outreach_staff()
    today.hosts.add(planner)
    text = signed_in(planner).get(home).content.decode()
    assert text.index("今天我的") < text.index("其他场次") < text.index("别人的")
    assert "明天我的" in text


def test_a_host_without_sessions_is_told_what_to_do(session: Session) -> None:
    text = signed_in(make_host()).get(reverse("outreach_sign_in:sessions")).content.decode()
    assert "这几天没有由您负责的场次" in text
    assert reverse("outreach_sign_in:session", args=[session.pk]) not in text


def test_the_code_of_another_session_s_guest_leads_nowhere_inside(
    session: Session, client: Client
) -> None:
    row = session.registrations.get()
    client.force_login(make_host())
    answer = client.get(link(row, Purpose.TICKET))
    assert answer.status_code == 200
    assert "金丝雀" not in answer.content.decode()


class TestAssigning:
    def test_it_is_logged_once_published_and_says_nothing_twice(
        self, session: Session, planner: User
    ) -> None:
        host, other = make_host(), make_host()
        assert assign_hosts(session_ids=[session.pk], hosts=[host], by=planner) == [session]
        assert assign_hosts(session_ids=[session.pk], hosts=[host], by=planner) == []
        assign_hosts(session_ids=[session.pk], hosts=[other], by=planner, add=True)
        assert set(session.hosts.all()) == {host, other}
        assign_hosts(session_ids=[session.pk], hosts=[other], by=planner)
        assert set(session.hosts.all()) == {other}
        published = make_session()
        transition(session_id=published.pk, name="publish", by=planner)
        assign_hosts(session_ids=[published.pk], hosts=[host], by=planner)
        published.refresh_from_db()
        event = published.events.latest("sequence")
        assert (event.step, event.data) == ("assign_hosts", {"hosts": [host.get_full_name()]})
        assert list(flaws_of(published)) == []

    def test_only_planners_assign_and_only_who_may_sign_people_in(
        self, session: Session, planner: User
    ) -> None:
        host = make_host()
        with pytest.raises(PermissionDenied):
            assign_hosts(session_ids=[session.pk], hosts=[host], by=host)
        stranger = User.objects.create_user("stranger", "stranger@example.com", "x")
        with pytest.raises(ValidationError, match="没有现场签到的权限"):
            assign_hosts(session_ids=[session.pk], hosts=[stranger], by=planner)
        assert host in possible_hosts()
        assert stranger not in possible_hosts()
        assert not session.hosts.exists()

    def test_what_is_over_for_good_is_passed_over(self, planner: User) -> None:
        rows = [make_session(state=state) for state in (SessionState.CANCELLED, "archived")]
        keys = [one.pk for one in rows]
        assert assign_hosts(session_ids=keys, hosts=[make_host()], by=planner) == []

    def test_a_postponed_session_keeps_its_people(self, planner: User) -> None:
        session = make_session(state=SessionState.CONFIRMED)
        host = make_host(session)
        begins = session.begins_at + 7 * A_DAY
        wanted = {"begins_at": begins, "ends_at": begins + HOUR}
        transition(session_id=session.pk, name="postpone", by=planner, reason="下雨", wanted=wanted)
        session.refresh_from_db()
        assert session.replaced_by is not None
        assert list(session.replaced_by.hosts.all()) == [host]

    def test_a_week_or_a_series_at_once_on_the_page(self, planner: User) -> None:
        host = make_host()
        rows = [make_session(hour=hour) for hour in (9, 14)]
        day = timezone.localtime(rows[0].begins_at).date()
        address = reverse("outreach_planning:hosts") + f"?first_day={day}&last_day={day}"
        client = signed_in(planner)
        page = client.get(address).content.decode()
        assert all(f'value="{one.pk}"' in page for one in rows)
        told: dict[str, Any] = {"session": [one.pk for one in rows], "hosts": [host.pk]}
        answer = client.post(address, {**told, "add": "1"}, follow=True)
        assert "已更改 2 场的现场人员" in answer.content.decode()
        assert set(host.hosted_sessions.all()) == set(rows)
        client.post(address, {"session": [rows[0].pk], "replace": "1"})
        assert set(host.hosted_sessions.all()) == {rows[1]}
        nobody = client.post(address, {"hosts": [host.pk], "add": "1"}).content.decode()
        assert "请勾选场次" in nobody
        forged = client.post(address, {**told, "hosts": [planner.pk + 1000], "add": "1"})
        assert forged.status_code == 200
        one = client.get(reverse("outreach_planning:hosts") + f"?session={rows[1].pk}")
        assert f'id="session-{rows[0].pk}"' not in one.content.decode()

    def test_many_sessions_are_listed_with_their_people_in_few_queries(
        self, planner: User, django_assert_max_num_queries: Any
    ) -> None:
        for hour in range(8, 20):
            make_host(make_session(hour=hour, minutes=30))
        day = timezone.localdate() + 14 * A_DAY
        address = reverse("outreach_planning:hosts") + f"?first_day={day}&last_day={day}"
        client = signed_in(planner)
        client.get(address)
        with django_assert_max_num_queries(25):
            client.get(address)

"""Who looks for a class, joins one, confirms or asks for one in English reads English everywhere."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from messaging.models import Message
from outreach.confirmation_links import token_of
from outreach.domain.confirming import give_answer
from outreach.domain.joining import cancel
from outreach.domain.requesting import take_up
from outreach.domain.tokens import Purpose
from outreach.domain.transitioning import transition
from outreach.enums import Answer, RegistrationKind, SessionState
from outreach.joining_messages import link, remind
from outreach.models import Programme, Session
from tests.factories.outreach import (
    make_class_request,
    make_outreach_staff,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.registry import make_base, make_inheritor, make_project
from tests.heritage_site.english import english, left_in_chinese, unmarked
from tests.outreach.joining.everybody import Party, again, ask, join, proved_user, words_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return make_programme(
        make_project("剪纸示例", category=7),
        title="第一把剪刀",
        title_en="First scissors",
        summary="剪出第一朵窗花",
        min_age=6,
        materials="剪刀现场提供",
        cost="15.50",
    )


@pytest.fixture
def session(programme: Programme) -> Session:
    """Open, with all that a page can say, in the afternoon of a day in two weeks."""
    venue = make_venue(
        name="示例社区中心",
        address="示例路 7 号",
        latitude="39.123456",
        longitude="117.234567",
        accessibility=["step-free", "lift"],
        public_note="从东门进",
        base=make_base("示例基地"),
    )
    return make_session(
        programme=programme,
        venue=venue,
        teacher=make_teacher(name="示例老师", inheritor=make_inheritor("张一")),
        state=SessionState.OPEN,
        seats=3,
        waitlist_seats=5,
        note="请早到十分钟。",
    )


def read(client: Any, address: str) -> BeautifulSoup:
    response = client.get(address, headers={"cookie": english(client)})
    return BeautifulSoup(response.content, "html.parser")


def test_looking_for_a_class(client: Any, session: Session) -> None:
    state = SessionState
    others = (state.CONFIRMED, state.CLOSED, state.CANCELLED, state.ARCHIVED)
    for hour, other in enumerate(others, start=12):  # one after the other in the one venue
        make_session(
            programme=session.programme,
            venue=session.venue,
            state=other,
            hour=hour,
            minutes=60,
        )
    past = make_session(
        begins_at=timezone.now() - datetime.timedelta(days=3),
        state=state.HELD,
        adults_present=5,
        minors_present=2,
    )
    unmapped = make_session(state=state.OPEN)
    moved = make_session(state=state.POSTPONED, replaced_by=unmapped)
    day = timezone.localtime(session.begins_at).date()
    sessions = (session, past, unmapped, moved)
    pages = [reverse("outreach:session", args=[one.pk]) for one in sessions]
    pages += ["/", "/classes/", "/classes/?when=held", "/classes/?age=8&free=yes&weekday=1"]
    pages += ["/classes/?age=老&venue_type=天上&area=000000", "/classes/?project=没有"]
    pages += ["/classes/calendar/", f"/classes/calendar/?month={day:%Y-%m}"]
    pages += ["/classes/calendar/?month=下月", reverse("outreach:day", args=[day])]
    pages += ["/classes/map/", reverse("outreach:venue", args=[session.venue_id])]
    pages += ["/year/", "/year/?year=去年", "/year/?year=2020"]
    pages += [
        reverse("catalogue:inheritors", args=[session.teacher.inheritor.slug]),
        reverse("catalogue:projects", args=[session.programme.projects.get().project.slug]),
    ]
    assert left_in_chinese(client, pages) == {}


def test_a_class_has_its_english_name_where_somebody_gave_it_one(
    client: Any, session: Session
) -> None:
    address = reverse("outreach:session", args=[session.pk])
    chinese = BeautifulSoup(client.get(address).content, "html.parser")
    assert chinese.h1.get_text() == "第一把剪刀"
    assert chinese.select_one('.record-english[lang="en"]').get_text() == "First scissors"
    page = read(client, address)
    assert page.h1.get_text() == "First scissors"
    assert page.select_one('.record-english[lang="zh-Hans"]').get_text() == "第一把剪刀"
    assert "First scissors" in read(client, "/classes/").select_one(".class-name").get_text()
    Session.objects.update(title="专场")
    assert read(client, address).h1.get_text() == "专场"
    assert read(client, address).select_one(".record-english") is None


def test_days_are_written_as_english_writes_them(client: Any, session: Session) -> None:
    Session.objects.update(
        begins_at=datetime.datetime(2031, 5, 17, 6, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2031, 5, 17, 8, tzinfo=datetime.UTC),
    )
    text = read(client, reverse("outreach:session", args=[session.pk])).get_text(" ", strip=True)
    assert "17 May 2031" in text
    assert "Saturday" in text
    text = read(client, reverse("outreach:join", args=[session.pk])).get_text(" ", strip=True)
    assert "Saturday 17 May 2031, 14:00" in text


def test_joining(client: Any, session: Session) -> None:
    form = reverse("outreach:join", args=[session.pk])
    asked = ask(session)
    placed = join(session)
    family = join(session, party=Party(RegistrationKind.FAMILY, 1, 1))
    waiting = join(session, 2)
    gone = join(session)
    cancel(registration=gone)
    assert asked is not None
    code = reverse("outreach:join-code", args=[session.pk, asked.public_id])
    pages = [form, code, link(asked, Purpose.CONFIRM)]
    for row in (placed, family, waiting, gone):
        pages.append(link(again(row), Purpose.VIEW))
    pages += [link(placed, purpose) for purpose in (Purpose.CANCEL, Purpose.TICKET)]
    pages.append(link(placed, Purpose.FEEDBACK))
    cancel(registration=family)
    offered = again(waiting)
    pages += [link(offered, Purpose.OFFER), link(offered, Purpose.VIEW)]
    assert left_in_chinese(client, pages) == {}
    wrong = client.post(form, {"kind": "family", "adults": "x", "contact": "y"})
    assert list(unmarked(BeautifulSoup(wrong.content, "html.parser"))) == []
    assert "Not registered yet" in wrong.content.decode()


def test_what_one_joined(client: Any, session: Session) -> None:
    person = proved_user()
    join(session, by=person, contact=person.email)
    other = make_session(state=SessionState.OPEN)
    cancel(registration=join(other, by=person))
    client.force_login(person)
    pages = [reverse("outreach:mine"), reverse("outreach:own-requests")]
    assert left_in_chinese(client, [*pages, reverse("outreach:join", args=[other.pk])]) == {}
    told = {"kind": "single", "name": "A. Reader", "contact": person.email}
    again_asked = client.post(reverse("outreach:join", args=[session.pk]), told, follow=True)
    assert list(unmarked(BeautifulSoup(again_asked.content, "html.parser"))) == []


@pytest.mark.parametrize("answer", [None, *Answer.values])
def test_confirming(client: Any, answer: str | None) -> None:
    session = make_session(note="请早到。")
    transition(session_id=session.pk, name="publish", by=make_outreach_staff())
    rows = list(session.confirmations.all())
    if answer in (Answer.AGREED, Answer.DECLINED):
        for row in rows:
            give_answer(confirmation_id=row.pk, agreed=answer == Answer.AGREED, note="下午更好")
    elif answer is None:
        Session.objects.update(state=SessionState.CANCELLED)
    for row in rows:
        page = read(client, reverse("outreach:confirm", args=[token_of(row)]))
        assert page.html["lang"] == "en"
        assert list(unmarked(page)) == []


def test_asking_for_a_class(client: Any, session: Session) -> None:
    person = proved_user()
    row = make_class_request(by=person, programme=session.programme)
    client.force_login(person)
    withdraw = reverse("outreach:request-withdraw")
    pages = [reverse("outreach:request"), withdraw, reverse("outreach:own-requests")]
    pages.append(reverse("outreach:own-request", args=[row.public_id]))
    assert left_in_chinese(client, pages) == {}
    take_up(request=row, by=make_outreach_staff())
    assert left_in_chinese(client, pages) == {}
    told = client.post("/track/", {"number": row.number, "code": row.query_code})
    page = BeautifulSoup(told.content, "html.parser")
    assert list(unmarked(page)) == []
    assert "Being arranged" in page.get_text()


def test_an_answer_is_in_the_readers_language_and_what_others_get_in_chinese(
    session: Session,
) -> None:
    Session.objects.update(seats=1)
    with override("en"):
        first = join(session, contact="first@example.com")
        join(session, contact="second@example.com")
        cancel(registration=first)
    assert "You have a place: First scissors" in words_to("first@example.com")[-2]
    assert "You have cancelled" in words_to("first@example.com")[-1]
    assert "On the waitlist" in words_to("second@example.com")[-2]
    offer = words_to("second@example.com")[-1]
    assert offer.startswith("有名额了，请确认：第一把剪刀")
    with override("en"):
        remind(again(first))
    assert words_to("first@example.com")[-1].startswith("明天上课：第一把剪刀")


def test_parties_are_asked_in_chinese_whoever_publishes() -> None:
    session = make_session()
    with override("en"):
        transition(session_id=session.pk, name="publish", by=make_outreach_staff())
    asked = Message.objects.filter(key__startswith="outreach:confirmation-")
    assert {one.subject for one in asked} == {f"请确认：{session.shown_title}"}

"""Who looks for a class, joins one, confirms or asks for one in English reads English everywhere."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from messaging.models import Message
from outreach.confirmation_links import token_of
from outreach.domain.confirming import give_answer
from outreach.domain.joining import cancel
from outreach.domain.requesting import decline, take_up
from outreach.domain.tokens import Purpose
from outreach.domain.transitioning import transition
from outreach.domain.waiting import accept_offer
from outreach.enums import Answer, RegistrationKind, SessionState
from outreach.joining_messages import ask_feedback, link, remind
from outreach.models import Programme, Session, Venue
from tests.factories.outreach import (
    make_class_request,
    make_outreach_staff,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.registry import make_base, make_inheritor, make_project
from tests.heritage_site.english import HAN, english, left_in_chinese, unmarked
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


def test_who_registered_in_english_is_written_to_in_english(session: Session) -> None:
    Session.objects.update(seats=1)
    with override("en"):
        first = join(session, contact="first@example.com")
        second = join(session, contact="second@example.com")
    join(session, contact="third@example.com")
    cancel(registration=first)  # in Chinese: by a member of staff, or from another device
    accept_offer(registration=second)
    remind(again(second))
    ask_feedback(again(second))
    told = [words.splitlines()[0] for words in words_to("second@example.com")]
    assert told[1:] == [
        "On the waitlist: First scissors",
        "A place is free, please confirm: First scissors",
        "You have a place: First scissors",
        "Tomorrow: First scissors",
        "How was it? First scissors",
    ]
    assert "You have cancelled" in words_to("first@example.com")[-1]
    assert "已进入候补：第一把剪刀" in words_to("third@example.com")[-1]


def test_what_becomes_of_a_class_is_told_to_each_in_his_language(session: Session) -> None:
    planner = make_outreach_staff()
    with override("en"):
        join(session, contact="english@example.com")
    join(session, contact="chinese@example.com")
    with override("en"):
        transition(session_id=session.pk, name="cancel", by=planner, reason="停电")
    english_words, chinese_words = (
        words_to(f"{name}@example.com")[-1] for name in ("english", "chinese")
    )
    assert english_words.startswith("Cancelled: First scissors")
    assert "Reason: 停电" in english_words
    assert chinese_words.startswith("取消：第一把剪刀")


def test_who_asked_for_a_class_in_english_reads_english(session: Session) -> None:
    planner = make_outreach_staff()
    with override("en"):
        row = make_class_request(contact="asks@example.com")
    take_up(request=row, by=planner)
    decline(request=row, reason="没有老师", by=planner)
    told = words_to("asks@example.com")
    assert all(f" {row.number}" in words.splitlines()[0] for words in told)
    assert [left for words in told for left in HAN.findall(words.splitlines()[0])] == []
    assert "We are looking for a teacher" in told[1]
    assert "没有老师" in told[2]


def test_the_language_chosen_on_the_page_to_confirm_is_the_one_to_write_in(
    client: Any, session: Session
) -> None:
    asked = ask(session, contact="switch@example.com")
    assert asked is not None
    assert asked.language == "zh-hans"
    address = link(asked, Purpose.CONFIRM)
    switched = client.post(
        "/display/", {"language": "en"}, headers={"referer": f"http://testserver{address}"}
    )
    assert switched["Location"] == address
    assert BeautifulSoup(client.get(address).content, "html.parser").html["lang"] == "en"
    client.post(address)
    assert again(asked).language == "en"
    assert words_to("switch@example.com")[-1].startswith("You have a place: First scissors")


def test_a_link_that_was_sent_opens_in_the_language_it_was_sent_in(
    client: Any, session: Session
) -> None:
    with override("en"):
        row = join(session)
    page = BeautifulSoup(client.get(link(row, Purpose.VIEW)).content, "html.parser")
    assert page.html["lang"] == "en"
    client.cookies["django_language"] = "zh-hans"
    page = BeautifulSoup(client.get(link(row, Purpose.VIEW)).content, "html.parser")
    assert page.html["lang"] == "zh-hans"
    assert 'lang="zh-hans"' in Client().get("/").content.decode(), "nobody else is affected"


def test_a_party_changes_the_language_of_its_page_and_stays_on_it(client: Any) -> None:
    session = make_session()
    transition(session_id=session.pk, name="publish", by=make_outreach_staff())
    address = reverse("outreach:confirm", args=[token_of(session.confirmations.get(party="venue"))])
    form = BeautifulSoup(client.get(address).content, "html.parser").select_one(".display-switches")
    assert form is not None
    there = form.select_one("[name=next]")["value"]
    answer = client.post(form["action"], {"language": "en", "next": there}, follow=True)
    assert answer.redirect_chain[-1][0] == address
    assert BeautifulSoup(answer.content, "html.parser").html["lang"] == "en"
    answer = client.post(address, {"answer": ""})
    assert BeautifulSoup(answer.content, "html.parser").html["lang"] == "en"


def test_a_venue_has_its_english_name_where_somebody_gave_it_one(
    client: Any, session: Session
) -> None:
    Venue.objects.filter(pk=session.venue_id).update(name_en="Sample Community Centre")
    day = timezone.localtime(session.begins_at).date()
    names = ("list", "calendar", "map")
    pages = [reverse(f"outreach:{name}") for name in names]
    pages[1] += f"?month={day:%Y-%m}"
    pages += [reverse("outreach:day", args=[day]), f"/classes/?venue={session.venue_id}"]
    pages += [reverse("outreach:session", args=[session.pk])]
    pages += [reverse("outreach:join", args=[session.pk])]
    pages += [reverse("outreach:venue", args=[session.venue_id])]
    for address in pages:
        assert "Sample Community Centre" in read(client, address).get_text(" "), address
    page = read(client, pages[-1])
    assert page.h1.get_text() == "Sample Community Centre"
    assert page.select_one('.record-english[lang="zh-Hans"]').get_text() == "示例社区中心"
    client.cookies.clear()
    assert "Sample Community" not in client.get(pages[0]).content.decode()


def test_parties_are_asked_in_chinese_whoever_publishes() -> None:
    session = make_session()
    with override("en"):
        transition(session_id=session.pk, name="publish", by=make_outreach_staff())
    asked = Message.objects.filter(key__startswith="outreach:confirmation-")
    assert {one.subject for one in asked} == {f"请确认：{session.shown_title}"}

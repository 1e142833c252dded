"""The feeds, read by icalendar and held against the database."""

from __future__ import annotations

import datetime
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from icalendar import Calendar

from outreach.domain.transitioning import transition
from outreach.enums import SessionState, VenueType
from outreach.models import Session
from outreach.queries import public_sessions
from tests.factories.outreach import (
    at,
    make_outreach_staff,
    make_programme,
    make_registration,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.registry import division, make_inheritor, make_project

pytestmark = pytest.mark.django_db
FEED = "/classes/calendar.ics"
NEW_YEAR, A_DAY = datetime.date(2027, 1, 1), datetime.timedelta(days=1)


def events(client, address=FEED) -> dict[str, Any]:
    """The feed's events by UID."""
    response = client.get(address)
    assert response.status_code == 200
    found = Calendar.from_ical(response.content).walk("VEVENT")
    by_uid = {str(event["uid"]): event for event in found}
    assert len(by_uid) == len(found), "a UID stands twice"
    return by_uid


def uid(session: Session) -> str:
    return f"{session.uid}@{urlsplit(settings.SITE_URL).hostname}"


def test_it_holds_what_the_database_holds_of_the_coming_year(client):
    today = timezone.localdate()
    days = (-400, -1, 0, 1, 30, 200, 365, 367, 500)
    for days_off in days:
        day = today + datetime.timedelta(days=days_off)
        for state in SessionState:
            make_session(day=day, hour=9, state=state)
            make_session(day=day, hour=9, state=state, published_at=None)

    midnight = at(today, 0)
    expected = public_sessions().filter(
        ends_at__gt=midnight, begins_at__lt=midnight + datetime.timedelta(days=366)
    )

    found = events(client)
    assert found.keys() == {uid(session) for session in expected}
    assert len(found) == 5 * 7, "five of the days, seven of the states"
    for session in expected:
        event = found[uid(session)]
        assert event["dtstart"].dt == session.begins_at
        assert event["dtend"].dt == session.ends_at
        assert event["sequence"] == session.revision
        given_up = session.state in (SessionState.CANCELLED, SessionState.POSTPONED)
        assert event["status"] == ("CANCELLED" if given_up else "CONFIRMED")
        assert str(event["url"]) == f"{settings.SITE_URL}/classes/{session.pk}/"
        assert session.shown_title in event["summary"]
        assert event["last-modified"].dt == session.changed_at.replace(microsecond=0)


def test_what_a_calendar_program_needs_is_there(client):
    venue = make_venue(
        name="示例社区", address="示例路 1 号", latitude="39.125", longitude="117.25"
    )
    session = make_session(venue=venue, state=SessionState.OPEN)

    response = client.get(FEED)
    calendar = Calendar.from_ical(response.content)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    [zone] = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Asia/Shanghai"
    [observance] = zone.walk("STANDARD")
    assert observance["tzoffsetto"].to_ical() == "+0800"
    event = calendar.walk("VEVENT")[0]
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert event["dtstamp"].dt.utcoffset() == datetime.timedelta()
    assert event["location"] == "示例社区，示例路 1 号"
    assert (event["geo"].latitude, event["geo"].longitude) == (39.125, 117.25)
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    assert b"\n" not in response.content.replace(b"\r\n", b"")
    assert uid(session) == event["uid"]


NASTY = [
    "剪纸\r\nATTENDEE:mailto:somebody@example.com",
    "一门名字很长的课" * 12,
    '纸, 剪刀; 反斜杠\\ “引号” "quotes"',
    "🎋🏮" * 30,
    "竖着\x0b分行\x1f又\x7f三\r行",
    "BEGIN:VEVENT",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("text", NASTY)
def test_whatever_was_typed_is_text_and_nothing_else(client, text):
    told = {"name": text[:80], "address": text[:100], "public_note": text}
    teacher = make_teacher(name=text[:40])
    session = make_session(
        programme=make_programme(title="课", summary=text[:100]),
        venue=make_venue(**told),
        teacher=teacher,
        title=text[:80],
        state=SessionState.OPEN,
    )

    for address in (FEED, f"{FEED}?teacher={teacher.pk}", f"/classes/{session.pk}/class.ics"):
        content = client.get(address).content
        lines = content.split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert not re.search(b"[\x00-\x08\x0b-\x1f\x7f\n]", b"".join(lines))
        assert all(line.decode() is not None for line in lines), "folded between characters"
        calendar = Calendar.from_ical(content)
        [event] = calendar.walk("VEVENT")
        assert event.errors == []
        assert "attendee" not in event
        written = re.sub("[\x00-\x08\x0e-\x1f\x7f]", "", "\n".join(text[:80].splitlines()))
        assert event["summary"] == written
        assert event["uid"] == uid(session)


def test_a_cancelled_session_keeps_its_uid_and_raises_its_sequence(client):
    session = make_session(state=SessionState.OPEN)
    before = events(client)[uid(session)]

    transition(session_id=session.pk, name="cancel", by=make_outreach_staff(), reason="停电")

    after = events(client)[uid(session)]
    assert after["status"] == "CANCELLED"
    assert after["sequence"] > before["sequence"]
    assert after["summary"].startswith("【已取消】")


def test_a_postponed_session_is_cancelled_and_its_new_one_comes_when_it_is_announced(client):
    old = make_session(state=SessionState.OPEN)
    day = timezone.localdate() + datetime.timedelta(days=40)
    times = {"begins_at": at(day, 15), "ends_at": at(day, 16)}
    staff = make_outreach_staff()
    transition(session_id=old.pk, name="postpone", by=staff, reason="下雨", wanted=times)
    old.refresh_from_db()
    new = old.replaced_by

    found = events(client)
    assert found.keys() == {uid(old)}
    assert found[uid(old)]["status"] == "CANCELLED"
    assert "改到" not in found[uid(old)]["description"]

    new.state, new.published_at = SessionState.OPEN, timezone.now()
    new.save()
    found = events(client)
    assert found.keys() == {uid(old), uid(new)}
    assert f"改到 {day.year}年{day.month}月{day.day}日 15:00" in found[uid(old)]["description"]


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (at(NEW_YEAR, 23) - A_DAY, at(NEW_YEAR, 1)),
        (at(NEW_YEAR, 7, 30), at(NEW_YEAR, 8, 30)),
        (at(NEW_YEAR, 0), at(NEW_YEAR, 0, 30)),
    ],
    ids=["over midnight", "the year's end in UTC", "at midnight"],
)
def test_times_are_those_of_the_bureaus_clock(client, monkeypatch, begins, ends):
    monkeypatch.setattr(timezone, "localdate", lambda *_: datetime.date(2026, 12, 1))
    minutes = int((ends - begins).total_seconds() // 60)
    session = make_session(begins_at=begins, minutes=minutes, state=SessionState.OPEN)

    response = client.get(FEED)

    assert f"DTSTART;TZID=Asia/Shanghai:{begins:%Y%m%dT%H%M%S}" in response.content.decode()
    assert f"DTEND;TZID=Asia/Shanghai:{ends:%Y%m%dT%H%M%S}" in response.content.decode()
    assert events(client)[uid(session)]["dtstart"].dt == session.begins_at


def test_today_lasts_until_local_midnight(client):
    """At seven in the morning UTC still has yesterday; the class of this morning stays."""
    today = timezone.localdate()
    this_morning = make_session(day=today, hour=0, minutes=30, state=SessionState.OPEN)
    last_night = make_session(
        begins_at=at(today, 0) - datetime.timedelta(minutes=90), state=SessionState.OPEN
    )
    over_midnight = make_session(
        begins_at=at(today, 0) - datetime.timedelta(minutes=60), state=SessionState.OPEN
    )

    assert events(client).keys() == {uid(this_morning), uid(over_midnight)}
    assert last_night.ends_at == at(today, 0)


def test_each_parameter_narrows_it(client):
    kite = make_project("风筝示例")
    teacher = make_teacher(inheritor=make_inheritor("张示例", project=kite))
    school = make_venue(VenueType.SCHOOL, division=division("120101"))
    here = make_session(
        programme=make_programme(kite), teacher=teacher, venue=school, state=SessionState.OPEN
    )
    other = make_session(state=SessionState.OPEN)

    for query in (
        "venue_type=school",
        f"teacher={teacher.pk}",
        f"teacher={teacher.inheritor.slug}",
        f"project={kite.slug}",
        f"project={kite.pk}",
        "area=120101",
        f"venue={school.pk}",
        f"venue_type=school&teacher={teacher.pk}&area=120000",
    ):
        assert events(client, f"{FEED}?{query}").keys() == {uid(here)}, query
    both = events(client, f"{FEED}?venue_type=school&venue_type=community")
    assert both.keys() == {uid(here), uid(other)}
    assert not events(client, f"{FEED}?venue_type=school&teacher={other.teacher_id}")


def test_what_is_left_empty_narrows_nothing(client):
    session = make_session(state=SessionState.OPEN)
    assert events(client, f"{FEED}?venue_type=&teacher=&project=").keys() == {uid(session)}


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("venue_type=church", 400, "school"),
        ("area=河东", 400, "120102"),
        ("area=99", 404, "地区"),
        ("venue=x", 400, "编号"),
        ("venue=999999", 404, "场地"),
        ("teacher=999999", 404, "老师"),
        ("teacher=nobody", 404, "老师"),
        ("project=none", 404, "项目"),
        ("project=%00", 400, "字符"),
        ("project=" + "9" * 99, 404, "项目"),
        ("project=" + "x" * 2000, 400, "太长"),
        ("&".join(f"venue={number}" for number in range(40)), 400, "30"),
    ],
)
def test_a_value_that_means_nothing_is_refused_with_a_sentence(client, query, status, words):
    response = client.get(f"{FEED}?{query}")

    assert response.status_code == status
    assert words in response.content.decode()
    assert response["Content-Type"].startswith("text/plain")


def test_names_that_were_never_public_are_not_told(client):
    teacher, venue = make_teacher(), make_venue()
    make_session(teacher=teacher, venue=venue, state=SessionState.DRAFT)

    assert client.get(f"{FEED}?teacher={teacher.pk}").status_code == 404
    assert client.get(f"{FEED}?venue={venue.pk}").status_code == 404


def test_nobodys_data_is_in_it(client):
    venue = make_venue(
        contact_name="张秘密", contact_phone="55550000", contact_email="v@example.com"
    )
    teacher = make_teacher(name="李老师", phone="13800000000", email="t@example.com")
    session = make_session(
        venue=venue, teacher=teacher, staff_note="内部备注", state=SessionState.OPEN
    )
    make_registration(session, name="王报名", contact="visitor@example.com")

    for address in (FEED, f"/classes/{session.pk}/class.ics"):
        text = client.get(address).content.replace(b"\r\n ", b"").decode()
        assert "李老师" in text
        for words in (
            *("张秘密", "55550000", "v@example.com", "13800000000", "t@example.com"),
            *("内部备注", "王报名", "visitor@example.com"),
        ):
            assert words not in text


def test_one_session_is_a_calendar_of_its_own(client):
    session = make_session(state=SessionState.OPEN)
    make_session(state=SessionState.OPEN)

    response = client.get(f"/classes/{session.pk}/class.ics")

    assert events(client, f"/classes/{session.pk}/class.ics").keys() == {uid(session)}
    assert "attachment" in response["Content-Disposition"]


def test_who_has_it_already_need_not_fetch_it_again(client):
    session = make_session(state=SessionState.OPEN)
    first = client.get(FEED)
    assert "max-age" in first["Cache-Control"]

    again = {"If-None-Match": first["ETag"]}
    since = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get(FEED, headers=again).status_code == 304
    assert client.get(FEED, headers=since).status_code == 304
    assert client.head(FEED)["ETag"] == first["ETag"]

    transition(session_id=session.pk, name="cancel", by=make_outreach_staff(), reason="停电")
    assert client.get(FEED, headers=again).status_code == 200


def test_a_venue_that_moves_is_noticed_by_who_asks_by_date_too(client):
    """Nothing of the session itself changed: no column of it tells."""
    session = make_session(state=SessionState.OPEN)
    yesterday = {"If-Modified-Since": "Mon, 05 Jan 2026 00:00:00 GMT"}
    client.get(FEED)
    session.venue.address = "搬到新地址"
    session.venue.save()
    cache.clear()

    response = client.get(FEED, headers=yesterday)

    assert response.status_code == 200
    assert "搬到新地址" in response.content.replace(b"\r\n ", b"").decode()


def test_a_year_of_it_is_read_in_one_query_and_kept(client, django_assert_num_queries):
    programme, venue, teacher = make_programme(), make_venue(), make_teacher()
    for number in range(40):
        make_session(
            programme=programme,
            venue=venue,
            teacher=teacher,
            day=timezone.localdate() + datetime.timedelta(days=number),
            hour=23,
            state=SessionState.OPEN,
        )
    with django_assert_num_queries(2):  # how it stands, and the sessions
        assert len(events(client)) == 40
    with django_assert_num_queries(1):
        client.get(FEED)


def test_the_address_alone_tells_the_language(client):
    programme = make_programme(title="第一把剪刀", title_en="First scissors")
    venue = make_venue(name="示例社区", name_en="Sample Community")
    session = make_session(programme=programme, venue=venue, state=SessionState.OPEN)
    one = f"/classes/{session.pk}/class.ics"
    client.cookies["django_language"] = "en"
    for address in (FEED, one):
        chinese, english = client.get(address), client.get(f"{address}?lang=en")
        assert "第一把剪刀" in chinese.content.decode()
        assert "First scissors" in english.content.decode()
        assert "Sample Community" in english.content.decode()
        assert chinese["Content-Language"] == "zh-hans"
        assert english["Content-Language"] == "en"
        assert chinese["ETag"] != english["ETag"]
        for response in (chinese, english):
            assert response["Cache-Control"] == "public, max-age=900"
            assert not {"cookie", "accept-language"} & {
                one.strip().lower() for one in response.get("Vary", "").split(",")
            }
        again = client.get(f"{address}?lang=en", headers={"if-none-match": english["ETag"]})
        assert again.status_code == 304
        wrong = client.get(f"{address}?lang=en", headers={"if-none-match": chinese["ETag"]})
        assert wrong.status_code == 200
    client.cookies.clear()
    assert client.get(FEED).content == chinese_again(client)
    german = client.get(f"{FEED}?lang=de")
    assert german.status_code == 400
    assert "zh-hans、en" in german.content.decode()


def chinese_again(client) -> bytes:
    """With a browser that is set up for English."""
    return client.get(FEED, headers={"accept-language": "en"}).content


def test_pages_lead_to_the_calendar_in_their_own_language(client):
    venue = make_venue()
    session = make_session(venue=venue, state=SessionState.OPEN)
    asked = f"{FEED}?venue={venue.pk}"
    pages = (f"/classes/?venue={venue.pk}", f"/classes/calendar/?venue={venue.pk}")
    for page in pages:
        assert links(client, page) == {asked}
    assert f"/classes/{session.pk}/class.ics" in links(client, f"/classes/{session.pk}/")
    client.cookies["django_language"] = "en"
    for page in pages:
        assert links(client, page) == {f"{asked}&lang=en"}
    assert f"/classes/{session.pk}/class.ics?lang=en" in links(client, f"/classes/{session.pk}/")
    for page in pages:
        for address in links(client, page):
            assert client.get(address).status_code == 200


def links(client, page: str) -> set[str]:
    """Where the page's links to calendars lead."""
    found = BeautifulSoup(client.get(page).content, "html.parser").select("a[href*='.ics']")
    return {str(one["href"]) for one in found}

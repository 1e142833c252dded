"""Records of the catalogue name the classes one can join, and those that were archived."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from outreach.enums import SessionState, VenueType
from tests.factories.outreach import make_programme, make_session, make_teacher, make_venue
from tests.factories.registry import make_base, make_inheritor, make_project, make_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def taught():
    """A project, its inheritor and a base, with a class to come, one archived, and others of neither."""
    project = make_project("泥人示例")
    inheritor = make_inheritor("张示例", project=project)
    base = make_base("示例传习所")
    programme = make_programme(project)
    common = {
        "programme": programme,
        "teacher": make_teacher(inheritor=inheritor),
        "venue": make_venue(VenueType.BASE, base=base),
    }
    past = timezone.localdate() - datetime.timedelta(days=30)
    make_session(title="要来的课", state=SessionState.OPEN, **common)
    make_session(title="归档的课", day=past, state=SessionState.ARCHIVED, **common)
    make_session(title="没归档的", day=past, hour=15, state=SessionState.HELD, **common)
    make_session(title="草稿的课", hour=15, **common)
    make_session(title="别人的课", state=SessionState.OPEN)
    return project, inheritor, base


def page(client, record) -> BeautifulSoup:
    response = client.get(reverse(f"catalogue:{record.kind}s", args=[record.slug]))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("index", range(3), ids=["project", "inheritor", "base"])
def test_what_is_coming_stands_first_and_what_was_archived_is_listed(client, taught, index):
    soup = page(client, taught[index])

    first = soup.select_one(".record-main section")
    assert first.select_one("h2").text == "可以来上的课"
    assert [name.text for name in first.select(".class-name")] == ["要来的课"]
    held = soup.select_one("section[aria-labelledby=held-classes]")
    assert [link.text for link in held.select("li a")] == ["归档的课"]
    assert "办过的公益课（1 场）" in held.h2.text
    for words in ("没归档的", "草稿的课", "别人的课"):
        assert words not in soup.text


def test_its_feed_is_of_this_record_alone(client, taught):
    for record in taught:
        links = [a["href"] for a in page(client, record).select(".class-invitation a")]
        [feed] = [link for link in links if ".ics" in link]
        text = client.get(feed).content.decode()
        assert "要来的课" in text
        assert "别人的课" not in text


def test_more_than_a_few_lead_to_the_list(client, taught):
    project, inheritor, _base = taught
    session = inheritor.teacher.sessions.get(title="要来的课")
    for hour in range(11, 17):
        make_session(
            programme=session.programme,
            teacher=session.teacher,
            venue=session.venue,
            hour=hour,
            minutes=30,
            day=session.day + datetime.timedelta(days=1),
            state=SessionState.OPEN,
        )

    for record in (project, inheritor):
        link = page(client, record).find("a", string="全部 7 场")
        assert client.get(link["href"]).content.decode().count('class="class-card"') == 7


def test_records_without_classes_say_nothing_of_them(client):
    for record in (make_project("无课"), make_inheritor("无课"), make_workshop("无课")):
        assert "公益课（" not in page(client, record).text
        assert not page(client, record).select(".class-invitation")

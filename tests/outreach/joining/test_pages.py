"""The way of a visitor through the pages, without scripts."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from outreach.domain.joining import cancel
from outreach.domain.tokens import Purpose
from outreach.enums import RegistrationState, SessionState
from outreach.joining_messages import link
from outreach.models import Feedback, Session
from tests.factories.outreach import make_session
from tests.outreach.joining.everybody import (
    HOUR,
    again,
    join,
    open_session,
    proved_user,
    words_to,
)

pytestmark = pytest.mark.django_db


def fill(**told) -> dict[str, str]:
    return {
        **{"kind": "family", "adults": "1", "minors": "2", "name": "王女士", "needs": "轮椅"},
        **{"contact": "138 0000 0123", **told},
    }


def test_from_the_form_by_the_code_to_the_ticket_and_back(client):
    session = open_session(seats=3)
    url = reverse("outreach:join", args=[session.pk])
    assert "还有 <strong>3</strong> 个名额" in client.get(url).content.decode()
    sent = client.post(url, fill(), follow=True)
    assert "确认前不占名额" in sent.content.decode()
    code = re.search(r"验证码 (\d{6})", words_to("+8613800000123")[-1])[1]
    done = client.post(sent.redirect_chain[-1][0], {"code": code}, follow=True)
    page = done.content.decode()
    assert "报名成功" in page
    assert "data:image/svg+xml;base64," in page
    cancelling = re.search(r'href="(/classes/joined/cancel/[^"]+)"', page)[1]
    assert "取消报名" in client.get(cancelling).content.decode()
    assert "已取消报名" in client.post(cancelling, follow=True).content.decode()
    assert session.registrations.get().state == RegistrationState.CANCELLED


def test_the_link_of_the_message_confirms_by_a_button(client):
    session = open_session(seats=3)
    client.post(reverse("outreach:join", args=[session.pk]), fill(contact="link@example.com"))
    url = re.search(r"/classes/joined/confirm/\S+", words_to("link@example.com")[-1])[0]
    assert "确认报名" in client.get(url).content.decode()
    assert "报名成功" in client.post(url, follow=True).content.decode()
    assert client.get(url).status_code == 302  # pressed again later: the registration itself


def test_a_person_with_an_account_is_placed_at_once_and_finds_it_again(client):
    user = proved_user("signed@example.com")
    client.force_login(user)
    session = open_session(seats=3)
    url = reverse("outreach:join", args=[session.pk])
    assert 'value="signed@example.com"' in client.get(url).content.decode()
    page = client.post(url, fill(contact="signed@example.com"), follow=True).content.decode()
    assert "报名成功" in page
    assert session.shown_title in client.get(reverse("outreach:mine")).content.decode()


def test_who_comes_too_late_reads_at_which_place_he_waits_and_takes_the_offer(client):
    session = open_session(seats=1)
    first, _second, third = join(session), join(session), join(session)
    url = link(third, Purpose.VIEW)
    assert "候补第 2 位" in client.get(url).content.decode()
    cancel(registration=first)
    assert "候补第 1 位" in client.get(url).content.decode()
    cancel(registration=_second)
    page = client.get(url).content.decode()
    offer = re.search(r'href="(/classes/joined/offer/[^"]+)"', page)[1]
    assert "要，我来参加" in client.get(offer).content.decode()
    assert "报名成功" in client.post(offer, follow=True).content.decode()


def test_an_offer_can_be_left_to_the_next_one(client):
    session = open_session(seats=1)
    first, second, third = join(session), join(session), join(session)
    cancel(registration=first)
    client.post(link(again(second), Purpose.OFFER), {"decline": "1"})
    assert again(second).state == RegistrationState.CANCELLED
    assert again(third).state == RegistrationState.OFFERED


def test_what_was_typed_stays_when_something_is_wrong(client):
    session = open_session(seats=3)
    url = reverse("outreach:join", args=[session.pk])
    page = client.post(url, fill(contact="not-a-number", name="王女士")).content.decode()
    assert "还没有报上" in page
    assert "王女士" in page
    assert "轮椅" in page
    assert not session.registrations.exists()


def test_all_that_is_wrong_is_said_at_once_and_read_first(client):
    """The summary has the focus and the title says so: who listens to the page hears it before all else."""
    session = open_session()
    told = {"kind": "family", "adults": "0", "minors": "４０", "contact": "x"}
    response = client.post(reverse("outreach:join", args=[session.pk]), fill(**told))
    page = BeautifulSoup(response.content, "html.parser")
    summary = page.select_one(".error-summary")
    assert summary.has_attr("autofocus")
    assert summary["tabindex"] == "-1"
    assert page.title.text.startswith("还要改一下")
    lines = {link["href"]: link.text for link in summary.select("a")}
    assert "至少有一位成人" in lines["#id_adults"]
    assert "手机号" in lines["#id_contact"]
    for anchor in lines:
        assert page.select_one(anchor), "each line leads to its field"
    assert page.select_one("#id_minors")["value"] == "４０"
    told |= {"kind": "group", "group_name": "", "adults": "１", "contact": "13800000000"}
    response = client.post(reverse("outreach:join", args=[session.pk]), fill(**told))
    assert "团体报名请填写学校或单位" in response.content.decode()


def test_full_is_said_in_plain_words(client):
    session = open_session(seats=3, waitlist_seats=0)
    join(session, 3)
    url = reverse("outreach:join", args=[session.pk])
    assert "名额和候补都满了" in client.get(url).content.decode()
    assert "都不够 3 人" in client.post(url, fill()).content.decode()


def test_too_many_tries_are_told_apart(client, monkeypatch):
    from outreach.domain import joining
    from safeguards.limiting import Limit

    monkeypatch.setattr(joining, "REGISTER_BY_ADDRESS", Limit("join-address", most=1, minutes=60))
    url = reverse("outreach:join", args=[open_session().pk])
    client.post(url, fill())
    assert client.post(url, fill(contact="next@example.com")).status_code == 429


def test_feedback_is_given_after_the_class_and_can_be_given_anew(client):
    session = open_session()
    row = join(session)
    assert "还没有结束" in client.get(link(row, Purpose.FEEDBACK)).content.decode()
    client.post(link(row, Purpose.FEEDBACK), {"rating": "5"})
    assert not Feedback.objects.exists()
    begins = timezone.now() - 3 * HOUR
    Session.objects.filter(pk=session.pk).update(begins_at=begins, ends_at=begins + HOUR)
    assert "请选一项" in client.post(link(row, Purpose.FEEDBACK), {"text": "x"}).content.decode()
    client.post(link(row, Purpose.FEEDBACK), {"rating": "4", "text": "很有意思"})
    client.post(link(row, Purpose.FEEDBACK), {"rating": "5", "text": "想了想，很好"})
    assert list(Feedback.objects.values_list("rating", "text")) == [(5, "想了想，很好")]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": SessionState.OPEN}, "我要报名"),
        ({"state": SessionState.OPEN, "open_to_public": False}, "不面向公众"),
        ({"state": SessionState.CONFIRMED}, "还没有开始报名"),
        ({"state": SessionState.CLOSED}, "报名已截止"),
        ({"state": SessionState.ARCHIVED}, "已经结束"),
        ({"state": SessionState.CANCELLED}, "不再举办"),
    ],
)
def test_the_panel_says_how_joining_stands(fields, words, django_assert_num_queries):
    session = make_session(**fields)
    with django_assert_num_queries(1):
        panel = render_to_string("outreach/joining/_panel.html", {"session": session})
    assert words in panel


def test_the_panel_counts(db):
    session = open_session(seats=2, waitlist_seats=3)
    join(session, 2)
    join(session, 2)
    panel = render_to_string("outreach/joining/_panel.html", {"session": session})
    assert "还可以候补 <strong>1</strong> 人" in panel

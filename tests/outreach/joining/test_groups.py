"""A group's seats are the people that take part; the teacher who brings them stands beside."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach import figures
from outreach.domain.counting_seats import free_seats
from outreach.domain.joining import cancel, confirm
from outreach.domain.parties import Party
from outreach.domain.refusals import JoiningRefused
from outreach.domain.signing_in import Entry, Heads, heads_of, sign_in
from outreach.domain.tokens import Purpose, ticket_code
from outreach.domain.transitioning import transition
from outreach.enums import RegistrationKind, RegistrationState, SignInWay
from outreach.joining_messages import link
from outreach.models import Registration, Session
from outreach.sign_in_sheet import sign_in_sheet
from tests.factories.outreach import make_host
from tests.factories.proving import ALL_PROOF, prove
from tests.outreach.joining.everybody import HOUR, again, ask, join, open_session, words_to
from tests.printing.documents import words
from tests.racing import race

WORDS = "带队的老师或负责人不占名额"


def pupils(minors: int, adults: int = 0) -> Party:
    return Party(RegistrationKind.GROUP, adults, minors, "示例小学三年级二班")


def typed(minors: str = "40", **told: str) -> dict[str, str]:
    """As a teacher fills the form in: the class, and nothing about herself."""
    return {
        **{"kind": "group", "group_name": "示例小学三年级二班", "adults": "", "minors": minors},
        **{"name": "孙老师", "contact": "teacher@example.com", **told},
    }


@pytest.mark.django_db
def test_a_class_of_forty_fills_forty_seats_and_forty_one_do_not_fit():
    session = open_session(seats=40)
    with pytest.raises(JoiningRefused, match=WORDS) as caught:
        ask(session, party=pupils(41))
    assert caught.value.code == "too-large"
    row = join(session, party=pupils(40))
    assert (row.state, row.seats, row.adults, row.minors) == ("placed", 40, 0, 40)
    assert free_seats(session) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("others", "state"), [(59, "placed"), (60, "placed"), (61, "waiting")])
def test_a_class_takes_the_last_forty_seats_and_waits_for_want_of_one(others, state):
    session = open_session(seats=100, waitlist_seats=40)
    join(session, party=pupils(others))
    assert join(session, party=pupils(40)).state == state
    assert free_seats(session) == 100 - others - (40 if state == "placed" else 0)


@pytest.mark.django_db
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    seats=st.integers(1, 60),
    parties=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 45)), min_size=1, max_size=5),
)
def test_whatever_groups_come_each_takes_as_many_seats_as_it_says_and_no_more(seats, parties):
    session, left = open_session(seats=seats, waitlist_seats=0), seats
    for adults, minors in parties:
        people = adults + minors
        try:
            placed = join(session, party=pupils(minors, adults)).state == "placed"
        except (JoiningRefused, ValidationError):
            placed = False
        assert placed == (0 < people <= left)
        left -= people if placed else 0
        assert free_seats(session) == left


def test_two_classes_want_the_last_forty_seats_at_once(racing_database):
    session = open_session(seats=60, waitlist_seats=0)
    join(session, party=pupils(20))
    asked = [ask(session, party=pupils(40)) for _one in range(8)]
    found = race(*(partial(confirm, registration=row) for row in asked))
    assert Counter(row.state for row in found) == {"placed": 1, "expired": 7}
    assert free_seats(session) == 0


@pytest.mark.django_db
def test_a_class_in_the_queue_gets_the_forty_seats_that_become_free():
    session = open_session(seats=40, waitlist_seats=40)
    first, second = join(session, party=pupils(40)), join(session, party=pupils(40))
    assert again(second).state == RegistrationState.WAITING
    cancel(registration=first)
    assert again(second).state == RegistrationState.OFFERED
    assert "40 个名额" in words_to(second.contact)[-1]


@pytest.mark.django_db
@pytest.mark.parametrize("party", [pupils(0), pupils(-1), pupils(40, -1)])
def test_a_group_of_nobody_is_none(party):
    with pytest.raises(ValidationError) as caught:
        ask(open_session(seats=100), party=party)
    assert set(caught.value.message_dict) <= {"adults", "minors"}


@pytest.mark.django_db
def test_the_form_says_so_and_counts_so(client):
    session = open_session(seats=40)
    url = reverse("outreach:join", args=[session.pk])
    page = BeautifulSoup(client.get(url).content, "html.parser")
    assert not page.select_one("#id_adults").get("value"), "nothing that would count one too many"
    assert WORDS in page.select_one("#id_group_name_helptext").text
    assert "不算带队的人" in page.select_one("#id_adults_helptext").text
    refused = client.post(url, typed("41")).content.decode()
    assert WORDS in refused
    sent = client.post(url, typed(), follow=True)
    assert sent.redirect_chain, "taken"
    told = words_to("teacher@example.com")[-1]
    assert "40 人" in told
    assert WORDS in told
    code = re.search(r"验证码 (\d{6})", told)[1]
    done = BeautifulSoup(
        client.post(sent.redirect_chain[-1][0], {"code": code}, follow=True).content, "html.parser"
    )
    facts = done.select_one(".join-facts").text
    assert "40 人" in facts
    assert WORDS in facts
    assert WORDS in words_to("teacher@example.com")[-1]
    assert free_seats(session) == 0
    assert "名额已满" in client.get(url).content.decode()


@pytest.mark.django_db
def test_a_family_counts_the_adult_and_says_nothing_of_teachers(client):
    session = open_session(seats=40)
    url = reverse("outreach:join", args=[session.pk])
    client.post(url, typed("2", kind="family"))
    row = session.registrations.get()
    assert (row.kind, row.adults, row.minors, row.seats) == ("family", 1, 2, 3)
    assert WORDS not in words_to("teacher@example.com")[-1]
    assert WORDS not in client.get(link(row, Purpose.CONFIRM)).content.decode()
    with pytest.raises(ValidationError):
        ask(session, party=Party(RegistrationKind.FAMILY, 0, 2))


@pytest.mark.django_db
def test_the_door_the_sheet_and_the_year_count_the_class_alike(client):
    session = open_session(seats=40, begins_at=timezone.now() - HOUR / 2)
    row = join(session, party=pupils(40), name="孙老师", now=session.begins_at - 5 * HOUR)
    host = make_host(session)
    sheet = words(sign_in_sheet(session))
    assert "40" in sheet
    assert "带队另计" in sheet.replace("\n", "")
    client.force_login(host)
    door = BeautifulSoup(
        client.get(reverse("outreach_sign_in:session", args=[session.pk])).content, "html.parser"
    )
    line = door.select_one(f'[data-row="{row.public_id}"]')
    assert line.select_one(f"#adults-{row.pk}")["value"] == "0"
    assert line.select_one(f"#minors-{row.pk}")["value"] == "40"
    assert "带队另计" in line.text
    client.post(
        reverse("outreach_sign_in:session", args=[session.pk]),
        {"mark": "class", "code": ticket_code(row)},
    )
    heads = heads_of(session)
    assert heads == Heads(0, 40)
    prove(session, *ALL_PROOF, by=host)
    Session.objects.filter(pk=session.pk).update(ends_at=timezone.now() - HOUR / 4)
    transition(
        session_id=session.pk,
        name="hold",
        by=host,
        wanted={"adults": heads.adults, "minors": heads.minors},
    )
    assert Session.objects.get(pk=session.pk).people_present == 40
    assert figures.totals(timezone.localdate(session.begins_at).year).people == 40


@pytest.mark.django_db
def test_a_class_that_lost_some_on_the_way_is_counted_as_it_came():
    session = open_session(seats=40, begins_at=timezone.now() - HOUR / 2)
    row = join(session, party=pupils(40), now=session.begins_at - 5 * HOUR)
    entry = Entry("m", SignInWay.LIST, 1, 37, timezone.now(), row.public_id)
    sign_in(session_id=session.pk, entry=entry, by=make_host(session))
    assert heads_of(session) == Heads(1, 37)
    assert Registration.objects.get(pk=row.pk).seats == 40

"""/classes/: what is coming, narrowed by addresses that never break."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from outreach.enums import RegistrationState, SessionState, VenueType
from registry.domain.divisions import enter_divisions
from tests.factories.outreach import (
    make_programme,
    make_registration,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.registry import division, make_project

pytestmark = pytest.mark.django_db
LIST = "/classes/"


def page(client, address=LIST, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def shown(client, query="") -> list[str]:
    return [link.text for link in page(client, LIST + query).select(".results .class-name a")]


def found(client, query="") -> list[str]:
    """The classes of the list itself, without what is offered instead."""
    return [link.text for link in page(client, LIST + query).select(".class-day .class-name a")]


def open_session(title: str, **fields):
    programme = fields.pop("programme", None) or make_programme(title=title)
    return make_session(programme=programme, state=SessionState.OPEN, **fields)


def test_coming_public_classes_are_listed_by_day_and_nothing_else(client):
    soon = timezone.localdate() + datetime.timedelta(days=3)
    open_session("后来的课")
    open_session("先来的课", day=soon)
    for state in (SessionState.DRAFT, SessionState.PENDING, SessionState.CANCELLED):
        make_session(programme=make_programme(title=f"{state}不列"), state=state)
    make_session(title="没公布过", state=SessionState.CONFIRMED, published_at=None)
    open_session("已经过去", day=timezone.localdate() - datetime.timedelta(days=1))
    open_session("只给一所学校", open_to_public=False)

    assert shown(client) == ["先来的课", "后来的课"]
    weekday = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][soon.weekday()]
    heading = page(client).select_one(".class-day h2").text
    assert f"{soon.year}年{soon.month}月{soon.day}日" in heading
    assert weekday in heading


def test_each_filter_narrows_and_its_chip_takes_it_off(client):
    kite = make_project("风筝示例", category=8)
    saturday = timezone.localdate() + datetime.timedelta(days=7)
    saturday += datetime.timedelta(days=(5 - saturday.weekday()) % 7)
    school = make_venue(VenueType.SCHOOL, name="示例小学")
    open_session(
        "扎风筝",
        programme=make_programme(kite, title="扎风筝", min_age=8, max_age=12),
        venue=school,
        day=saturday,
    )
    other = make_venue(division=division("120101"))
    open_session("别的课", venue=other, day=saturday + datetime.timedelta(days=1))
    teacher = make_teacher()
    open_session("有名的课", teacher=teacher, day=saturday + datetime.timedelta(days=2))

    assert found(client, f"?project={kite.slug}") == ["扎风筝"]
    assert found(client, f"?category={kite.category.slug}") == ["扎风筝"]
    assert found(client, "?venue_type=school") == ["扎风筝"]
    assert found(client, f"?venue={school.pk}") == ["扎风筝"]
    assert found(client, "?weekday=6") == ["扎风筝"]
    assert found(client, "?area=120101") == ["别的课"]
    assert found(client, "?area=120000") == ["扎风筝", "别的课", "有名的课"]
    assert found(client, f"?teacher={teacher.pk}") == ["有名的课"]
    assert found(client, "?age=9") == ["扎风筝", "别的课", "有名的课"]
    assert found(client, "?age=30") == ["别的课", "有名的课"]
    assert found(client, "?weekday=6&venue_type=community") == []
    assert found(client, "?venue_type=school&venue_type=community") == [
        *("扎风筝", "别的课", "有名的课"),
    ]

    chips = page(client, f"{LIST}?venue_type=school&age=9").select(".chips a.chip")
    assert [chip["href"] for chip in chips] == [
        f"{LIST}?age=9",
        f"{LIST}?venue_type=school",
        LIST,
    ]


def test_a_neighbouring_district_is_not_below_a_round_code(client):
    """120110 is a district of its own: nothing of 120111 lies in it."""
    open_session("东丽的课", venue=make_venue(division=division("120110")))
    open_session("西青的课", venue=make_venue(division=division("120111")))

    assert found(client, "?area=120110") == ["东丽的课"]


def test_areas_are_a_tree_of_district_and_streets(client):
    """A community counts for its street, and a town whose code ends in two noughts is no district."""
    names = {"120102001": "甲街道", "120102001001": "一社区", "120102002": "乙街道"}
    enter_divisions(names={**names, "120112100": "丙镇", "120112101": "丁镇"}, by=None)
    for code in ("120102001", "120102001001", "120102002", "120112100", "120112101"):
        open_session(f"课{code}", venue=make_venue(division=division(code)))

    facet = page(client, LIST).select_one("#facet-area")
    options = [
        (option.select_one(".option-label").text, "is-child" in option["class"])
        for option in facet.select("label.option")
    ]
    assert options == [
        *(("河东区", False), ("甲街道", True), ("乙街道", True)),
        *(("津南区", False), ("丁镇", True), ("丙镇", True)),
    ]
    counts = [count.text for count in facet.select(".option-count")]
    assert counts == ["3", "2", "1", "2", "1", "1"]
    assert found(client, "?area=120102001") == ["课120102001", "课120102001001"]
    assert found(client, "?area=120102001001") == ["课120102001001"]
    assert found(client, "?area=120112100") == ["课120112100"]
    assert len(found(client, "?area=120112&area=120102002")) == 3
    assert page(client, f"{LIST}?area=120102001001").select_one(".chips a.chip")


def test_free_seats_leave_out_what_is_full_closed_or_not_open_yet(client):
    open_session("有名额", seats=2)
    full = open_session("满了", seats=2)
    make_registration(full, adults=1)
    make_registration(full, adults=1, state=RegistrationState.OFFERED, offered_until=timezone.now())
    queue_full = open_session("候补也满了", seats=1, waitlist_seats=2)
    make_registration(queue_full)
    make_registration(queue_full, adults=2, state=RegistrationState.WAITING)
    open_session("提前开放", registration_opens_at=timezone.now() + datetime.timedelta(days=1))
    given_back = open_session("空出来了", seats=1)
    make_registration(given_back, state=RegistrationState.CANCELLED)
    make_session(title="截止了", state=SessionState.CLOSED)
    make_session(title="没开始", state=SessionState.CONFIRMED)
    open_session("过了时间", registration_closes_at=timezone.now())

    assert sorted(found(client, "?free=yes")) == ["提前开放", "有名额", "空出来了"]
    words = {
        card.select_one(".class-name").text: card.select_one(".class-standing").text
        for card in page(client).select(".class-card")
    }
    assert words == {
        "有名额": "还有 2 个名额",
        "满了": "名额已满，可以候补",
        "候补也满了": "名额和候补都满了",
        "提前开放": "还有 20 个名额",
        "空出来了": "还有 1 个名额",
        "截止了": "报名已截止",
        "没开始": "报名尚未开始",
        "过了时间": "报名已截止",
    }


def test_the_counts_say_what_a_further_choice_would_find(client):
    for number in range(3):
        open_session(f"社区{number}")
    open_session("学校", venue=make_venue(VenueType.SCHOOL))

    def counts(query=""):
        return {
            option.select_one("input")["value"]: int(option.select_one(".option-count").text)
            for option in page(client, LIST + query).select("#facet-venue_type .option")
        }

    assert counts() == {"community": 3, "school": 1}
    assert counts("?venue_type=school") == {"community": 3, "school": 1}
    for value, count in counts().items():
        assert len(found(client, f"?venue_type={value}")) == count


@pytest.mark.parametrize(
    "query",
    [
        "?category=没有的&venue_type=church&weekday=8&area=x&venue=0&teacher=999999",
        "?age=-1",
        "?age=200",
        "?page=0",
        "?page=99999",
        "?page=x",
        "?project=%00",
        "?venue=99999999999999999999",
        "?weekday=²",
        "?" + "&".join(f"project=p{number}" for number in range(50)),
    ],
)
def test_nothing_in_an_address_breaks_the_page(client, query):
    open_session("一直在")

    assert found(client, query) == ["一直在"]


def test_an_age_is_read_in_whatever_width_it_was_typed(client):
    open_session("小孩的课", programme=make_programme(title="小孩的课", max_age=12))
    open_session("大人的课", programme=make_programme(title="大人的课", min_age=18))

    assert found(client, "?age=３０ 岁") == ["大人的课"]


def test_what_is_passed_over_is_said(client):
    notices = page(client, f"{LIST}?venue_type=church&age=x").select(".results .notice")

    assert "church" in notices[0].text
    assert "年龄「x」看不懂" in notices[1].text


def test_no_hits_offer_ways_on(client):
    open_session("近期的课", programme=make_programme(title="近期的课", min_age=60))

    nothing = page(client, f"{LIST}?age=5&venue_type=mall")

    assert "没有同时符合这些条件的课" in nothing.text
    assert {link["href"] for link in nothing.select(".empty .hints a")} == {
        LIST,
        f"{LIST}?age=5",
        f"{LIST}?venue_type=mall",
        f"{LIST}?venue_type=mall&when=held",
    }
    assert shown(client, "?age=5&venue_type=mall") == ["近期的课"]


def test_a_name_that_was_never_public_is_not_told(client):
    """Numbers of teachers and venues can be guessed; their names cannot be had that way."""
    teacher, venue = make_teacher(name="尚未公布"), make_venue(name="秘密的场地")
    make_session(teacher=teacher, venue=venue, state=SessionState.DRAFT)

    html = page(client, f"{LIST}?teacher={teacher.pk}&venue={venue.pk}").text

    assert "尚未公布" not in html
    assert "秘密的场地" not in html


def test_pages_hold_twenty_and_keep_the_question(client):
    venue = make_venue(VenueType.SCHOOL)
    programme, teacher = make_programme(title="同一门课"), make_teacher()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    for number in range(45):
        day, common = tomorrow + datetime.timedelta(days=number), {"venue": venue}
        open_session("", programme=programme, teacher=teacher, day=day, **common)

    soup = page(client, f"{LIST}?venue_type=school&page=2")

    assert len(soup.select(".class-day .class-card")) == 20
    links = {link.text: link["href"] for link in soup.select(".pagination a")}
    assert links["3"] == f"{LIST}?venue_type=school&page=3"
    assert len(found(client, "?venue_type=school&page=3")) == 5
    beyond = page(client, f"{LIST}?venue_type=school&page=99")
    assert beyond.select_one("link[rel=canonical]")["href"] == f"{LIST}?venue_type=school&page=3"


def test_what_was_held_is_found_newest_first(client):
    today = timezone.localdate()
    for days, state in ((40, SessionState.ARCHIVED), (9, SessionState.HELD)):
        day = today - datetime.timedelta(days=days)
        make_session(title=f"{days}天前", day=day, state=state)
    open_session("还没办")

    assert found(client, "?when=held") == ["9天前", "40天前"]


def test_htmx_gets_what_moves_and_the_address_to_show(client):
    open_session("一门课")

    response = client.get(
        f"{LIST}?weekday=&free=yes", headers={"HX-Request": "true", "HX-Target": "results"}
    )

    assert response["HX-Push-Url"] == f"{LIST}?free=yes"
    assert "<html" not in response.content.decode()
    assert 'hx-swap-oob="innerHTML"' in response.content.decode()


def test_the_list_asks_the_database_the_same_whatever_it_holds(client, django_assert_num_queries):
    project = make_project("泥人示例")
    category = project.category.slug
    open_session("", programme=make_programme(project))
    with django_assert_num_queries(2):
        client.get(LIST)
    for number in range(30):
        make_registration(open_session("", programme=make_programme(project), hour=number % 9))
    with django_assert_num_queries(2):
        client.get(f"{LIST}?category={category}&free=yes")
    with django_assert_num_queries(3):  # and the names of what no class has
        client.get(f"{LIST}?area=110101&venue=99&teacher=99&project=none")


def test_it_is_in_the_main_navigation(client):
    current = page(client).select_one(".mainnav [aria-current=page]")

    assert (current.text, current["href"]) == ("公益课", reverse("outreach:list"))

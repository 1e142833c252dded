"""The year view, and keeping its days."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER
from accounts.models import User
from tests.registry.admin.conftest import client_of, member
from workcalendar.domain.filling import announced_years, fill_year
from workcalendar.enums import DayKind
from workcalendar.models import CalendarDay

pytestmark = pytest.mark.django_db

YEAR = "/admin/workcalendar/year/2026/"
FILL = f"{YEAR}fill/"


@pytest.fixture
def browser() -> Client:
    return client_of(member(ROLE_ADMINISTRATOR, "guanli"))


def test_a_year_shows_every_day_and_names_the_holidays(browser) -> None:
    fill_year(year=2026)

    text = browser.get(YEAR).text

    assert text.count('class="workcalendar-day') == 365 + 3  # and three in the legend
    assert "2026年2月17日 星期二，春节，节假日" in text
    assert "2026年2月14日 星期六，春节，调休上班" in text
    assert "尚未录入" not in text


def test_its_queries_do_not_grow_with_its_days(browser, django_assert_max_num_queries) -> None:
    browser.get(YEAR)
    with django_assert_max_num_queries(40) as empty:
        browser.get(YEAR)
    fill_year(year=2026)
    with django_assert_max_num_queries(len(empty)):
        browser.get(YEAR)


def test_a_year_nobody_has_entered_is_said_to_be_so(browser) -> None:
    assert "2026 年的节假日尚未录入" in browser.get(YEAR).text


def test_filling_is_shown_before_it_is_done_and_keeps_what_staff_entered(browser) -> None:
    CalendarDay.objects.create(date=date(2026, 2, 17), kind=DayKind.HOLIDAY, name="本区安排")

    asked = browser.get(FILL).text
    assert "登记为节假日 本区安排，国务院安排为节假日 春节" in asked
    assert CalendarDay.objects.count() == 1
    answer = browser.post(FILL, follow=True)

    assert "原有的日期没有改动" in answer.text
    assert CalendarDay.objects.get(date=date(2026, 2, 17)).name == "本区安排"
    assert CalendarDay.objects.filter(date=date(2026, 2, 18)).exists()
    assert "没有要新增的" in browser.get(FILL).text


def test_a_year_not_announced_yet_is_refused_in_plain_words(browser) -> None:
    url = f"/admin/workcalendar/year/{announced_years()[-1] + 1}/fill/"

    assert "请按通知逐日录入" in browser.get(url).text
    assert "请按通知逐日录入" in browser.post(url, follow=True).text
    assert not CalendarDay.objects.exists()


def test_a_day_is_added_changed_and_removed_and_each_leads_back_to_its_year(browser) -> None:
    add = reverse("workcalendar:add")
    offered = browser.get(f"{add}?date=2026-02-14&kind=make-up").text
    assert "2026-02-14" in offered
    assert browser.get(f"{add}?date=nonsense&kind=nonsense").status_code == 200

    data = {"date": "2026-02-14", "kind": "make-up", "name": "春节"}
    assert browser.post(add, data).url == YEAR
    day = CalendarDay.objects.get()
    edit = reverse("workcalendar:edit", args=[day.pk])
    assert browser.post(edit, {**data, "kind": "holiday"}).url == YEAR
    assert CalendarDay.objects.get().kind == DayKind.HOLIDAY
    assert browser.post(reverse("workcalendar:delete", args=[day.pk])).url == YEAR
    assert not CalendarDay.objects.exists()


def test_a_slip_is_said_beside_the_field(browser) -> None:
    data = {"date": "2026-03-04", "kind": "make-up", "name": ""}

    answer = browser.post(reverse("workcalendar:add"), data)

    assert "2026年3月4日是星期三，本来就上班" in answer.text
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("year", [0, 1999, 2101, 99999])
def test_years_out_of_sight(browser, year) -> None:
    assert browser.get(f"/admin/workcalendar/year/{year}/").status_code == 404


def test_the_menu_leads_to_the_present_year_and_the_listing_to_all(browser) -> None:
    fill_year(year=2026)
    assert browser.get("/admin/workcalendar/year/", follow=True).status_code == 200
    assert "春节" in browser.get("/admin/workcalendar/?year=2026&kind=make-up").text


@pytest.mark.parametrize("role", [ROLE_EDITOR, ROLE_REVIEWER])
def test_others_of_the_staff_look_and_do_not_change(role) -> None:
    fill_year(year=2026)
    day = CalendarDay.objects.first()
    browser = client_of(member(role, "staff"))

    text = browser.get(YEAR).text

    assert "春节" in text
    assert "预填" not in text
    assert f"/admin/workcalendar/edit/{day.pk}/" not in text
    CalendarDay.objects.filter(date=date(2026, 2, 18)).delete()
    for url in (
        FILL,
        reverse("workcalendar:add"),
        reverse("workcalendar:edit", args=[day.pk]),
        reverse("workcalendar:delete", args=[day.pk]),
    ):
        browser.post(url, {"date": "2026-02-18", "kind": "holiday", "name": "x"})
    assert not CalendarDay.objects.filter(date=date(2026, 2, 18)).exists()
    assert CalendarDay.objects.get(pk=day.pk).name == day.name


def test_nobody_else_gets_in() -> None:
    citizen = client_of(User.objects.create_user("citizen"))
    for browser in (citizen, Client()):
        assert browser.get(YEAR).status_code in {302, 403}
        assert browser.post(FILL).status_code in {302, 403}
    assert not CalendarDay.objects.exists()

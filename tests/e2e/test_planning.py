"""A planner's week in the browser: by drag and by keyboard, a clash met and solved, without scripts too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import NewPage, pages_of, served
from .planning_board import HOUR, begins, drag, drag_on, event
from .test_accessibility import findings
from .walking import sign_in

WEEK = "/admin/outreach/plan/?day=2035-03-05"


@pytest.fixture(scope="module")
def planning_site(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("planning"), "planning") as address:
        yield address


@pytest.fixture
def open_week(browser: Browser, planning_site: str) -> Iterator[NewPage]:
    with pages_of(browser, planning_site) as open_page:

        def opened(**how: bool) -> Page:
            page = open_page(**how)
            page.goto("/account/login/")
            sign_in(page, "planner")
            page.wait_for_url(re.compile(r"^(?!.*login)"))
            page.goto(WEEK)
            return page

        yield opened


def test_a_week_is_planned_by_mouse(open_week: NewPage) -> None:
    page = open_week()
    said, moved = page.locator("#plan-said"), event(page, "要移动的课")
    drag(page, moved, to_day="2035-03-05", down=3.5 * HOUR)
    expect(said).to_contain_text("场地这时有“下午的课”")
    drag_on(page, to_day="2035-03-08", hour=10)
    page.mouse.up()
    expect(said).to_contain_text("已保存")
    expect(moved).to_have_attribute("data-begins", re.compile("2035-03-08T10:00"))
    drag(page, moved, to_day="2035-03-08", down=HOUR / 2, edge=True)
    page.mouse.up()
    expect(moved).to_have_attribute("data-minutes", "120")
    page.get_by_role("button", name="撤销").click()
    expect(moved).to_have_attribute("data-minutes", "90")


def test_a_week_is_planned_by_keyboard(open_week: NewPage) -> None:
    page = open_week()
    said, moved = page.locator("#plan-said"), event(page, "下午的课")
    moved.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowUp")
    expect(said).to_contain_text("3月6日周二 14:15–15:30")
    expect(said).to_contain_text("按回车保存")
    assert begins(moved).startswith("2035-03-05T14:00")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("已保存")
    expect(moved).to_have_attribute("data-begins", re.compile("2035-03-06T14:15"))
    expect(moved).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(said).to_contain_text("已放弃改动")
    expect(moved).to_have_attribute("data-begins", re.compile("2035-03-06T14:15"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/plan/sessions/\d+/"))


def test_what_is_published_moves_onto_a_holiday_only_with_a_reason(open_week: NewPage) -> None:
    page = open_week()
    moved = event(page, "已发布的课")
    moved.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#plan-said")).to_contain_text("示例节")
    page.keyboard.press("Enter")
    page.get_by_label("理由", exact=True).fill("节日展演")
    page.get_by_role("button", name="仍这样安排").click()
    expect(moved).to_have_attribute("data-begins", re.compile("2035-03-07"))


def test_a_click_on_an_empty_hour_opens_the_form_with_day_and_time(open_week: NewPage) -> None:
    page = open_week()
    page.locator('.plan-column[data-day="2035-03-09"]').click(position={"x": 30, "y": HOUR + 4})
    expect(page.locator("input[name=day]")).to_have_value("2035-03-09")
    expect(page.locator("input[name=begins]")).to_have_value("09:00")


def test_without_scripts_links_and_forms_do_the_same(open_week: NewPage) -> None:
    page = open_week(scripts=False)
    event(page, "要移动的课").click()
    page.fill("input[name=begins]", "19:00")
    page.locator(".plan-buttons button", has_text="保存").click()
    expect(event(page, "要移动的课")).to_contain_text("19:00")


@pytest.mark.parametrize("phone", [False, True], ids=["1280", "390"])
@pytest.mark.parametrize("query", ["", "&view=month", "&by=venue", "&view=day&by=teacher"])
def test_axe_finds_nothing_on_the_calendar(open_week: NewPage, query: str, phone: bool) -> None:
    page = open_week(phone=phone)
    page.goto(WEEK + query)
    ours = [one for one in findings(page) if "plan-" in one]
    assert ours == []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, "the page scrolls sideways"

"""The public side of classes in a browser: for everybody, with a keyboard, on a phone, without a script."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from .conftest import NewPage
from .test_accessibility import faults, findings

BUSY = timezone.localdate().replace(day=10)
"""The day for which the stage plans more than a cell of the month holds."""
PAGES = {
    "list": "/classes/",
    "narrowed": "/classes/?age=8&free=yes&venue_type=school",
    "empty": "/classes/?age=60&venue_type=mall&weekday=x",
    "held": "/classes/?when=held",
    "month": "/classes/calendar/",
    "day": f"/classes/calendar/{BUSY}/",
    "map": "/classes/map/",
    "venue": "/classes/venues/1/",
    "session": "/classes/1/",
    "postponed": "/classes/36/",
    "year": "/year/",
    "project": "/catalogue/projects/zhi-gu-shi-li-jian-zhi/",
    "home": "/",
}


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_light_and_dark_wide_and_narrow(
    class_page: NewPage, name: str, elder: bool
) -> None:
    page = class_page(elder=elder)
    response = page.goto(PAGES[name])
    assert response is not None
    assert response.status == 200
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
    assert faults(page) == {}


def test_the_sheet_of_a_phone_is_sound_too(class_page: NewPage) -> None:
    page = class_page(phone=True)
    page.goto("/classes/?venue_type=school")
    page.click(".filters-button")
    expect(page.locator("#filters")).to_be_visible()
    assert findings(page) == []


def test_a_choice_narrows_the_list_at_once_and_the_address_keeps_it(class_page: NewPage) -> None:
    page = class_page()
    page.goto("/classes/")
    before = page.locator(".results-count strong").inner_text()

    page.locator("#f-venue_type-school").check()

    expect(page.locator(".chips .chip").first).to_contain_text("校园")
    expect(page.locator(".results-count strong")).not_to_have_text(before)
    assert page.url.endswith("/classes/?venue_type=school")
    expect(page.locator("#results-status")).to_contain_text("场")
    page.locator(".chips .chip").first.click()
    expect(page.locator(".results-count strong")).to_have_text(before)
    page.go_back()
    expect(page.locator("#f-venue_type-school")).to_be_checked()


def test_the_list_is_narrowed_by_keyboard_alone(class_page: NewPage) -> None:
    page = class_page()
    page.goto("/classes/")
    page.locator("#age").focus()
    page.keyboard.type("60")
    page.keyboard.press("Enter")

    expect(page.locator(".empty h2")).to_contain_text("没有同时符合")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#filters') !== null")


def test_without_a_script_everything_is_reached(class_page: NewPage) -> None:
    page = class_page(scripts=False)
    page.goto("/classes/")
    page.locator("#f-venue_type-school").check()
    page.locator(".filters-apply button").click()
    assert "venue_type=school" in page.url
    page.locator(".looks a").nth(1).click()
    expect(page.locator("table.month")).to_be_visible()
    assert "venue_type=school" in page.url
    page.locator("a[rel=next]").click()
    assert "venue_type=school&month=" in page.url


def test_a_phone_has_an_agenda_in_place_of_the_table(class_page: NewPage) -> None:
    page = class_page(phone=True)
    page.goto("/classes/calendar/")

    expect(page.locator("table.month")).to_be_hidden()
    expect(page.locator(".agenda .line").first).to_be_visible()


def test_a_mark_of_the_map_leads_to_its_place_in_the_list(class_page: NewPage) -> None:
    page = class_page()
    page.goto("/classes/map/")
    mark = page.locator("a.map-mark").first
    mark.focus()
    page.keyboard.press("Enter")

    assert page.url.endswith(mark.get_attribute("href") or "-")
    target = page.locator(":target")
    expect(target).to_contain_text("示例")

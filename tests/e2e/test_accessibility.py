"""axe-core finds nothing on the public pages: light and dark, normal and elder-friendly, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

from .conftest import PHONE, WIDE, NewPage

PAGES = {
    "home": "/",
    "list": "/catalogue/?q=画&level=国家级&category=传统美术",
    "grid": "/catalogue/?view=grid&page=2",
    "wider": "/catalogue/?q=杨柳青风筝放飞",
    "empty": "/catalogue/?q=乌有之乡&kind=workshop&year_from=x",
    "story": "/new-year-print/",
    "not-found": "/catalogue/nothing/年画/",
}


def looks(page: Page) -> Iterator[str]:
    """The page that is open, light and dark, wide and narrow: switched, for loading it anew takes longer."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            yield f"{scheme}, {size['width']}"


def faults(page: Page) -> dict[str, list[str]]:
    """What is wrong in each of these looks, if anything: what axe finds, or that it scrolls sideways."""
    found: dict[str, list[str]] = {}
    for look in looks(page):
        told = findings(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            told.append("the page scrolls sideways")
        if told:
            found[look] = told
    return found


def findings(page: Page) -> list[str]:
    """What axe-core objects to, each with the element and the reason, once the page is there.

    It looks at everything, and tells only what it objects to: describing each element that is in
    order, too, took it three times as long as looking.
    """
    page.wait_for_load_state()
    result: dict[str, Any] = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{found['id']}: {node['html'][:160]} — {node['failureSummary']}"
        for found in result["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_light_and_dark_wide_and_narrow(
    new_page: NewPage, name: str, elder: bool
) -> None:
    page = new_page(elder=elder)
    page.goto(PAGES[name])
    assert faults(page) == {}


def test_axe_finds_nothing_while_the_sheet_and_the_suggestions_are_open(new_page: NewPage) -> None:
    page = new_page(phone=True)
    page.goto("/catalogue/?level=国家级")
    page.click(".filters-button")
    assert page.locator("#filters").is_visible()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.locator("#q").press_sequentially("年画")
    page.locator('#q-list [role="option"]').first.wait_for()
    assert findings(page) == []

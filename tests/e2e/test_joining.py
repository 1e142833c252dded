"""Joining in the browser: axe on every page, without scripts, and the door while the network is away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PHONE, WIDE, NewPage, pages_of, served
from .test_accessibility import faults, findings
from .walking import sign_in

PAGES = (
    *("join", "join-queue", "join-full", "code", "confirm", "placed", "waiting", "cancel"),
    *("offered", "offer", "ticket", "feedback"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("joining")


@pytest.fixture(scope="module")
def joining_site(chromium_path: str, folder: Path) -> Iterator[str]:
    with served(folder, "joining") as address:
        yield address


@pytest.fixture
def links(joining_site: str, folder: Path) -> dict[str, str]:
    return json.loads((folder / "links.json").read_text(encoding="utf-8"))


@pytest.fixture
def open_page(browser: Browser, joining_site: str) -> Iterator[NewPage]:
    with pages_of(browser, joining_site) as opened:
        yield opened


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
def test_axe_finds_nothing_light_and_dark_wide_and_narrow(
    open_page: NewPage, links: dict[str, str], elder: bool
) -> None:
    page = open_page(elder=elder)
    for name in PAGES:
        page.goto(links[name])
        assert faults(page) == {}, name


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
def test_axe_finds_nothing_on_a_refused_form(
    open_page: NewPage, links: dict[str, str], elder: bool
) -> None:
    page = open_page(elder=elder)
    for address in (links["join"], "/classes/request/"):
        page.goto(address)
        page.locator("main form button[type=submit]").click()
        expect(page.locator(".error-summary")).to_be_visible()
        assert faults(page) == {}, address


def test_joining_without_scripts(open_page: NewPage, links: dict[str, str]) -> None:
    page = open_page(phone=True, scripts=False)
    page.goto(links["join"])
    expect(page.get_by_label("成人几位")).to_be_hidden()  # alone there is nothing to count
    page.get_by_label("一家人，带孩子也选这里").check()
    page.get_by_label("未成年人几位").fill("2")
    page.get_by_label("怎么称呼您").fill("王女士")
    page.get_by_label("手机号或邮箱").fill("no-scripts@example.com")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("还差一步：确认联系方式")
    page.goto(links["confirm"])
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("报名成功")
    expect(page.get_by_alt_text("签到二维码")).to_be_visible()


@pytest.fixture
def door(browser: Browser, joining_site: str, links: dict[str, str]) -> Iterator[Page]:
    context = browser.new_context(base_url=joining_site, viewport=PHONE)
    page = context.new_page()
    page.goto(links["sign-in"])
    sign_in(page, "host")
    expect(page.locator("[data-sign-in]")).to_be_visible()
    yield page
    context.close()


def counts(page: Page) -> tuple[str, str]:
    return page.inner_text("[data-adults]"), page.inner_text("[data-minors]")


def test_the_door_works_while_the_network_is_away_and_counts_nobody_twice(
    door: Page, links: dict[str, str]
) -> None:
    status = door.locator("[data-status]")
    assert counts(door) == ("0", "0")
    door.context.set_offline(True)
    door.locator(f"[data-row='{links['group']}'] button").click()
    door.get_by_label("签到码").fill(links["ticket-code"].lower())
    door.locator("form[data-form=qr] button[type=submit]").click()
    door.locator("#walk-adults").fill("2")
    door.locator("#walk-minors").fill("3")
    door.locator("form[data-form=numbers] button").click()
    expect(status).to_contain_text("还有 3 条")
    assert counts(door) == ("0", "0")
    kept = door.evaluate("JSON.stringify(Object.values(localStorage))")
    assert "孙老师" not in kept
    door.get_by_label("签到码").fill(links["ticket-code"])
    door.locator("form[data-form=qr] button[type=submit]").click()
    expect(status).to_contain_text("没有重复计算")
    # The answer to the first sending is lost on its way: what it held is sent once more.
    lost: list[Any] = []

    def lose(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    door.route(re.compile("/send/$"), lose)
    door.context.set_offline(False)
    expect(door.locator("[data-adults]")).to_have_text("4", timeout=30_000)
    assert len(lost) == 1
    assert counts(door) == ("4", "20")
    waiting = "Object.keys(localStorage).filter((key) => key.startsWith('sign-in-')).length"
    assert door.evaluate(waiting) == 0
    door.reload()
    assert counts(door) == ("4", "20")
    expect(door.locator(f"[data-row='{links['group']}'][data-signed]")).to_be_visible()
    expect(door.locator(f"[data-row='{links['single']}'] form")).to_be_visible()


def test_axe_finds_nothing_at_the_door(door: Page, links: dict[str, str]) -> None:
    for size in (PHONE, WIDE):
        door.set_viewport_size(size)
        door.goto(links["sign-in"])
        found = [one for one in findings(door) if "sign-in" in one]
        assert found == []

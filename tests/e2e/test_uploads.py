"""Files handed in through a real browser, over a line that breaks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import PHONE, WIDE, pages_of
from tests.e2e.test_accessibility import findings
from tests.factories.media import pdf_bytes, wav_bytes

SLOW = 2 * 1024 * 1024
"""Bytes a second that go up: slow enough to break the line in the middle of a file."""


@pytest.fixture
def context(browser: Browser, upload_site: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=upload_site, viewport=WIDE, locale="zh-CN")  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/room/enter/")
    return page


def line(page: Page, *, speed: int = SLOW, offline: bool = False) -> None:
    """The line between browser and site, as the browser's own tools can slow or cut it."""
    session: Any = getattr(page, "_line", None) or page.context.new_cdp_session(page)
    page._line = session  # type: ignore[attr-defined]
    session.send("Network.enable")
    conditions = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": speed}
    session.send("Network.emulateNetworkConditions", {"offline": offline, **conditions})


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """A recording of some eleven megabytes that differs everywhere from everywhere else."""
    path = tmp_path / "开场唱段.wav"
    header = wav_bytes(720)[:44]
    noise = b"".join(hashlib.sha256(str(n).encode()).digest() for n in range(720 * 500))
    path.write_bytes(header + noise)
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def expect_stored(page: Page, path: Path) -> None:
    """The site holds the very bytes."""
    line(page, speed=-1)
    page.goto("/room/")
    expect(page.locator("#files")).to_contain_text(f"{path.name} {digest(path)}")


def percent(page: Page) -> int:
    return int(page.locator("progress").evaluate("bar => bar.value"))


def wait_until_under_way(page: Page) -> None:
    page.wait_for_function(
        "() => { const v = document.querySelector('progress')?.value; return v > 15 && v < 95; }"
    )


def test_a_broken_line_costs_nothing(page: Page, song: Path) -> None:
    line(page)
    page.get_by_label("申报材料").set_input_files(song)
    wait_until_under_way(page)
    line(page, offline=True)
    state = page.locator(".upload-state")
    expect(state).to_have_text(re.compile("网络断了，已传的 [1-9]"))
    before = percent(page)
    page.wait_for_timeout(2500)  # two attempts come to nothing
    expect(state).to_have_text(re.compile("网络断了"))

    starts = []
    page.on("request", lambda request: starts.append(request.headers.get("upload-offset")))
    line(page, speed=-1)
    expect(state).to_have_text("已上传", timeout=30_000)
    continued = [int(start) for start in starts if start is not None]
    assert before > 10
    assert min(continued) > 0  # nothing was sent a second time from the start
    assert page.locator("[name=material_uploaded]").count() == 1
    expect_stored(page, song)


def test_after_a_reload_the_same_file_goes_on(page: Page, song: Path) -> None:
    line(page)
    page.get_by_label("申报材料").set_input_files(song)
    wait_until_under_way(page)
    page.reload()
    state = page.locator(".upload-state")
    expect(state).to_have_text(re.compile("上次传到 [1-9].*再选一次"))
    starts = []
    page.on("request", lambda request: starts.append(request.headers.get("upload-offset")))
    line(page, speed=-1)
    page.get_by_label("申报材料").set_input_files(song)
    expect(page.locator(".upload-item")).to_have_count(1)
    expect(state).to_have_text("已上传", timeout=30_000)
    assert min(int(start) for start in starts if start is not None) > 0
    expect_stored(page, song)
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_pause_and_go_on(page: Page, song: Path) -> None:
    line(page)
    page.get_by_label("申报材料").set_input_files(song)
    wait_until_under_way(page)
    page.get_by_role("button", name="暂停").click()
    expect(page.locator(".upload-state")).to_have_text(re.compile("已暂停在"))
    stopped = percent(page)
    page.wait_for_timeout(800)
    assert percent(page) == stopped
    page.get_by_role("button", name="提交").click()  # not before it is all there
    expect(page.get_by_text("还有文件没有传完")).to_be_visible()
    line(page, speed=-1)
    page.get_by_role("button", name="继续").click()
    expect(page.locator(".upload-state")).to_have_text("已上传", timeout=30_000)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#handed-in li")).to_have_count(1)


def test_refusals_say_why_and_the_field_says_its_limits(page: Page, tmp_path: Path) -> None:
    expect(page.locator(".upload-hint")).to_contain_text("最多 3 个文件")
    program, empty = tmp_path / "申报书.pdf", tmp_path / "空.pdf"
    program.write_bytes(b"MZ\x90\x00" + bytes(5000))
    empty.write_bytes(b"")
    page.get_by_label("申报材料").set_input_files([program, empty])
    states = page.locator(".upload-state")
    expect(states.nth(0)).to_contain_text("不是可以接收的文档")
    expect(states.nth(1)).to_contain_text("0 字节")
    page.get_by_role("button", name="移除：申报书.pdf").click()
    expect(page.locator(".upload-item")).to_have_count(1)


def test_an_expired_session_keeps_what_was_sent(page: Page, song: Path) -> None:
    line(page)
    page.get_by_label("申报材料").set_input_files(song)
    wait_until_under_way(page)
    session = next(c for c in page.context.cookies() if c["name"] == "sessionid")
    page.context.clear_cookies(name="sessionid")
    state = page.locator(".upload-state")
    expect(state).to_have_text(re.compile("请先登录"), timeout=30_000)
    page.context.add_cookies([session])  # signed in again, in another window
    line(page, speed=-1)
    page.get_by_role("button", name="继续").click()
    expect(state).to_have_text("已上传", timeout=30_000)
    expect_stored(page, song)


def test_without_scripts_the_form_sends_the_file(
    browser: Browser, upload_site: str, tmp_path: Path
) -> None:
    path = tmp_path / "说明.pdf"
    path.write_bytes(pdf_bytes(b"% without scripts\n"))
    with pages_of(browser, upload_site) as open_page:
        page = open_page(scripts=False)
        page.goto("/room/enter/")
        page.get_by_label("申报材料").set_input_files(path)
        page.get_by_role("button", name="提交").click()
        expect(page.locator("#files")).to_contain_text(f"说明.pdf {digest(path)}")


@pytest.mark.parametrize("phone", [False, True])
def test_everybody_can_use_it(page: Page, phone: bool, song: Path) -> None:
    page.set_viewport_size(PHONE if phone else WIDE)  # type: ignore[arg-type]
    line(page)
    page.get_by_label("申报材料").set_input_files(song)
    wait_until_under_way(page)
    page.get_by_role("button", name="暂停").click()
    assert page.get_by_role("progressbar", name=song.name).count() == 1
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

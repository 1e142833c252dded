"""An expert in the browser: the whole way, saving as one goes, and axe on every page of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import WIDE, served
from .test_accessibility import faults
from .walking import sign_in


@pytest.fixture(scope="module")
def review_site(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("review"), "review") as address:
        yield address


def open_reviews(page: Page) -> None:
    page.goto("/review/")
    sign_in(page, "expert")
    expect(page.locator("h1")).to_have_text("我的评审")


@pytest.fixture
def open_page(review_site: str, browser: Browser) -> Iterator[Any]:
    contexts = []

    def opened(*, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=review_site,
            viewport=WIDE,
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        open_reviews(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def follow(page: Page, what: str | Locator) -> None:
    """Press what leads to another page, and be there."""
    with page.expect_navigation():
        (page.locator(what).first if isinstance(what, str) else what).click()


def open_case(page: Page, title: str) -> None:
    page.goto("/review/")
    follow(page, page.locator("h3 a", has_text=title))


def test_axe_finds_nothing_on_the_experts_pages(open_page: Any) -> None:
    page = open_page()
    seen = []

    def look() -> None:
        seen.append(page.url)
        assert faults(page) == {}, page.url

    look()
    open_case(page, "直沽示例年画")
    look()
    follow(page, "text=回避或谢绝")
    look()
    follow(page, "main button[type=submit]")
    look()
    open_case(page, "大直沽示例高跷")
    look()
    follow(page, "text=去评分")
    look()
    page.click("button[value=hand-in]")
    expect(page.locator(".error-summary")).to_be_visible()
    look()
    open_case(page, "河东示例剪纸")
    look()
    assert len(seen) == 8


def test_what_is_typed_is_saved_without_pressing_anything(open_page: Any) -> None:
    page = open_page()
    open_case(page, "大直沽示例高跷")
    page.click("text=去评分")
    points = page.locator("input[type=number]").first
    points.fill("3.5")
    points.blur()
    expect(page.locator("#sheet-state")).to_contain_text(re.compile("已保存（.*），还没有提交"))
    points.fill("3.3")
    points.blur()
    expect(page.locator("#sheet-state")).to_contain_text("半分")
    page.reload()
    expect(points).to_have_value("3.5")


def test_an_expert_scores_without_a_script(open_page: Any) -> None:
    page = open_page(script=False)
    open_case(page, "直沽示例年画")
    page.check("input[name=unbound]")
    page.click("text=声明并查看材料")
    expect(page.locator(".notice")).to_contain_text("声明已记录")
    page.click("text=去评分")
    for field in page.locator("input[type=number]").all():
        field.fill("5")
    page.check("input[name=in_favour][value=yes]")
    page.click("button[value=hand-in]")
    expect(page.locator("a[href='#id_opinion']")).to_be_visible()
    page.fill("textarea[name=opinion]", "传承有序，建议列入。")
    page.click("button[value=hand-in]")
    expect(page.locator(".notice")).to_contain_text("评分已提交")
    expect(page.locator("main")).to_contain_text("传承有序")

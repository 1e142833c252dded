"""An applicant in the browser: nothing typed is lost on a broken line, and axe on every page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .conftest import WIDE, served
from .test_accessibility import faults
from .walking import sign_in


@pytest.fixture(scope="module")
def dossier_site(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("dossier"), "dossier") as address:
        yield address


@pytest.fixture
def open_page(dossier_site: str, browser: Browser) -> Iterator[Any]:
    contexts = []

    def opened(who: str = "applicant") -> Page:
        context = browser.new_context(
            base_url=dossier_site,
            viewport=WIDE,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto("/account/login/?next=/apply/")
        sign_in(page, who)
        expect(page.locator("h1")).to_have_text("申报")
        return page

    yield opened
    for context in contexts:
        context.close()


def open_section(page: Page, label: str, case: str = "东局子示例剪纸") -> None:
    page.goto("/apply/")
    page.locator("h3 a", has_text=case).click()
    page.locator(".task-list a", has_text=label).first.click()
    page.locator("form[data-autosave]").wait_for()


def test_a_text_typed_offline_survives_a_reload_and_is_saved_when_the_line_is_back(
    open_page: Any,
) -> None:
    page = open_page()
    open_section(page, "简介")
    field = page.locator("#id_summary")
    status = page.locator("[data-status]")
    field.fill("在线时写的一段")
    expect(status).to_contain_text("已保存", timeout=10_000)
    answers = "**/answers/"
    page.route(answers, lambda route: route.abort("internetdisconnected"))
    field.fill("断网时写的一段，不能丢")
    expect(status).to_contain_text("网络断开", timeout=10_000)
    page.reload()
    expect(page.locator("#id_summary")).to_have_value("断网时写的一段，不能丢")
    page.unroute(answers)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-status]")).to_contain_text("已保存", timeout=15_000)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("#id_summary")).to_have_value("断网时写的一段，不能丢")


def test_what_is_typed_in_several_fields_is_sent_in_one_request_after_the_other(
    open_page: Any,
) -> None:
    """Two at once could answer in the wrong order, and the later text would look like a stranger's."""
    page = open_page()
    open_section(page, "项目说明")
    answers = "**/answers/"
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(answers, hold)
    fields = page.locator("form[data-autosave] textarea").all()[:3]
    with page.expect_request(answers):
        for number, field in enumerate([*fields, *fields]):
            field.fill(f"第{number}段")  # each change of field asks for saving
    assert len(held) == 1
    with page.expect_request(answers):
        held.pop().continue_()
    page.evaluate("new Promise((done) => setTimeout(done, 0))")
    assert len(held) == 1
    held.pop().continue_()
    expect(page.locator("[data-status]")).to_contain_text("已保存")


def test_two_people_of_one_unit_see_each_other_and_both_texts(open_page: Any) -> None:
    first, second = open_page(), open_page("mate")
    open_section(first, "项目说明")
    open_section(second, "项目说明")
    expect(second.locator("[data-others]")).to_contain_text("林示例")
    field = first.locator("form[data-autosave] textarea").first
    name = field.get_attribute("name")
    field.fill("林示例写的")
    expect(first.locator("[data-status]")).to_contain_text("已保存", timeout=10_000)
    second.locator(f"[name={name}]").fill("何示例写的")
    theirs = second.locator(".question-theirs")
    expect(theirs).to_contain_text("林示例写的", timeout=10_000)
    expect(second.locator(f"[name={name}]")).to_have_value("何示例写的")
    theirs.get_by_role("button", name="用我写的").click()
    expect(second.locator("[data-status]")).to_contain_text("已保存", timeout=10_000)
    first.reload()
    expect(first.locator(f"[name={name}]")).to_have_value("何示例写的")


def test_an_expired_session_keeps_the_text_and_says_so(open_page: Any) -> None:
    page = open_page()
    open_section(page, "保护计划")
    field = page.locator("form[data-autosave] textarea").first
    page.context.clear_cookies(name="sessionid")
    field.fill("登录过期之后写的")
    expect(page.locator("[data-status]")).to_contain_text("登录已过期", timeout=10_000)
    expect(field).to_have_value("登录过期之后写的")


def test_a_listed_project_is_suggested_while_typing(open_page: Any) -> None:
    page = open_page()
    open_section(page, "基本信息", "郑庄子示例面塑")
    page.locator("#id_title").fill("")
    page.locator("#id_title").press_sequentially("大直沽高跷")
    expect(page.locator("#alike")).to_contain_text("扩展项目", timeout=10_000)
    page.locator("#q-listed-project").press_sequentially("dazhigu")
    with page.expect_response(lambda answer: "listed-project" in (answer.request.post_data or "")):
        page.locator("#found-listed-project label", has_text="大直沽高跷").click()
    page.reload()
    expect(page.locator("input[name=listed-project]:checked")).not_to_have_value("")
    page.route("**/answers/", lambda route: route.abort("internetdisconnected"))
    page.locator("input[name=listed-project][value='']").click()
    page.reload()
    expect(page.locator("input[name=listed-project]:checked")).to_have_value("")


def test_axe_finds_nothing_on_the_applicants_pages(open_page: Any) -> None:
    page = open_page()

    def look() -> None:
        assert faults(page) == {}, page.url

    look()
    for title in ("直沽示例年画", "河东示例木雕", "东局子示例剪纸"):
        page.goto("/apply/")
        page.locator("h3 a", has_text=title).click()
        page.locator(".apply-standing").wait_for()
        look()
    case = page.url
    for part in (
        "applicant",
        "basics",
        "summary",
        "declaration",
        "materials",
        "submit",
        "withdraw",
    ):
        page.goto(f"{case}{part}/")
        look()

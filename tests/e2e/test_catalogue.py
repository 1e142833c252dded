"""The catalogue in a browser: without a script, with one, by keyboard, on a phone."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from .conftest import NewPage


def state(page: Page) -> dict[str, list[str]]:
    """What the address bar says."""
    return parse_qs(urlsplit(page.url).query)


def test_works_without_a_script(new_page: NewPage) -> None:
    page = new_page(scripts=False)
    page.goto("/")
    page.fill("#q", "画")
    page.get_by_role("button", name="搜索").click()
    expect(page.locator("#results > .cards .card-name").first).to_have_text("杨柳青年画")
    page.check("#category-传统美术")
    page.get_by_role("button", name="条结果").click()
    assert state(page)["category"] == ["传统美术"]
    page.get_by_role("link", name="图览").click()
    assert page.locator(".cards.is-grid").is_visible()
    page.locator(".chips a", has_text="传统美术").click()
    assert state(page) == {"q": ["画"], "view": ["grid"]}


def test_the_sheet_on_a_phone_works_without_a_script(new_page: NewPage) -> None:
    page = new_page(phone=True, scripts=False)
    page.goto("/catalogue/")
    expect(page.locator("#facets")).to_be_hidden()
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("#facets")).to_be_visible()
    page.check("#level-市级")
    page.get_by_role("button", name="条结果").click()
    expect(page.get_by_role("button", name="筛选（已选 1）")).to_be_visible()
    expect(page.locator("#results > .cards .card-name")).to_have_text(["京东大鼓"])


def test_choosing_swaps_the_results_and_keeps_address_focus_and_history(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/catalogue/")
    page.evaluate("window.stays = true")
    box = page.locator("#level-国家级")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator(".results-count")).to_contain_text("共 5 条")
    assert state(page) == {"level": ["国家级"]}
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    expect(page.locator("#results-status")).to_contain_text("5")
    page.get_by_role("link", name="编号", exact=True).click()
    expect(page.get_by_role("link", name="编号", exact=True)).to_have_attribute(
        "aria-current", "true"
    )
    assert state(page) == {"level": ["国家级"], "sort": ["code"]}
    assert page.evaluate("window.stays") is True, "the whole page was loaded anew"
    page.go_back()
    expect(page.locator(".choice a[aria-current]").first).to_have_text("名称")
    assert state(page) == {"level": ["国家级"]}


def test_groups_that_were_opened_stay_open(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/catalogue/")
    page.locator("#facet-area > summary").click()
    page.check("#level-市级")
    expect(page.locator(".results-count")).to_contain_text("共 1 条")
    expect(page.locator("#facet-area .option").first).to_be_visible()


def test_a_group_of_many_values_is_fetched_when_it_is_opened(new_page: NewPage) -> None:
    page = new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/catalogue/")
    page.evaluate("window.stays = true")
    expect(page.locator("#facet-area input[type=checkbox]")).to_have_count(0)
    fetched.clear()
    page.locator("#facet-area > summary").focus()
    page.keyboard.press("Enter")
    box = page.locator("#area-120102")
    expect(box).to_be_visible()
    page.locator("#facet-area > summary").click()
    page.locator("#facet-area > summary").click()
    assert len(fetched) == 1, "once is enough"
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator(".chips")).to_contain_text("河东区")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    assert state(page) == {"area": ["120102"]}
    page.keyboard.press("Space")
    expect(page.locator(".chips")).to_have_count(0)
    expect(box).to_be_focused()
    assert state(page) == {}
    assert page.evaluate("window.stays") is True, "the whole page was loaded anew"


def test_groups_opened_at_once_do_not_wait_for_each_other(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/catalogue/")
    page.evaluate("for (const one of document.querySelectorAll('.facet')) one.open = true")
    for name in ("area", "unit", "tag"):
        expect(page.locator(f"fieldset#facet-{name}-values")).to_be_visible()


def test_without_a_script_a_link_opens_it(new_page: NewPage) -> None:
    page = new_page(scripts=False)
    page.goto("/catalogue/?level=区县级")
    page.locator("#facet-area > summary").click()
    page.get_by_role("link", name="列出可选的地区").click()
    expect(page.locator("#facet-area")).to_have_attribute("open", "")
    page.check("#area-120102")
    page.get_by_role("button", name="条结果").click()
    assert state(page) == {"level": ["区县级"], "area": ["120102"], "open": ["area"]}
    expect(page.locator(".chips")).to_contain_text("河东区")


def test_suggestions_by_keyboard(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/catalogue/")
    field = page.locator("#q")
    field.press_sequentially("年画")
    options = page.locator('#q-list [role="option"]')
    expect(options.first).to_contain_text("杨柳青年画")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = field.get_attribute("aria-activedescendant")
    assert chosen
    assert options.first.get_attribute("id") == chosen
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page.locator(".results-count")).to_contain_text("共 1 条")
    assert state(page) == {"q": ["年画"]}


def test_the_elder_friendly_version_is_remembered_and_taken_back(new_page: NewPage) -> None:
    page = new_page(scripts=False)
    page.goto("/catalogue/?level=国家级")
    ordinary = page.locator(".card-name").first.bounding_box()
    page.get_by_role("button", name="适老版").click()
    assert state(page) == {"level": ["国家级"]}
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    larger = page.locator(".card-name").first.bounding_box()
    assert ordinary is not None
    assert larger is not None
    assert larger["height"] > ordinary["height"] * 1.3
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    page.get_by_role("button", name="适老版").click()
    expect(page.locator("html")).not_to_have_attribute("data-mode", "elder")


def test_the_first_view_needs_one_stylesheet_and_one_script(new_page: NewPage) -> None:
    page = new_page()
    kinds: list[str] = []
    page.on("request", lambda request: kinds.append(request.resource_type))
    page.goto("/catalogue/")
    assert kinds.count("document") == 1
    assert kinds.count("stylesheet") == 1
    assert kinds.count("script") == 1


def test_the_skip_link_comes_first(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/catalogue/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_text_is_set_as_chinese_wants_it(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/new-year-print/")
    body = page.evaluate(
        """() => {
          const prose = getComputedStyle(document.querySelector('.prose'));
          const text = getComputedStyle(document.body);
          return {
            characters: parseFloat(prose.maxWidth) / parseFloat(prose.fontSize),
            leading: parseFloat(text.lineHeight) / parseFloat(text.fontSize),
            breaking: text.lineBreak,
            heading: getComputedStyle(document.querySelector('h1')).fontFamily,
          };
        }"""
    )
    assert body["characters"] <= 38
    assert round(body["leading"], 2) == 1.8
    assert body["breaking"] == "strict"
    assert body["heading"].startswith('"Songti SC"')

"""Pages of records and of what they belong to, with the sample data, as a browser shows them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import PHONE, WIDE, NewPage
from .test_accessibility import findings

PAGES = {
    "project": "/catalogue/?kind=project&q=大王庄剪纸",
    "inheritor": "/catalogue/?kind=inheritor",
    "base": "/catalogue/?kind=base",
    "workshop": "/catalogue/?kind=workshop",
    "product": "/catalogue/?kind=product",
    "categories": "/catalogue/categories/",
    "category": "/catalogue/categories/chuantong-jiyi/",
    "areas": "/catalogue/areas/",
    "area": "/catalogue/areas/120102/",
    "batches": "/catalogue/batches/",
    "batch": "/catalogue/batches/",
    "as-of": "/catalogue/as-of/",
}
"""Where each sort of page is, or the list whose first entry is one."""
FIRST = {
    **dict.fromkeys(("project", "inheritor", "base", "workshop", "product"), ".card-name a"),
    "batch": ".link-list a",
}


def open_sort(page: Page, name: str) -> None:
    page.goto(PAGES[name])
    if name in FIRST:
        page.goto(page.locator(FIRST[name]).first.get_attribute("href") or "")


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(sample_page: NewPage, name: str) -> None:
    """Both schemes and both sizes of type, each pair at one of the two widths."""
    for elder in (False, True):
        page = sample_page(elder=elder)
        open_sort(page, name)
        for scheme, size in (
            ("light", PHONE if elder else WIDE),
            ("dark", WIDE if elder else PHONE),
        ):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert sideways(page) <= 0
            assert findings(page) == []


@pytest.mark.parametrize("name", ["project", "batch"])
def test_english_needs_no_more_room(sample_page: NewPage, name: str) -> None:
    page = sample_page(phone=True, english=True)
    open_sort(page, name)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert sideways(page) <= 0
    assert findings(page) == []


def test_print_is_a_clean_sheet_with_the_address_as_a_qr_code(sample_page: NewPage) -> None:
    page = sample_page()
    open_sort(page, "project")
    code = page.locator(".record-qr")
    expect(code).to_be_hidden()
    page.emulate_media(media="print")
    expect(code).to_be_visible()
    code.locator("img").scroll_into_view_if_needed()
    drawn = "image => image.decode().then(() => image.naturalWidth)"
    assert code.locator("img").evaluate(drawn) > 0
    expect(page.locator(".cite")).to_contain_text("/catalogue/projects/")
    hidden = (".masthead form", ".mainnav", ".breadcrumbs", ".skip", ".record-report", ".colophon")
    for left_out in (*hidden, "#coming-classes", "#held-classes"):
        expect(page.locator(left_out).first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    facts, text = page.locator(".record-side .facts"), page.locator(".record-main")
    above, below = facts.bounding_box(), text.bounding_box()
    assert above
    assert below
    assert above["y"] < below["y"]
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}


# The browser of the tests has no voice: this one says at once that it has spoken.
VOICE = """
window.said = [];
class Utterance { constructor(text) { this.text = text; } }
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
Object.defineProperty(window, "speechSynthesis", { value: {
  speak(one) {
    window.said.push([one.lang, one.text, document.querySelector(".is-read").tagName]);
    if (window.said.length < window.breath) setTimeout(() => one.onend());
    if (window.mute) setTimeout(() => one.onerror({ error: "synthesis-failed" }));
  },
  cancel() {},
} });
"""


def test_the_elder_friendly_version_reads_the_page_aloud(sample_page: NewPage) -> None:
    page = sample_page(elder=True)
    page.add_init_script(VOICE + "window.breath = 1000;")
    open_sort(page, "project")
    button = page.locator("[data-read-aloud]")
    button.click()
    expect(button).to_have_text("朗读", timeout=20_000)  # it has come to the end
    said = page.evaluate("window.said")
    assert said[[text for _lang, text, _tag in said].index("大王庄剪纸")][2] == "H1"
    assert {lang for lang, _text, _tag in said} == {"zh-CN"}
    spoken = "".join(text for _lang, text, _tag in said)
    assert "先熏样再下剪" in spoken
    assert "dà wáng" not in spoken
    assert "二维码" not in spoken
    assert max(len(text) for _lang, text, _tag in said) < 130
    expect(page.locator(".is-read")).to_have_count(0)


def test_reading_aloud_is_stopped_by_button_and_key_and_says_when_there_is_no_voice(
    sample_page: NewPage,
) -> None:
    page = sample_page(elder=True)
    page.add_init_script(VOICE + "window.breath = 3;")
    open_sort(page, "inheritor")
    button, marked = page.locator("[data-read-aloud]"), page.locator(".is-read")
    for stop in (button.click, lambda: page.keyboard.press("Escape")):
        page.evaluate("window.said.length = 0")
        button.click()
        expect(button).to_have_text("停止朗读")
        expect(marked).to_have_count(1)
        stop()
        expect(button).to_have_text("朗读")
        expect(marked).to_have_count(0)
    page.evaluate("window.mute = true")
    button.click()
    expect(button).to_have_text("无法朗读")
    expect(button).to_have_attribute("title", "这台设备没有朗读的声音")
    assert findings(page) == []


def test_only_the_elder_friendly_version_offers_to_read(sample_page: NewPage) -> None:
    page = sample_page()
    open_sort(page, "project")
    expect(page.locator("[data-read-aloud]")).to_have_count(0)


def test_the_keyboard_reaches_and_moves_what_scrolls(sample_page: NewPage) -> None:
    page = sample_page(phone=True)
    open_sort(page, "project")
    reached = {"lineage": False, "table-scroll": False}
    for _press in range(90):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.className")
        if here in reached:
            reached[here] = True
        if here == "table-scroll":
            break
    assert reached == {"lineage": True, "table-scroll": True}
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "one does not see where one is"
    page.keyboard.press("ArrowRight")
    expect(page.locator(".table-scroll:focus")).not_to_have_js_property("scrollLeft", 0)


def test_the_main_journey_without_a_script(sample_page: NewPage) -> None:
    """Home, search, a facet, a record, one of its people, and back to the project."""
    page = sample_page(scripts=False)
    page.goto("/")
    page.fill("#q", "剪纸")
    page.get_by_role("button", name="搜索").click()
    page.check("#category-传统美术")
    page.get_by_role("button", name="条结果").click()
    results = page.url
    page.locator("#results > .cards").get_by_role("link", name="大王庄剪纸", exact=True).click()
    expect(page.locator("h1")).to_have_text("大王庄剪纸")
    project = page.url
    page.locator('[aria-labelledby="inheritors"] a').first.click()
    expect(page.locator("h1")).to_contain_text("（示例）")
    page.get_by_role("link", name="大王庄剪纸", exact=True).first.click()
    assert page.url == project
    page.go_back()
    page.go_back()
    page.go_back()
    assert page.url == results
    expect(page.locator("#category-传统美术")).to_be_checked()

"""The whole way of one class, from a week of drafts to the archived proof, as people walk it.

The week lies in 2035, so that no day of the test's own calendar matters. The day of the class comes by
letting its row begin now (``Way.let_the_day_come``): nothing else is written to the database by hand,
and the clock's work is done by its real command, ``manage.py keep_classes``.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from outreach.enums import ROLE_HOST
from tests.factories.media import pdf_bytes, picture_bytes
from tests.outreach.staging import FRIDAY, HOLIDAY, MONDAY

from .conftest import pages_of, served
from .planning_board import drag, drag_on, event
from .test_accessibility import findings
from .walking import Walk, fine, press

CLASS, SECOND, THIRD, ADDED = "窗花第一剪", "面塑小课", "社区面塑", "剪纸课"
WEEK = f"/admin/outreach/plan/?day={MONDAY}"
WEDNESDAY, THURSDAY = (str(MONDAY + datetime.timedelta(days=days)) for days in (2, 3))


class Way(Walk):
    """The walk of the class everybody comes to; ``key`` is its number."""

    key: int = 0

    def let_the_day_come(self) -> None:
        """The class begins five minutes ago instead of in 2035."""
        begun = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=5)
        ends = begun + datetime.timedelta(minutes=90)
        moments = [one.strftime("%Y-%m-%d %H:%M:%S") for one in (begun, ends)]
        with self.database() as database:
            database.execute(
                "UPDATE outreach_session SET begins_at = ?, ends_at = ? WHERE id = ?",
                [*moments, self.key],
            )


@pytest.fixture
def way(
    browser: Browser, chromium_path: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Way]:
    folder = tmp_path_factory.mktemp("class")
    with ExitStack() as stack:
        site = stack.enter_context(served(folder, "year"))
        way = Way(site, folder, stack.enter_context(pages_of(browser, site)))
        # as `make run` has it beside the site
        stack.enter_context(way.beside("deliver_messages", "--follow", "--interval", "0.2"))
        yield way


def test_from_the_plan_of_a_week_to_the_years_figures(way: Way, tmp_path: Path) -> None:
    with way.told():
        before = archived_so_far(way)
        plan_by_mouse(way)
        plan_by_keyboard(way)
        add_by_form(way)
        publish(way)
        confirm_by_links(way)
        send_a_host(way)
        open_registration(way)
        fill_the_seats(way)
        give_a_seat_back(way)
        sign_people_in(way)
        prove_and_hold(way, tmp_path)
        archive(way)
        after = archived_so_far(way)
        assert after == tuple(number + 1 for number in before)


def archived_so_far(way: Way) -> tuple[int, ...]:
    """What the dashboard says, what the public page says."""
    staff, visitor = way.by("archivist"), way.visitor("walker", phone=True)
    staff.goto("/admin/outreach/year/")
    told = staff.locator("section[aria-labelledby=target]")
    expect(told).to_contain_text("目标 400 场")
    done = re.search(r"已归档 (\d+) 场，目标 400 场", told.inner_text())
    assert done is not None
    counted = told.locator(".outreach-figures li", has_text="已归档").locator("strong")
    visitor.goto("/year/")
    expect(visitor.locator(".year-figure").first).to_contain_text("/ 400")
    shown = visitor.locator(".year-figure").first.locator("strong")
    return int(done[1]), int(counted.inner_text()), int(shown.inner_text())


def plan_by_mouse(way: Way) -> None:
    """Over another class it is refused, on a free afternoon it stays; so it does when one comes back."""
    page = way.by("planner")
    page.goto(WEEK)
    said, moved = page.locator("#plan-said"), event(page, CLASS)
    begun = moved.get_attribute("data-begins") or ""
    drag(page, moved, to_day=WEDNESDAY)
    expect(said).to_contain_text(f"场地这时有“{THIRD}”")
    page.mouse.up()
    expect(said).to_contain_text(f"场地这时有“{THIRD}”")
    expect(moved).to_have_attribute("data-begins", begun)
    drag(page, moved, to_day=WEDNESDAY)
    drag_on(page, to_day=THURSDAY, hour=15)
    expect(said).to_contain_text("没有冲突")
    page.mouse.up()
    expect(said).to_contain_text("已保存")
    page.reload()
    expect(moved).to_have_attribute("data-begins", f"{THURSDAY}T15:00")


def plan_by_keyboard(way: Way) -> None:
    """Four days on and an hour later: a public holiday, of which a draft is only warned."""
    page = way.by("planner")
    said, moved = page.locator("#plan-said"), event(page, SECOND)
    moved.focus()
    for key in ["ArrowRight"] * 4 + ["ArrowDown"] * 4:
        page.keyboard.press(key)
    expect(said).to_contain_text(HOLIDAY)
    page.keyboard.press("Enter")
    expect(said).to_contain_text("已保存")
    page.reload()
    expect(moved).to_have_attribute("data-begins", f"{FRIDAY}T15:00")


def add_by_form(way: Way) -> None:
    """The teacher is taken at that hour: nothing is saved, nothing lost; an hour that is free is taken."""
    page = way.by("planner")
    page.locator(f'.plan-column[data-day="{THURSDAY}"]').click(position={"x": 8, "y": 20})
    expect(page.locator("input[name=day]")).to_have_value(THURSDAY)
    page.select_option("select[name=programme]", label=ADDED)
    page.select_option("select[name=venue]", label="示例小学")
    page.select_option("select[name=teacher]", label="张示例")
    page.fill("input[name=begins]", "15:30")
    press(page, "保存")
    expect(page.locator(".plan-panel")).to_contain_text("没有保存")
    expect(page.locator(".plan-panel")).to_contain_text(CLASS)
    page.fill("input[name=begins]", "10:00")
    press(page, "保存")
    page.wait_for_url("**/plan/?**")
    expect(event(page, ADDED)).to_have_attribute("data-begins", f"{THURSDAY}T10:00")


def publish(way: Way) -> None:
    """The holiday stands in the way until somebody says why it may; then the whole week goes at once."""
    page = way.by("planner")
    page.locator(".plan-nav").get_by_role("link", name="发布计划").click()
    see_the_week(page)
    held_up = page.locator(".plan-conflicts li", has_text=HOLIDAY)
    held_up.get_by_role("link", name=SECOND).click()
    page.get_by_label("为什么可以这样安排").fill("节日里的专场")
    press(page, "写明理由，保留")
    expect(page.locator(".plan-panel")).to_contain_text("节日里的专场")
    page.locator(".plan-nav").get_by_role("link", name="发布计划").click()
    see_the_week(page)
    expect(page.locator(".plan-conflicts li", has_text=HOLIDAY)).to_have_count(0)
    press(page, "发布这些天的计划")
    expect(page.locator("main")).to_contain_text("发布 4 场，没有发布 0 场")


def see_the_week(page: Page) -> None:
    page.fill("input[name=first_day]", str(MONDAY))
    page.fill("input[name=last_day]", str(MONDAY + datetime.timedelta(days=6)))
    press(page, "看这些天")
    expect(page.locator("main")).to_contain_text("草稿 4 场")


def confirm_by_links(way: Way) -> None:
    """Teacher and venue answer on a phone, without an account; then the class is confirmed."""
    for who in ("zhang", "community"):
        page = way.visitor(who, phone=True)
        page.goto(way.link_mailed_to(f"{who}@example.com", CLASS))
        expect(page.locator("main")).to_contain_text("3月8日")
        fine(page)
        page.get_by_label("可以，按这个时间安排").check()
        press(page, "答复")
        expect(page.locator("[role=status]")).to_contain_text("已答复：可以")
        fine(page)
    planner = way.by("planner")
    planner.goto("/admin/outreach/sessions/")
    planner.locator("main").get_by_role("link", name=re.compile(CLASS)).first.click()
    expect(planner.locator(".outreach-head .w-status")).to_have_text("已确认")
    found = re.search(r"/sessions/(\d+)/", planner.url)
    assert found is not None
    way.key = int(found[1])


def send_a_host(way: Way) -> None:
    """From the page of the class: who is at the door that day."""
    page = way.by("planner")
    page.get_by_role("link", name="安排现场人员").click()
    page.get_by_label(f"示例{ROLE_HOST}").check()
    press(page, "加到选中的场次")
    expect(page.locator("main")).to_contain_text("已更改 1 场的现场人员")
    expect(page.locator("table.listing")).to_contain_text(f"示例{ROLE_HOST}")


def open_registration(way: Way) -> None:
    """By the clock's command; a visitor finds the class in the list."""
    page = way.visitor("walker", phone=True)
    page.goto(f"/classes/{way.key}/")
    expect(page.locator("h1")).to_have_text(CLASS)
    expect(page.locator("main a[href$='/join/']")).to_have_count(0)
    assert "开放报名 1 场" in way.run("keep_classes")
    page.goto("/classes/")
    page.get_by_role("main").get_by_role("link", name=re.compile(CLASS)).first.click()
    expect(page.locator("main")).to_contain_text("3月8日")
    fine(page)


def fill_the_seats(way: Way) -> None:
    """Three seats: a family takes two, somebody the last one, the next one waits."""
    ask_to_join(way, "family", minors=1)
    page = way.pages["family"]
    page.goto(way.link_mailed_to("family@example.com", CLASS))
    press(page, "确认报名")
    expect(page.locator("h1")).to_have_text("报名成功")
    fine(page)
    ask_to_join(way, "last")
    page = way.pages["last"]
    page.get_by_label("验证码").fill(way.code_mailed_to("last@example.com"))
    press(page, "确认报名")
    expect(page.locator("h1")).to_have_text("报名成功")
    ask_to_join(way, "next", words="排队候补")
    page = way.pages["next"]
    page.goto(way.link_mailed_to("next@example.com", CLASS))
    press(page, "确认报名")
    expect(page.locator("h1")).to_have_text("候补第 1 位")
    fine(page)


def ask_to_join(way: Way, who: str, *, minors: int = 0, words: str = "报名") -> None:
    """From the page of the class, on a phone, up to the page that waits for the code."""
    page = way.visitor(who, phone=True)
    page.goto(f"/classes/{way.key}/")
    page.locator("main a[href$='/join/']").first.click()
    if minors:
        page.get_by_label("一家人，带孩子也选这里").check()
        page.get_by_label("未成年人几位").fill(str(minors))
    page.get_by_label("怎么称呼您").fill(f"示例{who}")
    page.get_by_label("手机号或邮箱").fill(f"{who}@example.com")
    press(page, words)
    expect(page.locator("h1")).to_have_text("还差一步：确认联系方式")


def give_a_seat_back(way: Way) -> None:
    """Who has the last seat cancels by the link of the message; it is offered to who waits, and taken."""
    page, waiting = way.pages["last"], way.pages["next"]
    page.goto(way.link_mailed_to("last@example.com", "报名成功", holding="/cancel/"))
    fine(page)
    press(page, "取消报名")
    expect(page.locator("h1")).to_have_text("已取消报名")
    waiting.goto(way.link_mailed_to("next@example.com", "有名额了"))
    expect(waiting.locator("h1")).to_have_text("有名额了")
    fine(waiting)
    press(waiting, "要，我来参加")
    expect(waiting.locator("h1")).to_have_text("报名成功")
    way.text_mailed_to("next@example.com", "报名成功")


def sign_people_in(way: Way) -> None:
    """The QR code is read off the family's phone; the other one tells his code; two come unannounced."""
    way.let_the_day_come()
    family, other = way.pages["family"], way.pages["next"]
    family.goto(way.link_mailed_to("family@example.com", "报名成功", holding="/view/"))
    door = way.by("host", phone=True)
    door.goto("/admin/outreach/sign-in/")
    door.get_by_role("link", name=CLASS).click()
    expect(door.locator("[data-missing]")).to_have_text("2")
    door.goto(read_code(family.get_by_alt_text("签到二维码")))  # as a phone's camera opens it
    press(door, "签到")
    expect(door.locator("[data-adults]")).to_have_text("1")
    expect(door.locator("[data-minors]")).to_have_text("1")
    assert [one for one in findings(door) if "sign-in" in one] == []
    other.reload()
    door.get_by_label("签到码").fill(other.locator(".join-code").inner_text())
    press(door, "签到")
    expect(door.locator("[data-adults]")).to_have_text("2")
    door.locator("#walk-adults").fill("2")
    press(door, "登记人数")
    expect(door.locator("[data-adults]")).to_have_text("4")
    door.reload()
    expect(door.get_by_label("签到码")).to_have_value("")
    expect(door.locator("[data-adults]")).to_have_text("4")
    expect(door.locator("[data-minors]")).to_have_text("1")
    expect(door.locator("[data-missing]")).to_have_text("0")


def read_code(picture: Locator) -> str:
    """What a scanner reads off the screen."""
    expect(picture).to_be_visible()
    image = Image.open(io.BytesIO(picture.screenshot())).convert("L")
    (found,) = zxingcpp.read_barcodes(image)
    return str(found.text)


def prove_and_hold(way: Way, folder: Path) -> None:
    """The sheet and a photograph, from the phone at the door; the heads are those signed in."""
    page = way.by("host")
    sheet, photo = folder / "签到表.pdf", folder / "现场.jpg"
    sheet.write_bytes(pdf_bytes())
    photo.write_bytes(picture_bytes())
    for words, file in (("上传签到表", sheet), ("上传现场照片", photo)):
        page.goto(f"/admin/outreach/sessions/{way.key}/")
        page.get_by_role("link", name=words).click()
        page.locator("input[type=file]").set_input_files(file)
        expect(page.locator("[data-state]")).to_have_text("已上传")
        press(page, "保存")
        expect(page.locator("main")).to_contain_text(file.name)
    page.get_by_role("link", name="登记为已举办").click()
    expect(page.get_by_label("到场成人")).to_have_value("4")
    expect(page.get_by_label("到场未成年人")).to_have_value("1")
    press(page, "登记为已举办")
    expect(page.locator(".outreach-head .w-status")).to_have_text("已举办")


def archive(way: Way) -> None:
    """By who may archive."""
    page = way.by("archivist")
    page.goto(f"/admin/outreach/sessions/{way.key}/")
    page.get_by_role("link", name="归档", exact=True).click()
    press(page, "归档")
    expect(page.locator(".outreach-head .w-status")).to_have_text("已归档")

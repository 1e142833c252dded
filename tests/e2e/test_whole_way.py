"""The whole way of one application, from signing up to the record in the catalogue, as people walk it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories.media import pdf_bytes, picture_bytes

from .conftest import pages_of, served
from .walking import PASSWORD, Walk, fine, press

TITLE = "大王庄示例风筝扎制技艺"
OBJECTOR = "周示例"
CASES = "/admin/applications/cases/"
WORDS = "从选竹、劈篾、扎架到裱糊、绘色、试飞，二十几道手艺由街坊几家人一代一代传下来，今天仍有人每天在做。"


class Way(Walk):
    """The walk of one application."""

    def case(self) -> tuple[int, str]:
        """Key and public id of the case."""
        with self.database() as database:
            rows = database.execute("SELECT id, public_id FROM applications_case").fetchall()
        assert len(rows) == 1
        return rows[0]

    def let_the_notice_run_out(self) -> None:
        """Thirty days pass for the notice and its clock, as if it had been published then."""
        begun = today() - datetime.timedelta(days=30)
        with self.database() as database:
            days = (begun.isoformat(), (begun + datetime.timedelta(days=20)).isoformat())
            database.execute("UPDATE applications_notice SET first_day = ?, last_day = ?", days)


@pytest.fixture
def way(
    browser: Browser, chromium_path: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Way]:
    folder = tmp_path_factory.mktemp("way")
    with ExitStack() as stack:
        site = stack.enter_context(served(folder, "whole-way"))
        yield Way(site, folder, stack.enter_context(pages_of(browser, site)))


def today() -> datetime.date:
    """As the bureau counts days."""
    return datetime.datetime.now(ZoneInfo("Asia/Shanghai")).date()


def test_from_signing_up_to_the_record_in_the_catalogue(way: Way, tmp_path: Path) -> None:
    sign_up(way)
    draft(way, tmp_path)
    ask_and_answer(way)
    hand_in_and_correct(way)
    accept_and_review(way)
    decide(way)
    put_on_notice(way)
    object_and_dismiss(way)
    close_and_promulgate(way)
    publish_and_find(way)


def sign_up(way: Way) -> None:
    page = way.visitor("applicant")
    page.goto("/apply/")
    fine(page)
    page.get_by_role("main").get_by_role("link", name="注册账号").click()
    page.get_by_label("姓名").fill("林示例")
    page.get_by_label("电子邮箱或手机号").fill("applicant@example.com")
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "注册")
    page.wait_for_url("**/confirm-email/**")
    page.get_by_label("验证码").fill(way.code_mailed_to("applicant@example.com"))
    press(page, "确定")
    page.wait_for_url("**/apply/")


def draft(way: Way, folder: Path) -> None:
    page = way.by("applicant")
    page.get_by_label("代表性项目", exact=True).check()
    press(page, "开始填写")
    page.locator(".task-list").wait_for()
    start = page.url
    fine(page)
    page.locator(".task-list a").first.click()
    while page.locator("form.dossier").count():
        fill_in(page)
        with page.expect_navigation():
            press(page, "保存并继续")
    page.goto(f"{start}materials/")
    for number in range(3):
        (folder / f"图{number}.jpg").write_bytes(picture_bytes())
    (folder / "授权书.pdf").write_bytes(pdf_bytes())
    upload(page, "photos", [folder / f"图{number}.jpg" for number in range(3)])
    upload(page, "authorisation", [folder / "授权书.pdf"])
    fine(page)
    page.goto(start)
    expect(page.locator(".task-list")).to_contain_text("齐全")


def fill_in(page: Page) -> None:
    """Every question of the section that is open, as somebody would who knows the answers."""
    for one in page.locator("form.dossier textarea").all():
        one.fill(WORDS * 4)
    known = {"title": TITLE, "protecting-unit": "大王庄示例风筝社", "applicant-name": "林示例"}
    for one in page.locator("form.dossier input[type=text], form.dossier input[type=tel]").all():
        name = one.get_attribute("name") or ""
        phone = one.get_attribute("type") == "tel"
        one.fill("13800000000" if phone else known.get(name, "示例内容"))
    for one in page.locator("form.dossier select").all():
        one.select_option(index=1)
    for one in page.locator("form.dossier input[type=checkbox]").all():
        one.check()


def upload(page: Page, material: str, files: list[Path]) -> None:
    field = page.locator(f"section[aria-labelledby=m-{material}]")
    field.locator("input[type=file]").set_input_files(files)
    expect(field.locator("[data-state]:has-text('已上传')")).to_have_count(len(files))
    field.get_by_role("button", name=re.compile("^保存")).last.click()
    held = page.locator(f"section[aria-labelledby=m-{material}] .apply-files li")
    expect(held).to_have_count(len(files))


def ask_and_answer(way: Way) -> None:
    _pk, public_id = way.case()
    page = way.by("applicant")
    page.goto(f"/apply/{public_id}/guidance/")
    page.get_by_label("您的问题").fill("传承谱系要写到哪一代？")
    press(page, "发出提问")
    guide = way.by("guide")
    guide.goto("/admin/applications/guidance/")
    guide.locator("form", has_text="传承谱系要写到哪一代").locator("textarea").fill(
        "写到能查证的那一代。"
    )
    press(guide, "发出答复")
    page.reload()
    expect(page.locator("main")).to_contain_text("写到能查证的那一代")
    fine(page)


def hand_in_and_correct(way: Way) -> None:
    pk, public_id = way.case()
    page, officer = way.by("applicant"), way.by("officer")
    page.goto(f"/apply/{public_id}/submit/")
    press(page, "提交申报")
    expect(page.locator(".apply-receipt")).to_contain_text("查询码")
    fine(page)
    officer.goto("/admin/applications/")
    officer.get_by_role("link", name=TITLE).first.click()
    officer.goto(f"{CASES}{pk}/steps/request_correction/")
    officer.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    officer.locator("[name=question-summary]").fill("请写明从哪一年开始。")
    officer.locator("button[value=preview]").click()
    officer.locator("button[value=confirm]").click()
    officer.wait_for_url(f"**{CASES}{pk}/")
    page.goto(f"/apply/{public_id}/")
    page.locator(".missing-list a").first.click()
    page.locator("#id_summary").fill("始于一九二一年。" + WORDS * 3)
    press(page, "保存，回到任务列表")
    page.locator(".apply-standing").wait_for()
    page.goto(f"/apply/{public_id}/submit/")
    press(page, "提交补正")
    expect(page.locator(".apply-standing")).to_be_visible()


def accept_and_review(way: Way) -> None:
    pk, _public_id = way.case()
    officer, secretary = way.by("officer"), way.by("secretary")
    take(officer, pk, "accept")
    secretary.goto(f"{CASES}{pk}/review/experts/")
    for one in secretary.locator("input[name=experts]:not([disabled])").all():
        one.check()
    press(secretary, "成立专家组并发出邀请")
    secretary.wait_for_url(f"**{CASES}{pk}/review/")
    for number in range(5):
        score(way.by(f"expert{number}"), axe=number == 0)
    take(secretary, pk, "close_review")


def score(page: Page, *, axe: bool) -> None:
    """Declare, read, hand in."""
    page.goto("/review/")
    page.locator("h3 a", has_text=TITLE).click()
    page.check("input[name=unbound]")
    press(page, "声明并查看材料")
    expect(page.locator("main")).to_contain_text("始于一九二一年")
    expect(page.locator("main")).not_to_contain_text("13800000000")
    page.get_by_role("link", name="去评分").first.click()
    for one in page.locator("input[type=number]").all():
        one.fill("8.5")
    page.check("input[name=in_favour][value=yes]")
    page.fill("textarea[name=opinion]", "传承有序，建议列入。")
    if axe:
        fine(page)
    page.click("button[value=hand-in]")
    expect(page.locator("main")).to_contain_text("评分已提交")


def take(page: Page, pk: int, step: str) -> None:
    """A step that asks nothing: the letter is looked at and goes."""
    page.goto(f"{CASES}{pk}/steps/{step}/")
    if page.locator("button[value=preview]").count():
        page.locator("button[value=preview]").click()
    page.locator("button[value=confirm]").click()
    page.wait_for_url(f"**{CASES}{pk}/")


def decide(way: Way) -> None:
    pk, _public_id = way.case()
    page = way.by("secretary")
    page.goto(f"{CASES}{pk}/review/decision/")
    page.fill("[name=minutes]", "委员会听取专家意见，逐项讨论后表决。")
    page.fill("[name=votes_for]", "8")
    page.fill("[name=votes_against]", "1")
    page.fill("[name=abstentions]", "0")
    page.check("[name=decision][value=notice]")
    press(page, "登记决定")
    page.wait_for_url(lambda url: "decision" not in url)


def put_on_notice(way: Way) -> None:
    page = way.by("publisher")
    page.goto("/admin/applications/notices/")
    page.get_by_role("link", name="拟一份公示").click()
    page.fill("[name=title]", "河东区示例批次拟列入项目公示")
    page.fill("[name=text]", "现将拟列入名录的项目公示，欢迎监督。")
    page.fill("[name=objection_contact]", "河东区示例路 1 号")
    page.check("[name=cases]")
    press(page, "保存草稿")
    press(page, "发布公示")
    expect(page.locator("main")).to_contain_text("公示已发布")


def object_and_dismiss(way: Way) -> None:
    visitor, handler = way.visitor(), way.by("handler")
    visitor.goto("/notices/")
    fine(visitor)
    visitor.get_by_role("main").get_by_role("link", name=re.compile("拟列入项目公示")).first.click()
    expect(visitor.locator("main")).to_contain_text(TITLE)
    fine(visitor)
    visitor.goto(f"{visitor.url}object/")
    visitor.locator("select[name=candidate]").select_option(index=1)
    visitor.fill("[name=name]", OBJECTOR)
    visitor.fill("[name=contact]", "zhou@example.com")
    visitor.fill("[name=grounds]", "这门手艺在邻街也有人做，请核实传承人的说法。")
    fine(visitor)
    press(visitor, "提交异议")
    expect(visitor.locator("h1")).to_have_text("异议已收到")
    handler.goto("/admin/applications/objections/")
    handler.locator("td.title a").first.click()
    expect(handler.locator("main")).not_to_contain_text(OBJECTOR)
    press(handler, "由我办理")
    handler.fill("[name=reason]", "核实异议内容")
    press(handler, "查看姓名、联系方式和原文")
    expect(handler.locator("main")).to_contain_text(OBJECTOR)
    for to, words in (
        ("investigating", "符合受理条件"),
        ("dismissed", "经走访核实，申报内容属实。"),
        ("replied", "经核实，申报内容属实，异议不成立。"),
    ):
        handler.select_option("[name=to]", to)
        handler.locator("form:has([name=to]) [name=text]").fill(words)
        press(handler, "登记")
        expect(handler.locator("main")).to_contain_text("已登记")


def close_and_promulgate(way: Way) -> None:
    pk, public_id = way.case()
    secretary, administrator = way.by("secretary"), way.by("administrator")
    secretary.goto("/admin/applications/notices/")
    secretary.locator("td.title a").first.click()
    close = secretary.get_by_role("button", name="公示期满，转入报批")
    expect(close).to_be_disabled()
    way.let_the_notice_run_out()
    secretary.reload()
    close.click()
    expect(secretary.locator("main")).to_contain_text("转入报批")
    administrator.goto(f"{CASES}{pk}/steps/promulgate/")
    administrator.fill("[name=document_number]", "河东政发〔2026〕12号")
    administrator.fill("[name=issuer]", "天津市河东区人民政府")
    administrator.fill("[name=published_on]", today().isoformat())
    administrator.locator("button[value=preview]").click()
    administrator.locator("button[value=confirm]").click()
    administrator.wait_for_url(f"**{CASES}{pk}/")
    page = way.by("applicant")
    page.goto(f"/apply/{public_id}/")
    expect(page.locator(".apply-standing")).to_contain_text("公布")
    fine(page)


def publish_and_find(way: Way) -> None:
    pk, _public_id = way.case()
    administrator, visitor = way.by("administrator"), way.visitor()
    administrator.goto(f"{CASES}{pk}/")
    administrator.locator("a[href*='/snippets/registry/heritageproject/edit/']").first.click()
    administrator.wait_for_url("**/heritageproject/edit/**")
    administrator.locator("button[name=action-publish]").first.evaluate("button => button.click()")
    administrator.wait_for_url(lambda url: "/edit/" not in url)
    way.run("index_changes")  # `make run` does so all the time
    visitor.goto(f"/catalogue/?q={TITLE}")
    visitor.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    expect(visitor.locator("h1")).to_contain_text(TITLE)
    expect(visitor.locator("main")).to_contain_text("河东政发〔2026〕12号")
    fine(visitor)

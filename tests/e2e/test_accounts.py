"""Signing up, in and out in a browser, and axe-core on every page of it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page

from tests.factories.accounts import credit_code

from .conftest import NewPage, pages_of, served
from .test_accessibility import faults

PASSWORD = "很长的口令-7391-灯笼"
ENTRANCES = (
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
)
OWN = (
    "/account/",
    "/account/profile/",
    "/account/security/",
    "/account/data/",
    "/account/units/new/",
    "/account/2fa/",
    "/account/logout/",
)


def fine(page: Page) -> None:
    assert faults(page) == {}, page.url


@dataclass(frozen=True)
class Site:
    """A served site, and the file its log is written to."""

    address: str
    log: Path


def code_from(log: Path, number: str) -> str:
    """The code that the site has written to its log, as whoever tries it reads it there."""
    for _once in range(100):
        found = re.findall(rf"{number}.*验证码 (\d{{6}})", log.read_text(encoding="utf-8"))
        if found:
            return str(found[-1])
        time.sleep(0.1)
    raise AssertionError("no code in the log")


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
def test_the_ways_in(new_page: NewPage, elder: bool) -> None:
    page = new_page(elder=elder)
    for address in ENTRANCES:
        page.goto(address)
        fine(page)
        page.locator(".entrance form button[type=submit]").first.click()
        page.locator(".error-summary").wait_for()
        fine(page)


@pytest.fixture(scope="module")
def own_site(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose log can be read."""
    folder = tmp_path_factory.mktemp("accounts")
    with served(folder) as address:
        yield Site(address, folder / "log")


@pytest.fixture
def own_page(browser: Browser, own_site: Site) -> Iterator[NewPage]:
    with pages_of(browser, own_site.address) as open_page:
        yield open_page


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def sign_up(page: Page, number: str, site: Site) -> None:
    page.goto("/account/signup/")
    page.get_by_label("姓名").fill("张三")
    page.get_by_label("电子邮箱或手机号").fill(number)
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "注册")
    page.wait_for_url("**/phone/verify/")
    fine(page)
    page.get_by_label("验证码").fill(code_from(site.log, number))
    press(page, "确定")
    page.wait_for_url("**/account/")


def test_the_pages_of_ones_own(own_page: NewPage, own_site: Site) -> None:
    page = own_page()
    sign_up(page, "13812345670", own_site)
    for address in OWN:
        page.goto(address)
        fine(page)
    page.goto("/account/units/new/")
    page.get_by_label("统一社会信用代码").fill(credit_code(345670))
    page.get_by_label("单位全称").fill("示例传习中心")
    page.get_by_label("联系人").fill("乙")
    page.get_by_label("联系电话").fill("022-24000000")
    press(page, "提交")
    page.wait_for_url("**/account/units/*/")
    page.get_by_label("对方的电子邮箱或手机号").fill("qian@example.cn")
    press(page, "发出邀请")
    page.get_by_text("邀请已发出").wait_for()
    fine(page)
    page.goto("/account/delete/")
    fine(page)  # asks for the password once more
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "确定")
    page.wait_for_url("**/account/delete/")
    fine(page)


def test_the_second_factor_from_the_first_scan_to_the_next_sign_in(
    own_page: NewPage, own_site: Site
) -> None:
    page = own_page()
    sign_up(page, "13812345672", own_site)
    page.goto("/account/2fa/totp/activate/")
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "确定")
    page.wait_for_url("**/totp/activate/")
    fine(page)
    secret = page.locator(".secret").inner_text().strip()
    page.get_by_label("App 显示的 6 位数字").fill(code_of(secret))
    press(page, "开启")
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".codes li").count() == 10
    fine(page)
    page.goto("/account/logout/")
    press(page, "退出登录")
    page.goto("/account/login/?next=/account/security/")
    page.get_by_label("电子邮箱或手机号").fill("138 1234 5672")
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "登录")
    page.wait_for_url("**/2fa/authenticate/**")
    fine(page)
    page.get_by_label("验证码或恢复码").fill(code_of(secret, 1))
    press(page, "登录")
    page.wait_for_url("**/account/security/")
    assert page.get_by_text("已开启").is_visible()

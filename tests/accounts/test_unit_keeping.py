"""The screens on which administrators keep units, and who never sees them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import registry as log_registry

from accounts.domain import admissions, unit_keeping, units
from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER, UnitRole
from accounts.models import Organisation, User
from applications.domain.opening import start_case
from applications.enums import Kind, State
from tests.factories.accounts import make_person, make_unit
from tests.factories.applications import make_case, make_round
from tests.registry.admin.conftest import client_of, member

pytestmark = pytest.mark.django_db

INDEX = "/admin/units/"
PHONE = "022-24000000"


@pytest.fixture
def administrator() -> User:
    return member(ROLE_ADMINISTRATOR, "guanli")


@pytest.fixture
def browser(administrator: User) -> Client:
    return client_of(administrator)


@pytest.fixture
def head() -> User:
    return make_person("赵负责")


@pytest.fixture
def unit(head: User) -> Organisation:
    return make_unit(head=head, agents=(make_person("钱经办"),), name="河东区风筝艺术馆")


def page(unit: Organisation) -> str:
    return f"{INDEX}{unit.pk}/"


def words(**changes: str) -> dict[str, str]:
    return {
        "act": "correct",
        "name": "河东区风筝博物馆",
        "address": "示例街 2 号",
        "contact_name": "孙联系",
        "contact_phone": "",
        **changes,
    }


def history(unit: Organisation) -> list[tuple[str, str]]:
    rows = log_registry.get_logs_for_instance(unit).order_by("pk")
    return [(row.user.get_username(), str(row.message)) for row in rows]


# --- who may ---
def test_nobody_but_administrators_sees_or_changes_one(unit: Organisation, head: User) -> None:
    odd = member(ROLE_EDITOR, "odd")
    odd.user_permissions.add(Permission.objects.get(codename="view_organisation"))
    outsiders = [
        client_of(member(ROLE_EDITOR, "editor")),
        client_of(member(ROLE_REVIEWER, "reviewer")),
        *(client_of(odd), client_of(head), Client()),
    ]
    for browser in outsiders:
        for url in (INDEX, f"{INDEX}results/", page(unit)):
            assert unit.credit_code not in browser.get(url, follow=True).text, url
        browser.post(page(unit), words())
        browser.post(page(unit), {"act": "close", "closing-reason": "不该做的事"})
        answer = browser.post(page(unit), {"act": "read", "reading-reason": "不该做的事"})
        assert PHONE not in answer.text
    unit.refresh_from_db()
    assert (unit.name, unit.closed_at) == ("河东区风筝艺术馆", None)
    assert history(unit) == []


def test_an_editor_has_no_menu_entry_and_the_domain_refuses_him(unit: Organisation) -> None:
    editor = member(ROLE_EDITOR, "editor")
    assert INDEX not in client_of(editor).get("/admin/").text
    for act in (unit_keeping.close_unit, unit_keeping.reopen_unit, unit_keeping.read_contact):
        with pytest.raises(PermissionDenied):
            act(organisation=unit, reason="不该做的事", by=editor)
    with pytest.raises(PermissionDenied):
        unit_keeping.correct_unit(organisation=unit, by=editor, name="x")


def test_not_even_a_superuser_deletes_one(unit: Organisation) -> None:
    browser = client_of(User.objects.create_superuser("root"))
    assert browser.get(page(unit)).status_code == 200
    assert browser.get("/admin/snippets/accounts/organisation/").status_code == 404
    assert browser.post(page(unit), {"act": "delete"}).status_code == 404


# --- listing ---
@pytest.mark.parametrize("asked", ["筝艺", "区风 艺术", "钱经办", "孙乙", "CODE"])
def test_it_is_found_by_a_part_of_what_one_knows(
    browser: Client, unit: Organisation, asked: str
) -> None:
    Organisation.objects.filter(pk=unit.pk).update(contact_name="孙乙丙")
    make_unit(head=make_person(), name="海河剪纸社")
    asked = unit.credit_code[8:].lower() if asked == "CODE" else asked
    found = browser.get(INDEX, {"q": asked}).text
    assert "河东区风筝艺术馆" in found
    assert "海河剪纸社" not in found


def test_an_address_bar_holds_anything(browser: Client, unit: Organisation) -> None:
    for query in ("q=%00", "state=x", "p=999", "ordering=people", "ordering=x"):
        assert browser.get(f"{INDEX}?{query}").status_code in (200, 404), query
    assert browser.get(f"{INDEX}99999999/").status_code == 404
    assert "没有" in browser.get(f"{INDEX}?q=无此单位").text


def test_closed_ones_are_filtered(browser: Client, unit: Organisation) -> None:
    make_unit(head=make_person(), name="海河剪纸社")
    browser.post(page(unit), {"act": "close", "closing-reason": "单位已注销"})
    closed, others = (browser.get(f"{INDEX}?state={one}").text for one in ("closed", "open"))
    assert ("风筝" in closed, "剪纸" in closed) == (True, False)
    assert ("风筝" in others, "剪纸" in others) == (False, True)


def test_the_queries_of_list_and_page_do_not_grow(browser: Client, unit: Organisation) -> None:
    def counted() -> list[int]:
        found = []
        for url in (INDEX, page(unit)):
            with CaptureQueriesContext(connection) as captured:
                browser.get(url)
            found.append(len(captured))
        return found

    counted()
    before = counted()
    for number in range(5):
        make_unit(head=make_person(), name=f"示例单位{number}")
        unit.memberships.create(user=make_person(), role=UnitRole.AGENT)
    assert counted() == before


# --- one unit ---
def test_the_page_shows_members_and_what_was_filed(browser: Client, unit: Organisation) -> None:
    head = unit.memberships.get(role=UnitRole.HEAD).user
    round_ = make_round(Kind.PROJECT)
    filed: dict[State, Any] = {
        state: make_case(state, applicant=head, round_=round_, organisation=unit, title=title)
        for state, title in ((State.SUBMITTED, "沙燕风筝"), (State.DRAFT, "还没写完"))
    }
    make_case(State.SUBMITTED, round_=round_, title="别人的剪纸")

    shown = browser.get(page(unit)).text

    for word in (unit.credit_code, "赵负责", "负责人", "钱经办", "经办人", "沙燕风筝"):
        assert word in shown
    assert f"/admin/applications/cases/{filed[State.SUBMITTED].pk}/" in shown
    assert "还没写完" not in shown
    assert "别人的剪纸" not in shown


def test_name_and_contact_are_corrected_and_the_history_says_by_whom(
    browser: Client, unit: Organisation
) -> None:
    answer = browser.post(page(unit), words(credit_code="91120102MA0000000X"), follow=True)

    assert "已保存" in answer.text
    code = unit.credit_code
    unit.refresh_from_db()
    assert (unit.name, unit.contact_name) == ("河东区风筝博物馆", "孙联系")
    assert (unit.credit_code, unit.contact_phone) == (code, PHONE)
    ((who, what),) = history(unit)
    assert who == "guanli"
    assert "“河东区风筝艺术馆”改为“河东区风筝博物馆”" in what
    assert what in answer.text

    browser.post(page(unit), words(contact_phone="022-11112222"))
    unit.refresh_from_db()
    assert unit.contact_phone == "022-11112222"
    assert "022-11112222" not in str(history(unit))

    browser.post(page(unit), words())
    assert len(history(unit)) == 2  # nothing was changed


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    browser: Client, unit: Organisation
) -> None:
    answer = browser.post(page(unit), words(name="", contact_name="周某某"))
    assert "请填写单位全称" in answer.text
    assert "周某某" in answer.text
    assert history(unit) == []


def test_the_number_is_shown_for_a_reason_that_is_noted(
    browser: Client, unit: Organisation
) -> None:
    assert PHONE not in browser.get(page(unit)).text
    refused = browser.post(page(unit), {"act": "read", "reading-reason": "看"}).text
    assert "至少 4 个字" in refused
    assert PHONE not in refused

    shown = browser.post(page(unit), {"act": "read", "reading-reason": "核对补正材料"}).text

    assert PHONE in shown
    assert history(unit) == [("guanli", "查看了联系电话：核对补正材料")]
    assert PHONE not in browser.get(page(unit)).text


def test_a_closed_unit_begins_nothing_and_takes_nobody_in_until_it_is_opened_again(
    browser: Client, unit: Organisation, head: User
) -> None:
    asking, invited = make_person(), make_person(email="qian@example.cn")
    request = units.ask(organisation=unit, named="x", message="", by=asking)
    invitation = admissions.invite(
        organisation=unit, contact="qian@example.cn", role=UnitRole.AGENT, by=head
    )
    browser.post(page(unit), {"act": "close", "closing-reason": "单位已注销"})
    assert history(unit) == [("guanli", "停用了单位：单位已注销")]
    theirs = client_of(head)
    round_ = make_round(Kind.PROJECT)

    with pytest.raises(ValidationError, match="停用"):
        admissions.admit(request=request, by=head)
    with pytest.raises(ValidationError, match="停用"):
        admissions.accept_invitation(invitation=invitation, by=invited)
    with pytest.raises(ValidationError, match="停用"):
        units.ask(organisation=unit, named="x", message="", by=make_person())
    with pytest.raises(ValidationError, match="停用"):
        start_case(round_=round_, kind=Kind.PROJECT, by=head, organisation=unit)
    refused = theirs.post(
        f"/account/units/{unit.pk}/invite/", {"contact": "li@example.cn", "role": "agent"}
    )
    assert "不能再增加成员" in refused.text
    assert "li@example.cn" in refused.text
    assert "这个单位已停用" in theirs.get(f"/account/units/{unit.pk}/").text
    assert unit.name not in theirs.get("/apply/").text

    browser.post(page(unit), {"act": "reopen", "closing-reason": "重新登记了"})
    start_case(round_=round_, kind=Kind.PROJECT, by=head, organisation=unit)
    admissions.admit(request=request, by=head)
    assert history(unit)[-1] == ("guanli", "恢复了单位：重新登记了")


def test_closing_wants_a_reason_and_happens_once(
    browser: Client, unit: Organisation, administrator: User
) -> None:
    assert "至少 4 个字" in browser.post(page(unit), {"act": "close", "closing-reason": "关"}).text
    unit_keeping.close_unit(organisation=unit, reason="单位已注销", by=administrator)
    again = browser.post(page(unit), {"act": "close", "closing-reason": "再关一次"})
    assert "已经停用" in again.text
    assert len(history(unit)) == 1

"""Taking steps in the admin: preview, the letter as it goes out, old pages, double clicks."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from applications.domain.transitioning import possible_steps, transition
from applications.enums import State
from applications.models import Case, Correction, IssuedLetter
from messaging.models import Message
from registry.models import HeritageProject
from tests.factories.applications import make_case, make_staff, make_user

from .conftest import client_of

pytestmark = pytest.mark.django_db


def step(case, name: str) -> str:
    return f"/admin/applications/cases/{case.pk}/steps/{name}/"


def fields(response) -> dict[str, str]:
    """What the form on the page would send."""
    soup = BeautifulSoup(response.content, "html.parser")
    form = soup.select_one("form[novalidate]")
    values = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    values.update({one["name"]: one.text.lstrip("\n") for one in form.select("textarea[name]")})
    for one in form.select("select[name]"):
        chosen = one.select_one("option[selected]")
        values[one["name"]] = chosen["value"] if chosen else ""
    values.pop("csrfmiddlewaretoken", None)
    return values


def test_accepting_shows_the_letter_and_sends_it_as_it_was_changed(as_officer):
    case = make_case(State.SUBMITTED)
    shown = as_officer.get(step(case, "accept"))
    assert "受理通知书" in shown.content.decode()
    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED
    assert not IssuedLetter.objects.filter(case=case, letter="acceptance").exists()
    data = {**fields(shown), "letter-body": "欢迎您。", "stage": "confirm"}
    response = as_officer.post(step(case, "accept"), data, follow=True)
    assert "已办理" in response.content.decode()
    letter = IssuedLetter.objects.get(case=case, letter="acceptance")
    assert letter.body == "欢迎您。"
    assert Message.objects.get(key=f"case-{case.pk}-event-3").body == "欢迎您。"


def test_refusal_needs_reason_and_basis_then_shows_both_in_the_letter(as_officer):
    case = make_case(State.SUBMITTED)
    data = {**fields(as_officer.get(step(case, "refuse"))), "basis": "须知第三条"}
    html = as_officer.post(step(case, "refuse"), {**data, "stage": "preview"}).content.decode()
    assert "须知第三条" in html
    assert "申报人将收到" not in html
    data["reason"] = "不属于本区"
    preview = as_officer.post(step(case, "refuse"), {**data, "stage": "preview"})
    letter = fields(preview)["letter-body"]
    assert "不属于本区" in letter
    assert "须知第三条" in letter
    back = as_officer.post(step(case, "refuse"), {**fields(preview), "stage": "back"})
    assert fields(back)["reason"] == "不属于本区"
    as_officer.post(step(case, "refuse"), {**fields(preview), "stage": "confirm"})
    case.refresh_from_db()
    assert case.state == State.NOT_ACCEPTED
    assert case.events.last().data["basis"] == "须知第三条"


def test_a_changed_letter_is_not_lost_on_the_way_back(as_officer):
    case = make_case(State.SUBMITTED)
    data = {
        **fields(as_officer.get(step(case, "refuse"))),
        "basis": "第三条",
        "reason": "不属于本区",
    }
    preview = as_officer.post(step(case, "refuse"), {**data, "stage": "preview"})
    changed = {**fields(preview), "letter-body": "我写了很久的话。", "stage": "back"}
    back = as_officer.post(step(case, "refuse"), changed)
    assert "我写了很久的话。" in back.content.decode()
    again = as_officer.post(step(case, "refuse"), {**fields(back), "stage": "preview"})
    assert "我写了很久的话。" in again.content.decode()


def test_correction_lists_items_and_only_those(as_officer):
    case = make_case(State.SUBMITTED)
    case.answers.filter(question="history").delete()
    shown = as_officer.get(step(case, "request_correction"))
    suggested = fields(shown)
    assert "还没有填写" in suggested["question-history"]
    empty = {**suggested, "question-history": "", "stage": "preview"}
    refused = as_officer.post(step(case, "request_correction"), empty)
    assert "请至少列出一项" in refused.content.decode()
    data = {**suggested, "material-photos": "请换清楚的照片。", "stage": "preview"}
    preview = as_officer.post(step(case, "request_correction"), data)
    letter = fields(preview)["letter-body"]
    assert "请换清楚的照片。" in letter
    assert "还没有填写" in letter
    as_officer.post(step(case, "request_correction"), {**fields(preview), "stage": "confirm"})
    items = Correction.objects.get(case=case).items.values_list("item_type", "item")
    assert set(items) == {("question", "history"), ("material", "photos")}


def test_old_page_is_refused_with_what_happened_and_nothing_typed_is_lost(as_officer):
    case = make_case(State.SUBMITTED)
    old = fields(as_officer.get(step(case, "request_correction")))
    colleague = make_staff("officer")
    transition(case_id=case.pk, name="accept", by=colleague)
    data = {**old, "question-summary": "请写得更具体。", "stage": "preview"}
    response = as_officer.post(step(case, "request_correction"), data)
    html = response.content.decode()
    assert "又有了新的办理记录" in html
    assert colleague.get_full_name() in html
    assert fields(response)["question-summary"] == "请写得更具体。"
    assert Case.objects.get(pk=case.pk).state == State.ACCEPTED
    again = as_officer.post(
        step(case, "request_correction"), {**fields(response), "stage": "preview"}
    )
    assert "请写得更具体。" in fields(again)["letter-body"]


def test_old_page_of_a_step_that_is_no_longer_to_be_had(as_officer):
    case = make_case(State.SUBMITTED)
    old = {**fields(as_officer.get(step(case, "refuse"))), "basis": "第三条", "reason": "写了很久"}
    transition(case_id=case.pk, name="accept", by=make_staff("officer"))
    html = as_officer.post(step(case, "refuse"), {**old, "stage": "confirm"}).content.decode()
    assert "写了很久" in html
    assert "现在是“已受理”" in html
    assert "下一步：" not in html
    assert Case.objects.get(pk=case.pk).state == State.ACCEPTED


def test_second_click_is_told_that_it_was_done(as_officer):
    case = make_case(State.SUBMITTED)
    data = {**fields(as_officer.get(step(case, "accept"))), "stage": "confirm"}
    as_officer.post(step(case, "accept"), data)
    html = as_officer.post(step(case, "accept"), data, follow=True).content.decode()
    assert "已经办理，不用再点" in html
    assert case.events.filter(step="accept").count() == 1
    assert (
        Message.objects.filter(key__startswith=f"case-{case.pk}-", body__contains="受理").count()
        == 2
    )


def test_promulgation_makes_the_record_with_the_act():
    case = make_case(State.REPORTING)
    browser = client_of(make_staff("administrator"))
    data = fields(browser.get(step(case, "promulgate")))
    day = timezone.localdate()
    tomorrow = day + datetime.timedelta(days=1)
    act = {"document_number": "河东政发〔2026〕12号", "issuer": "河东区人民政府", "code": "Ⅷ-12"}
    wrong = {**data, **act, "published_on": tomorrow.isoformat(), "stage": "preview"}
    assert "公布日期不能晚于今天" in browser.post(step(case, "promulgate"), wrong).content.decode()
    right = {**wrong, "published_on": day.isoformat()}
    preview = browser.post(step(case, "promulgate"), right)
    assert "河东政发〔2026〕12号" in fields(preview)["letter-body"]
    assert not HeritageProject.objects.filter(name=case.title).exists()
    browser.post(step(case, "promulgate"), {**fields(preview), "stage": "confirm"})
    case.refresh_from_db()
    assert case.state == State.PROMULGATED
    assert HeritageProject.objects.filter(pk=case.record_id).exists()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED, State.CORRECTING])
@pytest.mark.parametrize("role", ["secretary", "publisher", "handler", "guide"])
def test_steps_of_another_office_are_neither_offered_nor_taken(state, role):
    case = make_case(state)
    user = make_staff(role)
    browser = client_of(user)
    may = set(possible_steps(user, case))
    html = browser.get(f"/admin/applications/cases/{case.pk}/").content.decode()
    for name in (
        "accept",
        "refuse",
        "request_correction",
        "undo_accept",
        "undo_correction",
        "lapse",
    ):
        assert name not in may
        assert step(case, name) not in html
        data = {"seen": case.events_written, "reason": "理由", "stage": "confirm"}
        assert browser.post(step(case, name), data).status_code in (302, 403)
    assert Case.objects.get(pk=case.pk).events_written == case.events_written


@pytest.mark.parametrize("name", ["nothing", "submit", "ask_guidance", "answer_correction"])
def test_steps_of_the_applicant_have_no_page_here(as_officer, name):
    case = make_case(State.SUBMITTED)
    assert as_officer.get(step(case, name)).status_code == 404


def test_every_step_offered_has_a_page_that_opens():
    admin = make_staff("administrator")
    browser = client_of(admin)
    for state in State:
        case = make_case(state, applicant=make_user())
        if state in (State.DRAFT, State.GUIDED):
            continue
        html = browser.get(f"/admin/applications/cases/{case.pk}/").content.decode()
        for name in possible_steps(admin, case):
            if step(case, name) in html:
                assert browser.get(step(case, name)).status_code == 200, name


def test_reopening_takes_two_administrators():
    case = make_case(State.NOT_ACCEPTED)
    first, second = make_staff("administrator"), make_staff("administrator")
    ask = f"/admin/applications/cases/{case.pk}/reopening/"
    assert client_of(make_staff("officer")).get(ask).status_code in (302, 403)
    assert "请填写" in client_of(first).post(ask, {"reason": ""}).content.decode()
    client_of(first).post(ask, {"reason": "依据有误"})
    data = {**fields(client_of(first).get(step(case, "reopen"))), "reason": "依据有误"}
    html = (
        client_of(first).post(step(case, "reopen"), {**data, "stage": "preview"}).content.decode()
    )
    assert "须由另一位管理员同意" in html
    data["stage"] = "preview"
    preview = client_of(second).post(step(case, "reopen"), data)
    client_of(second).post(step(case, "reopen"), {**fields(preview), "stage": "confirm"})
    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED


def test_reopening_can_be_turned_down():
    case = make_case(State.NOT_ACCEPTED)
    ask = f"/admin/applications/cases/{case.pk}/reopening/"
    client_of(make_staff("administrator")).post(ask, {"reason": "依据有误"})
    client_of(make_staff("officer")).post(ask, {"turn-down": "1"})
    assert case.reopening_requests.filter(closed_at__isnull=True).exists()
    client_of(make_staff("administrator")).post(ask, {"turn-down": "1"})
    assert not case.reopening_requests.filter(closed_at__isnull=True).exists()


def test_guide_is_named_among_those_who_guide_and_logged(as_officer):
    case = make_case(State.SUBMITTED)
    address = f"/admin/applications/cases/{case.pk}/guide/"
    guide, nobody = make_staff("guide"), make_user()
    assert guide.get_full_name() in as_officer.get(address).content.decode()
    as_officer.post(address, {"guide": nobody.pk})
    assert Case.objects.get(pk=case.pk).guide is None
    as_officer.post(address, {"guide": guide.pk})
    case = Case.objects.get(pk=case.pk)
    assert case.guide == guide
    assert case.events.last().data == {"guide": guide.get_full_name()}
    assert "指定指导员" in as_officer.get(f"/admin/applications/cases/{case.pk}/").content.decode()
    assert client_of(make_staff("secretary")).get(address).status_code in (302, 403)

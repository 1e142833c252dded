"""The case page: what stands on it, who may open it, what may be read of a person."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from applications import queries, rules
from applications.domain.transitioning import transition
from applications.enums import Kind, State
from applications.models import Answer, Case, CaseEvent, PrivateReading
from media.models import PrivateFileReading
from registry.models import HeritageProject
from tests.factories.applications import (
    STAFF_PERMISSIONS,
    make_case,
    make_organisation,
    make_round,
    make_staff,
    make_user,
)

from .conftest import client_of

pytestmark = pytest.mark.django_db


def page(case, more: str = "") -> str:
    return f"/admin/applications/cases/{case.pk}/{more}"


def addresses(case) -> list[str]:
    """Every page about a case."""
    attachment = case.attachments.first()
    letter = case.letters.first()
    return [
        page(case),
        page(case, "steps/accept/"),
        page(case, "private/contact-phone/"),
        page(case, f"files/{attachment.pk}/"),
        page(case, "compare/"),
        page(case, f"letters/{letter.pk if letter else 1}/"),
        page(case, "guide/"),
        page(case, "reopening/"),
    ]


def editor() -> User:
    """Somebody who works on the registry and has no office in the procedure."""
    user = make_user("示例编辑")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.mark.parametrize("state", list(State))
def test_page_opens_in_every_state_for_the_offices_that_see_it(state):
    case = make_case(state)
    role = {State.DRAFT: None, State.GUIDED: "guide"}.get(state, "officer")
    if state == State.WITHDRAWN:
        role = "officer"
    if role is None:
        return
    html = client_of(make_staff(role)).get(page(case)).content.decode()
    assert case.title in html
    assert case.get_state_display() in html
    assert "哈希链已核对" in html


@pytest.mark.parametrize("role", [*STAFF_PERMISSIONS, None])
def test_drafts_and_ones_own_cases_have_no_page_for_anybody(role):
    user = make_staff(role) if role else editor()
    others_draft = make_case(State.DRAFT)
    own = make_case(State.SUBMITTED, applicant=user)
    unit = make_organisation(make_user(), user)
    of_own_unit = make_case(
        State.SUBMITTED, organisation=unit, applicant=unit.memberships.first().user
    )
    browser = client_of(user)
    for case in (others_draft, own, of_own_unit):
        for address in addresses(case):
            for response in (browser.get(address), browser.post(address, {})):
                assert response.status_code in (404, 405), address


def test_editor_of_the_registry_and_stranger_see_no_case():
    case = make_case(State.SUBMITTED)
    for address in [*addresses(case), "/admin/applications/"]:
        response = client_of(editor()).get(address)
        assert response.status_code in (302, 403, 404), address
        assert case.title not in client_of(editor()).get(address, follow=True).content.decode()
        assert client_of(make_user()).get(address).status_code in (302, 403)
        assert Client().get(address).status_code == 302


def test_parts_of_another_case_are_not_reached_through_ones_own(as_officer):
    mine, other = make_case(State.SUBMITTED), make_case(State.SUBMITTED)
    for tail in (f"files/{other.attachments.first().pk}/", f"letters/{other.letters.first().pk}/"):
        assert as_officer.get(page(mine, tail)).status_code == 404
        assert as_officer.get(page(other, tail)).status_code == 200


def test_download_is_logged_and_private_material_is_for_acceptance_only(as_officer, officer):
    case = make_case(State.SUBMITTED)
    private = next(one.key for one in case.form.materials if one.private)
    attachment = case.attachments.filter(material=private).first()
    open_one = case.attachments.exclude(material=private).first()
    secretary = make_staff("secretary")
    assert client_of(secretary).get(page(case, f"files/{attachment.pk}/")).status_code == 404
    assert client_of(secretary).get(page(case, f"files/{open_one.pk}/")).status_code == 200
    assert as_officer.get(page(case, f"files/{attachment.pk}/")).status_code == 200
    reading = PrivateFileReading.objects.get(file=attachment.file)
    assert reading.reader == officer
    assert case.number in reading.purpose


def test_private_answers_are_masked_and_shown_one_by_one_for_a_reason(as_officer, officer):
    case = make_case(State.SUBMITTED)
    html = as_officer.get(page(case)).content.decode()
    assert "13800000000" not in html
    assert "138****0000" in html
    address = page(case, "private/contact-phone/")
    assert "13800000000" not in as_officer.get(address).content.decode()
    for reason in ("", "看", "   看看  "):
        assert "13800000000" not in as_officer.post(address, {"reason": reason}).content.decode()
    assert not PrivateReading.objects.exists()
    response = as_officer.post(address, {"reason": "电话通知领取通知书"})
    assert "13800000000" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    reading = PrivateReading.objects.get()
    assert (reading.reader, reading.case, reading.reason) == (officer, case, "电话通知领取通知书")
    assert "13800000000" not in reading.fields


@pytest.mark.parametrize("role", ["secretary", "publisher", "handler", "guide"])
def test_other_offices_read_no_private_answer(role):
    case = make_case(State.SUBMITTED)
    browser = client_of(make_staff(role))
    address = page(case, "private/contact-phone/")
    assert browser.get(address).status_code == 404
    assert browser.post(address, {"reason": "电话通知领取"}).status_code == 404
    assert address not in browser.get(page(case)).content.decode()
    assert not PrivateReading.objects.exists()


def test_open_questions_and_unknown_ones_cannot_be_asked(as_officer):
    case = make_case(State.SUBMITTED)
    for key in ("summary", "nothing"):
        response = as_officer.post(page(case, f"private/{key}/"), {"reason": "电话通知领取"})
        assert response.status_code == 404


def test_versions_are_compared_character_by_character(as_officer):
    case = make_case(State.CORRECTING)
    assert as_officer.get(page(case, "compare/")).status_code == 404
    Answer.objects.filter(case=case, question="summary").update(
        text=case.answers.get(question="summary").text.replace("清清楚楚", "明明白白", 1)
    )
    Answer.objects.filter(case=case, question="contact-phone").update(sealed="13900000000")
    transition(case_id=case.pk, name="answer_correction", by=case.applicant)
    html = as_officer.get(page(case, "compare/")).content.decode()
    flat = " ".join(html.split())
    assert "清清楚楚</span>" not in flat
    assert "<del>" in html
    assert "<ins>" in html
    assert "清清楚楚" in flat[flat.index("<del>") : flat.index("</del>")]
    assert "明明白白" in flat[flat.index("<ins>") : flat.index("</ins>")]
    assert "个人信息有改动" in html
    assert "13900000000" not in html
    for query in ("?old=x&new=9", "?old=2&new=2", "?new=99999999999999"):
        assert as_officer.get(page(case, f"compare/{query}")).status_code == 200


def test_a_changed_log_is_told(as_officer):
    case = make_case(State.SUBMITTED)
    forged = CaseEvent(case=case, sequence=9, actor_name="某人", step="accept", to_state="accepted")
    forged.hash = forged.seal()
    forged.save()
    assert "这份记录不完整" in as_officer.get(page(case)).content.decode()


def test_letter_is_a_pdf(as_officer):
    case = make_case(State.ACCEPTED)
    response = as_officer.get(page(case, f"letters/{case.letters.last().pk}/"))
    assert response.content.startswith(b"%PDF")


def test_promulgated_case_leads_to_its_record():
    case = make_case(State.PROMULGATED)
    admin = make_staff("administrator")
    admin.user_permissions.add(Permission.objects.get(codename="change_heritageproject"))
    html = client_of(admin).get(page(case)).content.decode()
    assert HeritageProject.objects.filter(pk=case.record_id).exists()
    assert f"/heritageproject/edit/{case.record_id}/" in html


def test_queries_of_the_page_do_not_grow(as_officer):
    round_ = make_round(Kind.PROJECT)
    case = make_case(State.SUBMITTED, round_=round_)

    def queries() -> int:
        as_officer.get(page(case))
        with CaptureQueriesContext(connection) as captured:
            as_officer.get(page(case))
        return len(captured)

    before = queries()
    for _number in range(3):
        make_case(State.SUBMITTED, round_=round_)
    assert queries() <= before


def test_readings_are_listed_for_those_who_watch_over_them(as_officer):
    case = make_case(State.SUBMITTED)
    as_officer.post(page(case, "private/contact-phone/"), {"reason": "电话通知领取通知书"})
    log = "/admin/applications/readings/"
    assert as_officer.get(log).status_code in (302, 403)
    watcher = editor()
    watcher.user_permissions.add(Permission.objects.get(codename="view_privatereading"))
    html = client_of(watcher).get(log, {"q": case.number}).content.decode()
    assert "电话通知领取通知书" in html
    assert "13800000000" not in html
    assert "电话通知领取通知书" not in client_of(watcher).get(log, {"q": "没有"}).content.decode()


@pytest.mark.parametrize("role", [*STAFF_PERMISSIONS, None])
def test_list_and_predicate_say_the_same(role):
    user = make_staff(role) if role else editor()
    unit = make_organisation(make_user(), user)
    head = unit.memberships.first().user
    round_ = make_round(Kind.PROJECT)
    for state in (State.DRAFT, State.GUIDED, State.SUBMITTED, State.WITHDRAWN, State.ACCEPTED):
        make_case(state, round_=round_)
        make_case(state, round_=round_, applicant=user)
        make_case(state, round_=round_, applicant=head, organisation=unit)
    listed = set(queries.office_cases(user))
    assert listed == {case for case in Case.objects.all() if rules.may_work_on(user, case)}

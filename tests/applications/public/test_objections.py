"""Objections: real names, sealed from everybody but the one who handles them."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from applications.domain import objecting
from applications.domain.objecting import Statement
from applications.domain.refusals import StepRefused
from applications.enums import ObjectionState, State
from applications.models import Notice, Objection, ObjectionReading
from media.models import PrivateFileReading
from messaging.domain.delivery import deliver_due
from messaging.enums import MessageState
from messaging.models import Message
from safeguards.written_once import WrittenOnceError
from tests.factories import applications as made
from tests.factories.media import pdf_bytes

pytestmark = pytest.mark.django_db
NAME, CONTACT, GROUNDS = "赵真名", "zhao@example.com", "这门手艺是我家传下来的，不是申报人首创。"
STATEMENT = Statement(NAME, CONTACT, GROUNDS)


@pytest.fixture
def candidate():
    case = made.make_case(State.ON_NOTICE)
    return case.candidacies.get()


@pytest.fixture
def objection(candidate):
    return objecting.make_objection(candidate=candidate, statement=STATEMENT)


@pytest.fixture
def handler():
    return made.make_staff("handler")


def form(candidate, /, **told):
    return {
        "candidate": candidate.pk,
        "name": NAME,
        "contact": CONTACT,
        "grounds": GROUNDS,
        "once": "a" * 32,
        **told,
    }


def page(candidate) -> str:
    return f"/notices/{candidate.notice_id}/object/"


def test_an_objection_gets_a_number_and_a_code_that_track_it(client, candidate):
    answer = client.post(page(candidate), form(candidate), follow=True)
    objection = Objection.objects.get()
    shown = answer.content.decode()
    assert objection.number in shown
    assert objection.query_code in shown
    told = {"number": objection.number, "code": objection.query_code}
    tracked = client.post("/track/", told).content.decode()
    assert "已收到" in tracked
    assert NAME not in tracked
    deliver_due()
    (receipt,) = (one for one in mail.outbox if one.to == [CONTACT])
    assert objection.query_code in receipt.body


def test_the_receipt_is_for_the_browser_that_objected(client, candidate, objection):
    address = f"/notices/{candidate.notice_id}/object/receipt/"
    assert client.get(address).status_code == 404


def test_one_form_sent_twice_is_one_objection(client, candidate):
    for _click in range(2):
        client.post(page(candidate), form(candidate))
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"name": ""}, "真实姓名"),
        ({"contact": ""}, "联系方式"),
        ({"grounds": ""}, "事实和理由"),
        ({"grounds": "不好"}, "至少 10 个字"),
        ({"candidate": ""}, "请选择"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client, candidate, told, sentence):
    shown = client.post(page(candidate), form(candidate, **told)).content.decode()
    assert sentence in shown
    kept = [one for key, one in (("name", NAME), ("grounds", GROUNDS)) if key not in told]
    assert all(one in shown for one in kept)
    assert not Objection.objects.exists()


def test_a_program_that_fills_in_everything_is_not_heard(client, candidate):
    client.post(page(candidate), form(candidate, website="http://spam.example"))
    assert not Objection.objects.exists()


def test_evidence_is_judged_by_content_and_read_by_the_handler_alone(client, candidate, handler):
    evidence = SimpleUploadedFile("证据.pdf", pdf_bytes())
    client.post(page(candidate), form(candidate, evidence=[evidence]))
    objection = Objection.objects.get()
    row = objection.evidence.get()
    address = f"/admin/applications/objections/{objection.pk}/evidence/{row.pk}/"
    client.force_login(handler)
    assert client.get(address).status_code == 404
    objecting.take_over(objection=objection, by=handler)
    assert client.get(address).status_code == 200
    assert PrivateFileReading.objects.filter(file=row.file, reader=handler).count() == 1
    client.force_login(made.make_staff("handler"))
    assert client.get(address).status_code == 404


def test_a_file_of_the_wrong_sort_is_refused_with_the_reason(client, candidate):
    program = SimpleUploadedFile("证据.pdf", b"MZ\x90\x00" + bytes(600))
    shown = client.post(page(candidate), form(candidate, evidence=[program])).content.decode()
    assert "error-summary" in shown
    assert GROUNDS in shown
    assert not Objection.objects.exists()


def test_the_last_minute_of_the_last_day_counts(candidate):
    last = candidate.notice.last_day
    zone = timezone.get_default_timezone()
    late = datetime.datetime.combine(last, datetime.time(23, 59), zone)
    assert objecting.make_objection(candidate=candidate, statement=STATEMENT, now=late)
    with pytest.raises(ValidationError, match="已经结束"):
        objecting.make_objection(
            candidate=candidate, statement=STATEMENT, now=late + datetime.timedelta(minutes=2)
        )


def test_the_form_of_a_notice_that_is_over_says_so(client, candidate):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Notice.objects.update(first_day=yesterday, last_day=yesterday)
    shown = client.get(page(candidate)).content.decode()
    assert "已经结束" in shown
    client.post(page(candidate), form(candidate))
    assert not Objection.objects.exists()


def test_the_original_changes_no_more(objection):
    objection.original = "改写"
    with pytest.raises(WrittenOnceError):
        objection.save()
    with pytest.raises(WrittenOnceError):
        Objection.objects.filter(pk=objection.pk).update(objector_name="别人")
    with pytest.raises(WrittenOnceError):
        objection.delete()
    assert Objection.objects.get(pk=objection.pk).is_whole


def test_only_the_handler_opens_it_and_each_opening_is_logged(objection, handler):
    with pytest.raises(PermissionDenied):
        objecting.open_sealed(objection=objection, by=handler, reason="先看一眼")
    objecting.take_over(objection=objection, by=handler)
    with pytest.raises(ValidationError, match="事由"):
        objecting.open_sealed(objection=objection, by=handler, reason="看")
    opened = objecting.open_sealed(objection=objection, by=handler, reason="核实传承关系")
    assert opened == STATEMENT
    assert ObjectionReading.objects.get().reason == "核实传承关系"
    for other in (made.make_staff("handler"), made.make_staff("administrator")):
        with pytest.raises(PermissionDenied):
            objecting.open_sealed(objection=objection, by=other, reason="也想看看")


def test_the_second_who_takes_it_over_is_told(objection, handler):
    objecting.take_over(objection=objection, by=handler)
    with pytest.raises(StepRefused, match="同事"):
        objecting.take_over(objection=objection, by=made.make_staff("handler"))


def test_nobody_handles_an_objection_to_his_own_case():
    handler = made.make_staff("handler")
    case = made.make_case(State.ON_NOTICE, applicant=handler)
    objection = objecting.make_objection(candidate=case.candidacies.get(), statement=STATEMENT)
    with pytest.raises(PermissionDenied):
        objecting.take_over(objection=objection, by=handler)


def test_handed_over_it_is_closed_to_the_one_before(objection, handler):
    other = made.make_staff("handler")
    objecting.take_over(objection=objection, by=handler)
    objecting.hand_over(objection=objection, to=other, by=handler, reason="休假")
    with pytest.raises(PermissionDenied):
        objecting.open_sealed(objection=objection, by=handler, reason="再看一眼")
    assert objecting.open_sealed(objection=objection, by=other, reason="继续核实")


def test_steps_follow_one_another_and_the_reply_is_sent_once(objection, handler):
    objecting.take_over(objection=objection, by=handler)
    with pytest.raises(StepRefused):
        objecting.decide(objection=objection, to=ObjectionState.REPLIED, text="答复", by=handler)
    for to, text in (
        (ObjectionState.INVESTIGATING, ""),
        (ObjectionState.DISMISSED, "经核实不属实。"),
        (ObjectionState.REPLIED, "您好，经核实……"),
    ):
        objecting.decide(objection=objection, to=to, text=text, by=handler)
    objection.refresh_from_db()
    assert (objection.state, objection.upheld) == (ObjectionState.REPLIED, False)
    assert Message.objects.filter(key=f"objection-{objection.pk}-reply").count() == 1
    with pytest.raises(StepRefused):
        objecting.decide(objection=objection, to=ObjectionState.REPLIED, text="再答", by=handler)


def test_the_copy_for_the_file_names_nobody(objection, handler):
    objecting.take_over(objection=objection, by=handler)
    with pytest.raises(ValidationError, match="姓名或联系方式"):
        objecting.redact(objection=objection, text=f"{NAME}认为……", by=handler)
    objecting.redact(objection=objection, text="有人认为传承关系有误。", by=handler)


def test_no_page_of_staff_shows_who_objected(client, objection, handler):
    objecting.take_over(objection=objection, by=handler)
    case = objection.candidate.case
    pages = [
        "/admin/applications/objections/",
        f"/admin/applications/objections/{objection.pk}/",
        f"/admin/applications/notices/{objection.candidate.notice_id}/",
        "/admin/",
    ]
    people = [made.make_staff(one) for one in ("handler", "secretary", "administrator", "officer")]
    for person in (*people, case.applicant, handler):
        client.force_login(person)
        for address in pages:
            shown = client.get(address, follow=True).content.decode()
            assert not any(secret in shown for secret in (NAME, CONTACT, GROUNDS))


def test_messages_to_who_objected_are_sealed_from_staff_and_from_the_table(client, objection):
    message = Message.objects.get(key=f"objection-{objection.pk}-receipt")
    reviewer = made.make_staff("handler")
    reviewer.user_permissions.add(Permission.objects.get(codename="release_message"))
    client.force_login(reviewer)
    for address in ("/admin/messaging/", f"/admin/messaging/{message.pk}/"):
        shown = client.get(address).content.decode()
        assert message.subject in shown
        assert not any(secret in shown for secret in (CONTACT, NAME, objection.query_code))
    with connection.cursor() as cursor:
        for table in ("messaging_message", "messaging_envelope"):
            cursor.execute(f"SELECT * FROM {table}")
            rows = repr(cursor.fetchall())
            assert not any(secret in rows for secret in (CONTACT, NAME, objection.query_code))


def test_the_handler_alone_sees_whether_it_arrived(client, objection, handler):
    address = f"/admin/applications/objections/{objection.pk}/"
    Message.objects.update(state=MessageState.FAILED)
    client.force_login(handler)
    assert "发送失败" not in client.get(address).content.decode()
    client.post(address, {"act": "take"})
    assert "发送失败，请打开原件" in client.get(address).content.decode()


def test_the_handler_works_on_one_page(client, objection, handler):
    address = f"/admin/applications/objections/{objection.pk}/"
    client.force_login(handler)
    client.post(address, {"act": "take"})
    opened = client.post(address, {"act": "open", "reason": "核实传承关系"}).content.decode()
    assert NAME in opened
    client.post(address, {"act": "redact", "text": "有人认为传承关系有误。"})
    client.post(address, {"act": "decide", "to": "investigating", "text": ""})
    client.post(address, {"act": "decide", "to": "dismissed", "text": "不属实。"})
    client.post(address, {"act": "decide", "to": "replied", "text": "您好，……"})
    objection.refresh_from_db()
    assert objection.state == ObjectionState.REPLIED
    assert objection.redacted == "有人认为传承关系有误。"


def test_a_refused_decision_keeps_its_words(client, objection, handler):
    objecting.take_over(objection=objection, by=handler)
    address = f"/admin/applications/objections/{objection.pk}/"
    client.force_login(handler)
    shown = client.post(address, {"act": "decide", "to": "inadmissible", "text": " "}).content
    assert "请写明理由" in shown.decode()


def test_a_flood_of_objections_is_stopped(client, candidate, monkeypatch):
    from safeguards import limiting

    monkeypatch.setattr(
        "applications.views.notices.OBJECT_BY_ADDRESS",
        limiting.Limit("object-address", most=2, minutes=60),
    )
    answers = [
        client.post(page(candidate), form(candidate, once=str(number) * 32)).status_code
        for number in range(3)
    ]
    assert answers == [302, 302, 429]

"""Questions, remarks and the check of completeness, from both sides and from outside."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from applications.domain import guiding
from applications.domain.transitioning import transition
from applications.enums import ItemType, State
from messaging.models import Message
from tests.factories.applications import make_case, make_organisation, make_staff, make_user

pytestmark = pytest.mark.django_db


def ask(case, by, **told):
    told = {"item_type": ItemType.QUESTION, "item": "history", "text": "从哪年写起？", **told}
    return guiding.ask(case=case, by=by, **told)


def test_a_question_is_answered_where_it_stands_and_the_asker_is_told_once():
    case = make_case()
    question = ask(case, case.applicant)
    guide = make_staff("guide")
    answer = guiding.answer(question=question, text="从有记载的年代写起。", by=guide)
    question.refresh_from_db()
    assert question.answered
    assert (answer.item, answer.from_staff) == ("history", True)
    told = Message.objects.filter(recipient=case.applicant, key=f"guidance-{answer.pk}")
    assert told.count() == 1
    assert "从有记载的年代写起" in told.get().body


def test_somebody_of_the_unit_may_ask_too():
    head, agent = make_user(), make_user()
    case = make_case(applicant=head, organisation=make_organisation(head, agent))
    assert ask(case, agent).author == agent


@pytest.mark.parametrize("who", ["stranger", "guide", "officer"])
def test_nobody_else_asks(who):
    person = make_user() if who == "stranger" else make_staff(who)
    with pytest.raises(PermissionDenied):
        ask(make_case(), person)


@pytest.mark.parametrize("who", ["applicant", "officer", "stranger"])
def test_only_guides_answer(who):
    case = make_case()
    question = ask(case, case.applicant)
    people = {"applicant": case.applicant, "stranger": make_user()}
    with pytest.raises(PermissionDenied):
        guiding.answer(question=question, text="答", by=people.get(who) or make_staff("officer"))


def test_a_guide_does_not_guide_himself():
    guide = make_staff("guide")
    case = make_case(State.GUIDED, applicant=guide)
    question = ask(case, guide)
    with pytest.raises(PermissionDenied):
        guiding.answer(question=question, text="答", by=guide)
    with pytest.raises(PermissionDenied):
        guiding.remark(case=case, item_type=ItemType.WHOLE, item="", text="好", by=guide)


@pytest.mark.parametrize(
    "told", [{"text": "  "}, {"text": "长" * 2001}, {"item": "no-such"}, {"item": "photos"}]
)
def test_bad_input_gets_a_sentence(told):
    case = make_case()
    with pytest.raises(ValidationError):
        ask(case, case.applicant, **told)


def test_remarks_go_out_in_one_letter_when_the_guide_is_done():
    case = make_case(State.GUIDED)
    guide = make_staff("guide")
    for item, text in (("history", "请注明出处。"), ("value", "写具体些。")):
        guiding.remark(case=case, item_type=ItemType.QUESTION, item=item, text=text, by=guide)
    transition(case_id=case.pk, name="return_guidance", by=guide)
    letter = Message.objects.filter(recipient=case.applicant).latest("pk")
    assert "1. 历史渊源：请注明出处。" in letter.body
    assert "2. 主要价值：写具体些。" in letter.body


def test_a_draft_that_was_not_shared_gets_no_remarks():
    with pytest.raises(PermissionDenied):
        guiding.remark(
            case=make_case(),
            item_type=ItemType.WHOLE,
            item="",
            text="看到了",
            by=make_staff("guide"),
        )


def test_pages_of_guidance_are_for_the_applicant_alone(client):
    case = make_case()
    pages = [f"/apply/{case.public_id}/guidance/", f"/apply/{case.public_id}/check/"]
    for page in pages:
        assert client.get(page).status_code == 302
    for person in (make_user(), make_staff("guide"), make_staff("officer")):
        client.force_login(person)
        for page in pages:
            assert client.get(page).status_code == 404
    client.force_login(case.applicant)
    for page in pages:
        assert client.get(page).status_code == 200


def test_the_applicant_asks_on_the_page_and_sees_the_answer(client):
    case = make_case()
    client.force_login(case.applicant)
    page = f"/apply/{case.public_id}/guidance/"
    client.post(page, {"about": "question:history", "text": "<b>从哪年</b>写起？"})
    question = case.guidance_messages.get()
    guiding.answer(question=question, text="从建号写起。", by=make_staff("guide"))
    shown = client.get(page).content.decode()
    assert "从建号写起。" in shown
    assert "&lt;b&gt;从哪年&lt;/b&gt;写起？" in shown


def test_what_could_not_be_sent_is_not_lost(client):
    case = make_case()
    client.force_login(case.applicant)
    page = f"/apply/{case.public_id}/guidance/"
    answer = client.post(page, {"about": "question:nothing", "text": "我写的话"})
    assert "我写的话" in answer.content.decode()
    assert not case.guidance_messages.exists()


def test_the_check_quotes_the_article(client):
    case = make_case()
    case.answers.filter(question="history").delete()
    client.force_login(case.applicant)
    shown = client.get(f"/apply/{case.public_id}/check/").content.decode()
    assert "“历史渊源”还没有填写。" in shown
    assert "非物质文化遗产法第十九条第一项" in shown


def test_another_applicants_remark_cannot_be_ticked_off(client):
    case, other = make_case(State.GUIDED), make_case()
    remark = guiding.remark(
        case=case, item_type=ItemType.WHOLE, item="", text="好", by=make_staff("guide")
    )
    client.force_login(other.applicant)
    for public_id in (case.public_id, other.public_id):
        answer = client.post(f"/apply/{public_id}/guidance/{remark.pk}/done/")
        assert answer.status_code == 404
    remark.refresh_from_db()
    assert remark.done_at is None

"""The guides' pages of the administration."""

from __future__ import annotations

import datetime
import io

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.models import User
from applications.admin.guidance.counting import count_guidance
from applications.domain import guiding
from applications.domain.transitioning import transition
from applications.enums import ItemType, State
from applications.models import GuidanceSlot, Remark
from tests.factories.applications import make_case, make_staff, make_user

pytestmark = pytest.mark.django_db
PLACE = "/admin/applications/guidance/"


@pytest.fixture
def guide(client):
    person = make_staff("guide")
    client.force_login(person)
    return person


def question_in(case):
    return guiding.ask(
        case=case,
        item_type=ItemType.QUESTION,
        item="history",
        text="从哪年写起？",
        by=case.applicant,
    )


@pytest.mark.parametrize("page", ["", "slots/", "count/"])
def test_only_guides_enter(client, page):
    for person in (make_staff("officer"), make_staff("secretary")):
        client.force_login(person)
        assert client.get(PLACE + page).status_code == 302
    client.force_login(make_staff("guide"))
    assert client.get(PLACE + page).status_code == 200


def test_a_question_is_answered_from_the_inbox(client, guide):
    question = question_in(make_case())
    assert "从哪年写起？" in client.get(PLACE).content.decode()
    client.post(PLACE, {"question": question.pk, "text": "从建号写起。"})
    question.refresh_from_db()
    assert question.answered
    assert "从哪年写起？" not in client.get(PLACE).content.decode()


def test_an_answer_that_is_refused_is_kept_in_its_field(client, guide):
    question = question_in(make_case())
    answer = client.post(PLACE, {"question": question.pk, "text": "长" * 2001})
    assert "长" * 2001 in answer.content.decode()


def test_a_draft_not_shared_is_neither_listed_nor_opened(client, guide):
    case = make_case(title="悄悄写的草稿")
    assert "悄悄写的草稿" not in client.get(PLACE).content.decode()
    assert client.get(f"{PLACE}cases/{case.pk}/").status_code == 404


def test_a_shared_draft_is_remarked_on_and_goes_back(client, guide):
    case = make_case(State.GUIDED)
    page = f"{PLACE}cases/{case.pk}/"
    shown = client.get(page).content.decode()
    assert "13800000000" not in shown
    client.post(page, {"about": "question:history", "text": "请注明出处。"})
    client.post(page, {"take": "1"})
    client.post(page, {"send": "1"})
    case.refresh_from_db()
    assert (case.state, case.guide) == (State.DRAFT, guide)
    assert Remark.objects.get(case=case).text == "请注明出处。"


def test_ones_own_draft_is_not_there(client, guide):
    case = make_case(State.GUIDED, applicant=guide, title="自己的申报")
    assert "自己的申报" not in client.get(PLACE).content.decode()
    assert client.get(f"{PLACE}cases/{case.pk}/").status_code == 404


def test_times_are_offered_and_taken_back_on_one_page(client, guide):
    day = timezone.localdate() + datetime.timedelta(days=3)
    told = {
        "first_day": day,
        "last_day": day,
        "weekdays": list(range(7)),
        "starts": "09:00",
        "ends": "10:00",
        "minutes": 30,
        "place": "203 室",
        "on_holidays": "on",
    }
    client.post(PLACE + "slots/", told)
    assert GuidanceSlot.objects.filter(guide=guide).count() == 2
    slot = GuidanceSlot.objects.first()
    other = make_staff("guide")
    client.force_login(other)
    assert client.post(PLACE + "slots/", {"withdraw": slot.pk}).status_code == 404
    client.force_login(guide)
    client.post(PLACE + "slots/", {"withdraw": slot.pk})
    slot.refresh_from_db()
    assert slot.withdrawn_at


def test_a_series_that_is_refused_is_still_filled_in(client, guide):
    answer = client.post(PLACE + "slots/", {"place": "203 室", "starts": "09:00", "minutes": "30"})
    assert "203 室" in answer.content.decode()


def test_guidance_is_counted_by_guide_year_and_round(django_assert_num_queries):
    guide, case = make_staff("guide"), make_case(State.GUIDED)
    guiding.answer(question=question_in(case), text="答", by=guide)
    guiding.remark(case=case, item_type=ItemType.WHOLE, item="", text="好", by=guide)
    transition(case_id=case.pk, name="return_guidance", by=guide)
    year, round_ = timezone.localdate().year, case.round
    with django_assert_num_queries(5):
        (row,) = count_guidance(year=year, round_=round_)
    assert (row.answers, row.remarks, row.drafts, row.appointments) == (1, 1, 1, 0)
    assert count_guidance(year=year - 1) == []
    assert count_guidance(year=year, round_=make_case(applicant=make_user()).round) == []


def given_guidance(guide, case):
    guiding.answer(question=question_in(case), text="答", by=guide)
    guiding.remark(case=case, item_type=ItemType.WHOLE, item="", text="好", by=guide)


def cells_of(answer) -> list[list]:
    assert "attachment" in answer["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()


def test_the_count_is_downloaded_by_round_and_guide(client, guide):
    other = make_staff("guide")
    User.objects.filter(pk=other.pk).update(display_name="=HYPERLINK(1)")
    first, second = make_case(State.GUIDED), make_case(State.GUIDED)
    given_guidance(guide, first)
    given_guidance(guide, second)
    guiding.remark(case=second, item_type=ItemType.WHOLE, item="", text="好", by=other)
    year = timezone.localdate().year
    assert "export=xlsx" in client.get(PLACE + "count/").text

    heading, *rows = cells_of(client.get(PLACE + f"count/?year={year}&export=xlsx"))

    assert heading[:3] == ["年度", "批次", "指导员"]
    assert sorted(rows[:-1]) == sorted(
        [
            [year, first.round.title, str(guide), 1, 1, 0, 0, 2],
            [year, second.round.title, str(guide), 1, 1, 0, 0, 2],
            [year, second.round.title, "'=HYPERLINK(1)", 0, 1, 0, 0, 1],
        ]
    )
    assert rows[-1][3:] == [2, 3, 0, 0, 5]
    one = client.get(PLACE + f"count/?year={year}&round={first.round_id}&export=xlsx")
    assert [row[1] for row in cells_of(one)[1:-1]] == [first.round.title]
    none = cells_of(client.get(PLACE + f"count/?year={year - 1}&export=xlsx"))
    assert none[1][3:] == [0, 0, 0, 0, 0]


def test_the_count_is_for_guides_and_an_address_bar_holds_anything(client, guide):
    for told in ("year=²", "year=99999999999999999999", "round=²", "round=99999999999999999999"):
        assert client.get(PLACE + f"count/?{told}").status_code == 200
        assert client.get(PLACE + f"count/?{told}&export=xlsx").status_code == 200
    client.force_login(make_staff("officer"))
    answer = client.get(PLACE + "count/?export=xlsx")
    assert answer.status_code == 302

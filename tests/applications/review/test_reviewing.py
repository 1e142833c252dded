"""Declaring, stepping back, scoring, replacing: who may, what is written, what is refused."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from applications.domain import reviewing
from applications.domain.refusals import StepRefused
from applications.domain.transitioning import transition
from applications.enums import CaseAct, MemberState, State
from applications.models import Case, PanelMember, Score
from applications.sheets import Mark, Sheet
from messaging.models import Message
from safeguards.chain import flaws_of
from tests.applications.review.making import declare, make_panel, members_of, score, whole_sheet
from tests.factories.applications import make_expert, make_organisation, make_staff, make_user

pytestmark = pytest.mark.django_db


def close(case: Case) -> None:
    transition(case_id=case.pk, name="close_review", by=make_staff("secretary"))


def test_experts_are_invited_with_a_message_that_tells_the_title_alone():
    (member,) = members_of(make_panel())
    message = Message.objects.get(recipient=member.expert.user)
    assert member.panel.case.title in message.subject
    assert "这是示例内容" not in message.body
    assert message.url == "/review/"


def test_a_declaration_is_logged_and_twice_is_once():
    (member,) = members_of(make_panel())
    declare(member)
    assert declare(member).state == MemberState.DECLARED
    events = member.panel.case.events.filter(step=CaseAct.DECLARED)
    assert [(one.actor, one.from_state, one.to_state) for one in events] == [
        (member.expert.user, State.EXPERT_REVIEW, State.EXPERT_REVIEW)
    ]
    assert list(flaws_of(Case.objects.get(pk=member.panel.case_id))) == []


def test_who_turns_out_to_be_related_cannot_declare_that_he_is_not():
    organisation = make_organisation(make_user())
    panel = make_panel(applicant=organisation.memberships.get().user, organisation=organisation)
    (member,) = members_of(panel)
    member.expert.unit = f" {organisation.name} "
    member.expert.save()
    with pytest.raises(StepRefused, match="工作单位就是申报单位"):
        declare(member)


@pytest.mark.parametrize("act", [reviewing.recuse, reviewing.decline])
def test_stepping_back_needs_a_reason_and_takes_the_case_away(act):
    (member,) = members_of(make_panel())
    with pytest.raises(ValidationError, match="理由"):
        act(member_id=member.pk, by=member.expert.user, reason=" ")
    act(member_id=member.pk, by=member.expert.user, reason="申报人是我的学生")
    member.refresh_from_db()
    assert member.statement == "申报人是我的学生"
    with pytest.raises(StepRefused):
        declare(member)
    assert "学生" not in str(list(member.panel.case.events.values_list("reason", "data")))


def test_a_recusal_takes_scores_out_of_the_count_and_declining_comes_too_late_then():
    panel = make_panel()
    (member,) = members_of(panel)
    score(member)
    with pytest.raises(StepRefused):
        reviewing.decline(member_id=member.pk, by=member.expert.user, reason="没有时间")
    reviewing.recuse(member_id=member.pk, by=member.expert.user, reason="刚得知是亲属")
    with pytest.raises(StepRefused, match="有效评分需要 1 人"):
        close(panel.case)


def test_nobody_scores_before_he_has_declared():
    (member,) = members_of(make_panel())
    sheet = whole_sheet(member.panel.case)
    for act in (reviewing.save_sheet, reviewing.hand_in):
        with pytest.raises(StepRefused):
            act(member_id=member.pk, by=member.expert.user, sheet=sheet)
    assert not Score.objects.exists()


def test_a_draft_keeps_what_there_is_and_handing_in_asks_for_all():
    (member,) = members_of(make_panel())
    declare(member)
    first, second = member.panel.case.form.rubric[:2]
    draft = Sheet({first.key: Mark(Decimal("1.5")), second.key: Mark(None, "还要再看")})
    by = member.expert.user
    reviewing.save_sheet(member_id=member.pk, by=by, sheet=draft)
    assert set(Score.objects.values_list("item", "points", "remark")) == {
        (first.key, Decimal("1.5"), ""),
        (second.key, None, "还要再看"),
    }
    with pytest.raises(ValidationError) as refused:
        reviewing.hand_in(member_id=member.pk, by=by, sheet=draft)
    assert f"points-{second.key}" in refused.value.message_dict
    assert {"in_favour", "opinion"} <= set(refused.value.message_dict)
    member.refresh_from_db()
    assert member.state == MemberState.DECLARED


@pytest.mark.parametrize("points", ["-0.5", "1000", "1.25", "NaN", "Infinity"])
def test_points_lie_between_nothing_and_the_items_own_in_half_steps(points):
    (member,) = members_of(make_panel())
    declare(member)
    item = member.panel.case.form.rubric[0]
    sheet = Sheet({item.key: Mark(Decimal(points))})
    with pytest.raises(ValidationError, match=item.name):
        reviewing.save_sheet(member_id=member.pk, by=member.expert.user, sheet=sheet)
    assert not Score.objects.exists()


def test_an_item_the_rubric_does_not_have_is_refused():
    (member,) = members_of(make_panel())
    declare(member)
    sheet = Sheet({"bribe": Mark(Decimal(5))})
    with pytest.raises(ValidationError, match="bribe"):
        reviewing.save_sheet(member_id=member.pk, by=member.expert.user, sheet=sheet)


def test_scores_can_be_changed_until_the_panel_is_closed_and_never_after():
    panel = make_panel()
    (member,) = members_of(panel)
    by = member.expert.user
    score(member)
    changed = whole_sheet(panel.case, less="0.5")
    reviewing.hand_in(member_id=member.pk, by=by, sheet=changed)
    assert panel.case.events.filter(step=CaseAct.RESCORED).count() == 1
    close(panel.case)
    before = list(Score.objects.values_list("item", "points"))
    for act in (reviewing.save_sheet, reviewing.hand_in):
        with pytest.raises(StepRefused, match="已锁定"):
            act(member_id=member.pk, by=by, sheet=whole_sheet(panel.case, less="1"))
    with pytest.raises(StepRefused, match="已锁定"):
        reviewing.recuse(member_id=member.pk, by=by, reason="后悔")
    assert list(Score.objects.values_list("item", "points")) == before


def test_a_draft_does_not_overwrite_scores_that_are_in():
    (member,) = members_of(make_panel())
    score(member)
    with pytest.raises(StepRefused) as refused:
        reviewing.save_sheet(member_id=member.pk, by=member.expert.user, sheet=Sheet())
    assert refused.value.code == "handed-in"


def test_a_stale_window_changes_nothing():
    (member,) = members_of(make_panel())
    declare(member)
    by, case = member.expert.user, member.panel.case
    reviewing.save_sheet(member_id=member.pk, by=by, sheet=whole_sheet(case), seen=0)
    with pytest.raises(StepRefused) as refused:
        reviewing.hand_in(member_id=member.pk, by=by, sheet=whole_sheet(case, less="1"), seen=0)
    assert refused.value.code == "stale"
    assert PanelMember.objects.get().state == MemberState.DECLARED


def test_nobody_acts_for_another_expert():
    one, other = members_of(make_panel(2))
    stranger = members_of(make_panel())[0].expert.user
    for by in (other.expert.user, stranger, make_staff("secretary"), make_user()):
        with pytest.raises(PermissionDenied):
            reviewing.declare(member_id=one.pk, by=by)
        with pytest.raises(PermissionDenied):
            reviewing.hand_in(member_id=one.pk, by=by, sheet=whole_sheet(one.panel.case))


def test_the_log_tells_who_scored_and_nothing_of_the_scores():
    (member,) = members_of(make_panel())
    score(member)
    event = member.panel.case.events.get(step=CaseAct.SCORED)
    assert event.data == {"panel": 1, "expert": member.expert.name}


def test_the_secretary_asks_another_in_place_of_one_who_stepped_back():
    panel = make_panel(2)
    gone, stays = members_of(panel)
    reviewing.recuse(member_id=gone.pk, by=gone.expert.user, reason="亲属")
    secretary, other = make_staff("secretary"), make_expert()
    with pytest.raises(StepRefused, match="已经在这个专家组里"):
        reviewing.replace_expert(member_id=gone.pk, expert_id=stays.expert_id, by=secretary)
    new = reviewing.replace_expert(member_id=gone.pk, expert_id=other.pk, by=secretary)
    gone.refresh_from_db()
    assert (gone.state, new.replaces, new.state) == (
        MemberState.RECUSED,
        gone,
        MemberState.INVITED,
    )
    assert Message.objects.filter(recipient=other.user).count() == 1
    with pytest.raises(StepRefused, match="不用再换"):
        reviewing.replace_expert(member_id=gone.pk, expert_id=make_expert().pk, by=secretary)
    score(new)
    score(stays)
    close(panel.case)


def test_one_who_does_not_answer_is_replaced_for_a_reason_and_told():
    (member,) = members_of(make_panel())
    secretary, other = make_staff("secretary"), make_expert()
    with pytest.raises(StepRefused, match="为什么"):
        reviewing.replace_expert(member_id=member.pk, expert_id=other.pk, by=secretary)
    reviewing.replace_expert(
        member_id=member.pk, expert_id=other.pk, by=secretary, reason="两次联系没有答复"
    )
    with pytest.raises(StepRefused):
        declare(member)
    subjects = Message.objects.filter(recipient=member.expert.user).values_list(
        "subject", flat=True
    )
    assert any("有变" in subject for subject in subjects)


def test_who_has_scored_is_not_replaced_and_a_related_expert_does_not_come_in():
    one, other = members_of(make_panel(2))
    score(one)
    secretary = make_staff("secretary")
    with pytest.raises(StepRefused, match="已经评分"):
        reviewing.replace_expert(
            member_id=one.pk, expert_id=make_expert().pk, by=secretary, reason="不满意"
        )
    applicant = make_expert(user=one.panel.case.applicant)
    with pytest.raises(StepRefused, match="应当回避"):
        reviewing.replace_expert(
            member_id=other.pk, expert_id=applicant.pk, by=secretary, reason="没有答复"
        )
    own = make_expert(user=secretary)
    with pytest.raises(StepRefused, match="不能同时"):
        reviewing.replace_expert(
            member_id=other.pk, expert_id=own.pk, by=secretary, reason="没有答复"
        )


@pytest.mark.parametrize("role", ["officer", "guide", "publisher", "handler"])
def test_no_other_office_replaces_experts(role):
    (member,) = members_of(make_panel())
    with pytest.raises(PermissionDenied):
        reviewing.replace_expert(
            member_id=member.pk, expert_id=make_expert().pk, by=make_staff(role), reason="试试"
        )


def test_experts_are_reminded_once_a_day_when_few_days_are_left_or_none():
    panel = make_panel(2)
    waits, has_scored = members_of(panel)
    score(has_scored)
    due = panel.due_on
    days = panel.case.terms.reminder_days
    assert reviewing.remind_experts(due - datetime.timedelta(days=days + 1)) == 0
    near = due - datetime.timedelta(days=days)
    assert reviewing.remind_experts(near) == 1
    assert reviewing.remind_experts(near) == 0
    assert reviewing.remind_experts(due + datetime.timedelta(days=1)) == 1
    texts = Message.objects.filter(key__contains="reminded").order_by("pk")
    assert [one.recipient for one in texts] == [waits.expert.user] * 2
    assert "已过" in texts[1].body


def test_scoring_is_still_possible_after_the_due_date_until_the_panel_is_closed():
    panel = make_panel()
    (member,) = members_of(panel)
    panel.due_on = timezone.localdate() - datetime.timedelta(days=3)
    panel.save()
    assert score(member).state == MemberState.SCORED

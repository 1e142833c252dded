"""回避: everything the house knows that binds an expert to a case; and the lot."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications import panels
from applications.domain import conflicts, reviewing
from applications.domain.drawing import draw_experts, lots
from applications.domain.refusals import StepRefused
from applications.domain.transitioning import transition
from applications.enums import CaseAct, State
from applications.models import Case, Expert, Remark
from registry.models import Category
from tests.applications.review.making import declare, make_panel, members_of
from tests.factories.applications import (
    make_case,
    make_expert,
    make_organisation,
    make_round,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


def reasons(expert: Expert, case: Case) -> str:
    return " ".join(conflicts.reasons_against(expert=expert, case=case, day=timezone.localdate()))


def test_nothing_speaks_against_a_stranger():
    assert reasons(make_expert(), make_case(State.ACCEPTED)) == ""


def test_terms_of_office_and_closed_accounts_count():
    case = make_case(State.ACCEPTED)
    over = make_expert()
    over.term_to = timezone.localdate() - datetime.timedelta(days=1)
    over.save()
    resting = make_expert(active=False)
    locked = make_expert(user=make_user(is_active=False))
    assert "聘期" in reasons(over, case)
    assert "聘期" in reasons(resting, case)
    assert "停用" in reasons(locked, case)


def test_the_applicant_his_agent_and_who_worked_on_the_case_are_found():
    case = make_case(State.ACCEPTED)
    agent, guide, adviser = make_user(), make_user(), make_user()
    Case.objects.filter(pk=case.pk).update(filed_by=agent, guide=guide)
    case.refresh_from_db()
    Remark.objects.create(
        case=case, item_type="whole", text="写具体些", author=adviser, author_name="示例"
    )
    officer = case.events.get(step="accept").actor
    assert "申报人或代办人" in reasons(make_expert(user=case.applicant), case)
    assert "申报人或代办人" in reasons(make_expert(user=agent), case)
    assert "指导过" in reasons(make_expert(user=guide), case)
    assert "指导过" in reasons(make_expert(user=adviser), case)
    assert "办理过" in reasons(make_expert(user=officer), case)


def test_people_of_the_unit_are_found_by_account_by_choice_and_by_the_units_name():
    head = make_user()
    organisation = make_organisation(head, name="示例 传承中心(河东)")
    case = make_case(State.ACCEPTED, applicant=head, organisation=organisation)
    colleague = make_expert()
    organisation.memberships.create(user=colleague.user, role="agent")
    assert "属于申报单位" in reasons(colleague, case)
    assert "属于申报单位" in reasons(make_expert(organisation=organisation), case)
    written_otherwise = make_expert()
    written_otherwise.unit = "示例传承中心（河东）"
    assert "工作单位就是" in reasons(written_otherwise, case)


def test_a_namesake_is_named_to_be_checked():
    case = make_case(State.ACCEPTED, applicant=make_user("王示例"))
    expert = make_expert()
    expert.name = "王 示例"
    assert "同名" in reasons(expert, case)


def test_a_recusal_counts_in_other_cases_of_the_same_applicant_and_nowhere_else():
    panel = make_panel()
    (member,) = members_of(panel)
    reviewing.recuse(member_id=member.pk, by=member.expert.user, reason="师徒")
    another = make_case(State.ACCEPTED, applicant=panel.case.applicant)
    assert "已就这件" in reasons(member.expert, panel.case)
    assert "另一件" in reasons(member.expert, another)
    assert reasons(member.expert, make_case(State.ACCEPTED)) == ""


def test_having_scored_is_no_reason_against_scoring_again():
    (member,) = members_of(make_panel())
    declare(member)
    assert reasons(member.expert, Case.objects.get(pk=member.panel.case_id)) == ""


def test_a_related_expert_cannot_be_named_whatever_the_form_says():
    case = make_case(State.ACCEPTED)
    secretary = make_staff("secretary")
    related = make_expert(user=case.applicant)
    own = make_expert(user=secretary)
    for expert, sentence in ((related, "应当回避"), (own, "不能同时")):
        with pytest.raises(StepRefused, match=sentence):
            transition(
                case_id=case.pk, name="open_review", by=secretary, wanted={"experts": [expert.pk]}
            )
    assert not case.panels.exists()


def test_the_pool_is_examined_in_a_fixed_number_of_queries():
    case = make_case(State.ACCEPTED)
    counts = []
    for _round in range(2):
        for _expert in range(6):
            make_expert().specialties.add(case.category)
        with CaptureQueriesContext(connection) as queries:
            pool = list(panels.pool_for(case))
            found = conflicts.examine(experts=pool, case=case, day=timezone.localdate())
            assert [expert.specialties.all()[0].pk for expert in pool]
        case = Case.objects.get(pk=case.pk)
        counts.append(len(queries))
        assert len(found) == len(pool)
    assert counts[0] == counts[1]


def test_the_pool_shows_specialists_first_then_who_has_least_to_do():
    panel = make_panel()
    (busy,) = members_of(panel)
    busy.expert.specialties.add(panel.case.category)
    rested, other = make_expert(), make_expert()
    rested.specialties.add(panel.case.category, Category.objects.get(ordinal=1))
    pool = list(panels.pool_for(make_case(State.ACCEPTED)))
    assert pool == [rested, busy.expert, other]
    assert [one.load for one in pool] == [0, 1, 0]
    assert pool[1].last_used == busy.invited_at


def test_lots_are_drawn_among_possible_specialists_and_can_be_drawn_again_from_the_log():
    case = make_case(State.ACCEPTED, round_=make_round(panel_size=3, quorum=3))
    secretary = make_staff("secretary")
    possible = [make_expert() for _one in range(5)]
    related, amateur = make_expert(user=case.applicant), make_expert()
    for expert in [*possible, related]:
        expert.specialties.add(case.category)
    drawn = draw_experts(case_id=case.pk, count=3, by=secretary)
    assert {one.pk for one in drawn} < {one.pk for one in possible}
    assert amateur not in drawn
    data = case.events.get(step=CaseAct.DRAWN).data
    assert data["pool"] == [one.pk for one in possible]
    assert lots(data["seed"], data["pool"])[:3] == data["drawn"] == [one.pk for one in drawn]


def test_seeds_lead_to_different_draws():
    numbers = list(range(1, 30))
    orders = {tuple(lots(seed, numbers)[:5]) for seed in ("a", "b", "c", "d")}
    assert len(orders) == 4
    assert sorted(lots("a", numbers)) == numbers


def test_too_small_a_pool_is_said_and_nobody_else_draws():
    case = make_case(State.ACCEPTED)
    with pytest.raises(StepRefused, match="补充专家库"):
        draw_experts(case_id=case.pk, count=1, by=make_staff("secretary"))
    with pytest.raises(PermissionDenied):
        draw_experts(case_id=case.pk, count=1, by=make_staff("officer"))
    assert not case.events.filter(step=CaseAct.DRAWN).exists()

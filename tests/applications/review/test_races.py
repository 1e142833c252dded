"""Two things at once: nothing is scored after the panel is closed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from applications.domain import reviewing
from applications.domain.transitioning import transition
from applications.enums import CaseAct, MemberState, State
from applications.models import Case, Panel, PanelMember, Score
from safeguards.chain import flaws_of
from tests.applications.review.making import declare, make_panel, members_of, score, whole_sheet
from tests.factories.applications import make_expert, make_staff
from tests.racing import race


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Run them side by side; what each of them came to: the code of its refusal, or done."""
    return [_end(one) for one in race(*acts)]


def _end(result: Any) -> str:
    if isinstance(result, ValidationError):
        return getattr(result, "code", None) or "refused"
    if isinstance(result, Exception):
        raise result
    return "done"


def test_of_two_windows_one_hands_in(racing_database):
    (member,) = members_of(make_panel())
    declare(member)
    case, by = member.panel.case, member.expert.user

    def hand_in(less: str) -> Callable[[], Any]:
        sheet = whole_sheet(case, less=less)
        return lambda: reviewing.hand_in(member_id=member.pk, by=by, sheet=sheet, seen=0)

    assert sorted(at_once(hand_in("0.5"), hand_in("1"))) == ["done", "stale"]
    given = {
        item.points - score_.points
        for item in case.form.rubric
        for score_ in Score.objects.filter(item=item.key)
    }
    assert given in ({Decimal("0.5")}, {Decimal(1)})
    assert case.events.filter(step__in=[CaseAct.SCORED, CaseAct.RESCORED]).count() == 1
    assert list(flaws_of(Case.objects.get(pk=case.pk))) == []


@pytest.mark.parametrize("attempt", range(3))
def test_a_change_of_scores_comes_before_the_closing_or_not_at_all(racing_database, attempt):
    panel = make_panel()
    (member,) = members_of(panel)
    score(member)
    secretary = make_staff("secretary")
    sheet = whole_sheet(panel.case, less="1")
    ends = at_once(
        lambda: reviewing.hand_in(member_id=member.pk, by=member.expert.user, sheet=sheet),
        lambda: transition(case_id=panel.case_id, name="close_review", by=secretary),
    )
    assert ends[1] == "done"
    assert ends[0] in ("done", "closed")
    case = Case.objects.get(pk=panel.case_id)
    assert case.state == State.COMMITTEE
    steps = list(case.events.order_by("sequence").values_list("step", flat=True))
    changed = CaseAct.RESCORED in steps
    assert changed == (ends[0] == "done")
    if changed:
        assert steps.index(CaseAct.RESCORED) < steps.index("close_review")
    item = case.form.rubric[0]
    expected = item.points - 1 if changed else item.points
    assert Score.objects.get(item=item.key).points == expected
    assert list(flaws_of(case)) == []


def test_the_last_score_and_the_closing_never_miss_each_other(racing_database):
    panel = make_panel()
    (member,) = members_of(panel)
    declare(member)
    secretary = make_staff("secretary")
    sheet = whole_sheet(panel.case)
    ends = at_once(
        lambda: reviewing.hand_in(member_id=member.pk, by=member.expert.user, sheet=sheet),
        lambda: transition(case_id=panel.case_id, name="undo_review", by=secretary, reason="重组"),
    )
    assert sorted(ends) in (["done", "refused"], ["closed", "done"])
    scored = PanelMember.objects.filter(state=MemberState.SCORED).exists()
    assert scored == Panel.objects.filter(closed_at__isnull=True).exists()


def test_a_replaced_expert_has_not_declared_a_moment_later(racing_database):
    (member,) = members_of(make_panel())
    secretary, other = make_staff("secretary"), make_expert()
    ends = at_once(
        lambda: reviewing.declare(member_id=member.pk, by=member.expert.user),
        lambda: reviewing.replace_expert(
            member_id=member.pk, expert_id=other.pk, by=secretary, reason="没有答复"
        ),
    )
    assert ends[1] == "done"
    assert PanelMember.objects.get(pk=member.pk).state == MemberState.REPLACED

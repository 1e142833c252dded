"""Median, spread and votes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications import panels, rules
from applications.domain import reviewing
from applications.models import PanelMember
from tests.applications.review.making import declare, make_panel, members_of, score, whole_sheet
from tests.factories.applications import make_expert, make_staff

pytestmark = pytest.mark.django_db


def test_median_spread_and_votes_count_what_is_in_alone():
    panel = make_panel(4)
    first, second, third, draft = members_of(panel)
    score(first)
    score(second, less="1")
    score(third, less="2.5", in_favour=False)
    declare(draft)
    reviewing.save_sheet(
        member_id=draft.pk, by=draft.expert.user, sheet=whole_sheet(panel.case, less="3")
    )
    summary = panels.panel_summary(panel)
    item, figures = summary.by_item()[0]
    assert figures is not None
    assert figures.median == item.points - 1
    assert (figures.low, figures.high) == (item.points - Decimal("2.5"), item.points)
    assert figures.spread == Decimal("2.5")
    assert figures.deviation == Decimal("1.0")
    assert (summary.in_favour, summary.against, summary.waiting) == (2, 1, 1)
    assert summary.has_majority
    assert not summary.has_quorum
    full = panel.case.form.full_score
    assert summary.total is not None
    assert summary.total.high == full
    assert summary.total.median == full - len(panel.case.form.rubric)


def test_half_the_votes_are_no_majority_and_nobody_is_no_figure():
    panel = make_panel(2)
    assert panels.panel_summary(panel).total is None
    one, other = members_of(panel)
    score(one)
    score(other, in_favour=False)
    assert not panels.panel_summary(panel).has_majority


def test_the_summary_takes_as_many_queries_for_twelve_as_for_three():
    counts = []
    for size in (3, 12):
        panel = make_panel(size)
        for member in members_of(panel):
            score(member)
        panel.case.form  # noqa: B018 - the terms are read once before
        with CaptureQueriesContext(connection) as queries:
            summary = panels.panel_summary(panel)
            summary.by_item()
            assert [line.can_be_replaced for line in summary.lines] == [False] * size
        counts.append(len(queries))
    assert counts == [2, 2]


def test_scores_are_for_who_organises_and_not_for_a_member_of_the_panel():
    panel = make_panel()
    (member,) = members_of(panel)
    score(member)
    secretary = make_staff("secretary")
    assert panels.scores_for_staff(secretary, panel).exists()
    for role in ("officer", "guide", "publisher"):
        assert not panels.scores_for_staff(make_staff(role), panel).exists()
    PanelMember.objects.create(panel=panel, expert=make_expert(user=secretary))
    assert not rules.may_read_scores(secretary, panel)
    assert not panels.scores_for_staff(secretary, panel).exists()

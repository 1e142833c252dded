"""Two windows at once: no text is overwritten unseen, no button makes two of anything."""

from __future__ import annotations

from functools import partial
from typing import Any

from applications.domain.answers import save_answer
from applications.domain.beginning import begin_case
from applications.domain.transitioning import transition
from applications.enums import Kind, State
from applications.models import AnswerText, Case
from tests.factories.applications import make_case, make_round, make_user
from tests.racing import race


def test_of_two_texts_saved_at_once_one_stands_and_the_other_is_kept(racing_database: Any) -> None:
    case = make_case()
    save = partial(save_answer, case_id=case.pk, key="summary", seen=1, by=case.applicant)
    told = race(partial(save, text="这一边的"), partial(save, text="那一边的"))
    assert sorted(one.lost is not None for one in told) == [False, True]
    row = case.answers.get(question="summary")
    assert row.revision == 2
    kept = AnswerText.objects.get(case=case, set_aside=True)
    assert {row.value, kept.sealed} == {"这一边的", "那一边的"}


def test_two_clicks_at_once_begin_one_case(racing_database: Any) -> None:
    round_, user = make_round(Kind.PROJECT), make_user()
    click = partial(begin_case, round_=round_, kind=Kind.PROJECT, by=user)
    first, second = race(click, click)
    assert first == second
    assert Case.objects.count() == 1


def test_a_text_saved_while_the_dossier_is_handed_in_is_in_the_version_or_refused(
    racing_database: Any,
) -> None:
    case = make_case()
    text = "最后一刻改的简介" * 20
    saved, _event = race(
        partial(save_answer, case_id=case.pk, key="summary", text=text, seen=1, by=case.applicant),
        partial(transition, case_id=case.pk, name="submit", by=case.applicant),
    )
    case.refresh_from_db()
    assert case.state == State.SUBMITTED
    handed_in = case.dossier_versions.get().content["answers"]["summary"]
    assert (handed_in == text) == (not isinstance(saved, Exception))
    assert case.answers.get(question="summary").value == handed_in

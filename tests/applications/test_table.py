"""The transition table: what leads where, who may, what is refused, what is written."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from applications.domain.opening import ask_reopening, publish_round
from applications.domain.refusals import StepRefused
from applications.domain.table import ROWS, TABLE
from applications.domain.transitioning import possible_steps, transition
from applications.enums import ClockKind, Kind, State
from applications.models import Case, CaseEvent, Clock, DossierVersion
from messaging.models import Message
from registry.models import HeritageProject, Inheritor, PracticeBase, Workshop
from safeguards.chain import flaws_of
from safeguards.written_once import WrittenOnceError
from tests.factories.applications import (
    make_case,
    make_expert,
    make_organisation,
    make_round,
    make_staff,
    make_user,
    walk,
)
from tests.factories.registry import make_project

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", list(State))
def test_a_case_can_be_brought_to_every_state_and_its_log_is_whole(state):
    case = make_case(state)
    assert case.state == state
    assert list(flaws_of(case)) == []


def test_every_state_but_the_final_ones_waits_for_somebody():
    leaving = {source for row in ROWS for source in row.sources}
    assert leaving == set(State)


def test_a_promulgated_project_is_a_draft_in_the_registry_with_its_inscription():
    case = make_case(State.PROMULGATED, title="直沽示例技艺")
    project = HeritageProject.objects.get(pk=case.record_id)
    assert (project.name, project.live) == ("直沽示例技艺", False)
    draft = project.get_latest_revision_as_object()
    inscription = draft.inscriptions.get()
    assert inscription.act.document_number.startswith("河东政发")
    assert inscription.batch.ordinal == case.round.ordinal
    assert {block.value["section"] for block in draft.narrative} >= {"summary", "history"}


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        (Kind.INHERITOR, Inheritor),
        (Kind.GROUP, Inheritor),
        (Kind.WORKSHOP, Workshop),
        (Kind.BASE, PracticeBase),
    ],
)
def test_the_other_kinds_become_records_too(kind, model):
    project = make_project()
    case = make_case(kind=kind)
    Case.objects.filter(pk=case.pk).update(listed_project=project)
    case = walk(case, State.PROMULGATED)
    record = model.objects.get(pk=case.record_id)
    assert record.name == case.title
    assert not record.live


def test_private_answers_of_an_inheritor_go_to_the_encrypted_table_only():
    project = make_project()
    case = make_case(kind=Kind.INHERITOR)
    Case.objects.filter(pk=case.pk).update(listed_project=project)
    case = walk(case, State.PROMULGATED)
    inheritor = Inheritor.objects.get(pk=case.record_id)
    assert inheritor.personal_details.phone == "13800000000"
    version = DossierVersion.objects.get(case=case)
    assert "13800000000" not in str(version.content)


def test_submitting_freezes_a_version_and_gives_number_and_code():
    case = make_case(State.SUBMITTED)
    assert case.number.startswith(f"FY-{timezone.localdate().year}-")
    assert len(case.query_code) == 10
    assert case.dossier_versions.count() == 1
    clock = Clock.objects.get(case=case, kind=ClockKind.ACCEPTANCE)
    assert case.due_on == clock.due_on > timezone.localdate()


def test_an_incomplete_dossier_is_refused_with_everything_that_is_missing():
    case = make_case()
    case.answers.filter(question__in=["history", "value"]).delete()
    with pytest.raises(StepRefused) as refused:
        transition(case_id=case.pk, name="submit", by=case.applicant)
    assert len(refused.value.messages) == 2
    assert "历史渊源" in " ".join(refused.value.messages)
    case.refresh_from_db()
    assert (case.state, case.number) == (State.DRAFT, None)


def test_a_closed_round_takes_no_submission():
    case = make_case()
    after = case.round.closes_at + datetime.timedelta(seconds=1)
    with pytest.raises(StepRefused, match="申报时间"):
        transition(case_id=case.pk, name="submit", by=case.applicant, now=after)


def test_two_clicks_submit_once():
    case = make_case()
    transition(case_id=case.pk, name="submit", by=case.applicant)
    with pytest.raises(StepRefused):
        transition(case_id=case.pk, name="submit", by=case.applicant)
    assert case.dossier_versions.count() == 1


def test_what_was_decided_on_an_old_page_is_refused():
    case = make_case(State.SUBMITTED)
    officer = make_staff("officer")
    with pytest.raises(StepRefused, match="刷新"):
        transition(case_id=case.pk, name="accept", by=officer, seen=case.events_written - 1)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_stranger_may_take_no_step(name):
    row = TABLE[name]
    case = make_case(row.sources[0] if row.sources[0] != State.GUIDED else State.GUIDED)
    with pytest.raises(PermissionDenied):
        transition(case_id=case.pk, name=name, by=make_user(), reason="理由", wanted={})
    assert possible_steps(make_user(), case) == []


def test_nobody_handles_his_own_case():
    officer = make_staff("officer")
    case = make_case(State.SUBMITTED, applicant=officer)
    with pytest.raises(PermissionDenied):
        transition(case_id=case.pk, name="accept", by=officer)


def test_nor_one_of_his_unit():
    officer, colleague = make_staff("officer"), make_user()
    unit = make_organisation(colleague, officer)
    case = make_case(State.SUBMITTED, applicant=colleague, organisation=unit)
    with pytest.raises(PermissionDenied):
        transition(case_id=case.pk, name="accept", by=officer)


def test_a_correction_stops_the_office_clock_and_gives_the_rest_back():
    case = make_case(State.SUBMITTED)
    officer = make_staff("officer")
    clock = Clock.objects.get(case=case, kind=ClockKind.ACCEPTANCE)
    transition(
        case_id=case.pk,
        name="request_correction",
        by=officer,
        wanted={"items": [("question", "history", "请注明出处。")]},
    )
    clock.refresh_from_db()
    assert clock.stopped_on == timezone.localdate()
    later = timezone.now() + datetime.timedelta(days=7)
    transition(case_id=case.pk, name="answer_correction", by=case.applicant, now=later)
    clock.refresh_from_db()
    assert clock.stopped_on is None
    assert clock.days_stopped == 7
    case.refresh_from_db()
    assert (case.state, case.due_on) == (State.SUBMITTED, clock.due_on)
    assert case.dossier_versions.count() == 2


def test_one_correction_round_by_default():
    case = make_case(State.CORRECTING)
    transition(case_id=case.pk, name="answer_correction", by=case.applicant)
    with pytest.raises(StepRefused, match="已经用完"):
        transition(
            case_id=case.pk,
            name="request_correction",
            by=make_staff("officer"),
            wanted={"items": [("question", "history", "还要改")]},
        )


def test_a_correction_does_not_lapse_before_its_day():
    case = make_case(State.CORRECTING)
    with pytest.raises(StepRefused, match="还没有过"):
        transition(case_id=case.pk, name="lapse", by=make_staff("officer"))


def test_a_notice_is_not_closed_before_its_last_day():
    case = make_case(State.ON_NOTICE)
    with pytest.raises(StepRefused, match="期满"):
        transition(case_id=case.pk, name="close_notice", by=make_staff("secretary"))


def test_reopening_takes_two_administrators():
    case = make_case(State.NOT_ACCEPTED)
    first, second = make_staff("administrator"), make_staff("administrator")
    with pytest.raises(StepRefused, match="先由一位"):
        transition(case_id=case.pk, name="reopen", by=second, reason="发现新材料")
    ask_reopening(case=case, by=first, reason="发现新材料")
    with pytest.raises(StepRefused, match="另一位"):
        transition(case_id=case.pk, name="reopen", by=first, reason="发现新材料")
    transition(case_id=case.pk, name="reopen", by=second, reason="发现新材料")
    case.refresh_from_db()
    assert case.state == State.SUBMITTED
    assert case.due_on is not None


def test_a_related_expert_cannot_be_named():
    case = make_case(State.ACCEPTED)
    related = make_expert(user=case.applicant)
    with pytest.raises(StepRefused, match="回避"):
        transition(
            case_id=case.pk,
            name="open_review",
            by=make_staff("secretary"),
            wanted={"experts": [related.pk]},
        )


def test_the_log_can_be_neither_changed_nor_deleted():
    event = make_case(State.SUBMITTED).events.last()
    event.reason = "改写"
    with pytest.raises(WrittenOnceError):
        event.save()
    with pytest.raises(WrittenOnceError):
        event.delete()
    with pytest.raises(WrittenOnceError):
        CaseEvent.objects.filter(pk=event.pk).update(reason="改写")


def forge(sql: str, *told: object) -> None:
    """Write past the code, and on PostgreSQL past the trigger, as whoever owns the database could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, told)


@pytest.mark.parametrize(
    "column", ["reason", "actor_name", "step", "to_state", "from_state", "previous_hash"]
)
def test_a_forged_row_is_found(column):
    case = make_case(State.ACCEPTED)
    forge(
        f"UPDATE applications_caseevent SET {column} = 'forged' "
        "WHERE case_id = %s AND sequence = 2",
        case.pk,
    )
    assert list(flaws_of(Case.objects.get(pk=case.pk)))


def test_a_cut_off_end_is_found():
    case = make_case(State.ACCEPTED)
    forge("DELETE FROM applications_caseevent WHERE case_id = %s AND sequence = 3", case.pk)
    assert list(flaws_of(Case.objects.get(pk=case.pk)))


def test_postgresql_itself_refuses_to_change_evidence():
    case = make_case(State.ACCEPTED)
    if connection.vendor != "postgresql":
        return  # SQLite empties test databases row by row: there the hash chain alone tells
    with (
        pytest.raises(DatabaseError, match="evidence"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE applications_caseevent SET reason = '' WHERE case_id = %s", [case.pk]
        )


def test_each_step_tells_the_applicant_once():
    case = make_case(State.ACCEPTED)
    keys = Message.objects.values_list("key", flat=True)
    assert len(keys) == len(set(keys))
    assert Message.objects.filter(recipient=case.applicant).exists()


def test_a_running_case_keeps_the_terms_it_began_with():
    round_ = make_round(Kind.PROJECT)
    case = make_case(round_=round_)
    round_.correction_days = 3
    round_.save()
    assert publish_round(round_=round_, by=None).number == 2
    case = Case.objects.get(pk=case.pk)
    assert case.terms.periods[ClockKind.CORRECTION].days == 15

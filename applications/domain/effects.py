"""What a step writes beside the state: versions, numbers, clocks, corrections, panels."""

from __future__ import annotations

from applications import expert_messages, queries
from applications.domain import clocks, versions
from applications.domain.steps import Step
from applications.enums import ClockKind, ItemType, MemberState, NoticeState, State
from applications.models import (
    Correction,
    CorrectionItem,
    Expert,
    Notice,
    NoticeCandidate,
    NoticeCorrection,
    Panel,
    PanelMember,
)
from safeguards.numbering import new_query_code, next_number

SERIES = "FY"


def freeze_dossier(step: Step) -> None:
    """An unchangeable version; the step is logged on it."""
    assert step.by is not None
    step.version = versions.freeze(case=step.case, by=step.by, now=step.now)
    step.noted["version"] = step.version.number


def give_number(step: Step) -> None:
    """Receipt number and query code, at the first submission."""
    case = step.case
    if case.number is None:
        case.number = next_number(SERIES, step.today.year)
        case.query_code = new_query_code()
        case.submitted_at = step.now
    step.noted["number"] = case.number


def start_acceptance(step: Step) -> None:
    """The office's days to accept begin."""
    clocks.start(case=step.case, kind=ClockKind.ACCEPTANCE, today=step.today)


def end_acceptance(step: Step) -> None:
    """The office has answered."""
    clocks.end(case=step.case, kind=ClockKind.ACCEPTANCE, today=step.today)


def end_clocks(step: Step) -> None:
    """Nothing runs any more."""
    clocks.end_all(case=step.case, today=step.today)


def note_basis(step: Step) -> None:
    """The rule the refusal rests on."""
    step.noted["basis"] = str(step.wanted["basis"]).strip()


def open_correction(step: Step) -> None:
    """All defects in one letter; the office's clock stops, the applicant's begins."""
    assert step.by is not None
    case = step.case
    clocks.stop(case=case, kind=ClockKind.ACCEPTANCE, today=step.today)
    clock = clocks.start(case=case, kind=ClockKind.CORRECTION, today=step.today)
    case.corrections_used += 1
    correction = Correction.objects.create(
        case=case,
        number=case.corrections.count() + 1,
        returns_to=case.state,
        due_on=clock.due_on,
        note=step.wanted.get("note", ""),
        asked_at=step.now,
        asked_by=step.by,
    )
    CorrectionItem.objects.bulk_create(
        CorrectionItem(
            correction=correction, item_type=ItemType(item_type), item=item, defect=defect.strip()
        )
        for item_type, item, defect in step.wanted["items"]
    )
    step.noted["correction"] = correction.number
    step.noted["due_on"] = clock.due_on.isoformat()


def close_correction(step: Step) -> None:
    """It was answered, lapsed or taken back; the office's clock goes on."""
    step.case.corrections.filter(closed_at__isnull=True).update(closed_at=step.now)
    clocks.end(case=step.case, kind=ClockKind.CORRECTION, today=step.today)
    clocks.resume(case=step.case, kind=ClockKind.ACCEPTANCE, today=step.today)


def give_correction_back(step: Step) -> None:
    """A correction that should not have been asked does not count."""
    step.case.corrections_used = max(step.case.corrections_used - 1, 0)


def open_panel(step: Step) -> None:
    """Invite the experts; none of them has seen more than the title."""
    assert step.by is not None
    clock = clocks.start(case=step.case, kind=ClockKind.SCORING, today=step.today)
    panel = Panel.objects.create(
        case=step.case,
        number=step.case.panels.count() + 1,
        opened_at=step.now,
        opened_by=step.by,
        due_on=clock.due_on,
    )
    experts = Expert.objects.filter(pk__in=step.wanted["experts"]).select_related("user")
    members = PanelMember.objects.bulk_create(
        PanelMember(panel=panel, expert=expert, invited_at=step.now) for expert in experts
    )
    for member in members:
        expert_messages.invite(member)
    step.noted["panel"] = panel.number
    step.noted["experts"] = sorted(expert.name for expert in experts)


def close_panel(step: Step) -> None:
    """Scores are locked: nobody can write to a closed panel."""
    panel = queries.open_panel(step.case)
    if panel is not None:
        scored = panel.members.filter(state=MemberState.SCORED)
        step.noted["panel"] = panel.number
        step.noted["scored"] = scored.count()
        step.noted["in_favour"] = scored.filter(in_favour=True).count()
        panel.closed_at = step.now
        panel.save(update_fields=["closed_at"])
    clocks.end(case=step.case, kind=ClockKind.SCORING, today=step.today)


def note_decision(step: Step) -> None:
    """The committee's votes go into the log with the step."""
    last = step.case.decisions.last()
    if last is not None:
        step.noted["met_on"] = last.met_on.isoformat()
        step.noted["votes"] = [last.votes_for, last.votes_against, last.abstentions]


def note_candidacy(step: Step) -> None:
    """Which notice shows it, and until when."""
    candidate = NoticeCandidate.objects.select_related("notice").get(pk=step.wanted["candidate"])
    notice = candidate.notice
    assert notice.last_day is not None
    step.noted["notice"] = notice.pk
    step.noted["last_day"] = notice.last_day.isoformat()
    clock = clocks.start(case=step.case, kind=ClockKind.NOTICE, today=step.today)
    clock.due_on = notice.last_day
    clock.save(update_fields=["due_on"])
    clocks.show_due(step.case)


def take_off_notice(step: Step) -> None:
    """A correction notice tells the public; the candidate stands no longer."""
    assert step.by is not None
    for candidate in NoticeCandidate.objects.filter(case=step.case, removed_at__isnull=True):
        NoticeCorrection.objects.create(
            notice=candidate.notice,
            text=step.wanted["correction"].strip(),
            made_at=step.now,
            made_by=step.by,
        )
        candidate.removed_at = step.now
        candidate.save(update_fields=["removed_at"])
        step.noted["notice"] = candidate.notice_id
    leave_notice(step)


def leave_notice(step: Step) -> None:
    """A notice ends with the last candidate that leaves it."""
    staying = NoticeCandidate.objects.filter(
        removed_at__isnull=True, case__state=State.ON_NOTICE
    ).exclude(case=step.case)
    Notice.objects.filter(state=NoticeState.PUBLISHED, candidates__case=step.case).exclude(
        pk__in=staying.values("notice")
    ).update(state=NoticeState.CLOSED, closed_at=step.now)


def close_children(step: Step) -> None:
    """Withdrawn: open corrections, panels and guidance end with the case."""
    step.case.corrections.filter(closed_at__isnull=True).update(closed_at=step.now)
    step.case.panels.filter(closed_at__isnull=True).update(closed_at=step.now)
    clocks.end_all(case=step.case, today=step.today)


def reopen(step: Step) -> None:
    """Back to where it stood: its clock begins anew, its correction or panel is open again."""
    case = step.case
    case.reopening_requests.filter(closed_at__isnull=True).update(
        closed_at=step.now, agreed_by=step.by
    )
    if step.target == State.SUBMITTED:
        clocks.start(case=case, kind=ClockKind.ACCEPTANCE, today=step.today)
    elif step.target == State.CORRECTING:
        clock = clocks.start(case=case, kind=ClockKind.CORRECTION, today=step.today)
        last = case.corrections.order_by("-number").first()
        if last is not None:
            last.closed_at, last.due_on = None, clock.due_on
            last.save(update_fields=["closed_at", "due_on"])
    elif step.target == State.EXPERT_REVIEW:
        clock = clocks.start(case=case, kind=ClockKind.SCORING, today=step.today)
        panel = case.panels.order_by("-number").first()
        if panel is not None:
            panel.closed_at, panel.due_on = None, clock.due_on
            panel.save(update_fields=["closed_at", "due_on"])

"""What a number and its code tell of a case or an objection: where it stands, and nothing about anybody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from applications import wording
from applications.enums import Kind, State
from applications.models import Case, Objection
from safeguards.tracking import Matter, Progress, Stage, register_lookup

PERSONS = (Kind.INHERITOR, Kind.GROUP)
"""Kinds whose title is somebody's name."""


def register() -> None:
    """Tell the page of progress of it; called once, when applications are ready."""
    register_lookup(case_of)
    register_lookup(objection_of)


def case_of(number: str) -> Matter | None:
    """The case with this receipt number."""
    case = Case.objects.filter(number=number).select_related("round").first()
    return Matter(case, case.query_code, lambda: _of_case(case)) if case else None


def objection_of(number: str) -> Matter | None:
    """The objection with this number."""
    one = Objection.objects.filter(number=number).select_related("candidate").first()
    return Matter(one, one.query_code, lambda: _of_objection(one)) if one else None


def _of_case(case: Case) -> Progress:
    standing = wording.standing(case)
    subject = str(case.get_kind_display())
    if case.kind not in PERSONS:
        subject = _("%(kind)s“%(title)s”") % {"kind": subject, "title": case.title}
    stages, before = [], ""
    for event in case.events.exclude(step="start").order_by("sequence"):
        if event.to_state != before and event.to_state not in (State.DRAFT, State.GUIDED):
            stages.append(Stage(wording.STANDINGS[State(event.to_state)].label, event.at))
        before = event.to_state
    return Progress(
        case.number or "",
        subject,
        standing.label,
        standing.now,
        case.due_on if case.state == State.CORRECTING else None,
        stages,
    )


def _of_objection(objection: Objection) -> Progress:
    stages, before = [], ""
    for event in objection.events.order_by("pk"):
        if event.to_state != before:
            stages.append(Stage(event.get_to_state_display(), event.at))
        before = event.to_state
    return Progress(
        objection.number,
        _("对公示的异议"),
        objection.get_state_display(),
        _("答复已按您留下的联系方式发出。") if objection.is_closed else _("我们会在核实后答复您。"),
        None,
        stages,
    )

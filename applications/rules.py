"""Who may do what with a case: one predicate an action, asked by list, page, file, export and API.

Nobody handles a case of his own: whoever stands on the applicant's side has no staff powers in it.
"""

from __future__ import annotations

from typing import Any

from applications.enums import UNSUBMITTED, MemberState, State
from applications.models import Case, Objection, Panel, PanelMember
from applications.units import organisation_ids

GUIDE = "applications.guide_case"
ACCEPT = "applications.accept_case"
FILE = "applications.file_case"
REVIEW = "applications.review_case"
PUBLISH = "applications.publish_notice"
PROMULGATE = "applications.promulgate_case"
REOPEN = "applications.reopen_case"
HANDLE_OBJECTION = "applications.handle_objection"
CONFIGURE = "applications.configure_round"
VIEW = "applications.view_case"


def is_applicant(user: Any, case: Case) -> bool:
    """Whether the user stands on the applicant's side: himself, or somebody of the applying unit."""
    if not user.is_authenticated:
        return False
    if case.applicant_id == user.pk:
        return True
    return case.organisation_id is not None and case.organisation_id in organisation_ids(user)


def files_for(user: Any, case: Case) -> bool:
    """Whether the user is the officer who files this case at the counter (代办)."""
    return (
        case.filed_by_id is not None
        and user.has_perm(FILE)
        and (case.filed_by_id == user.pk or user.has_perm(ACCEPT))
        and not is_applicant(user, case)
    )


def acts_for_applicant(user: Any, case: Case) -> bool:
    """Whether the user may do what is the applicant's to do."""
    return is_applicant(user, case) or files_for(user, case)


def handles(user: Any, case: Case, permission: str) -> bool:
    """Whether the user has this staff permission in a case that is not his own."""
    return bool(user.is_active and user.has_perm(permission) and not is_applicant(user, case))


def may_guide(user: Any, case: Case) -> bool:
    return handles(user, case, GUIDE)


def may_accept(user: Any, case: Case) -> bool:
    return handles(user, case, ACCEPT)


def may_review(user: Any, case: Case) -> bool:
    return handles(user, case, REVIEW)


def may_publish(user: Any, case: Case) -> bool:
    return handles(user, case, PUBLISH)


def may_promulgate(user: Any, case: Case) -> bool:
    return handles(user, case, PROMULGATE)


def may_reopen(user: Any, case: Case) -> bool:
    return handles(user, case, REOPEN)


def may_see(user: Any, case: Case) -> bool:
    """The predicate beside ``queries.visible_to``; a test holds the two against each other."""
    if acts_for_applicant(user, case):
        return True
    if case.state == State.DRAFT:
        return False
    if case.state == State.GUIDED:
        return handles(user, case, GUIDE)
    return handles(user, case, VIEW)


def works_on_cases(user: Any) -> bool:
    """Whether the user has a desk in the procedure at all: the queue is open to him."""
    return bool(user.is_active and any(user.has_perm(one) for one in (VIEW, GUIDE, FILE)))


def may_work_on(user: Any, case: Case) -> bool:
    """The predicate beside ``queries.office_cases``: seen as an office, never as the applicant."""
    return works_on_cases(user) and may_see(user, case) and not is_applicant(user, case)


def may_assign_guide(user: Any, case: Case) -> bool:
    return may_work_on(user, case) and (may_guide(user, case) or may_accept(user, case))


def may_write(user: Any, case: Case) -> bool:
    """Whether the user may change answers now; in a correction only the listed items."""
    return case.state in (*UNSUBMITTED, State.CORRECTING) and acts_for_applicant(user, case)


def may_read_private(user: Any, case: Case) -> bool:
    """Identity and contact data: the applicant's side, and staff who accept or review (logged)."""
    return acts_for_applicant(user, case) or (
        may_see(user, case) and (may_accept(user, case) or may_promulgate(user, case))
    )


def may_declare(user: Any, member: PanelMember) -> bool:
    """Whether this invitation is the user's own, still open, in a case that is not his own."""
    return (
        member.expert.user_id == user.pk
        and member.panel.closed_at is None
        and member.state == MemberState.INVITED
        and not is_applicant(user, member.panel.case)
    )


def may_score(user: Any, member: PanelMember) -> bool:
    """Only after the declaration, only while the panel is open."""
    return (
        member.expert.user_id == user.pk
        and member.panel.closed_at is None
        and member.state in (MemberState.DECLARED, MemberState.SCORED)
        and not is_applicant(user, member.panel.case)
    )


def may_read_scores(user: Any, panel: Panel) -> bool:
    """Who organises the review reads every score; not whoever scores in it himself."""
    return may_review(user, panel.case) and not panel.members.filter(expert__user=user).exists()


def may_take_objection(user: Any, objection: Objection) -> bool:
    """Whether the user may become the handler of an objection that has none."""
    return objection.handler_id is None and may_handle_objection(user, objection)


def may_open_objection(user: Any, objection: Objection) -> bool:
    """Who objected is for the handler alone, who took it over and is no party to the case."""
    return objection.handler_id == user.pk and may_handle_objection(user, objection)


def may_hand_over_objection(user: Any, objection: Objection) -> bool:
    """The handler himself; or an administrator, when the handler is away. Neither need open it."""
    if objection.handler_id is None or not may_handle_objection(user, objection):
        return False
    return objection.handler_id == user.pk or user.has_perm(REOPEN)


def may_handle_objection(user: Any, objection: Objection) -> bool:
    """Whether the user holds the office and does not stand on the applicant's side."""
    return handles(user, objection.candidate.case, HANDLE_OBJECTION)

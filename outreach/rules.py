"""Who may do what with sessions: one predicate an action, asked by list, page, file, export and feed."""

from __future__ import annotations

from typing import Any

from outreach.enums import PROVABLE, PUBLIC
from outreach.models import Session

PLAN = "outreach.plan_session"
RUN = "outreach.run_session"
ARCHIVE = "outreach.archive_session"
VIEW = "outreach.view_session"
VIEW_REGISTRATIONS = "outreach.view_registration"
ANSWER_REQUESTS = "outreach.change_classrequest"
VIEW_REQUESTS = "outreach.view_classrequest"


def may_plan(user: Any, session: Session | None = None) -> bool:
    return bool(user.is_active and user.has_perm(PLAN))


def may_run(user: Any, session: Session | None = None) -> bool:
    """Sign people in, count them and add evidence: the planners, and whoever is on the spot.

    Of one session: whoever is on the spot there. Without one: whether there is anything of it for him.
    """
    if not (user.is_active and (user.has_perm(RUN) or user.has_perm(PLAN))):
        return False
    return session is None or not only_own(user) or session.hosts.filter(pk=user.pk).exists()


def only_own(user: Any) -> bool:
    """A host has to do with the sessions he was assigned to; planners and archivists with all."""
    return bool(user.has_perm(RUN) and not (user.has_perm(PLAN) or user.has_perm(ARCHIVE)))


def may_archive(user: Any, session: Session | None = None) -> bool:
    return bool(user.is_active and user.has_perm(ARCHIVE))


def may_see_requests(user: Any) -> bool:
    return bool(user.is_active and (user.has_perm(VIEW_REQUESTS) or user.has_perm(ANSWER_REQUESTS)))


def may_answer_requests(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(ANSWER_REQUESTS))


def is_public(session: Session) -> bool:
    """Whether everybody may read of it; the predicate beside ``queries.public_sessions``."""
    return session.published_at is not None and session.state in PUBLIC


def may_view(user: Any, session: Session | None = None) -> bool:
    """Open the staff's list and pages of sessions."""
    return bool(user.is_active and any(user.has_perm(one) for one in (VIEW, PLAN, RUN, ARCHIVE)))


def may_see_registrations(user: Any, session: Session | None = None) -> bool:
    """Read who comes; everybody else on the staff sees only how many."""
    if not (may_view(user) and user.has_perm(VIEW_REGISTRATIONS)):
        return False
    return session is None or not only_own(user) or may_run(user, session)


def may_see_evidence(user: Any, session: Session | None = None) -> bool:
    """Open sign-in sheets and photos: names and minors are on them, looking at sessions is not enough."""
    return may_run(user, session) or may_archive(user, session)


def may_change_evidence(user: Any, session: Session) -> bool:
    """Add and remove evidence, while the session is not archived yet and has begun to be real."""
    return may_run(user, session) and session.state in PROVABLE

"""Reads of cases. ``visible_to`` is the one answer to what a user may see."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from applications import rules
from applications.enums import Decision, MemberState, NoticeState, State
from applications.models import (
    Case,
    CommitteeDecision,
    Notice,
    NoticeCandidate,
    Objection,
    Panel,
    PanelMember,
    Round,
)
from applications.units import organisation_ids


def visible_to(user: Any) -> QuerySet[Case]:
    """The cases a user may see: his own, his unit's, those he files, and what his office handles.

    Drafts belong to those who write them alone. Experts see theirs through ``assigned_to``.
    """
    if not user.is_authenticated or not user.is_active:
        return Case.objects.none()
    units = organisation_ids(user)
    own = Q(applicant=user) | Q(organisation__in=units)
    seen = own
    if user.has_perm(rules.FILE):
        by_counter = Q(filed_by__isnull=False) if user.has_perm(rules.ACCEPT) else Q(filed_by=user)
        seen |= by_counter
    if user.has_perm(rules.GUIDE):
        seen |= Q(state=State.GUIDED)
    if user.has_perm(rules.VIEW):
        seen |= ~Q(state__in=[State.DRAFT, State.GUIDED])
    return Case.objects.filter(seen)


def office_cases(user: Any) -> QuerySet[Case]:
    """The cases a user may work on: what he may see, less those on whose applicant's side he stands.

    His own he follows where every applicant does: an office sees scores and names he must not.
    """
    if not rules.works_on_cases(user):
        return Case.objects.none()
    own = Q(applicant=user) | Q(organisation__in=organisation_ids(user))
    return visible_to(user).exclude(own)


def cases_of(user: Any) -> QuerySet[Case]:
    """The cases in which the user stands on the applicant's side."""
    if not user.is_authenticated:
        return Case.objects.none()
    return Case.objects.filter(Q(applicant=user) | Q(organisation__in=organisation_ids(user)))


def open_rounds(now: datetime.datetime) -> QuerySet[Round]:
    """Rounds that take applications."""
    return Round.objects.open_at(now)


def invitations_of(user: Any) -> QuerySet[PanelMember]:
    """The panels an expert is asked into and has not turned down, while they are open.

    A case of his own or of his unit never appears, whatever the secretary did.
    """
    return _parts_of(user).filter(
        panel__closed_at__isnull=True,
        panel__case__state=State.EXPERT_REVIEW,
        state__in=[MemberState.INVITED, MemberState.DECLARED, MemberState.SCORED],
    )


def finished_by(user: Any) -> QuerySet[PanelMember]:
    """The panels an expert scored in that are closed: his own scores stay his to read."""
    return _parts_of(user).filter(panel__closed_at__isnull=False, state=MemberState.SCORED)


def _parts_of(user: Any) -> QuerySet[PanelMember]:
    """What an expert has to do with panels, without every case he stands near."""
    if not user.is_authenticated or not user.is_active:
        return PanelMember.objects.none()
    units = organisation_ids(user)
    return (
        PanelMember.objects.filter(expert__user=user)
        .exclude(panel__case__applicant=user)
        .exclude(panel__case__filed_by=user)
        .exclude(panel__case__organisation__in=units)
        .exclude(
            panel__case__organisation__isnull=False,
            panel__case__organisation=F("expert__organisation"),
        )
        .select_related(
            *("expert__user", "panel__case__category", "panel__case__round"),
            "panel__case__version",
        )
    )


def assigned_to(user: Any) -> QuerySet[PanelMember]:
    """Invitations whose content the expert may read: after he declared to have no conflict."""
    return invitations_of(user).filter(state__in=[MemberState.DECLARED, MemberState.SCORED])


def open_panel(case: Case) -> Panel | None:
    """The panel that is at work on this case."""
    return case.panels.filter(closed_at__isnull=True).first()


def published_notices() -> QuerySet[Notice]:
    """What the public may read."""
    return Notice.objects.exclude(state=NoticeState.DRAFT)


def ready_for_notice(round_: Round, *, notice: Notice | None = None) -> QuerySet[Case]:
    """Cases the committee wants on notice since they came to it, and that are on no other draft."""
    last = (
        CommitteeDecision.objects.filter(
            case=OuterRef("pk"), recorded_at__gte=OuterRef("state_since")
        )
        .order_by("-recorded_at", "-pk")
        .values("decision")[:1]
    )
    drafts = NoticeCandidate.objects.filter(notice__state=NoticeState.DRAFT)
    if notice is not None:
        drafts = drafts.exclude(notice=notice)
    return (
        Case.objects.filter(round=round_, state=State.COMMITTEE)
        .annotate(decided=Subquery(last))
        .filter(decided=Decision.NOTICE)
        .exclude(pk__in=drafts.values("case"))
        .select_related("version", "category")
        .order_by("kind", "number")
    )


def candidates_on(notice: Notice) -> QuerySet[NoticeCandidate]:
    """Those whose cases still wait on this notice."""
    return notice.candidates.filter(
        removed_at__isnull=True, case__state=State.ON_NOTICE
    ).select_related("case")


def objections_on(notice: Notice) -> QuerySet[Objection]:
    """Every objection to a candidate of this notice."""
    return Objection.objects.filter(candidate__notice=notice)


def objections_for(user: Any) -> QuerySet[Objection]:
    """Objections in cases that are not the user's own; who holds no office sees none."""
    if not user.is_authenticated or not user.has_perm(rules.HANDLE_OBJECTION):
        return Objection.objects.none()
    own = cases_of(user).values("pk")
    return Objection.objects.exclude(candidate__case__in=own).select_related(
        "candidate__notice", "candidate__case", "handler"
    )


def handlers_of(objection: Objection) -> QuerySet[User]:
    """Others who hold the office of handling objections."""
    holders = User.objects.with_perm(
        rules.HANDLE_OBJECTION, backend="django.contrib.auth.backends.ModelBackend"
    )
    others = holders.filter(is_active=True)
    return others.exclude(pk=objection.handler_id) if objection.handler_id else others

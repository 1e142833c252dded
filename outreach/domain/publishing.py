"""Publishing the drafts of some days as a whole, and what has changed since the last time.

Each draft goes the table's own way (``publish``); one that may not go stays a draft and is told.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from outreach import queries, rules
from outreach.domain import guards
from outreach.domain.conflicts import Conflict, standing_of_many
from outreach.domain.refusals import StepRefused
from outreach.domain.steps import Step
from outreach.domain.transitioning import transition
from outreach.enums import BUSY, SessionState, Severity
from outreach.localtime import ONE_DAY, at_local, local
from outreach.models import PlanPublication, Session

LONGEST = 370
TOLD = {
    "title": gettext_lazy("名称"),
    "begins": gettext_lazy("开始"),
    "ends": gettext_lazy("结束"),
    "venue": gettext_lazy("场地"),
    "teacher": gettext_lazy("老师"),
    "state": gettext_lazy("状态"),
}
"""What of a session is compared, in words; keys stand beside their names, which may change."""


@dataclass(slots=True)
class Change:
    """What became of one session since the last publication: ``fields`` is empty for a new one."""

    key: str
    title: str
    kind: str
    """``new``, ``changed`` or ``gone``."""
    fields: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Preview:
    """What publishing would do now."""

    drafts: list[tuple[Session, list[Conflict]]]
    changes: list[Change]
    last: PlanPublication | None


@dataclass(slots=True)
class Published:
    """What it did."""

    publication: PlanPublication | None
    done: list[Session] = field(default_factory=list)
    refused: list[tuple[Session, list[str]]] = field(default_factory=list)


def preview(first_day: datetime.date, last_day: datetime.date) -> Preview:
    """The drafts with what stands in their way, and what has changed since these days were published."""
    sessions = list(plan_of(first_day, last_day))
    drafts = [one for one in sessions if one.state == SessionState.DRAFT]
    found = standing_of_many(drafts, at_least=Severity.BLOCK_PUBLISHING)
    last = last_publication(first_day, last_day)
    before = sessions_then(first_day, last_day)
    return Preview(
        drafts=list(zip(drafts, found, strict=True)),
        changes=compare(before, snapshot(sessions)),
        last=last,
    )


def lacks(draft: Session, *, now: datetime.datetime) -> list[str]:
    """What besides conflicts would hold it back."""
    step = Step(draft, "publish", None, "", {}, now, SessionState.PENDING)
    return [*guards.whole(step), *guards.ahead(step)]


def publish_plan(
    *, first_day: datetime.date, last_day: datetime.date, by: User, note: str = ""
) -> Published:
    """Publish every draft of these days that may be, and keep how the plan stands now.

    All of it is one transaction: drafts refused by a guard stay as they are. Without a single draft
    that could go nothing is written.
    """
    if not rules.may_plan(by):
        raise PermissionDenied(_("您不能发布课程计划。"))
    if last_day < first_day:
        raise ValidationError(_("结束日期不能早于开始日期。"))
    if (last_day - first_day).days > LONGEST:
        raise ValidationError(_("一次最多发布一年的计划。"))
    result = Published(None)
    with transaction.atomic():
        for draft in plan_of(first_day, last_day).filter(state=SessionState.DRAFT):
            try:
                transition(session_id=draft.pk, name="publish", by=by)
            except StepRefused as refusal:
                result.refused.append((draft, refusal.messages))
            else:
                result.done.append(draft)
        if result.done:
            result.publication = PlanPublication.objects.create(
                first_day=first_day,
                last_day=last_day,
                sessions=snapshot(plan_of(first_day, last_day)),
                published_by=by,
                note=note.strip()[:300],
            )
    return result


def plan_of(first_day: datetime.date, last_day: datetime.date) -> QuerySet[Session]:
    rows = queries.sessions().filter(
        begins_at__gte=at_local(first_day), begins_at__lt=at_local(last_day + ONE_DAY)
    )
    return rows.filter(state__in=BUSY).order_by("begins_at", "pk")


def snapshot(sessions: Any) -> dict[str, dict[str, str]]:
    """Each session that is not a draft, by key, as the plan tells it; no personal data but names."""
    return {
        str(one.pk): {
            "title": one.shown_title,
            "begins": f"{local(one.begins_at):%Y-%m-%d %H:%M}",
            "ends": f"{local(one.ends_at):%Y-%m-%d %H:%M}",
            "venue": f"{one.venue}{f' {one.room}' if one.room else ''}",
            "teacher": str(one.teacher or ""),
            "state": one.state,
        }
        for one in sessions
        if one.state != SessionState.DRAFT
    }


def last_publication(first_day: datetime.date, last_day: datetime.date) -> PlanPublication | None:
    """The newest one that holds some of these days."""
    return _publications(first_day, last_day).first()


def sessions_then(first_day: datetime.date, last_day: datetime.date) -> dict[str, dict[str, str]]:
    """How each session of these days stood when it was published last; newer publications win."""
    then: dict[str, dict[str, str]] = {}
    for publication in reversed(_publications(first_day, last_day)[:50]):
        then = {
            key: told
            for key, told in then.items()
            if not publication.first_day.isoformat()
            <= told["begins"][:10]
            <= publication.last_day.isoformat()
        }
        then |= publication.sessions
    first, last = first_day.isoformat(), last_day.isoformat()
    return {key: told for key, told in then.items() if first <= told["begins"][:10] <= last}


def compare(before: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> list[Change]:
    """What is new, what is told otherwise, and what is not in the plan any more; by time.

    A step on its way (confirmed, open) is no change of the plan.
    """
    changes = []
    for key in sorted({*before, *now}, key=lambda one: (now.get(one) or before[one])["begins"]):
        old, new = before.get(key), now.get(key)
        if old is None or new is None:
            told = new or old
            assert told is not None
            title = f"{told['begins']} {told['title']}"
            changes.append(Change(key, title, "new" if old is None else "gone"))
            continue
        fields = [
            (str(label), old[name], new[name])
            for name, label in TOLD.items()
            if name != "state" and old[name] != new[name]
        ]
        if fields:
            changes.append(Change(key, f"{old['begins']} {old['title']}", "changed", fields))
    return changes


def _publications(first_day: datetime.date, last_day: datetime.date) -> QuerySet[PlanPublication]:
    return PlanPublication.objects.filter(
        first_day__lte=last_day, last_day__gte=first_day
    ).select_related("published_by")

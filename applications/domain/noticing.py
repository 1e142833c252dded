"""公示: drafted, published with all its candidates, corrected in the open, extended, closed.

非物质文化遗产法 art. 23: what is to be listed is shown to the public for at least twenty days, and
everyone may object. The rows of a notice are locked before those of its cases, always in this order.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications import queries, rules
from applications.domain import versions
from applications.domain.extending import move_last_day
from applications.domain.refusals import StepRefused
from applications.domain.transitioning import transition
from applications.enums import ClockKind, NoticeState
from applications.models import Case, Notice, NoticeCandidate, NoticeCorrection, Round
from applications.notifications import day_words
from workcalendar.queries import add_days

SUMMARY = "summary"
"""The answer of the house's own forms that tells the public what a candidate is."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What a candidate is called and described as on the notice."""

    name: str
    unit: str
    text: str


@dataclass(slots=True)
class Closing:
    """What came of closing a notice: which candidates went on, and what holds the others."""

    closed: list[NoticeCandidate] = field(default_factory=list)
    held: list[tuple[NoticeCandidate, list[str]]] = field(default_factory=list)


@transaction.atomic
def draft_notice(
    *,
    round_: Round,
    title: str,
    text: str,
    objection_contact: str,
    cases: Collection[Case],
    by: User,
) -> Notice:
    """A notice nobody but staff sees yet, with the candidates' own summaries as first texts."""
    _ask(by)
    notice = Notice(round=round_, title=title, text=text, objection_contact=objection_contact)
    notice.full_clean(exclude=["published_by"])
    notice.save()
    _choose(notice, cases, by)
    return notice


@transaction.atomic
def change_draft(
    *,
    notice: Notice,
    title: str,
    text: str,
    objection_contact: str,
    cases: Collection[Case],
    by: User,
    texts: dict[int, Texts] | None = None,
) -> Notice:
    """Change everything of a draft; ``texts`` by the primary keys of candidates that stay."""
    _ask(by)
    row = _draft(notice)
    row.title, row.text, row.objection_contact = title, text, objection_contact
    row.full_clean(exclude=["published_by"])
    row.save()
    _choose(row, cases, by)
    for candidate in row.candidates.filter(pk__in=(texts or {}).keys()):
        _write(candidate, (texts or {})[candidate.pk])
    return row


@transaction.atomic
def discard_draft(*, notice: Notice, by: User) -> None:
    """Throw a draft away; its cases stay where they are."""
    _ask(by)
    row = _draft(notice)
    row.candidates.all().delete()
    row.delete()


def last_day_for(cases: Collection[Case], *, first_day: datetime.date) -> datetime.date:
    """The last day of a notice that begins on ``first_day``, which itself does not count.

    Each case keeps the period of the terms it began with; the longest of them holds for all.
    """
    periods = {case.version_id: case.terms.periods[ClockKind.NOTICE] for case in cases}
    return max(add_days(first_day, one.days, unit=one.unit) for one in periods.values())


@transaction.atomic
def publish_notice(*, notice: Notice, by: User, now: datetime.datetime | None = None) -> Notice:
    """Publish today, and put every candidate on notice in the same transaction, or none at all.

    Raises ValidationError that names the candidates in the way, PermissionDenied.
    """
    _ask(by)
    moment = now or timezone.now()
    row = _draft(notice)
    candidates = list(row.candidates.select_related("case__version"))
    if not candidates:
        raise ValidationError(_("请先选择要公示的申报。"))
    row.first_day = timezone.localdate(moment)
    row.last_day = last_day_for([one.case for one in candidates], first_day=row.first_day)
    row.state = NoticeState.PUBLISHED
    row.published_at, row.published_by = moment, by
    row.save()
    problems: list[str] = []
    for candidate in candidates:
        wanted = {"candidate": candidate.pk}
        problems += _take(candidate, "put_on_notice", by, moment, wanted)
    if problems:
        raise ValidationError(problems)
    return row


@transaction.atomic
def change_candidate(
    *,
    candidate: NoticeCandidate,
    texts: Texts,
    correction: str,
    by: User,
    now: datetime.datetime | None = None,
) -> NoticeCandidate:
    """Change what a published notice says of a candidate; the public reads that it was changed."""
    _ask(by)
    notice = _published(candidate.notice)
    row = NoticeCandidate.objects.select_related("case").get(pk=candidate.pk)
    if row.removed_at is not None:
        raise ValidationError(_("它已不在这份公示的名单中，不能再更改。"))
    if not rules.may_publish(by, row.case):
        raise PermissionDenied(_("您与这件申报有关，不能更改它的公示内容。"))
    before = Texts(row.name, row.unit, row.text)
    if texts == before:
        raise ValidationError(_("内容没有变化。"))
    _write(row, texts)
    correct(notice=notice, text=correction, by=by, now=now)
    return row


@transaction.atomic
def extend_notice(
    *,
    notice: Notice,
    last_day: datetime.date,
    correction: str,
    by: User,
    now: datetime.datetime | None = None,
) -> Notice:
    """Give the public more days; a notice is never shortened."""
    _ask(by)
    row = _published(notice)
    assert row.last_day is not None
    if last_day <= row.last_day:
        raise ValidationError(
            _("公示只能延长：新的最后一天要晚于%(day)s。") % {"day": day_words(row.last_day)}
        )
    move_last_day(notice=row, last_day=last_day, by=by, now=now or timezone.now())
    correct(notice=row, text=correction, by=by, now=now)
    return row


@transaction.atomic
def correct(
    *, notice: Notice, text: str, by: User, now: datetime.datetime | None = None
) -> NoticeCorrection:
    """Write a correction notice (更正公告), shown below the notice for good."""
    _ask(by)
    _published(notice)
    if not text.strip():
        raise ValidationError(_("请写明更正公告的内容，公众会在公示下面看到。"))
    return NoticeCorrection.objects.create(
        notice=notice, text=text.strip(), made_at=now or timezone.now(), made_by=by
    )


@transaction.atomic
def close_notice(*, notice: Notice, by: User, now: datetime.datetime | None = None) -> Closing:
    """Send on every candidate nothing stands against; the notice is closed with its last one.

    Not before the day after its last one. Whoever comes second finds nothing left to do and is
    told so. Raises ValidationError, PermissionDenied.
    """
    if not by.has_perm(rules.REVIEW):
        raise PermissionDenied(_("您没有结束公示的权限。"))
    moment = now or timezone.now()
    row = _published(notice)
    assert row.last_day is not None
    if timezone.localdate(moment) <= row.last_day:
        raise ValidationError(
            _("公示到%(day)s为止，期满之后才能结束。") % {"day": day_words(row.last_day)}
        )
    done = Closing()
    for candidate in queries.candidates_on(row):
        problems = _take(candidate, "close_notice", by, moment, {})
        if problems:
            done.held.append((candidate, problems))
        else:
            done.closed.append(candidate)
    return done


def _ask(by: User) -> None:
    if not by.has_perm(rules.PUBLISH):
        raise PermissionDenied(_("您没有发布公示的权限。"))


def _draft(notice: Notice) -> Notice:
    row = Notice.objects.select_for_update().get(pk=notice.pk)
    if row.state != NoticeState.DRAFT:
        raise ValidationError(_("这份公示已经发布，更改须写更正公告。"))
    return row


def _published(notice: Notice) -> Notice:
    row = Notice.objects.select_for_update().get(pk=notice.pk)
    if row.state == NoticeState.DRAFT:
        raise ValidationError(_("这份公示还没有发布。"))
    if row.state == NoticeState.CLOSED:
        raise ValidationError(_("这份公示已经结束。"))
    return row


def _choose(notice: Notice, cases: Collection[Case], by: User) -> None:
    """Make the candidates of a draft these cases, each once; those that stay keep their texts."""
    wanted = {case.pk for case in cases}
    ready = queries.ready_for_notice(notice.round, notice=notice).filter(pk__in=wanted)
    found = {case.pk: case for case in ready}
    if wanted - found.keys():
        others = "、".join(sorted(str(case) for case in cases if case.pk not in found))
        raise ValidationError(
            _("只能公示委员会已决定公示、又不在别的公示草稿里的申报：%(cases)s") % {"cases": others}
        )
    if any(not rules.may_publish(by, case) for case in found.values()):
        raise PermissionDenied(_("其中有您本人或本单位的申报，请由其他同事办理。"))
    notice.candidates.exclude(case__in=wanted).delete()
    present = set(notice.candidates.values_list("case_id", flat=True))
    for key, case in found.items():
        if key not in present:
            NoticeCandidate.objects.create(
                notice=notice,
                case=case,
                name=case.title,
                unit=case.applicant_name,
                text=_summary(case),
            )


def _summary(case: Case) -> str:
    version = versions.latest(case)
    return str(version.content["answers"].get(SUMMARY, "")) if version else ""


def _write(candidate: NoticeCandidate, texts: Texts) -> None:
    candidate.name = texts.name.strip()
    candidate.unit = texts.unit.strip()
    candidate.text = texts.text.strip()
    candidate.full_clean(exclude=["notice", "case"])
    candidate.save(update_fields=["name", "unit", "text"])


def _take(
    candidate: NoticeCandidate,
    name: str,
    by: User,
    now: datetime.datetime,
    wanted: dict[str, int],
) -> list[str]:
    """One candidate's step; what is in the way, with its name, when it was not taken."""
    try:
        transition(case_id=candidate.case_id, name=name, by=by, wanted=wanted, now=now)
    except (StepRefused, PermissionDenied) as error:
        reasons = getattr(error, "messages", None) or [str(error)]
        return [
            _("%(name)s：%(reason)s") % {"name": candidate.name, "reason": one} for one in reasons
        ]
    return []

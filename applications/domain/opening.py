"""Begins an application, and publishes the rounds that applications stand on."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from applications import letters, rules
from applications.domain.logging import write_event
from applications.enums import ClockKind, Kind, LetterKind, State
from applications.models import Case, Round, RoundVersion
from applications.models.rounds import NOTICE_DAYS
from applications.terms import Letter, Period, Terms
from applications.units import is_closed, organisation_ids
from workcalendar.enums import DayUnit


def terms_of(round_: Round) -> Terms:
    """What a case that began now would keep of the round."""
    own = {LetterKind(row.letter): Letter(row.subject, row.body) for row in round_.letters.all()}
    return Terms(
        forms={Kind(row.kind): row.template.form() for row in round_.kinds.all()},
        periods={
            ClockKind.ACCEPTANCE: _period(round_.acceptance_days, round_.acceptance_unit),
            ClockKind.CORRECTION: _period(round_.correction_days, round_.correction_unit),
            ClockKind.SCORING: _period(round_.scoring_days, round_.scoring_unit),
            ClockKind.NOTICE: _period(round_.notice_days, round_.notice_unit),
        },
        letters={**letters.DEFAULTS, **own},
        panel_size=round_.panel_size,
        quorum=round_.quorum,
        corrections_allowed=round_.corrections_allowed,
        reminder_days=round_.reminder_days,
    )


@transaction.atomic
def publish_round(*, round_: Round, by: User | None) -> RoundVersion:
    """Make a version that new cases begin with; running ones keep theirs. Unchanged: the last one.

    Raises ValidationError when something is missing, PermissionDenied.
    """
    if by is not None and not by.has_perm(rules.CONFIGURE):
        raise PermissionDenied(_("您没有设置申报批次的权限。"))
    problems = list(what_round_lacks(round_))
    if problems:
        raise ValidationError(problems)
    Round.objects.select_for_update().get(pk=round_.pk)
    content = terms_of(round_).to_json()
    last = round_.versions.order_by("-number").first()
    if last is not None and last.terms == Terms.from_json(content):
        return last
    return RoundVersion.objects.create(
        round=round_, number=(last.number if last else 0) + 1, content=content, made_by=by
    )


def what_round_lacks(round_: Round) -> list[str]:
    """Sentences about what keeps the round from being published."""
    problems = []
    kinds = list(round_.kinds.select_related("template"))
    if not kinds:
        problems.append(_("请至少列出一种可申报的类型及其申报表模板。"))
    for row in kinds:
        if row.template.kind != row.kind:
            problems.append(
                _("“%(template)s”不是%(kind)s的申报表模板。")
                % {"template": row.template, "kind": row.get_kind_display()}
            )
        form = row.template.form()
        if not form.questions:
            problems.append(_("“%(template)s”还没有问题。") % {"template": row.template})
        if not form.rubric:
            problems.append(_("“%(template)s”还没有评分项。") % {"template": row.template})
    return problems


def shorter_than_law(round_: Round) -> bool:
    """Whether the notice is shorter than the twenty days of the national list: a warning, local rules differ."""
    return round_.notice_unit == DayUnit.CALENDAR and round_.notice_days < NOTICE_DAYS


@transaction.atomic
def start_case(
    *,
    round_: Round,
    kind: Kind,
    by: User,
    organisation: Organisation | None = None,
    on_behalf_of: str = "",
    applicant: User | None = None,
    now: datetime.datetime | None = None,
) -> Case:
    """Begin a draft for oneself, for one's unit, or at the counter (``on_behalf_of`` names the person).

    Raises ValidationError when the round is closed or does not know the kind, PermissionDenied.
    """
    moment = now or timezone.now()
    version = round_.current_version
    if version is None or not round_.is_open(moment):
        raise ValidationError(_("“%(round)s”不在申报时间内。") % {"round": round_})
    if kind not in version.terms.forms:
        raise ValidationError(_("这一批次不接受这种申报。"))
    if on_behalf_of:
        if not by.has_perm(rules.FILE):
            raise PermissionDenied(_("您没有代为申报的权限。"))
    elif organisation is not None and organisation.pk not in organisation_ids(by):
        raise PermissionDenied(_("您不属于这个单位。"))
    if organisation is not None and is_closed(organisation):
        raise ValidationError(_("这个单位已停用，不能开始新的申报。如有疑问，请与我们联系。"))
    case = Case(
        round=round_,
        version=version,
        kind=kind,
        applicant=applicant if on_behalf_of else by,
        organisation=organisation,
        applicant_name=on_behalf_of or (organisation.name if organisation else by.get_full_name()),
        filed_by=by if on_behalf_of else None,
        state_since=moment,
    )
    case.save()
    write_event(case=case, step="start", by=by, from_state="", to_state=State.DRAFT, at=moment)
    case.save(update_fields=["events_written", "log_head"])
    return case


@transaction.atomic
def ask_reopening(*, case: Case, by: User, reason: str) -> None:
    """The first administrator asks; the second one takes the step ``reopen``."""
    if not rules.may_reopen(by, case):
        raise PermissionDenied(_("您没有重新办理的权限。"))
    if not case.is_final:
        raise ValidationError(_("这件申报还在办理，无须重新办理。"))
    if not reason.strip():
        raise ValidationError(_("请写明理由。"))
    if case.reopening_requests.filter(closed_at__isnull=True).exists():
        raise ValidationError(_("已有人提出重新办理，请另一位管理员同意。"))
    case.reopening_requests.create(asked_by=by, reason=reason.strip())


@transaction.atomic
def turn_down_reopening(*, case: Case, by: User) -> None:
    """Another administrator does not agree, or the first one takes the wish back."""
    if not rules.may_reopen(by, case):
        raise PermissionDenied(_("您没有重新办理的权限。"))
    case.reopening_requests.filter(closed_at__isnull=True).update(closed_at=timezone.now())


def _period(days: int, unit: str) -> Period:
    return Period(days, DayUnit(unit))

"""异议: written and under real name; who objected is known to the handler alone.

received → inadmissible, or investigating → upheld / dismissed → replied. The rows are locked, each
act is logged, the original never changes.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications import rules
from applications.domain.refusals import StepRefused
from applications.enums import ObjectionState
from applications.models import (
    NoticeCandidate,
    Objection,
    ObjectionEvent,
    ObjectionEvidence,
    ObjectionReading,
)
from media.models import PrivateFile
from messaging.domain.queueing import queue_message
from safeguards.numbering import new_query_code, next_number

SERIES = "YY"
VISITOR = "异议人"
WAYS: dict[ObjectionState, tuple[ObjectionState, ...]] = {
    ObjectionState.RECEIVED: (ObjectionState.INADMISSIBLE, ObjectionState.INVESTIGATING),
    ObjectionState.INVESTIGATING: (ObjectionState.UPHELD, ObjectionState.DISMISSED),
    ObjectionState.UPHELD: (ObjectionState.REPLIED,),
    ObjectionState.DISMISSED: (ObjectionState.REPLIED,),
}
SHORTEST_REASON = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody hands in: real name, how to reach him, and why."""

    name: str
    contact: str
    grounds: str


@transaction.atomic
def make_objection(
    *,
    candidate: NoticeCandidate,
    statement: Statement,
    files: Sequence[PrivateFile] = (),
    once: str | None = None,
    now: datetime.datetime | None = None,
) -> Objection:
    """Take an objection in, with a number and a query code of its own.

    ``once`` marks the form: the same form sent twice gives the same objection. Raises
    ValidationError when the notice is over or something is missing.
    """
    moment = now or timezone.now()
    if once and (known := Objection.objects.filter(once=once).first()):
        return known
    candidate = NoticeCandidate.objects.select_related("notice", "case").get(pk=candidate.pk)
    if not candidate.notice.takes_objections(timezone.localdate(moment)):
        raise ValidationError(_("公示已经结束，不再接收异议。如有新的线索，请直接与我们联系。"))
    if candidate.removed_at is not None:
        raise ValidationError(_("它已不在公示名单中。"))
    _check(statement)
    objection = Objection(
        candidate=candidate,
        number=next_number(SERIES, timezone.localdate(moment).year),
        query_code=new_query_code(),
        objector_name=statement.name.strip(),
        objector_contact=statement.contact.strip(),
        original=statement.grounds.strip(),
        received_at=moment,
        once=once,
    )
    objection.digest = objection.seal()
    try:
        with transaction.atomic():
            objection.save()
    except IntegrityError:  # the other click was quicker
        return Objection.objects.get(once=once)
    for file in files:
        ObjectionEvidence.objects.create(objection=objection, file=file)
    _note(objection, None, ObjectionState.RECEIVED, "", moment)
    _mail_receipt(objection)
    return objection


@transaction.atomic
def take_over(*, objection: Objection, by: User) -> Objection:
    """The first handler who takes it becomes the only one who may open it."""
    row = _locked(objection)
    if row.handler_id == by.pk:
        return row
    if row.handler_id is not None:
        raise StepRefused(_("已有同事在办理这件异议。"))
    if not rules.may_take_objection(by, row):
        raise PermissionDenied(_("您不能办理这件异议。"))
    row.handler = by
    row.save()
    _note(row, by, row.state, _("接手办理"))
    return row


@transaction.atomic
def hand_over(*, objection: Objection, to: User, by: User, reason: str) -> Objection:
    """Give it to another handler; the one before may open it no longer."""
    row = _locked(objection)
    if not rules.may_hand_over_objection(by, row):
        raise PermissionDenied(_("您不能移交这件异议。"))
    if not rules.may_handle_objection(to, row):
        raise ValidationError(_("对方不能办理这件异议，请另选一位。"))
    if not reason.strip():
        raise ValidationError(_("请写明移交的原因。"))
    row.handler = to
    row.save()
    _note(row, by, row.state, _("移交给%(name)s：%(reason)s") % {"name": to, "reason": reason})
    return row


@transaction.atomic
def open_sealed(*, objection: Objection, by: User, reason: str) -> Statement:
    """Name, contact and grounds as they were handed in; each opening is logged.

    Raises PermissionDenied for everybody but the handler, ValidationError without a reason.
    """
    row = _locked(objection)
    if not rules.may_open_objection(by, row):
        raise PermissionDenied(_("异议人的身份只有经办人可以查看。"))
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError(_("请写明查看事由（至少 4 个字），它会记入查看记录。"))
    ObjectionReading.objects.create(
        objection=row, reader=by, reader_name=by.get_full_name(), reason=reason.strip()
    )
    return Statement(row.objector_name, row.objector_contact, row.original)


@transaction.atomic
def redact(*, objection: Objection, text: str, by: User) -> Objection:
    """The copy for the file: what was objected, with nothing that tells by whom."""
    row = _handled(objection, by)
    text = text.strip()
    for secret in (row.objector_name, row.objector_contact):
        if secret and secret in text:
            raise ValidationError(_("文本里还有异议人的姓名或联系方式，请先隐去。"))
    row.redacted = text
    row.save()
    _note(row, by, row.state, _("写定隐去身份的文本"))
    return row


@transaction.atomic
def decide(
    *,
    objection: Objection,
    to: ObjectionState,
    text: str,
    by: User,
    now: datetime.datetime | None = None,
) -> Objection:
    """Take the next step. ``text`` is the reason, the finding or the reply, by what the step is.

    A reply is sent to whoever objected, when the contact is a mailbox. Raises StepRefused when the
    step does not follow, ValidationError without a text, PermissionDenied.
    """
    moment = now or timezone.now()
    row = _handled(objection, by)
    if to not in WAYS.get(ObjectionState(row.state), ()):
        raise StepRefused(
            _("这件异议现在是“%(state)s”，不能改为“%(to)s”。请刷新页面。")
            % {"state": row.get_state_display(), "to": to.label}
        )
    if not text.strip() and to != ObjectionState.INVESTIGATING:
        raise ValidationError(_("请写明理由、核实结论或答复内容。"))
    row.state = to
    if to in (ObjectionState.UPHELD, ObjectionState.DISMISSED):
        row.upheld, row.finding = to == ObjectionState.UPHELD, text.strip()
    if to in (ObjectionState.INADMISSIBLE, ObjectionState.REPLIED):
        row.reply, row.replied_at = text.strip(), moment
    row.save()
    _note(row, by, to, text.strip(), moment)
    if row.reply:
        _mail(row, "reply", _("对异议 %(number)s 的答复"), row.reply)
    return row


def _check(statement: Statement) -> None:
    problems = []
    if len(statement.name.strip()) < 2:
        problems.append(_("请填写真实姓名或单位全称。异议须实名提出，您的身份只有经办人能看到。"))
    if not statement.contact.strip():
        problems.append(_("请填写联系方式，核实时需要与您联系。"))
    if len(statement.grounds.strip()) < 10:
        problems.append(_("请写明异议的事实和理由（至少 10 个字）。"))
    if problems:
        raise ValidationError(problems)


def _locked(objection: Objection) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",)).select_related("candidate__case")
    return rows.get(pk=objection.pk)


def _handled(objection: Objection, by: User) -> Objection:
    row = _locked(objection)
    if not rules.may_open_objection(by, row):
        raise PermissionDenied(_("只有这件异议的经办人可以办理。"))
    return row


def _note(
    objection: Objection,
    by: User | None,
    state: str,
    note: str,
    at: datetime.datetime | None = None,
) -> None:
    ObjectionEvent.objects.create(
        objection=objection,
        at=at or timezone.now(),
        actor=by,
        actor_name=by.get_full_name() if by else VISITOR,
        to_state=state,
        note=note,
    )


def _mail_receipt(objection: Objection) -> None:
    body = _("您的异议已经收到，编号 %(number)s，查询码 %(code)s。凭这两项可随时查询办理进度。") % {
        "number": objection.number,
        "code": objection.query_code,
    }
    _mail(objection, "receipt", _("已收到您的异议 %(number)s"), body)


def _mail(objection: Objection, occasion: str, subject: str, body: str) -> None:
    """To a mailbox; whoever left a telephone number is called.

    Sealed: staff who look through messages are not the handler, and the receipt has the query code.
    """
    try:
        validate_email(objection.objector_contact)
    except ValidationError:
        return
    queue_message(
        key=f"objection-{objection.pk}-{occasion}",
        to_address=objection.objector_contact,
        subject=subject % {"number": objection.number},
        body=body,
        about=_("异议 %(number)s") % {"number": objection.number},
        sealed=True,
    )

"""登记公布: an approved case becomes a record of the registry without anyone typing it again."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.domain import drafting
from applications.domain.steps import Step
from applications.enums import Kind
from registry.domain.publishing import save_record
from registry.enums import ActKind
from registry.models import Act, Batch

SUBJECTS = {
    Kind.PROJECT: Batch.SUBJECT_PROJECT,
    Kind.INHERITOR: Batch.SUBJECT_INHERITOR,
    Kind.GROUP: Batch.SUBJECT_INHERITOR,
    Kind.WORKSHOP: Batch.SUBJECT_PLACE,
    Kind.BASE: Batch.SUBJECT_PLACE,
}
ACT_KINDS = {
    Kind.PROJECT: ActKind.INSCRIPTION,
    Kind.INHERITOR: ActKind.RECOGNITION,
    Kind.GROUP: ActKind.RECOGNITION,
    Kind.WORKSHOP: ActKind.DESIGNATION,
    Kind.BASE: ActKind.DESIGNATION,
}


def act_given(step: Step) -> Iterable[str]:
    """``wanted``: document_number, issuer, published_on of the government's act (art. 24)."""
    if not str(step.wanted.get("document_number", "")).strip():
        yield _("请填写政府公布文件的字号。")
    if not str(step.wanted.get("issuer", "")).strip():
        yield _("请填写公布文件的发文机关。")
    day = step.wanted.get("published_on")
    if not day:
        yield _("请填写公布日期。")
    elif day > step.today:
        yield _("公布日期不能晚于今天。")
    needs_project = step.case.kind in (Kind.INHERITOR, Kind.GROUP)
    if needs_project and step.case.listed_project is None:
        yield _("请先为这件申报选定名录中的代表性项目。")


def make_record(step: Step) -> None:
    """Make the registry draft with its inscription, in the step's transaction.

    ``wanted`` may give ``code`` (as the act writes it) and ``title`` of the act. A case that was
    promulgated before and reopened keeps the record it had. What stops the draft from being saved
    stops the step.
    """
    case = step.case
    assert step.by is not None
    assert step.version is not None
    act = _act_of(step)
    step.noted["document"] = act.document_number
    if case.record_id is None:
        record = drafting.draft(
            case=case,
            version=step.version,
            act=act,
            batch=_batch_of(step, act),
            code=str(step.wanted.get("code", "")).strip(),
        )
        try:
            save_record(record=record, by=step.by, publish=False)
        except ValidationError as error:
            raise ValidationError(
                [
                    _("登记成名录记录时有内容不合要求：%(problem)s") % {"problem": problem}
                    for problem in error.messages
                ]
            ) from error
        drafting.keep_private_details(record=record, case=case, version=step.version)
        case.record_kind, case.record_id = record.kind, record.pk
    step.noted["record"] = f"{case.record_kind}-{case.record_id}"


def _act_of(step: Step) -> Act:
    """The act of this number, made when it is new: a batch of cases shares one."""
    day = step.wanted["published_on"]
    title = str(step.wanted.get("title", "")).strip() or _("关于公布%(round)s结果的通知") % {
        "round": step.case.round
    }
    act, _made = Act.objects.get_or_create(
        issuer=step.wanted["issuer"].strip(),
        document_number=step.wanted["document_number"].strip(),
        defaults={
            "title": title,
            "kind": ACT_KINDS[Kind(step.case.kind)],
            "issued_on": step.wanted.get("issued_on") or day,
            "published_on": day,
        },
    )
    return act


def _batch_of(step: Step, act: Act) -> Batch:
    """The batch of the round on this list."""
    round_, day = step.case.round, step.wanted["published_on"]
    batch, _made = Batch.objects.get_or_create(
        subject=SUBJECTS[Kind(step.case.kind)],
        level=round_.level,
        jurisdiction=round_.jurisdiction,
        ordinal=round_.ordinal,
        defaults={"year": day.year, "announced_on": day, "act": act},
    )
    return batch

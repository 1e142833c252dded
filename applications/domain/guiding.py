"""申报指导: questions are asked and answered, remarks are given, before anything is handed in."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications import rules
from applications.enums import ItemType
from applications.models import Case, GuidanceMessage, Remark
from messaging.domain.queueing import queue_message

LONGEST = 2000
"""Characters of a question, an answer or a remark."""


@transaction.atomic
def ask(*, case: Case, item_type: ItemType, item: str, text: str, by: User) -> GuidanceMessage:
    """The applicant asks about one item of the form, or about the whole.

    Raises PermissionDenied when the case is not his, ValidationError for an empty or too long text
    or an item the form does not have.
    """
    if not rules.acts_for_applicant(by, case):
        raise PermissionDenied(_("只有申报人可以就这件申报提问。"))
    return _write(case=case, item_type=item_type, item=item, text=text, by=by, from_staff=False)


@transaction.atomic
def answer(*, question: GuidanceMessage, text: str, by: User) -> GuidanceMessage:
    """A guide answers where the question stands; the asker is told once. Raises as ``ask``."""
    question = (
        GuidanceMessage.objects.select_for_update().select_related("case").get(pk=question.pk)
    )
    case = question.case
    if not rules.may_guide(by, case):
        raise PermissionDenied(_("您没有指导这件申报的权限。"))
    if question.from_staff:
        raise ValidationError(_("这不是申报人的提问。"))
    written = _write(
        case=case,
        item_type=ItemType(question.item_type),
        item=question.item,
        text=text,
        by=by,
        from_staff=True,
    )
    question.answered = True
    question.save(update_fields=["answered"])
    queue_message(
        key=f"guidance-{written.pk}",
        to_user=question.author,
        subject=_("您的提问有了答复"),
        body=_("您问：%(question)s\n答复：%(answer)s")
        % {"question": question.text, "answer": written.text},
        about=_("申报 %(title)s") % {"title": case.title or _("未命名")},
        url=reverse("applications:guidance", args=[case.public_id]),
    )
    return written


@transaction.atomic
def remark(*, case: Case, item_type: ItemType, item: str, text: str, by: User) -> Remark:
    """A guide says what he would mend in one item. Raises as ``ask``."""
    if not rules.may_guide(by, case) or not rules.may_see(by, case):
        raise PermissionDenied(_("您没有指导这件申报的权限。"))
    _check_item(case, item_type, item)
    return Remark.objects.create(
        case=case,
        item_type=item_type,
        item=item,
        text=_checked(text),
        author=by,
        author_name=by.get_full_name(),
    )


@transaction.atomic
def withdraw_remark(*, remark: Remark, by: User) -> None:
    """A remark the applicant has not been sent yet is taken back by whoever wrote it."""
    if remark.author_id != by.pk:
        raise PermissionDenied(_("只有写下意见的人可以收回。"))
    remark.delete()


@transaction.atomic
def finish_remark(*, remark: Remark, by: User, now: datetime.datetime | None = None) -> None:
    """The applicant has dealt with it."""
    if not rules.acts_for_applicant(by, remark.case):
        raise PermissionDenied(_("只有申报人可以标记为已处理。"))
    if remark.done_at is None:
        remark.done_at = now or timezone.now()
        remark.save(update_fields=["done_at"])


@transaction.atomic
def take_over(*, case: Case, by: User, guide: User | None = None) -> None:
    """Become the guide of a case, or name another one who may guide it."""
    named = guide or by
    if not rules.may_guide(by, case) or not rules.may_guide(named, case):
        raise PermissionDenied(_("您没有指导这件申报的权限。"))
    locked = Case.objects.select_for_update().get(pk=case.pk)
    locked.guide = named
    locked.save(update_fields=["guide", "changed_at"])
    case.guide = named


def _write(
    *, case: Case, item_type: ItemType, item: str, text: str, by: User, from_staff: bool
) -> GuidanceMessage:
    _check_item(case, item_type, item)
    return GuidanceMessage.objects.create(
        case=case,
        item_type=item_type,
        item=item,
        text=_checked(text),
        from_staff=from_staff,
        author=by,
        author_name=by.get_full_name(),
    )


def _check_item(case: Case, item_type: ItemType, item: str) -> None:
    known = {
        ItemType.QUESTION: lambda: case.form.question(item) is not None,
        ItemType.MATERIAL: lambda: case.form.material(item) is not None,
        ItemType.WHOLE: lambda: item == "",
    }
    if not known[item_type]():
        raise ValidationError(_("申报表中没有“%(item)s”这一项。") % {"item": item})


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError(_("请写下内容再发送。"))
    if len(text) > LONGEST:
        raise ValidationError(
            _("最多 %(most)d 字，现在 %(count)d 字。") % {"most": LONGEST, "count": len(text)}
        )
    return text

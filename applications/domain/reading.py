"""The dossier as staff read it: the version at hand, private answers masked, each reading for a reason."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications import rules
from applications.models import Case, DossierVersion, PrivateReading

SHORTEST_REASON = 4
"""Characters a reason must have: "核对" says nothing to whoever reads the log."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Answers by question: what may be shown, and what is sealed."""

    open: dict[str, str]
    sealed: dict[str, str]


def texts_of(case: Case, version: DossierVersion | None) -> Texts:
    """The answers of a version; before the first one, those being written."""
    if version is not None:
        return Texts(version.content["answers"], json.loads(version.sealed or "{}"))
    private = {question.key for question in case.form.questions if question.private}
    texts = Texts({}, {})
    for answer in case.answers.all():
        side = texts.sealed if answer.question in private else texts.open
        side[answer.question] = answer.value
    return texts


def masked(value: str) -> str:
    """A value with its middle hidden; a short one wholly."""
    if len(value) <= 7:
        return "*" * len(value)
    return value[:3] + "*" * (len(value) - 7) + value[-4:]


@transaction.atomic
def reveal(
    *, case: Case, version: DossierVersion | None, question: str, reason: str, by: User
) -> str:
    """One private answer in full. The reading is logged in the same transaction.

    Raises PermissionDenied without the permission, ValidationError without a reason.
    """
    if not rules.may_work_on(by, case) or not rules.may_read_private(by, case):
        raise PermissionDenied(_("您没有查看申报人个人信息的权限。"))
    asked = case.form.question(question)
    if asked is None or not asked.private:
        raise ValidationError(_("没有这一项内容。"))
    note_reading(case=case, fields=asked.label, reason=reason, by=by)
    return texts_of(case, version).sealed.get(question, "")


def note_reading(*, case: Case, fields: str, reason: str, by: User) -> PrivateReading:
    """A line in the log of readings. Raises ValidationError when the reason says nothing."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError(_("请写明查看事由（至少 4 个字），它会记入查看记录。"))
    return PrivateReading.objects.create(
        case=case,
        reader=by,
        reader_name=by.get_full_name(),
        fields=fields[:300],
        reason=reason.strip()[:200],
    )

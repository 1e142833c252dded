"""What applications hold of a person, for the download of one's data, and what of it must be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from accounts.domain.personal_data import (
    Opener,
    Retention,
    register_erasure,
    register_files,
    register_provider,
    register_retention,
)
from accounts.models import User
from applications import progress
from applications.answering import in_words
from applications.domain.erasing import erase_drafts
from applications.enums import State
from applications.models import Attachment, Case
from media.enums import FileState
from media.models import PrivateFile
from media.storage import private_storage

NAME = "申报"


def applications_of(user: User) -> list[dict[str, Any]]:
    """The person's own cases with every answer, letter and step he may read."""
    cases = Case.objects.filter(applicant=user).select_related("round", "version", "organisation")
    return [_told(case) for case in cases.order_by("pk")]


def _told(case: Case) -> dict[str, Any]:
    answers = in_words(case.form.questions, {row.question: row.value for row in case.answers.all()})
    return {
        _("名称"): case.title,
        _("申报类型"): case.get_kind_display(),
        _("批次"): str(case.round),
        _("以谁的名义"): case.applicant_name,
        _("状态"): case.get_state_display(),
        _("受理编号"): case.number or "",
        _("申报书"): {
            question.label: answers[question.key]
            for question in case.form.questions
            if answers.get(question.key)
        },
        _("咨询"): [row.text for row in case.guidance_messages.all()],
        _("文书"): [
            {_("标题"): row.subject, _("时间"): row.issued_at, _("正文"): row.body}
            for row in case.letters.all()
        ],
        _("办理过程"): [
            {_("时间"): row.at, _("步骤"): row.words} for row in progress.history_of(case)
        ],
    }


def files_of(user: User) -> Iterator[tuple[str, Opener]]:
    """The files of the person's own cases."""
    rows = Attachment.objects.filter(
        case__applicant=user, removed_at__isnull=True, file__state=FileState.READY
    ).select_related("file")
    for row in rows:
        yield row.file.name, _opener(row.file)


def _opener(file: PrivateFile) -> Opener:
    def opened() -> IO[bytes]:
        return private_storage().open(file.stored_name)  # type: ignore[return-value]

    return opened


def retained_of(user: User) -> list[Retention]:
    """Applications that were handed in are the office's records."""
    handed_in = Case.objects.filter(applicant=user, number__isnull=False)
    count = handed_in.exclude(state=State.DRAFT).count()
    if not count:
        return []
    return [
        Retention(
            what=_("您提交过的 %(count)d 件申报及其材料和办理记录") % {"count": count},
            rule=_("《中华人民共和国档案法》第十三条：反映机关主要职能活动的材料应当归档"),
            until=_("按单位档案的保管期限"),
        )
    ]


def register() -> None:
    """Tell the accounts of it; called once, when the applications are ready."""
    register_provider(NAME, applications_of)
    register_files(NAME, files_of)
    register_retention(retained_of)
    register_erasure(erase_drafts)

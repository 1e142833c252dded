"""What a dossier still lacks, item by item, with the article that asks for it."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.enums import AnswerType, ItemType
from applications.models import Case
from applications.terms import Material, Question
from media.enums import FileState
from registry.validators import validate_national_id

PHONE = re.compile(r"\+?[0-9（）() -]{7,20}")


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to be mended before the dossier can be handed in."""

    item_type: ItemType
    item: str
    label: str
    sentence: str
    article: str = ""
    section: str = ""


def what_is_missing(case: Case) -> list[Missing]:
    """Everything that keeps the dossier from being handed in; empty when it is complete. Two queries."""
    answers = {answer.question: answer.value for answer in case.answers.all()}
    missing = [
        Missing(
            ItemType.QUESTION,
            question.key,
            question.label,
            problem,
            question.article,
            question.section,
        )
        for question in case.form.questions
        if (problem := problem_of_answer(question, answers.get(question.key, "")))
    ]
    present = case.attachments.filter(removed_at__isnull=True)
    counts = Counter(present.values_list("material", "file__state"))
    missing += [
        Missing(ItemType.MATERIAL, material.key, material.name, problem, material.article)
        for material in case.materials()
        if (
            problem := _problem_of_files(
                material,
                ready=counts[material.key, FileState.READY],
                unfinished=counts[material.key, FileState.UPLOADING],
                in_check=counts[material.key, FileState.CHECKING],
            )
        )
    ]
    return missing


def problem_of_answer(question: Question, value: str) -> str:
    """A sentence about what keeps this answer from being handed in; empty when nothing does."""
    text = value.strip()
    if not text:
        if not question.required:
            return ""
        if question.answer_type == AnswerType.CONSENT:
            return _("请阅读并勾选“%(label)s”。") % {"label": question.label}
        return _("“%(label)s”还没有填写。") % {"label": question.label}
    if question.least and len(text) < question.least:
        return _("“%(label)s”至少 %(least)d 字，现在 %(count)d 字。") % {
            "label": question.label,
            "least": question.least,
            "count": len(text),
        }
    if question.most and len(text) > question.most:
        return _("“%(label)s”最多 %(most)d 字，现在 %(count)d 字。") % {
            "label": question.label,
            "most": question.most,
            "count": len(text),
        }
    if question.answer_type == AnswerType.CHOICE and text not in question.choices:
        return _("“%(label)s”请从列出的选项中选择。") % {"label": question.label}
    well_formed = FORMATS.get(question.answer_type)
    return "" if well_formed is None or well_formed(text) else str(_format_asked(question))


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _passes(validate: Callable[[str], None]) -> Callable[[str], bool]:
    def well_formed(text: str) -> bool:
        try:
            validate(text)
        except ValidationError:
            return False
        return True

    return well_formed


FORMATS: dict[AnswerType, Callable[[str], bool]] = {
    AnswerType.DATE: _is_date,
    AnswerType.NUMBER: lambda text: text.isascii() and text.isdigit() and len(text) < 10,
    AnswerType.NATIONAL_ID: _passes(validate_national_id),
    AnswerType.PHONE: lambda text: bool(PHONE.fullmatch(text)),
    AnswerType.EMAIL: _passes(validate_email),
}
"""What answers of these sorts must look like before they are handed in; a draft may hold anything."""


def _format_asked(question: Question) -> str:
    asked = {
        AnswerType.DATE: _("“%(label)s”请写成 2026-01-05 这样的日期。"),
        AnswerType.NUMBER: _("“%(label)s”请只写数字。"),
        AnswerType.NATIONAL_ID: _("“%(label)s”有误，请对照证件核对每一位。"),
        AnswerType.PHONE: _("“%(label)s”请写手机号码，或带区号的座机号码。"),
        AnswerType.EMAIL: _("“%(label)s”不像完整的邮箱地址，请核对。"),
    }
    return asked[question.answer_type] % {"label": question.label}


def _problem_of_files(material: Material, *, ready: int, unfinished: int, in_check: int) -> str:
    """Files still on their way count for nothing, and would be left out without a word."""
    name = {"name": material.name}
    if unfinished:
        return _("“%(name)s”有文件没有传完，请继续上传或移除。") % name
    if in_check:
        return _("“%(name)s”有文件还在检查，请稍等片刻再提交。") % name
    if not material.required or ready >= material.least_files:
        return ""
    wanted = material.least_files - ready
    return ngettext("“%(name)s”还差 %(wanted)d 份。", "“%(name)s”还差 %(wanted)d 份。", wanted) % {
        **name,
        "wanted": wanted,
    }

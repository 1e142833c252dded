"""What a dossier still lacks, item by item, with the article that asks for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.enums import AnswerType, ItemType
from applications.models import Case
from applications.terms import Material, Question


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
        if (problem := _problem_of_answer(question, answers.get(question.key, "")))
    ]
    present = case.attachments.filter(removed_at__isnull=True, file__state="ready")
    counts = Counter(present.values_list("material", flat=True))
    category = case.category.ordinal if case.category else None
    missing += [
        Missing(ItemType.MATERIAL, material.key, material.name, problem, material.article)
        for material in case.form.materials_for(category)
        if (problem := _problem_of_files(material, counts[material.key]))
    ]
    return missing


def _problem_of_answer(question: Question, value: str) -> str:
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
    return ""


def _problem_of_files(material: Material, count: int) -> str:
    if not material.required or count >= material.least_files:
        return ""
    wanted = material.least_files - count
    return ngettext("“%(name)s”还差 %(wanted)d 份。", "“%(name)s”还差 %(wanted)d 份。", wanted) % {
        "name": material.name,
        "wanted": wanted,
    }

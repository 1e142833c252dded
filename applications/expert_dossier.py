"""What an expert reads of a case: the version his panel was given, without identity and contact.

Kept from him are the questions and materials marked private, whatever answers a telephone number,
an address or an identity number even where a template forgot the mark, and what the form no longer knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from applications.answering import in_words
from applications.enums import AnswerType, Section
from applications.models import Attachment, DossierVersion, Panel
from applications.terms import Form, Material, Question

CONTACT = (AnswerType.PHONE, AnswerType.EMAIL, AnswerType.NATIONAL_ID)


@dataclass(frozen=True, slots=True)
class Part:
    """One section with its answers in words."""

    section: Section
    answers: list[tuple[Question, str]]


@dataclass(frozen=True, slots=True)
class Files:
    """What was handed in for one item of the checklist."""

    material: Material
    attachments: list[Attachment]


@dataclass(frozen=True, slots=True)
class ExpertDossier:
    """A dossier as an expert reads it."""

    version: DossierVersion
    parts: list[Part]
    files: list[Files]


def version_for(panel: Panel) -> DossierVersion | None:
    """The version that was the latest when the panel was opened."""
    versions = panel.case.dossier_versions.filter(made_at__lte=panel.opened_at)
    return versions.order_by("-number").first()


def dossier_for(panel: Panel) -> ExpertDossier | None:
    """The dossier of an open panel; None when nothing was handed in, which cannot be. Few queries."""
    version = version_for(panel)
    if version is None:
        return None
    form = panel.case.form
    questions = [one for one in form.questions if shown(one)]
    words = in_words(questions, version.content["answers"])
    parts = [
        Part(section, answers)
        for section in form.sections()
        if (answers := _answers(section, questions, words))
    ]
    attachments = Attachment.objects.filter(
        case=panel.case, pk__in=visible_attachments(version, form)
    ).select_related("file")
    by_material: dict[str, list[Attachment]] = {}
    for attachment in attachments:
        by_material.setdefault(attachment.material, []).append(attachment)
    files = [
        Files(material, by_material[material.key])
        for material in form.materials
        if material.key in by_material
    ]
    return ExpertDossier(version, parts, files)


def shown(question: Question) -> bool:
    """Whether experts read the answer to this question."""
    return (
        not question.private
        and question.answer_type not in CONTACT
        and question.section != Section.DECLARATION
    )


def visible_attachments(version: DossierVersion, form: Form) -> list[int]:
    """The attachments of this version that experts may open."""
    entries: list[dict[str, Any]] = version.content["attachments"]
    public = {material.key for material in form.materials if not material.private}
    return [int(one["id"]) for one in entries if one["material"] in public]


def _answers(
    section: Section, questions: list[Question], words: dict[str, str]
) -> list[tuple[Question, str]]:
    asked = [question for question in questions if question.section == section]
    return [(question, words[question.key]) for question in asked if words.get(question.key)]

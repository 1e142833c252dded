"""The questions of one section as a page asks them: what stands there, what may be changed, what is wrong.

The questions come from the frozen terms of the case, so these are no Django forms: each question
keeps its text and the revision it was read at, beside whatever was typed against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from applications import listed_projects
from applications.answering import options_of
from applications.domain.answers import Saved
from applications.domain.completeness import problem_of_answer
from applications.domain.editing import Scope
from applications.enums import AnswerType, ItemType, Kind, Section
from applications.listed_projects import Listed
from applications.models import Answer, Case
from applications.terms import Question

INPUT_TYPES = {
    AnswerType.DATE: "date",
    AnswerType.PHONE: "tel",
    AnswerType.EMAIL: "email",
}
SELECTS = (AnswerType.CATEGORY, AnswerType.DIVISION)


@dataclass(slots=True)
class Asked:
    """One question before the applicant. ``text`` is what the field shows."""

    question: Question
    text: str = ""
    revision: int = 0
    editable: bool = True
    defect: str = ""
    error: str = ""
    theirs: Saved | None = None
    """The newer text against which ``text`` lost, when it did."""
    options: list[tuple[str, str]] = field(default_factory=list)
    chosen: Listed | None = None
    found: list[Listed] | None = None
    alike: list[Listed] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What a guide would mend here and the applicant has not ticked off."""

    @property
    def name(self) -> str:
        """The field's name, and its id with ``id_`` before it."""
        return self.question.key

    @property
    def input_type(self) -> str:
        """What a browser helps to fill in."""
        return INPUT_TYPES.get(self.question.answer_type, "text")

    @property
    def input_mode(self) -> str:
        """Which keys a telephone shows."""
        return "numeric" if self.question.answer_type == AnswerType.NUMBER else ""

    @property
    def widget(self) -> str:
        """Which part of the template draws it."""
        kind = self.question.answer_type
        if kind in SELECTS:
            return "select"
        if kind in (AnswerType.CHOICE, AnswerType.TEXT, AnswerType.CONSENT, AnswerType.PROJECT):
            return str(kind)
        return "line"

    @property
    def count(self) -> int:
        """Characters as the limit counts them."""
        return len(self.text.strip())

    @property
    def rows(self) -> int:
        """A field about as high as what is wanted."""
        wanted = self.question.most or 600
        return min(max(wanted // 80, 4), 14)

    @property
    def described_by(self) -> str:
        """The ids of what explains the field."""
        ids = [f"help-{self.name}"] if self.question.help else []
        ids += [f"count-{self.name}"] if self.question.most or self.question.least else []
        ids += [f"defect-{self.name}"] if self.defect else []
        ids += [f"error-{self.name}"] if self.error else []
        return " ".join(ids)


def asked_of(case: Case, section: Section, scope: Scope) -> list[Asked]:
    """The questions of a section with what is saved and remarked of each. Two queries, and one for
    each list to choose from.
    """
    questions = case.form.of_section(section)
    rows = {
        row.question: row for row in case.answers.filter(question__in=[q.key for q in questions])
    }
    found = [_asked(question, rows.get(question.key), scope) for question in questions]
    for one in found:
        _give_choices(one, case)
    by_key = {one.name: one for one in found}
    for remark in case.remarks.filter(item_type=ItemType.QUESTION, done_at__isnull=True):
        if remark.item in by_key:
            by_key[remark.item].remarks.append(remark.text)
    return found


def posted(
    asked: Iterable[Asked], data: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, int]]:
    """Texts and seen revisions of what was sent. A tick or choice not sent was taken away; a question
    whose revision is not in the form (a cut-off request) is left alone. What may not be changed any
    more is taken too: the domain refuses it, and what was typed stays on the page.
    """
    texts, seen = {}, {}
    for one in asked:
        revision = str(data.get(f"revision-{one.name}", ""))
        if not revision:
            continue
        texts[one.name] = str(data.get(one.name, ""))
        seen[one.name] = int(revision) if revision.isascii() and revision.isdigit() else 0
    return texts, seen


def take_over(
    asked: Iterable[Asked], case: Case, texts: Mapping[str, str], saved: Mapping[str, Saved]
) -> None:
    """Show what was typed, with what the server made of it."""
    for one in asked:
        result = saved.get(one.name)
        if result is None:
            continue
        one.revision = result.revision
        one.text = texts[one.name] if result.refused else result.text
        one.error = result.refused
        one.editable = one.editable or bool(one.error)
        if result.lost is not None:
            one.text, one.theirs = result.lost, result
            one.error = _conflict_sentence()
        elif not one.error and one.text.strip():
            one.error = problem_of_answer(one.question, one.text)
        _give_choices(one, case)


def search(asked: Iterable[Asked], query: str) -> None:
    """Look names up for the question about a listed project."""
    for one in asked:
        if one.question.answer_type == AnswerType.PROJECT:
            one.found = listed_projects.suggestions(query)


def _asked(question: Question, row: Answer | None, scope: Scope) -> Asked:
    return Asked(
        question=question,
        text=row.value if row else "",
        revision=row.revision if row else 0,
        editable=scope.has(ItemType.QUESTION, question.key),
        defect=scope.defect(ItemType.QUESTION, question.key),
    )


def _give_choices(one: Asked, case: Case) -> None:
    kind = one.question.answer_type
    if kind in (*SELECTS, AnswerType.CHOICE) and not one.options:
        one.options = options_of(one.question, case, one.text)
    if kind == AnswerType.PROJECT:
        number = one.text if one.text.isascii() and one.text.isdigit() else ""
        one.chosen = listed_projects.listed(int(number)) if number else None
    if one.name == "title" and case.kind == Kind.PROJECT and case.listed_project_id is None:
        one.alike = listed_projects.lookalikes(one.text)


def _conflict_sentence() -> str:
    return _("这一项刚刚在别处改过。请对照两份内容，把要保留的写在下面，再保存一次。")

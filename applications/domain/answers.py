"""Saves what an applicant writes, question by question, and throws nothing away.

Whoever saves names the revision he saw. When somebody else (or another window) has saved since,
the later text does not replace it: it is set aside, and the writer decides with both before him.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications.domain.editing import Scope, lock_for_writing
from applications.enums import AnswerType, ItemType
from applications.models import Answer, AnswerText, Case
from applications.terms import Question
from registry.models import Category, Division, HeritageProject

LONGEST = 30_000
"""Characters of one answer, whatever the form allows: a draft may be too long, not endless."""
KEPT_AFTER = datetime.timedelta(minutes=10)
"""A text that stood as long is worth keeping when it is changed."""
TICKED = "yes"
MIRRORED = {"title", "category", "listed-project", "applicant-name"}
"""Answers that lists, letters and the registry read from the case itself."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # and halves of characters


@dataclass(frozen=True, slots=True)
class Saved:
    """What the server holds of one question now.

    ``lost`` is the writer's own text when a newer one stands against it; ``refused`` a sentence
    when the text could not be kept at all.
    """

    question: Question
    text: str
    revision: int
    saved_at: datetime.datetime | None = None
    saved_by: str = ""
    lost: str | None = None
    refused: str = ""


def save_answer(
    *,
    case_id: int,
    key: str,
    text: str,
    seen: int,
    by: User,
    now: datetime.datetime | None = None,
) -> Saved:
    """Save one answer; see ``save_answers``."""
    return save_answers(case_id=case_id, texts={key: text}, seen={key: seen}, by=by, now=now)[key]


@transaction.atomic
def save_answers(
    *,
    case_id: int,
    texts: Mapping[str, str],
    seen: Mapping[str, int],
    by: User,
    now: datetime.datetime | None = None,
) -> dict[str, Saved]:
    """Save these answers under the case's lock; the same text sent twice changes nothing.

    One that may not be kept does not stop the others. Raises PermissionDenied, StepRefused (the
    case has moved on), Case.DoesNotExist.
    """
    moment = now or timezone.now()
    case, scope = lock_for_writing(case_id=case_id, by=by)
    rows = {
        row.question: row
        for row in case.answers.filter(question__in=texts).select_related("saved_by")
    }
    found: dict[str, Saved] = {}
    changed: set[str] = set()
    for key, text in texts.items():
        question = case.form.question(key)
        if question is None:
            continue
        row = rows.get(key) or Answer(case=case, question=key)
        clean = cleaned(question, text)
        if refused := _refusal(question, clean, scope):
            found[key] = _told(question, row, refused=refused)
        elif clean == row.value:
            found[key] = _told(question, row)
        elif seen.get(key, 0) != row.revision:
            _set_aside(row, clean, by=by, now=moment)
            found[key] = _told(question, row, lost=clean)
        else:
            _replace(question, row, clean, by=by, now=moment)
            changed.add(key)
            found[key] = _told(question, row)
    if changed:
        _mirror(case, {key: found[key].text for key in changed & MIRRORED})
    return found


@transaction.atomic
def prefill(*, case: Case, texts: Mapping[str, str], by: User) -> None:
    """Write what is known already into questions of a new case that nobody has answered."""
    asked = {question.key for question in case.form.questions}
    known = {key: text for key, text in texts.items() if text and key in asked}
    save_answers(case_id=case.pk, texts=known, seen={}, by=by)


def cleaned(question: Question, text: str) -> str:
    """One kind of line ends, no controls; a single line where one is asked for."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if question.answer_type == AnswerType.TEXT:
        return plain
    return " ".join(plain.split())


def _refusal(question: Question, text: str, scope: Scope) -> str:
    """Why this can be no answer, even of a draft; what one chooses from a list must be on it."""
    if not scope.has(ItemType.QUESTION, question.key):
        return _("“%(label)s”不在补正范围内，没有改动。") % {"label": question.label}
    if len(text) > LONGEST:
        return _(
            "“%(label)s”太长（%(count)d 字），最多能保存 %(most)d 字，请分成几段或放进附件。"
        ) % {
            "label": question.label,
            "count": len(text),
            "most": LONGEST,
        }
    if text and not _is_on_list(question, text):
        return _("“%(label)s”请从列出的选项中选择。") % {"label": question.label}
    return ""


def _is_on_list(question: Question, text: str) -> bool:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
    match question.answer_type:
        case AnswerType.CHOICE:
            return text in question.choices
        case AnswerType.CONSENT:
            return text == TICKED
        case AnswerType.CATEGORY:
            return Category.objects.filter(pk=number).exists()
        case AnswerType.DIVISION:
            return Division.objects.filter(code=text).exists()
        case AnswerType.PROJECT:
            return HeritageProject.objects.filter(pk=number, live=True).exists()
    return True


def _replace(
    question: Question, row: Answer, text: str, *, by: User, now: datetime.datetime
) -> None:
    _keep_what_stood(row, text, by=by, now=now)
    row.text, row.sealed = ("", text) if question.private else (text, "")
    row.revision += 1
    row.saved_at = now
    row.saved_by = by
    row.save()


def _keep_what_stood(row: Answer, text: str, *, by: User, now: datetime.datetime) -> None:
    """Not every keystroke: a text of somebody else, one that stood a while, one that is cut down
    a good deal, and one chosen against.
    """
    old = row.value
    if not old.strip():
        return
    lost_against = row.case.answer_texts.filter(
        question=row.question, revision=row.revision, set_aside=True
    )
    if (
        row.saved_by_id != by.pk
        or now - row.saved_at > KEPT_AFTER
        or len(text) < len(old) * 0.8
        or lost_against.exists()
    ):
        AnswerText.objects.create(
            case=row.case,
            question=row.question,
            sealed=old,
            revision=row.revision,
            saved_at=row.saved_at,
            saved_by=row.saved_by,
        )


def _set_aside(row: Answer, text: str, *, by: User, now: datetime.datetime) -> None:
    """Keep the text that lost, once; its revision is the one it lost against."""
    against = row.case.answer_texts.filter(
        question=row.question, revision=row.revision, set_aside=True, saved_by=by
    )
    if not any(one.sealed == text for one in against):
        AnswerText.objects.create(
            case=row.case,
            question=row.question,
            sealed=text,
            revision=row.revision,
            set_aside=True,
            saved_at=now,
            saved_by=by,
        )


def _told(question: Question, row: Answer, *, lost: str | None = None, refused: str = "") -> Saved:
    return Saved(
        question=question,
        text=row.value,
        revision=row.revision,
        saved_at=row.saved_at if row.revision else None,
        saved_by=row.saved_by.get_full_name() if row.saved_by else "",
        lost=lost,
        refused=refused,
    )


def _mirror(case: Case, texts: dict[str, str]) -> None:
    if "title" in texts:
        case.title = texts["title"][:120]
    if "applicant-name" in texts:
        case.applicant_name = texts["applicant-name"][:120]
    if "category" in texts:
        case.category_id = int(texts["category"]) if texts["category"] else None
    if "listed-project" in texts:
        case.listed_project_id = int(texts["listed-project"]) if texts["listed-project"] else None
    case.save(update_fields=["title", "applicant_name", "category", "listed_project", "changed_at"])

"""What answers mean: the options of a question, and an answer in words for page, letter and PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from applications.enums import AnswerType
from applications.models import Case
from applications.terms import Question
from registry.models import Category, Division, HeritageProject


def options_of(question: Question, case: Case, value: str = "") -> list[tuple[str, str]]:
    """(value, label) of a question answered by choosing; at most one query.

    Divisions are the round's own, those in it and those beside it, and the one chosen before.
    """
    if question.answer_type == AnswerType.CHOICE:
        return [(choice, choice) for choice in question.choices]
    if question.answer_type == AnswerType.CATEGORY:
        return [(str(row.pk), row.name) for row in Category.objects.all()]
    if question.answer_type == AnswerType.DIVISION:
        return [(row.code, row.full_name) for row in _divisions(case, value)]
    return []


def in_words(questions: Iterable[Question], answers: Mapping[str, str]) -> dict[str, str]:
    """Each answer as people read it: names in place of numbers and codes. At most three queries."""
    asked = [(question, answers.get(question.key, "").strip()) for question in questions]
    names = {kind: _names(kind, [t for q, t in asked if q.answer_type == kind]) for kind in _NAMED}
    words = {}
    for question, text in asked:
        kind = question.answer_type
        if kind in _NAMED:
            words[question.key] = names[kind].get(text, text)
        elif kind == AnswerType.CONSENT:
            words[question.key] = _("同意") if text else ""
        else:
            words[question.key] = text
    return words


_NAMED = (AnswerType.CATEGORY, AnswerType.DIVISION, AnswerType.PROJECT)


def _names(kind: AnswerType, values: list[str]) -> dict[str, str]:
    values = [value for value in values if value]
    if not values:
        return {}
    if kind == AnswerType.DIVISION:
        rows = Division.objects.filter(code__in=values)
        return {row.code: row.full_name for row in rows}
    keys = [int(value) for value in values if value.isascii() and value.isdigit()]
    if kind == AnswerType.CATEGORY:
        return {str(row.pk): row.name for row in Category.objects.filter(pk__in=keys)}
    found = HeritageProject.objects.filter(pk__in=keys).values_list(
        "pk", "name", "place_as_declared"
    )
    return {str(pk): f"{name}（{place}）" if place else name for pk, name, place in found}


def _divisions(case: Case, value: str) -> list[Division]:
    own = case.round.jurisdiction_id
    where = Q(code=value)
    if own is None:
        home = Division.objects.filter(code=settings.SITE_DIVISION)
        own = home.values_list("pk", flat=True).first()
    beside = Division.objects.filter(pk=own).values("parent")
    where |= Q(pk=own) | Q(parent=own) | Q(parent__in=beside)
    rows = Division.objects.filter(where, Q(abolished_in__isnull=True) | Q(code=value)).distinct()
    near = {own: 0}
    return sorted(
        rows, key=lambda row: (near.get(row.pk, 1 if row.parent_id == own else 2), row.code)
    )

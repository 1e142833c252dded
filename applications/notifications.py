"""Tells the applicant what happened: a letter in the file, a message in the outbox."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from applications import letters
from applications.domain.steps import Step
from applications.enums import ItemType, LetterKind
from applications.models import Case, CaseEvent, IssuedLetter
from applications.terms import Letter
from messaging.domain.queueing import queue_message


def announce(*, step: Step, event: CaseEvent, letter: LetterKind | None) -> None:
    """File the letter of this step and queue the message, in the step's transaction.

    ``step.wanted`` may hold ``subject`` and ``body``: the words staff saw and changed before the
    step. The key of the message is the event's, so that nothing is ever sent twice.
    """
    if letter is None:
        return
    case = step.case
    text = compose(case=case, letter=letter, more=_words_of(step))
    subject = str(step.wanted.get("subject") or text.subject)
    body = str(step.wanted.get("body") or text.body)
    if letter in letters.ISSUED:
        IssuedLetter.objects.create(
            case=case,
            letter=letter,
            number=f"{case.number}-{event.sequence:02}",
            subject=subject[:120],
            body=body,
            issued_at=step.now,
            issued_by=step.by,
        )
    tell(case=case, key=key_of(event), subject=subject, body=body)


@override(settings.LANGUAGE_CODE)
def tell(*, case: Case, key: str, subject: str, body: str) -> None:
    """A message to the applicant; a person without an account gets it by letter at the counter."""
    if case.applicant is None:
        return
    queue_message(
        key=key,
        to_user=case.applicant,
        subject=subject,
        body=body,
        about=_("申报 %(number)s") % {"number": case.number or case.title},
        url=reverse("applications:case", args=[case.public_id]),
    )


def key_of(event: CaseEvent) -> str:
    """The key of the message about a step: one step, one message."""
    return f"case-{event.case_id}-event-{event.sequence}"


@override(settings.LANGUAGE_CODE)
def compose(*, case: Case, letter: LetterKind, more: dict[str, str] | None = None) -> Letter:
    """The round's text for this letter, or the house's own, with this case's words.

    In Chinese, whoever caused it and whatever they read: it goes to the file.
    """
    text = case.terms.letters.get(letter, letters.DEFAULTS[letter])
    words = {
        "name": case.applicant_name or (case.applicant.get_full_name() if case.applicant else ""),
        "title": case.title or _("未命名"),
        "kind": str(case.get_kind_display()),
        "round": case.round.title,
        "number": case.number or "",
        "code": case.query_code,
        "state": str(case.get_state_display()),
        "due": day_words(case.due_on) if case.due_on else "",
        "address": settings.SITE_URL + reverse("applications:case", args=[case.public_id]),
        "tracking": settings.SITE_URL + reverse("track"),
        "office": settings.SITE_OPERATOR,
        **(more or {}),
    }
    return Letter(letters.fill(text.subject, words), letters.fill(text.body, words))


@override(settings.LANGUAGE_CODE)
def day_words(day: datetime.date) -> str:
    """2026年11月23日."""
    return formats.date_format(day, "Y年n月j日")


@override(settings.LANGUAGE_CODE)
def _words_of(step: Step) -> dict[str, str]:
    """What only this step knows."""
    noted = step.noted
    words = {"reason": step.reason, "basis": str(noted.get("basis", ""))}
    if "last_day" in noted:
        words["last_day"] = day_words(datetime.date.fromisoformat(noted["last_day"]))
    words["document"] = str(noted.get("document", ""))
    words["defects"] = "\n".join(
        f"{number}. {_item_name(step.case, item_type, item)}：{defect}"
        for number, (item_type, item, defect) in enumerate(step.wanted.get("items", []), 1)
    )
    words["remarks"] = "\n".join(
        f"{number}. {_item_name(step.case, remark.item_type, remark.item)}：{remark.text}"
        for number, remark in enumerate(step.case.remarks.filter(done_at__isnull=True), 1)
    )
    return words


def _item_name(case: Case, item_type: str, item: str) -> str:
    if item_type == ItemType.QUESTION and (question := case.form.question(item)):
        return question.label
    if item_type == ItemType.MATERIAL and (material := case.material(item)):
        return material.name
    return _("整份申报书")

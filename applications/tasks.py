"""The task list of a case: what is to be done before it can be handed in, and how far each part is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.domain.completeness import Missing, what_is_missing
from applications.domain.editing import Scope
from applications.enums import ItemType
from applications.models import Answer, Case


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list. ``state`` is done, begun or open."""

    label: Any
    url: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class TaskList:
    """All lines, what is still missing as a whole, and items of a correction nobody has touched."""

    tasks: list[Task]
    missing: list[Missing]
    untouched: int = 0

    @property
    def done(self) -> int:
        """How many lines are finished."""
        return sum(task.state == "done" for task in self.tasks)

    @property
    def is_complete(self) -> bool:
        """Whether the dossier could be handed in now."""
        return not self.missing


def task_list(case: Case, scope: Scope) -> TaskList:
    """The sections and the materials that may be worked on now. A fixed number of queries."""
    missing = what_is_missing(case)
    rows = list(case.answers.all())
    answers = {row.question: bool(row.value.strip()) for row in rows}
    untouched = _untouched(case, scope, rows)
    tasks = []
    for section in case.form.sections():
        questions = [
            one for one in case.form.of_section(section) if scope.has(ItemType.QUESTION, one.key)
        ]
        if not questions:
            continue
        lacking = sum(one.section == section for one in missing)
        begun = any(answers.get(one.key) for one in questions)
        wanted = sum((ItemType.QUESTION, one.key) in untouched for one in questions)
        url = reverse("applications:section", args=[case.public_id, section.value])
        tasks.append(_task(section.label, url, lacking, begun, wanted))
    materials = [one for one in case.materials() if scope.has(ItemType.MATERIAL, one.key)]
    if materials:
        lacking = sum(one.item_type == ItemType.MATERIAL for one in missing)
        begun = case.attachments.filter(removed_at__isnull=True).exists()
        wanted = sum((ItemType.MATERIAL, one.key) in untouched for one in materials)
        url = reverse("applications:materials", args=[case.public_id])
        tasks.append(_task(_("附件材料"), url, lacking, begun, wanted))
    return TaskList(tasks, missing, len(untouched))


def _untouched(case: Case, scope: Scope, answers: Iterable[Answer]) -> set[tuple[str, str]]:
    """Items of the correction that nobody has changed since it was asked for."""
    if scope.since is None:
        return set()
    touched: set[tuple[str, str]] = {
        (ItemType.QUESTION, row.question) for row in answers if row.saved_at > scope.since
    }
    files = case.attachments.filter(Q(added_at__gt=scope.since) | Q(removed_at__gt=scope.since))
    touched |= {(ItemType.MATERIAL, key) for key in files.values_list("material", flat=True)}
    return set(scope.defects) - touched


def _task(label: Any, url: str, lacking: int, begun: bool, wanted: int) -> Task:
    if wanted:
        words = ngettext("还有 %(count)d 项没有改", "还有 %(count)d 项没有改", wanted)
        return Task(label, url, "begun", words % {"count": wanted})
    if not lacking:
        return Task(label, url, "done", _("已完成"))
    words = ngettext("还差 %(count)d 项", "还差 %(count)d 项", lacking) % {"count": lacking}
    if begun:
        return Task(label, url, "begun", words)
    return Task(label, url, "open", _("还没有开始"))

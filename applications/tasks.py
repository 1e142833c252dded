"""The task list of a case: what is to be done before it can be handed in, and how far each part is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.domain.completeness import Missing, what_is_missing
from applications.domain.editing import Scope
from applications.enums import ItemType
from applications.models import Case


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list. ``state`` is done, begun or open."""

    label: Any
    url: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class TaskList:
    """All lines, and what is still missing as a whole."""

    tasks: list[Task]
    missing: list[Missing]

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
    answers = {row.question: bool(row.value.strip()) for row in case.answers.all()}
    tasks = []
    for section in case.form.sections():
        questions = [
            one for one in case.form.of_section(section) if scope.has(ItemType.QUESTION, one.key)
        ]
        if not questions:
            continue
        lacking = sum(one.section == section for one in missing)
        begun = any(answers.get(one.key) for one in questions)
        url = reverse("applications:section", args=[case.public_id, section.value])
        tasks.append(_task(section.label, url, lacking, begun))
    materials = [one for one in case.materials() if scope.has(ItemType.MATERIAL, one.key)]
    if materials:
        lacking = sum(one.item_type == ItemType.MATERIAL for one in missing)
        begun = case.attachments.filter(removed_at__isnull=True).exists()
        url = reverse("applications:materials", args=[case.public_id])
        tasks.append(_task(_("附件材料"), url, lacking, begun))
    return TaskList(tasks, missing)


def _task(label: Any, url: str, lacking: int, begun: bool) -> Task:
    if not lacking:
        return Task(label, url, "done", _("已完成"))
    words = ngettext("还差 %(count)d 项", "还差 %(count)d 项", lacking) % {"count": lacking}
    if begun:
        return Task(label, url, "begun", words)
    return Task(label, url, "open", _("还没有开始"))

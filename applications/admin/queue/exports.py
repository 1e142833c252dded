"""Columns of the exported queue. No personal data: contact and identity stay in the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from applications import wording
from registry.admin.export_columns import field

Columns = list[tuple[Any, Callable[[Any], Any]]]

CASE_COLUMNS: Columns = [
    (_("受理编号"), field("number")),
    (_("名称"), field("title")),
    (_("申报类型"), field("kind")),
    (_("类别"), field("category.name")),
    (_("申报人或单位"), field("applicant_name")),
    (_("批次"), field("round.title")),
    (_("状态"), field("state")),
    (_("进入此状态的时间"), field("state_since")),
    (_("办理期限"), field("due_on")),
    (_("由谁办理"), lambda case: str(wording.standing(case).holder)),
    (_("指导员"), lambda case: case.guide.get_full_name() if case.guide else ""),
    (_("首次提交时间"), field("submitted_at")),
    (_("补正次数"), field("corrections_used")),
    (_("名录中的项目"), field("listed_project.name")),
]

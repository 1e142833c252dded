"""A plan from a spreadsheet: read and looked at, then made as drafts, and undone as a whole if need be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from outreach import rules
from outreach.domain.cells import Names, Problem
from outreach.domain.conflicts import conflicts_of_many
from outreach.domain.intakes import (
    Undone,
    as_problem,
    digest_of,
    lock_to_make,
    lock_to_undo,
    new_row,
    without_later,
)
from outreach.domain.planning import delete_draft, new_draft, plan_session
from outreach.domain.planrows import PLAN, Read, read_row
from outreach.domain.sheets import rows_of
from outreach.enums import IntakeKind, SessionState, Severity
from outreach.models import PlanImport, PlanImportRow

REMEDIES = {
    Severity.BLOCK: lambda: _("请改时间、场地或老师。"),
    Severity.BLOCK_PUBLISHING: lambda: _("可以先导入为草稿，发布前解决或说明。"),
    Severity.WARN: lambda: _("只是提醒，可以不改。"),
}


def read_plan(*, path: Path, file_name: str, by: User) -> PlanImport:
    """Read every row and look at it, alone and against the plan and the other rows; nothing is made.

    Raises ValidationError where the file as a whole cannot be used.
    """
    _refuse_others(by)
    below = rows_of(path, PLAN)
    names = Names()
    reads = [(line, told, read_row(told, names)) for line, told in below.rows]
    _look_for_clashes([read for _line, _told, read in reads], by=by)
    with transaction.atomic():
        plan_import = PlanImport.objects.create(
            kind=IntakeKind.PLAN,
            file_name=file_name[:255],
            digest=digest_of(path),
            unread=below.unread,
            read_by=by,
        )
        PlanImportRow.objects.bulk_create(
            new_row(plan_import, line, told, read.problems) for line, told, read in reads
        )
    return plan_import


def make_plan(*, import_id: int, by: User) -> PlanImport:
    """A draft for every row that was not refused, each looked at again under the lock.

    What has been taken since the preview is refused then, with the reason on its row.
    """
    _refuse_others(by)
    with transaction.atomic():
        plan_import = lock_to_make(import_id, IntakeKind.PLAN)
        same = PlanImport.objects.filter(
            kind=IntakeKind.PLAN,
            digest=plan_import.digest,
            made_at__isnull=False,
            undone_at__isnull=True,
        )
        if same.exists():
            raise ValidationError(
                _("同一个文件已经导入过。要重新导入，请先撤销上一次；要补充，请只留新增的行。")
            )
        names = Names()
        for row in plan_import.rows.all():
            if not row.refused:
                _make_row(row, names, by=by)
        plan_import.made_at = timezone.now()
        plan_import.save()
    return plan_import


def undo_plan(*, import_id: int, by: User) -> Undone:
    """Delete the drafts that it made and nobody has touched since."""
    _refuse_others(by)
    undone = Undone()
    with transaction.atomic():
        plan_import = lock_to_undo(import_id, IntakeKind.PLAN)
        for row in plan_import.rows.filter(session__isnull=False).select_related("session"):
            session = row.session
            assert session is not None
            touched = session.state != SessionState.DRAFT or session.events_written
            if touched or session.changed_at.isoformat() != row.values.get("made"):
                undone.left.append(session)
                continue
            delete_draft(session_id=session.pk, by=by)
            undone.deleted += 1
        plan_import.undone_at = timezone.now()
        plan_import.save()
    return undone


def _make_row(row: PlanImportRow, names: Names, *, by: User) -> None:
    read = read_row(row.values, names)
    grave = [one for one in read.problems if one.grave]
    if not grave:
        try:
            session = plan_session(by=by, **read.plan)
        except ValidationError as error:
            grave = [
                Problem("", "", sentence, _("请在后台改好后单独安排。"))
                for sentence in error.messages
            ]
        else:
            row.session = session
            row.values = {**row.values, "made": session.changed_at.isoformat()}
    row.problems = [*row.problems, *(one.as_data() for one in grave)]
    row.save()


def _look_for_clashes(reads: list[Read], *, by: User) -> None:
    """Against the plan and between the rows; of two rows that clash the later one is refused."""
    whole = [read for read in reads if not any(one.grave for one in read.problems)]
    found = conflicts_of_many([new_draft(by=by, **read.plan) for read in whole])
    for read, conflicts in zip(whole, without_later(found), strict=True):
        for one, grave in conflicts:
            remedy = REMEDIES[one.severity]()
            read.problems.append(as_problem(one, read.plan, remedy, grave=grave))


def _refuse_others(by: Any) -> None:
    if not rules.may_plan(by):
        raise PermissionDenied(_("您不能导入课程计划。"))

"""A plan from a spreadsheet: read and looked at, then made as drafts, and undone as a whole if need be."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from outreach import rules
from outreach.domain.conflicts import Conflict, conflicts_of_many
from outreach.domain.effects import planned_as
from outreach.domain.planning import delete_draft, new_draft, plan_session
from outreach.domain.planrows import (
    BEGINS,
    NEEDED,
    TEACHER,
    VENUE,
    Names,
    Problem,
    Read,
    columns_in,
    read_row,
)
from outreach.enums import ConflictKind, SessionState, Severity
from outreach.models import PlanImport, PlanImportRow, Session
from registry.importing.errors import ImportRefused
from registry.importing.readers import Grid, read_grids

MOST_ROWS = 2000
COLUMN_OF = {ConflictKind.PLACE: VENUE, ConflictKind.TEACHER: TEACHER}


@dataclass(slots=True)
class Undone:
    """What undoing an import did."""

    deleted: int = 0
    left: list[Session] = field(default_factory=list)
    """Published or changed by hand since: somebody has worked on them."""


def read_plan(*, path: Path, file_name: str, by: User) -> PlanImport:
    """Read every row and look at it, alone and against the plan and the other rows; nothing is made.

    Raises ValidationError where the file as a whole cannot be used.
    """
    _refuse_others(by)
    rows = _rows_of(path)
    names = Names()
    reads = [(line, told, read_row(told, names)) for line, told in rows]
    _look_for_clashes([read for _line, _told, read in reads], by=by)
    with transaction.atomic():
        plan_import = PlanImport.objects.create(
            file_name=file_name[:255],
            digest=hashlib.sha256(path.read_bytes()).hexdigest(),
            read_by=by,
        )
        PlanImportRow.objects.bulk_create(
            PlanImportRow(
                plan_import=plan_import,
                line=line,
                values=told,
                problems=[one.as_data() for one in read.problems],
            )
            for line, told, read in reads
        )
    return plan_import


def make_plan(*, import_id: int, by: User) -> PlanImport:
    """A draft for every row that was not refused, each looked at again under the lock.

    What has been taken since the preview is refused then, with the reason on its row.
    """
    _refuse_others(by)
    with transaction.atomic():
        plan_import = PlanImport.objects.select_for_update().get(pk=import_id)
        if plan_import.made_at is not None:
            raise ValidationError(_("这份计划已经导入过了，请看下面的结果。"))
        same = PlanImport.objects.filter(
            digest=plan_import.digest, made_at__isnull=False, undone_at__isnull=True
        )
        if same.exists():
            raise ValidationError(
                _("同一个文件已经导入过。要重新导入，请先撤销上一次；要补充，请只留新增的行。")
            )
        names = Names()
        for row in plan_import.rows.all():
            if not is_refused(row):
                _make_row(row, names, by=by)
        plan_import.made_at = timezone.now()
        plan_import.save()
    return plan_import


def undo_plan(*, import_id: int, by: User) -> Undone:
    """Delete the drafts that it made and nobody has touched since."""
    _refuse_others(by)
    undone = Undone()
    with transaction.atomic():
        plan_import = PlanImport.objects.select_for_update().get(pk=import_id)
        if plan_import.made_at is None or plan_import.undone_at is not None:
            raise ValidationError(_("这份计划没有导入，或已经撤销。"))
        for row in plan_import.rows.filter(session__isnull=False).select_related("session"):
            session = row.session
            assert session is not None
            touched = session.state != SessionState.DRAFT or session.events_written
            if touched or planned_as(session) != row.values.get("made"):
                undone.left.append(session)
                continue
            delete_draft(session_id=session.pk, by=by)
            undone.deleted += 1
        plan_import.undone_at = timezone.now()
        plan_import.save()
    return undone


def is_refused(row: PlanImportRow) -> bool:
    return any(one["grave"] for one in row.problems)


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
            row.values = {**row.values, "made": planned_as(session)}
    row.problems = [*row.problems, *(one.as_data() for one in grave)]
    row.save()


def _rows_of(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Line and cells by column of every row below the headings."""
    try:
        grids = read_grids(path)
    except ImportRefused as refusal:
        raise ValidationError(refusal.message) from None
    for grid in grids:
        if grid.hidden:
            continue
        found = _below_headings(grid)
        if found is not None:
            return found
    raise ValidationError(
        _("没有找到标题行。第一行请写列名，至少有：%(columns)s。可以下载模板填写。")
        % {"columns": "、".join(NEEDED)}
    )


def _below_headings(grid: Grid) -> list[tuple[int, dict[str, str]]] | None:
    """None where the sheet has no row of our headings; a title may stand above it."""
    for number, row in enumerate(grid.rows[:10]):
        columns = list(columns_in(cell.text for cell in row.cells))
        if not set(NEEDED) <= set(columns):
            continue
        below = [one for one in grid.rows[number + 1 :] if not one.empty]
        if not below:
            raise ValidationError(_("标题行下面没有内容。"))
        if len(below) > MOST_ROWS:
            raise ValidationError(
                _("有 %(count)d 行，一次最多导入 %(most)d 行。请分几个文件导入。")
                % {"count": len(below), "most": MOST_ROWS}
            )
        return [
            (
                one.number,
                {name: one.text(at).strip() for at, name in enumerate(columns) if name},
            )
            for one in below
        ]
    return None


def _look_for_clashes(reads: list[Read], *, by: User) -> None:
    """Against the plan and between the rows; of two rows that clash the later one is refused."""
    whole = [read for read in reads if not any(one.grave for one in read.problems)]
    drafts = [new_draft(by=by, **read.plan) for read in whole]
    found = conflicts_of_many(drafts)
    refused: set[int] = set()
    for number, (read, conflicts) in enumerate(zip(whole, found, strict=True)):
        for one in conflicts:
            earlier = _row_before(one, number, refused)
            if one.severity == Severity.BLOCK and earlier is not None:
                refused.add(number)
            grave = one.severity == Severity.BLOCK and earlier is not None
            if one.severity == Severity.BLOCK and not grave:
                continue
            remedy = (
                _("请改时间、场地或老师。") if grave else _("可以先导入为草稿，发布前解决或说明。")
            )
            column = COLUMN_OF.get(one.kind, BEGINS)
            told = str(read.plan.get({VENUE: "venue", TEACHER: "teacher"}.get(column, "")) or "")
            read.problems.append(Problem(column, told, one.sentence, remedy, grave=grave))


def _row_before(one: Conflict, number: int, refused: set[int]) -> bool | None:
    """Whether the other side comes first: what is planned already, or an earlier row that stays."""
    if one.other is None or one.other.pk > 0:
        return True
    other = -one.other.pk - 1
    return True if other < number and other not in refused else None


def _refuse_others(by: Any) -> None:
    if not rules.may_plan(by):
        raise PermissionDenied(_("您不能导入课程计划。"))

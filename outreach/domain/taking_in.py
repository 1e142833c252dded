"""补录 from a spreadsheet: looked at row by row, then entered as archived, and undone as a whole.

A row that tells of a session already entered writes nothing: the same file may come twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from outreach.domain.cells import BEGINS, Names, Problem
from outreach.domain.conflicts import conflicts_of_many
from outreach.domain.heldrows import ADULTS, HISTORY, MINORS, Read, read_held
from outreach.domain.history import (
    Held,
    new_session,
    record_history,
    refuse_others,
    take_history_back,
)
from outreach.domain.intakes import (
    Undone,
    as_problem,
    digest_of,
    lock_to_make,
    lock_to_undo,
    new_row,
    without_later,
)
from outreach.domain.placing import lock_venues_and_teachers
from outreach.domain.refusals import StepRefused
from outreach.domain.sheets import rows_of
from outreach.enums import COUNTED, IntakeKind
from outreach.localtime import local
from outreach.models import PlanImport, PlanImportRow, Session

Key = tuple[int, int, int | None, datetime.datetime]


def look_at_history(path: Path) -> list[PlanImportRow]:
    """Every row as it would be, and nothing kept: a rehearsal."""
    rows = rows_of(path, HISTORY).rows
    reads = _look_at([told for _line, told in rows])
    return [_row(None, line, told, read) for (line, told), read in zip(rows, reads, strict=True)]


def read_history(*, path: Path, file_name: str, by: User | None) -> PlanImport:
    """The same, kept to be entered later. Raises ValidationError where the file cannot be used.

    ``by`` nobody is the server's own command line.
    """
    refuse_others(by)
    below = rows_of(path, HISTORY)
    rows = below.rows
    reads = _look_at([told for _line, told in rows])
    with transaction.atomic():
        intake = PlanImport.objects.create(
            kind=IntakeKind.HISTORY,
            file_name=file_name[:255],
            digest=digest_of(path),
            unread=below.unread,
            read_by=by,
        )
        PlanImportRow.objects.bulk_create(
            _row(intake, line, told, read) for (line, told), read in zip(rows, reads, strict=True)
        )
    return intake


def make_history(*, import_id: int, by: User | None) -> PlanImport:
    """Enter every row that is new and was not refused, each looked at again under the lock."""
    refuse_others(by)
    try:
        with transaction.atomic():
            intake = lock_to_make(import_id, IntakeKind.HISTORY)
            _enter(list(intake.rows.all()), by=by)
            intake.made_at = timezone.now()
            intake.save()
    except IntegrityError:
        # PostgreSQL's exclusion constraints: somebody who did not ask for the lock was faster
        raise StepRefused(_("同一时间有别人安排了这些老师或场地，没有写入。请再试一次。")) from None
    return intake


def record_one(*, held: Held, told: dict[str, str], by: User) -> PlanImport:
    """One session, by a form: an intake of a single row, so that it can be undone like any other."""
    refuse_others(by)
    with transaction.atomic():
        intake = PlanImport.objects.create(
            kind=IntakeKind.HISTORY,
            file_name=_("一场：%(title)s") % {"title": held.programme.title},
            read_by=by,
            made_at=timezone.now(),
        )
        lock_venues_and_teachers(
            venues=[held.venue.pk], teachers=[held.teacher.pk] if held.teacher else []
        )
        row = PlanImportRow(plan_import=intake, line=1, values=told)
        row.known = _entered([held]).get(_key(held))
        if row.known is None:
            [row.session] = record_history(held=[held], by=by)
        row.save()
    return intake


def undo_history(*, import_id: int, by: User | None) -> Undone:
    """Take back what it entered and nobody has worked on since; what was worked on stays."""
    refuse_others(by)
    with transaction.atomic():
        intake = lock_to_undo(import_id, IntakeKind.HISTORY)
        taken, left = take_history_back(
            sessions=Session.objects.filter(import_rows__plan_import=intake), by=by
        )
        intake.undone_at = timezone.now()
        intake.save()
    return Undone(deleted=len(taken), left=left)


def _enter(rows: Sequence[PlanImportRow], *, by: User | None) -> None:
    wanted = [row for row in rows if not row.refused]
    names, now = Names(past=True), timezone.now()
    first = [read_held(row.values, names, now=now) for row in wanted]
    held = [read.held for read in first if read.held is not None]
    lock_venues_and_teachers(
        venues=[one.venue.pk for one in held],
        teachers=[one.teacher.pk for one in held if one.teacher is not None],
    )
    _look_for_others(first)
    new = [(row, read.held) for row, read in zip(wanted, first, strict=True) if read.new]
    for row, read in zip(wanted, first, strict=True):
        row.problems, row.known = [one.as_data() for one in read.problems], read.known
    made = record_history(held=[one for _row, one in new if one is not None], by=by)
    for (row, _held), session in zip(new, made, strict=True):
        row.session = session
    PlanImportRow.objects.bulk_update(wanted, ["problems", "known", "session"], batch_size=200)


def _look_at(rows: Sequence[dict[str, str]]) -> list[Read]:
    names, now = Names(past=True), timezone.now()
    reads = [read_held(told, names, now=now) for told in rows]
    _look_for_others(reads)
    return reads


def _look_for_others(reads: Sequence[Read]) -> None:
    """What is entered already, what comes twice in the file, and who would be in two places."""
    entered = _entered([read.held for read in reads if read.held is not None])
    seen: set[Key] = set()
    for read in reads:
        if read.held is None:
            continue
        key = _key(read.held)
        read.known = entered.get(key)
        if read.known is not None:
            read.problems += _differences(read.held, read.known)
        elif key in seen:
            reason = _("表中前面已有同一门课、同一场地、同一时间的一行。")
            told = f"{local(read.held.begins_at):%H:%M}"
            read.problems.append(Problem(BEGINS, told, reason, _("请删去重复的一行。")))
        seen.add(key)
    whole = [read for read in reads if read.new]
    drafts = [new_session(read.held, by=None) for read in whole if read.held is not None]
    for read, conflicts in zip(whole, without_later(conflicts_of_many(drafts)), strict=True):
        cells = {"venue": read.held.venue, "teacher": read.held.teacher} if read.held else {}
        for one, grave in conflicts:
            if grave:
                remedy = _("请核对时间、场地和老师；已在系统里安排的，请在场次页登记为已举办。")
                read.problems.append(as_problem(one, cells, remedy, grave=True))


def _entered(held: Iterable[Held]) -> dict[Key, Session]:
    """Sessions held and logged already, that one of these could tell of once more."""
    moments = [one.begins_at for one in held]
    if not moments:
        return {}
    rows = Session.objects.filter(
        state__in=COUNTED, begins_at__gte=min(moments), begins_at__lte=max(moments)
    ).order_by("-pk")
    return {(one.programme_id, one.venue_id, one.room_id, one.begins_at): one for one in rows}


def _key(one: Held) -> Key:
    return (one.programme.pk, one.venue.pk, one.room.pk if one.room else None, one.begins_at)


def _differences(told: Held, known: Session) -> list[Problem]:
    """Nothing is changed; whoever sends other numbers should know."""
    found = []
    for column, now, before in (
        (ADULTS, told.adults, known.adults_present),
        (MINORS, told.minors, known.minors_present),
    ):
        if now != before:
            reason = _("已登记的是 %(before)d 人，没有更改。") % {"before": before or 0}
            remedy = _("要改，请在场次页撤销归档后重新登记。")
            found.append(Problem(column, str(now), reason, remedy, grave=False))
    return found


def _row(intake: PlanImport | None, line: int, told: dict[str, Any], read: Read) -> PlanImportRow:
    row = new_row(intake, line, told, read.problems)
    row.known = read.known
    return row

"""Imports in the background: checking, carrying out, undoing.

Each task is put in the queue after the commit of what asks for it, and is worked off by
``manage.py db_worker``. A task that dies leaves the registry untouched; its run can be started
again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from registry.importing.errors import ImportRefused
from registry.importing.options import ImportOptions
from registry.importing.rows import save_rows
from registry.importing.runs import check_file, fail, run_import
from registry.importing.undoing import undo_run
from registry.models import ImportRun

LANGUAGE = "zh-hans"
"""Reports are kept in the language of the lists, whoever reads them."""
logger = logging.getLogger(__name__)
State = ImportRun.State


def start(run: ImportRun, state: State) -> None:
    """Let a run go on in the background: CHECKING, RUNNING or UNDOING."""
    work = {State.CHECKING: check_import, State.RUNNING: carry_out, State.UNDOING: take_back}[state]
    run.state = state
    run.rows_done = 0
    run.message = ""
    run.save()
    transaction.on_commit(lambda: work.enqueue(run.pk))


@task()
def check_import(pk: int) -> None:
    """Read the file and keep what importing it would do."""
    run = _claim(pk, State.CHECKING)
    if run is None:
        return

    def check() -> None:
        options = ImportOptions.from_json(run.options)
        path = Path(run.file.path)
        checked = check_file(path, run.format, options, _progress(run), called=run.file_name)
        run.rows_total = run.rows_done = len(checked.plan.rows)
        run.counts = checked.plan.counts
        run.notices = checked.plan.notices
        run.state = State.READY
        with transaction.atomic():
            save_rows(run, checked.plan, {})
            run.save()

    _watched(run, check)


@task()
def carry_out(pk: int) -> None:
    """Import the file: all of it or nothing."""
    run = _claim(pk, State.RUNNING)
    if run is None:
        return
    _watched(
        run,
        lambda: run_import(run, Path(run.file.path), by=run.started_by, progress=_progress(run)),
    )


@task()
def take_back(pk: int) -> None:
    """Undo a finished import."""
    run = _claim(pk, State.UNDOING)
    if run is None:
        return
    message = _("撤销中断了，已撤销的部分不会恢复。请再次撤销，会接着做完。")
    _watched(run, lambda: undo_run(run, by=run.started_by), State.DONE, message)


def _claim(pk: int, state: State) -> ImportRun | None:
    """The run, when it still waits for this; a task delivered twice finds it has moved on."""
    run = ImportRun.objects.filter(pk=pk, state=state).first()
    if run is not None:
        ImportRun.objects.filter(pk=pk).update(touched_at=timezone.now())
    return run


def _progress(run: ImportRun) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        ImportRun.objects.filter(pk=run.pk).update(
            rows_done=done, rows_total=total, touched_at=timezone.now()
        )

    return tell


def _watched(
    run: ImportRun, work: Callable[[], Any], failed: State = State.FAILED, message: str = ""
) -> None:
    """Do the work; whatever goes wrong ends in a sentence on the run's page."""
    with override(LANGUAGE):
        try:
            work()
        except ImportRefused as refusal:
            fail(run, refusal.message, state=failed)
        except Exception:
            logger.exception("import run %s failed", run.pk)
            untouched = _("出现意外错误，登记库没有改动。请把这一时间告诉系统管理员，或重新开始。")
            fail(run, message or untouched, state=failed)

"""One import from file to result, for the command and the admin alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from registry.importing.applying import Stale, apply_plan
from registry.importing.errors import ImportRefused, UnusableFile
from registry.importing.formats import FORMATS
from registry.importing.formats.base import Vocabulary
from registry.importing.options import ImportOptions
from registry.importing.plan import ImportPlan
from registry.importing.planning import Progress, make_plan
from registry.importing.readers import Grid, read_grids
from registry.models import HeritageProject, ImportRun, Inheritor
from registry.rules import may

ATTEMPTS = 3
"""How often a plan is made again when someone edits while it is being made."""


@dataclass(slots=True)
class Checked:
    """A plan, and what it takes to carry it out."""

    plan: ImportPlan
    options: ImportOptions
    vocabulary: Vocabulary


def check_file(
    path: Path,
    format_name: str,
    options: ImportOptions,
    progress: Progress = lambda done, total: None,
    *,
    called: str = "",
) -> Checked:
    """Read a file and plan its import. Writes nothing. Raises ImportRefused.

    ``called`` is the name people know it by, where it is kept under another.
    """
    if format_name not in FORMATS:
        raise ImportRefused(
            _("没有“%(name)s”这一格式。可用的格式：%(known)s。")
            % {"name": format_name, "known": "、".join(FORMATS)}
        )
    options.check()
    vocabulary = Vocabulary()
    read = FORMATS[format_name](_grids(path, called), options, vocabulary)
    return Checked(make_plan(read, options, vocabulary, progress), options, vocabulary)


def _grids(path: Path, called: str) -> list[Grid]:
    try:
        return read_grids(path)
    except UnusableFile as refusal:
        raise UnusableFile(refusal.message.replace(path.name, called or path.name)) from None


def run_import(
    run: ImportRun,
    path: Path,
    *,
    by: User | None,
    progress: Progress = lambda done, total: None,
) -> ImportPlan:
    """Read, plan and write, and keep the result with the run. Raises ImportRefused.

    Whatever happens, the registry holds either all of the import or nothing of it.
    """
    options = ImportOptions.from_json(run.options)
    try:
        _require_right_to_publish(by, options)
        for _attempt in range(ATTEMPTS):
            checked = check_file(path, run.format, options, progress, called=run.file_name)
            run.rows_total = run.rows_done = len(checked.plan.rows)
            run.state = ImportRun.State.DONE
            run.finished_at = timezone.now()
            run.message = ""
            try:
                apply_plan(
                    checked.plan,
                    run=run,
                    options=options,
                    vocabulary=checked.vocabulary,
                    by=by,
                )
            except (Stale, IntegrityError):
                continue
            return checked.plan
        raise ImportRefused(_("导入期间登记库一直在被修改，没有导入任何内容。请稍后再试。"))
    except ImportRefused as refusal:
        fail(run, refusal.message)
        raise
    except Exception:
        fail(run, _("导入时出现意外错误，没有导入任何内容。请把这一时间告诉系统管理员。"))
        raise


def _require_right_to_publish(by: User | None, options: ImportOptions) -> None:
    """An import publishes in the name of a person, who must be allowed to."""
    models = (HeritageProject, Inheritor)
    if by is not None and options.publish and not all(may(by, "publish", m) for m in models):
        raise ImportRefused(
            _("您没有公开代表性项目和传承人的权限。请由有此权限的人导入，或选择存为草稿。")
        )


def fail(run: ImportRun, message: str, *, state: str = ImportRun.State.FAILED) -> None:
    """Keep with the run why nothing was imported."""
    if run.pk is None:
        return
    values: dict[str, Any] = {
        "state": state,
        "message": message,
        "finished_at": timezone.now(),
    }
    for name, value in values.items():
        setattr(run, name, value)
    ImportRun.objects.filter(pk=run.pk).update(**values)

"""From a list that was read to a plan that can be shown or carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from registry.enums import RecordKind
from registry.importing.comparing import compare, compare_new
from registry.importing.entries import ListRead
from registry.importing.formats.base import Vocabulary
from registry.importing.matching import Matcher
from registry.importing.options import ImportOptions
from registry.importing.plan import ImportPlan, RowPlan, Target, Vanished
from registry.importing.problems import conflict
from registry.importing.projectfinder import ProjectFinder
from registry.importing.state import load_states
from registry.models import SourceIdentity

PARTIAL = 0.5
"""A file with less than this share of a list's known entries is taken for a part of the list."""
Progress = Callable[[int, int], None]


def make_plan(
    read: ListRead,
    options: ImportOptions,
    vocabulary: Vocabulary,
    progress: Progress = lambda done, total: None,
) -> ImportPlan:
    """Compare every entry with the registry. Writes nothing."""
    rows = [RowPlan(entry) for entry in read.entries]
    if any(entry.kind == RecordKind.INHERITOR for entry in read.entries):
        finder = ProjectFinder()
        for entry in read.entries:
            finder.link(entry, entry.values.get("division", ""))
    matcher = Matcher(read, rows, vocabulary.places)
    unclaimed = matcher.match()
    plan = ImportPlan(read, rows, matcher.targets, notices=list(read.notices))
    _load_states(matcher.targets, options)
    for done, target in enumerate(matcher.targets):
        _compare_target(target, options)
        if done % 200 == 0:
            progress(done, len(matcher.targets))
    for row in rows:
        row.settle()
    _note_vanished(plan, unclaimed)
    return plan


def _load_states(targets: list[Target], options: ImportOptions) -> None:
    for kind in (RecordKind.PROJECT, RecordKind.INHERITOR):
        known = [target for target in targets if target.kind == kind and target.pk is not None]
        states = load_states(kind, [target.pk for target in known if target.pk is not None])
        for target in known:
            target.state = states.get(target.pk) if target.pk is not None else None
            if target.state is None:
                _deleted_by_staff(target, options)


def _deleted_by_staff(target: Target, options: ImportOptions) -> None:
    """A record that was imported and then deleted comes back only when told so."""
    if options.overwrite_conflicts:
        target.pk = None
        return
    for row in target.rows:
        row.problems.append(
            conflict(
                row.entry.column("name"),
                row.entry.name,
                _("以前导入的这条记录已由人工删除，未重新建立。"),
                _("如应恢复，请勾选“以文件为准”后重新导入。"),
            )
        )
        row.base = dict(row.identity.values) if row.identity else {}


def _compare_target(target: Target, options: ImportOptions) -> None:
    for number, row in enumerate(target.rows):
        if target.state is not None:
            compare(row, target.state, overwrite=options.overwrite_conflicts)
        elif target.pk is None:
            compare_new(row, opening=target.rows[0].entry.values if number else None)


def _note_vanished(plan: ImportPlan, unclaimed: list[SourceIdentity]) -> None:
    missing = [identity for identity in unclaimed if _in_scope(identity.values, plan.read.scope)]
    known = len(missing) + sum(1 for row in plan.rows if row.identity is not None)
    if known and len(missing) > known * PARTIAL:
        plan.notices.append(
            _(
                "以前从这份名录导入的 %(known)d 条中有 %(n)d 条不在本文件里；按名录的一部分处理，不逐条列出。"
            )
            % {"known": known, "n": len(missing)}
        )
        return
    plan.vanished = [Vanished(one, str(one.values.get("name", ""))) for one in missing]


def _in_scope(values: dict[str, Any], scope: dict[str, Any]) -> bool:
    return all(values.get(field) == value for field, value in scope.items())

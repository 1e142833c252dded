"""One entry against the record it means: what is new, what staff changed, what must wait."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from registry.importing.entries import LISTING_FIELDS
from registry.importing.plan import Change, RowPlan
from registry.importing.problems import Problem, conflict, notice
from registry.importing.state import EMPTY, Listing, RecordState, batch_key, same, stored

LISTING_FIELDS_OF_PEOPLE = LISTING_FIELDS | {"project"}


def compare_new(row: RowPlan, *, opening: dict[str, Any] | None) -> None:
    """Everything said is written on a new record; later rows only add their listing.

    ``opening`` is what the row said that makes the record; None for that row itself.
    """
    first, opening = opening is None, opening or {}
    row.new_listing = True
    for field, value in row.entry.values.items():
        if value in EMPTY:
            continue
        if first or field in LISTING_FIELDS_OF_PEOPLE:
            row.changes.append(Change(field, None, value))
        elif field not in _TOLD_APART and not same(field, value, opening.get(field)):
            row.problems.append(_left_out(row, field, value))
    row.base = {field: stored(field, value) for field, value in row.entry.values.items()}


_TOLD_APART = {"name", "place", "division"}
"""By these, rows were taken for one record."""


def _left_out(row: RowPlan, field: str, value: Any) -> Problem:
    return notice(
        row.entry.column(field),
        show(value),
        _("同一项目的前一行写的不同，这一格没有登记。"),
        _("请核对；如应以这一格为准，请在记录中修改。"),
    )


def compare(row: RowPlan, state: RecordState, *, overwrite: bool) -> None:
    """Find the changes and conflicts of a row on a record that is there."""
    known = dict(row.identity.values) if row.identity else None
    row.base = dict(known or {})
    current = _current(row, state, known)
    found: list[Change] = []
    for field, said in row.entry.values.items():
        change = _field(row, field, said, current, known, overwrite=overwrite)
        if change is not None:
            found.append(change)
        elif not _in_conflict(row, field):
            row.base[field] = stored(field, said)
    row.changes = found
    row.new_listing &= any(change.field in LISTING_FIELDS_OF_PEOPLE for change in found)
    if found:
        _wait_for_staff(row, state)
    for change in row.changes:
        row.base[change.field] = stored(change.field, change.after)


def _in_conflict(row: RowPlan, field: str) -> bool:
    return any(problem.column == row.entry.column(field) for problem in row.problems)


def _current(row: RowPlan, state: RecordState, known: dict[str, Any] | None) -> dict[str, Any]:
    """The record's values with those of the listing this row is about."""
    listing = _listing(row, state, known)
    values = dict(state.values)
    if listing is None:
        row.new_listing = True
        return values
    row.listing_pk = listing.pk
    values.update(listing.values)
    if not listing.values.get("batch"):  # then nothing in the database says whose list it is
        values["jurisdiction"] = row.entry.values.get("jurisdiction", "")
    return values


def _listing(row: RowPlan, state: RecordState, known: dict[str, Any] | None) -> Listing | None:
    """The inscription or recognition the row means: the one it made, else one of its batch."""
    said = row.entry.values
    if known is not None:
        options = [one for one in state.listings if one.batch_key == batch_key(known)]
        chosen = _one(options, known)
        if chosen is not None:
            return chosen
        same_level = [one for one in state.listings if one.values["level"] == known.get("level")]
        if len(same_level) == 1:
            return same_level[0]
    options = [one for one in state.listings if one.batch_key == batch_key(said)]
    if known is None and not said.get("batch"):
        options = [one for one in state.listings if one.values["level"] == said.get("level")]
    if "project" in said:
        options = [
            one
            for one in state.listings
            if one.values["level"] == said["level"] and one.values["project"] == said["project"]
        ] or options
    return _one(options, said)


def _one(options: list[Listing], values: dict[str, Any]) -> Listing | None:
    if len(options) > 1:
        for field in ("project", "sub_number", "code", "number"):
            closer = [one for one in options if one.values.get(field) == values.get(field)]
            options = closer or options
    return options[0] if options else None


def _field(
    row: RowPlan,
    field: str,
    said: Any,
    current: dict[str, Any],
    known: dict[str, Any] | None,
    *,
    overwrite: bool,
) -> Change | None:
    """The change of one field; a conflict is noted on the row instead."""
    if said in EMPTY:
        return None
    listing_field = field in LISTING_FIELDS_OF_PEOPLE
    if listing_field and row.new_listing:
        if known is None:
            return Change(field, None, said)
        return _removed_listing(row, field, said, overwrite=overwrite)
    now = current.get(field)
    if field == "aliases":
        said, now = _aliases(said, now or [], (known or {}).get(field) or [])
    if same(field, said, now):
        return None
    if known is not None and field in known and same(field, said, known[field]):
        return None  # the file says what it said before; what staff made of it stands
    taken = known is not None and field in known and same(field, known[field], now)
    if taken or now in EMPTY:
        return Change(field, now, said)
    if known is None and not listing_field and field != "category":
        return None  # another list or staff described the project; this list only adds to it
    if overwrite:
        return Change(field, now, said)
    row.problems.append(
        conflict(
            row.entry.column(field),
            show(said),
            _("登记库中已由人工改为“%(now)s”，未覆盖。") % {"now": show(now)},
            _("请核对：如以文件为准，请在记录中修改，或勾选“以文件为准”后重新导入。"),
        )
    )
    return None


def _removed_listing(row: RowPlan, field: str, said: Any, *, overwrite: bool) -> Change | None:
    if overwrite:
        return Change(field, None, said)
    if field == "level":
        row.problems.append(
            conflict(
                row.entry.column(field),
                show(said),
                _("上次导入的列入（认定）记录已由人工删除，未重新添加。"),
                _("如应恢复，请在记录中添加，或勾选“以文件为准”后重新导入。"),
            )
        )
    return None


def _aliases(said: list[str], now: list[str], before: list[str]) -> tuple[list[str], list[str]]:
    """Further names are added to, and only those the list itself gave are taken away."""
    wanted = [name for name in now if name not in before or name in said]
    wanted += [name for name in said if name not in wanted and name not in before]
    return wanted, now


def _wait_for_staff(row: RowPlan, state: RecordState) -> None:
    """A record staff are at work on is left alone, whatever the options say."""
    if not (state.has_draft or state.locked):
        return
    fields = "、".join(row.entry.column(change.field) for change in row.changes)
    reason = _("记录已被锁定，未改动。") if state.locked else _("记录有尚未发布的修改，未改动。")
    remedy = (
        _("请解除锁定后重新导入。") if state.locked else _("请先发布或放弃这些修改，再重新导入。")
    )
    row.problems.append(conflict(fields, row.entry.name, reason, remedy))
    row.changes = []
    row.new_listing = False


def show(value: Any) -> str:
    """A value as a person reads it, shortened."""
    parts = value if isinstance(value, list) else [] if value is None else [value]
    text = "；".join(map(str, parts))
    return text if len(text) <= 60 else text[:57] + "…"

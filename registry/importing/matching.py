"""Which record each entry means: by what an earlier import remembered, else by what it says."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from registry.codes import normalise_code
from registry.enums import RecordKind
from registry.importing.entries import Entry, ListRead
from registry.importing.knownrecords import (
    KnownRecord,
    category_is_known,
    place_key,
    record_key,
    record_keys,
    same_category,
)
from registry.importing.places import PlaceFinder
from registry.importing.plan import RowPlan, Target
from registry.importing.problems import error
from registry.importing.state import batch_key
from registry.importing.values import name_key
from registry.models import SourceIdentity

RENAMED = 0.5
"""How alike two names must be to count as one renamed (difflib's ratio), all else being equal."""
Key = Hashable


class Matcher:
    """Assigns targets to rows. Each earlier entry is claimed by one row at most."""

    def __init__(self, read: ListRead, rows: list[RowPlan], places: PlaceFinder) -> None:
        self._rows = [row for row in rows if not row.entry.refused]
        self._places = places
        self.identities = {
            identity.identifier: identity
            for identity in SourceIdentity.objects.filter(source=read.source)
        }
        self._unclaimed = dict(self.identities)
        self._merges_rows = read.merges_rows
        self._targets: dict[tuple[RecordKind, int], Target] = {}
        self.targets: list[Target] = []

    def match(self) -> list[SourceIdentity]:
        """Give each row its target; returns the earlier entries nobody claimed."""
        self._refuse_repeats()
        left = [row for row in self._rows if not self._by_identifier(row)]
        for how in (_number_and_name, _name_and_place, _number, _same_but_renamed):
            left = self._by_key(left, how)
        left = self._by_likeness(left)
        self._by_record(left)
        self.targets.sort(key=lambda target: target.rows[0].entry.row)
        return list(self._unclaimed.values())

    def _refuse_repeats(self) -> None:
        first: dict[str, RowPlan] = {}
        kept = []
        for row in self._rows:
            earlier = first.setdefault(row.entry.identifier, row)
            if earlier is row:
                kept.append(row)
                continue
            row.problems.append(
                error(
                    row.entry.column("name"),
                    row.entry.name,
                    _repeats(earlier.entry, row.entry),
                    _("如果是同一项，请删去其中一行；如果不是，请写明各自的申报地区或编号。"),
                )
            )
        self._rows = kept

    def _by_identifier(self, row: RowPlan) -> bool:
        identity = self._unclaimed.pop(row.entry.identifier, None)
        if identity is None:
            return False
        self._claim(row, identity)
        return True

    def _claim(self, row: RowPlan, identity: SourceIdentity) -> None:
        row.identity = identity
        row.identity_before = {"identifier": identity.identifier, "values": identity.values}
        self._attach(row, RecordKind(identity.kind), identity.object_id)

    def _attach(self, row: RowPlan, kind: RecordKind, pk: int) -> None:
        target = self._targets.get((kind, pk))
        if target is None:
            target = self._targets[kind, pk] = Target(kind, pk=pk)
            self.targets.append(target)
        target.rows.append(row)
        row.target = target

    def _by_key(
        self, rows: list[RowPlan], how: Callable[[dict[str, Any]], Key | None]
    ) -> list[RowPlan]:
        """Pair rows with unclaimed entries where a key is found once on either side."""
        if not self._unclaimed or not rows:
            return rows
        earlier: dict[Key, list[SourceIdentity]] = defaultdict(list)
        for identity in self._unclaimed.values():
            key = how(identity.values)
            if key is not None:
                earlier[key].append(identity)
        now: dict[Key, list[RowPlan]] = defaultdict(list)
        for row in rows:
            key = how(row.entry.values)
            if key is not None:
                now[key].append(row)
        paired: set[int] = set()
        for key, candidates in now.items():
            if len(candidates) == 1 and len(earlier.get(key, ())) == 1:
                identity = earlier[key][0]
                del self._unclaimed[identity.identifier]
                self._claim(candidates[0], identity)
                paired.add(id(candidates[0]))
        return [row for row in rows if id(row) not in paired]

    def _by_likeness(self, rows: list[RowPlan]) -> list[RowPlan]:
        """Pair a renamed row with the one unclaimed entry that resembles it, same in all else."""
        left = []
        for row in rows:
            options = [
                identity
                for identity in self._unclaimed.values()
                if _same_surroundings(identity.values, row.entry.values)
            ]
            ranked = sorted(
                ((_likeness(identity, row.entry), identity.pk, identity) for identity in options),
                reverse=True,
            )
            if (
                ranked
                and ranked[0][0] >= RENAMED
                and (len(ranked) == 1 or ranked[0][0] > ranked[1][0] + 0.1)
            ):
                identity = ranked[0][2]
                del self._unclaimed[identity.identifier]
                self._claim(row, identity)
            else:
                left.append(row)
        return left

    def _by_record(self, rows: list[RowPlan]) -> None:
        """Find records that staff made or another list brought; what is left will be created."""
        known = self._known_records(rows)
        fresh: dict[Key, list[Target]] = {}
        for row in sorted(rows, key=lambda row: not category_is_known(row, known)):
            options = [
                record
                for record in known.get(record_key(row.entry), ())
                if self._compatible(row.entry, record.division) and self._free(row, record.pk)
            ]
            options = [one for one in options if same_category(row, one)] or options
            if len(options) == 1:
                self._attach(row, row.entry.kind, options[0].pk)
            elif options:
                row.problems.append(
                    error(
                        row.entry.column("name"),
                        row.entry.name,
                        _("登记库中已有 %(n)d 条同名记录，无法确定是哪一条。")
                        % {"n": len(options)},
                        _("请写明申报地区（到区县），或先合并重复的记录，再重新导入。"),
                    )
                )
            else:
                self._create(row, fresh)

    def _create(self, row: RowPlan, fresh: dict[Key, list[Target]]) -> None:
        """A record for the row, or one it shares with rows of other lists of the same project."""
        key = (*record_key(row.entry), place_key(row.entry))
        options = fresh.setdefault(key, []) if self._merges_rows else []
        target = next((one for one in options if _one_project(one, row)), None)
        if target is None:
            target = Target(row.entry.kind)
            options.append(target)
            self.targets.append(target)
        target.rows.append(row)
        row.target = target

    def _known_records(self, rows: list[RowPlan]) -> dict[tuple[Any, ...], list[KnownRecord]]:
        """Records by the key rows are looked up with; those this list already has are left out."""
        if not rows:
            return {}
        taken: Iterable[int] = ()
        if not self._merges_rows:
            taken = {identity.object_id for identity in self.identities.values()}
        wanted = {record_key(row.entry) for row in rows}
        found: dict[tuple[Any, ...], list[KnownRecord]] = defaultdict(list)
        for kind in {row.entry.kind for row in rows}:
            for key, record in record_keys(kind):
                if key in wanted and record.pk not in taken:
                    found[key].append(record)
        return found

    def _compatible(self, entry: Entry, division: str) -> bool:
        """Places agree when one lies in the other; an unknown place agrees with none but itself."""
        if entry.kind == RecordKind.INHERITOR:
            return True
        mine = self._places.by_code.get(entry.values.get("division", ""))
        theirs = self._places.of_lists(division)
        if mine is None or theirs is None:
            return mine is theirs
        return mine.code == theirs.code or (
            min(mine.level, theirs.level) > 1 and (mine.contains(theirs) or theirs.contains(mine))
        )

    def _free(self, row: RowPlan, pk: int) -> bool:
        """Whether this run has not yet put another row of the same batch on that record."""
        target = self._targets.get((row.entry.kind, pk))
        if target is None:
            return True
        mine = batch_key(row.entry.values)
        return self._merges_rows and all(
            batch_key(other.entry.values) != mine for other in target.rows
        )


def _repeats(earlier: Entry, later: Entry) -> str:
    if earlier.sheet == later.sheet:
        return _("与第 %(row)d 行重复。") % {"row": earlier.row}
    where = {"sheet": earlier.sheet, "row": earlier.row}
    return _("与工作表“%(sheet)s”第 %(row)d 行重复。") % where


def _one_project(target: Target, row: RowPlan) -> bool:
    """Whether rows of one name and place are one project on several lists.

    On one and the same list, or in another category of the same level, they are two.
    """
    mine = row.entry.values
    return all(
        batch_key(other.entry.values) != batch_key(mine)
        and (
            other.entry.values.get("category") == mine.get("category")
            or other.entry.values["level"] != mine["level"]
        )
        for other in target.rows
    )


def _number_and_name(values: dict[str, Any]) -> Key | None:
    number = _listing_number(values)
    return (number, name_key(values.get("name", ""))) if number else None


def _name_and_place(values: dict[str, Any]) -> Key | None:
    return (
        name_key(values.get("name", "")), name_key(values.get("place", "")),
        values.get("batch"), values.get("project"),
    )  # fmt: skip


def _number(values: dict[str, Any]) -> Key | None:
    number = _listing_number(values)
    return (number, values.get("batch")) if number else None


def _same_but_renamed(values: dict[str, Any]) -> Key | None:
    """The same introduction under another name, or the same unit alone in its place."""
    units, place = values.get("units"), values.get("place")
    if not units or not place:
        return None
    return (values.get("category"), values.get("batch"), name_key(place), *map(name_key, units))


def _same_surroundings(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(
        one.get(field) == other.get(field)
        for field in ("level", "jurisdiction", "batch", "category", "project")
    ) and name_key(one.get("place", "")) == name_key(other.get("place", ""))


def _likeness(identity: SourceIdentity, entry: Entry) -> float:
    one, other = name_key(identity.values.get("name", "")), name_key(entry.values["name"])
    return difflib.SequenceMatcher(None, one, other).ratio()


def _listing_number(values: dict[str, Any]) -> str:
    """The number that tells entries of one list apart: the sub-item's, else the code."""
    return normalise_code(values.get("sub_number") or values.get("number") or "")

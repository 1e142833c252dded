"""Finding the project that a row about an inheritor names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.codes import normalise_code, parse_code
from registry.importing.entries import Entry, ProjectSaid
from registry.importing.problems import error, notice
from registry.importing.values import name_key
from registry.models import HeritageProject


@dataclass(frozen=True, slots=True)
class _Known:
    pk: int
    name: str
    place: str
    division: str
    codes: frozenset[str]
    sub_numbers: frozenset[str]


class ProjectFinder:
    """Projects by number, by code, by name. Reads them once."""

    def __init__(self) -> None:
        self._by_sub: dict[str, list[_Known]] = defaultdict(list)
        self._by_code: dict[str, list[_Known]] = defaultdict(list)
        self._by_name: dict[str, list[_Known]] = defaultdict(list)
        codes: dict[int, set[str]] = defaultdict(set)
        subs: dict[int, set[str]] = defaultdict(set)
        listed = HeritageProject.objects.filter(inscriptions__isnull=False, sample_data=False)
        for pk, code, sub in listed.values_list(
            "pk", "inscriptions__code", "inscriptions__sub_number"
        ):
            codes[pk].add(_public(code))
            subs[pk].add(_squeezed(sub))
        rows = HeritageProject.objects.filter(sample_data=False).values_list(
            "pk", "name", "place_as_declared", "division__code"
        )
        for pk, name, place, division in rows:
            known = _Known(
                pk, name, name_key(place), division or "",
                frozenset(codes[pk] - {""}), frozenset(subs[pk] - {""}),
            )  # fmt: skip
            self._by_name[name_key(name)].append(known)
            for code in known.codes:
                self._by_code[code].append(known)
            for sub in known.sub_numbers:
                self._by_sub[sub].append(known)

    def link(self, entry: Entry, division: str) -> None:
        """Put the project's key into the entry, or refuse the row saying why."""
        said = entry.project
        if said is None or entry.refused:
            return
        found = self._find(said, division)
        column = entry.column("project")
        shown = said.sub_number or said.name or said.code
        if len(found) == 1:
            entry.values["project"] = found[0].pk
            self._tell_doubts(entry, said, found[0])
        elif not found:
            entry.problems.append(
                error(
                    column,
                    shown,
                    _("名录中没有这一项目（%(name)s），传承人无法与项目关联。")
                    % {"name": said.name or shown},
                    _("请先导入或登记该项目，或核对项目名称和编号，再重新导入本文件。"),
                )
            )
        else:
            entry.problems.append(
                error(
                    column,
                    shown,
                    _("有 %(n)d 个项目符合（%(names)s），无法确定是哪一个。")
                    % {"n": len(found), "names": "、".join(known.name for known in found[:4])},
                    _("请补填项目编号或申报地区后重新导入。"),
                )
            )

    def _find(self, said: ProjectSaid, division: str) -> list[_Known]:
        """All that fit best: by number, else by code with name or place, else by name."""
        if said.sub_number:
            by_sub = self._by_sub.get(_squeezed(said.sub_number), [])
            if by_sub:
                return self._narrowed(by_sub, said, division)
        if said.code:
            by_code = self._by_code.get(_public(said.code), [])
            closer = self._narrowed(by_code, said, division)
            if len(closer) == 1 and (not said.name or _alike(closer[0].name, said.name)):
                return closer
        by_name = self._by_name.get(name_key(said.name), [])
        return self._narrowed(by_name, said, division)

    def _narrowed(self, options: list[_Known], said: ProjectSaid, division: str) -> list[_Known]:
        """Take each hint in turn as long as it leaves someone."""
        name, place = name_key(said.name), name_key(said.place)
        hints: list[Callable[[_Known], bool]] = [
            lambda known: bool(name) and name_key(known.name) == name,
            lambda known: bool(place) and known.place == place,
            lambda known: (
                bool(place and known.place)
                and (known.place.startswith(place) or place.startswith(known.place))
            ),
            lambda known: bool(division) and known.division.startswith(division),
            lambda known: bool(division) and known.division[:4] == division[:4],
        ]
        for fits in hints:
            if len(options) > 1:
                options = [known for known in options if fits(known)] or options
        return options

    def _tell_doubts(self, entry: Entry, said: ProjectSaid, known: _Known) -> None:
        number = _squeezed(said.sub_number)
        if number and number not in known.sub_numbers:
            reason = _("名录中没有这一项目编号，已按名称和地区关联到“%(name)s”。")
        elif number and len(self._by_sub[number]) > 1:
            reason = _("有几个项目用同一编号，已按名称和地区关联到“%(name)s”。")
        else:
            return
        entry.problems.append(
            notice(
                entry.column("project"),
                said.sub_number,
                reason % {"name": known.name},
                _("请核对；如有误，请在传承人的认定中改正。"),
            )
        )


def _public(code: str) -> str:
    parsed = parse_code(code)
    return parsed.public if parsed and parsed.serial is not None else ""


def _squeezed(sub_number: str) -> str:
    return normalise_code("".join(sub_number.split())) if sub_number else ""


def _alike(one: str, other: str) -> bool:
    """Names that are the same but for what stands in brackets."""
    first, second = name_key(one), name_key(other)
    return first.split("(")[0] == second.split("(")[0]

"""What records lean on: batches, acts and protecting units, found or made once."""

from __future__ import annotations

from typing import Any

from registry.enums import ActKind, Level, RecordKind, UnitKind
from registry.importing.entries import Entry
from registry.importing.formats.base import Vocabulary
from registry.importing.options import ImportOptions
from registry.importing.values import name_key
from registry.models import Act, Batch, Category, ProtectingUnit
from registry.models.acts import ordinal_label

UNIT_KINDS = (
    (("公司", "厂", "合作社", "店", "集团", "酒家", "饭庄", "号"), UnitKind.COMPANY),
    (("协会", "学会", "研究会", "联合会", "商会", "促进会", "基金会"), UnitKind.ASSOCIATION),
    (("学校", "大学", "学院", "小学", "中学", "职校", "幼儿园"), UnitKind.SCHOOL),
    (("政府", "文化厅", "文化局", "旅游局", "旅游厅", "办事处", "委员会"), UnitKind.GOVERNMENT),
    (("馆", "中心", "院", "团", "所", "站", "社", "文化宫"), UnitKind.PUBLIC),
)
"""What the end of a unit's name says it is."""


class Auxiliary:
    """Finds and makes batches, acts and units. ``created`` remembers what it made, for undo."""

    def __init__(self, options: ImportOptions, vocabulary: Vocabulary) -> None:
        self._options = options
        self._vocabulary = vocabulary
        self._batches = {
            (b.subject, b.level, b.jurisdiction.code if b.jurisdiction else "", b.ordinal): b
            for b in Batch.objects.select_related("jurisdiction", "act")
        }
        self._acts = {(act.issuer, act.document_number): act for act in Act.objects.all()}
        self._units: dict[str, ProtectingUnit] = {}
        for unit in ProtectingUnit.objects.order_by("-pk"):
            self._units[name_key(unit.name)] = unit
        self.created: dict[str, list[int]] = {"batches": [], "acts": [], "units": []}

    def category(self, name: str) -> Category:
        """The category of a name."""
        return self._vocabulary.categories_by_name[name]

    def division_pk(self, code: str) -> int | None:
        """The key of a division code."""
        place = self._vocabulary.places.by_code.get(code)
        return place.pk if place else None

    def unit(self, name: str) -> ProtectingUnit:
        """The unit of that name, whatever its blanks and brackets."""
        key = name_key(name)
        if key not in self._units:
            self.make_units([name])
        return self._units[key]

    def make_units(self, names: list[str]) -> None:
        """Create all units that are not there yet, in one statement."""
        missing: dict[str, str] = {}
        for name in names:
            if name_key(name) not in self._units:
                missing.setdefault(name_key(name), name)
        made = ProtectingUnit.objects.bulk_create(
            [ProtectingUnit(name=name, kind=_unit_kind(name)) for name in missing.values()],
            batch_size=400,
        )
        self._units.update(zip(missing, made, strict=True))
        self.created["units"] += [unit.pk for unit in made]

    def batch(self, entry: Entry) -> Batch | None:
        """The batch an entry names; None where it names none."""
        values = entry.values
        ordinal = values.get("batch")
        if not ordinal:
            return None
        subject = (
            Batch.SUBJECT_PROJECT if entry.kind == RecordKind.PROJECT else Batch.SUBJECT_INHERITOR
        )
        key = (subject, values["level"], values.get("jurisdiction") or "", ordinal)
        if key not in self._batches:
            self._batches[key] = self._make_batch(entry, key)
        return self._batches[key]

    def act(self, entry: Entry) -> Act | None:
        """The act of the document number an entry or the options give."""
        number = entry.values.get("act")
        if not number:
            return None
        level = entry.values["level"]
        place = self._vocabulary.places.by_code.get(entry.values.get("jurisdiction") or "")
        issuer = self._options.issuer or (
            "国务院" if level == Level.NATIONAL or place is None else f"{place.full_name}人民政府"
        )
        if (issuer, number) not in self._acts:
            self._acts[issuer, number] = self._make_act(entry, issuer, number)
        return self._acts[issuer, number]

    def _make_batch(self, entry: Entry, key: tuple[str, int, str, int]) -> Batch:
        subject, level, jurisdiction, ordinal = key
        announced = self._options.announced_on
        batch = Batch.objects.create(
            subject=subject,
            level=level,
            jurisdiction_id=self.division_pk(jurisdiction) if jurisdiction else None,
            ordinal=ordinal,
            year=entry.batch_year or (announced.year if announced else None),
            announced_on=announced,
            act=self.act(entry),
        )
        self.created["batches"].append(batch.pk)
        return batch

    def _make_act(self, entry: Entry, issuer: str, number: str) -> Act:
        project = entry.kind == RecordKind.PROJECT
        batch = entry.values.get("batch")
        act = Act.objects.create(
            title="关于公布{batch}{level}非物质文化遗产代表性{what}的通知".format(
                batch=ordinal_label(batch) if batch else "",
                level=Level(entry.values["level"]).label,
                what="项目名录" if project else "传承人名单",
            ),
            kind=ActKind.INSCRIPTION if project else ActKind.RECOGNITION,
            document_number=number,
            issuer=issuer,
            published_on=self._options.announced_on,
        )
        self.created["acts"].append(act.pk)
        return act


def _unit_kind(name: str) -> str:
    bare: Any = name_key(name).split("(")[0]
    return next((kind for ends, kind in UNIT_KINDS if bare.endswith(ends)), UnitKind.OTHER)

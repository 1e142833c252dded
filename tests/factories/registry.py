"""Records for tests, published through the domain functions staff's forms use as well."""

from __future__ import annotations

import itertools
from typing import Any

from registry.domain.publishing import save_record
from registry.enums import Access, Level, SectionKind
from registry.models import (
    BaseProject,
    BaseType,
    Batch,
    Category,
    CreativeProduct,
    Division,
    HeritageProject,
    Inheritor,
    Inscription,
    PracticeBase,
    ProductProject,
    ProjectName,
    ProtectingUnit,
    ProtectionAssignment,
    Recognition,
    Workshop,
    WorkshopProject,
)
from registry.narrative import section_value

_number = itertools.count(1)
HEDONG = "120102"


def division(code: str = HEDONG) -> Division:
    """One of the divisions the migration loads."""
    return Division.objects.get(code=code)


def national_batch(ordinal: int = 1, subject: str = Batch.SUBJECT_PROJECT) -> Batch:
    """One of the national batches the migration loads."""
    return Batch.objects.get(subject=subject, level=Level.NATIONAL, ordinal=ordinal)


def make_unit(name: str = "", **fields: Any) -> ProtectingUnit:
    """A protecting unit."""
    return ProtectingUnit.objects.create(name=name or f"示例文化馆{next(_number)}", **fields)


def make_inscription(code: str = "Ⅷ-89", **fields: Any) -> Inscription:
    """An inscription not saved yet: hand it to make_project."""
    fields.setdefault("level", Level.NATIONAL)
    if fields["level"] == Level.NATIONAL:
        fields.setdefault("batch", national_batch())
    return Inscription(code_as_written=code, **fields)


def make_project(
    name: str = "",
    *,
    publish: bool = True,
    by: Any = None,
    category: int = 8,
    aliases: tuple[str, ...] = (),
    sections: dict[SectionKind, str] | None = None,
    secret_sections: dict[SectionKind, str] | None = None,
    unit: ProtectingUnit | None = None,
    **fields: Any,
) -> HeritageProject:
    """A project in Hedong, published; ``sections`` are public, ``secret_sections`` are not."""
    fields.setdefault("division", division())
    narrative = [section_value(kind, [text]) for kind, text in (sections or {}).items()]
    narrative += [
        section_value(kind, [text], Access.SECRET) for kind, text in (secret_sections or {}).items()
    ]
    project = HeritageProject(  # type: ignore[misc]
        name=name or f"示例技艺{next(_number)}",
        category=Category.objects.get(ordinal=category),
        narrative=narrative,
        names=[ProjectName(text=alias) for alias in aliases],
        assignments=[ProtectionAssignment(unit=unit)] if unit else [],
        **fields,
    )
    return save_record(record=project, by=by, publish=publish)


def make_inheritor(
    name: str = "",
    *,
    project: HeritageProject | None = None,
    publish: bool = True,
    **fields: Any,
) -> Inheritor:
    """An inheritor, recognised for ``project`` at the national level when one is given."""
    if project is not None:
        fields.setdefault("recognitions", [Recognition(project=project, level=Level.NATIONAL)])
    inheritor = Inheritor(name=name or f"示例传承人{next(_number)}", **fields)
    return save_record(record=inheritor, by=None, publish=publish)


def make_base(
    name: str = "", *, project: HeritageProject | None = None, publish: bool = True, **fields: Any
) -> PracticeBase:
    """A practice base in Hedong."""
    fields.setdefault("base_type", BaseType.objects.first())
    fields.setdefault("division", division())
    base = PracticeBase(  # type: ignore[misc]
        name=name or f"示例基地{next(_number)}",
        projects=[BaseProject(project=project)] if project else [],
        **fields,
    )
    return save_record(record=base, by=None, publish=publish)


def make_workshop(
    name: str = "", *, project: HeritageProject | None = None, publish: bool = True, **fields: Any
) -> Workshop:
    """A workshop in Hedong."""
    fields.setdefault("division", division())
    workshop = Workshop(  # type: ignore[misc]
        name=name or f"示例工坊{next(_number)}",
        projects=[WorkshopProject(project=project)] if project else [],
        **fields,
    )
    return save_record(record=workshop, by=None, publish=publish)


def make_product(
    name: str = "", *, project: HeritageProject | None = None, publish: bool = True, **fields: Any
) -> CreativeProduct:
    """A creative product."""
    product = CreativeProduct(  # type: ignore[misc]
        name=name or f"示例文创{next(_number)}",
        projects=[ProductProject(project=project)] if project else [],
        **fields,
    )
    return save_record(record=product, by=None, publish=publish)

"""Reads of the registry, as QuerySets wherever a QuerySet can say it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, Value
from django.db.models.functions import NullIf
from django.utils import timezone

from registry.enums import Level, RecordKind, Standing, TargetMetric
from registry.models import (
    Apprenticeship,
    Batch,
    CreativeProduct,
    Division,
    HeritageProject,
    Inheritor,
    Inscription,
    PracticeBase,
    ProtectionAssignment,
    Recognition,
    Record,
    Workshop,
    YearlyTarget,
)

RECORD_MODELS: dict[str, type[Record]] = {
    RecordKind.PROJECT: HeritageProject,
    RecordKind.INHERITOR: Inheritor,
    RecordKind.BASE: PracticeBase,
    RecordKind.WORKSHOP: Workshop,
    RecordKind.PRODUCT: CreativeProduct,
}
"""The model of each kind of record."""


def published(kind: str) -> QuerySet[Record]:
    """Records of this kind that the public may see."""
    return RECORD_MODELS[kind]._default_manager.filter(live=True)


def projects_for_reading(keys: Iterable[int] | None = None) -> QuerySet[HeritageProject]:
    """Published projects with all that page and index entry show; a fixed number of queries."""
    projects = HeritageProject.objects.filter(live=True)
    if keys is not None:
        projects = projects.filter(pk__in=keys)
    return projects.select_related("category", "division__parent__parent").prefetch_related(
        Prefetch(
            "inscriptions",
            Inscription.objects.select_related(
                "batch__jurisdiction", "batch__act", "act", "removal_act"
            ),
        ),
        "names",
        "tagged_items__tag",
        "pictures__image",
        Prefetch(
            "recognitions",
            Recognition.objects.filter(inheritor__live=True)
            .select_related("inheritor__portrait", "batch")
            .order_by("level", "inheritor__name"),
        ),
        Prefetch("assignments", ProtectionAssignment.objects.select_related("unit", "act")),
    )


def inheritors_for_reading(keys: Iterable[int] | None = None) -> QuerySet[Inheritor]:
    """Published inheritors with their recognitions and projects."""
    inheritors = Inheritor.objects.filter(live=True)
    if keys is not None:
        inheritors = inheritors.filter(pk__in=keys)
    return inheritors.select_related("portrait", "division__parent__parent").prefetch_related(
        Prefetch(
            "recognitions",
            Recognition.objects.select_related(
                "project__category",
                "project__division",
                "batch__jurisdiction",
                "batch__act",
                "act",
            ),
        )
    )


def sites_for_reading(kind: str, keys: Iterable[int] | None = None) -> QuerySet[Record]:
    """Published bases or workshops with host, projects and pictures."""
    sites: QuerySet[Any] = published(kind)  # what both kinds have is more than Record has
    if keys is not None:
        sites = sites.filter(pk__in=keys)
    related = ["host_unit", "host_inheritor", "division__parent__parent", "batch", "act"]
    if kind == RecordKind.BASE:
        related.append("base_type")
    return sites.select_related(*related).prefetch_related(
        "projects__project__category", "pictures__image", "tagged_items__tag"
    )


def products_for_reading(keys: Iterable[int] | None = None) -> QuerySet[CreativeProduct]:
    """Published products with makers, projects and pictures."""
    products = CreativeProduct.objects.filter(live=True)
    if keys is not None:
        products = products.filter(pk__in=keys)
    return products.select_related("maker_unit", "maker_inheritor").prefetch_related(
        "projects__project__category", "pictures__image", "tagged_items__tag"
    )


BY_CODE: tuple[Any, ...] = (
    NullIf("code_order", Value("")).asc(nulls_last=True),
    "project__name",
    "pk",
)
"""Inscriptions as a list has them: by code, those without one at the end; never two ways."""


def list_as_of(
    day: datetime.date, *, level: Level | None = None, jurisdiction: Division | None = None
) -> QuerySet[Inscription]:
    """The list as it stood on ``day``: inscriptions made by then and not yet ended."""
    inscriptions = Inscription.objects.in_force_on(day).filter(project__live=True)
    return _as_listed(inscriptions, level, jurisdiction)


def listed_without_day(
    *, level: Level | None = None, jurisdiction: Division | None = None
) -> QuerySet[Inscription]:
    """Inscriptions of which nobody knows since when they hold: no list as of a day has them."""
    inscriptions = Inscription.objects.filter(inscribed_on__isnull=True, project__live=True)
    return _as_listed(inscriptions, level, jurisdiction)


def _as_listed(
    inscriptions: QuerySet[Inscription], level: Level | None, jurisdiction: Division | None
) -> QuerySet[Inscription]:
    """Of one list or all, in the order of the lists themselves."""
    if level is not None:
        inscriptions = inscriptions.filter(level=level)
    if jurisdiction is not None:
        inscriptions = inscriptions.filter(batch__jurisdiction=jurisdiction)
    return inscriptions.select_related("project__category", "batch", "act").order_by(
        "level", "project__category__ordinal", *BY_CODE
    )


def batch_by_slug(slug: str) -> Batch | None:
    """The batch at a readable address such as project-county-120102-8; None without one."""
    parts = slug.split("-")
    levels = {level.name.lower(): level for level in Level}
    if len(parts) not in (3, 4) or parts[1] not in levels or not parts[-1].isascii():
        return None
    if not parts[-1].isdigit() or len(parts[-1]) > 3:
        return None
    batches = Batch.objects.filter(
        subject=parts[0], level=levels[parts[1]], ordinal=int(parts[-1])
    ).select_related("jurisdiction", "act")
    if len(parts) == 4:
        return batches.filter(jurisdiction__code=parts[2]).first()
    return batches.filter(jurisdiction__isnull=True).first()


def sharing_code(project: HeritageProject) -> QuerySet[HeritageProject]:
    """Published projects of other places under one of this project's codes and the same level.

    A code counts only within its level, and within its jurisdiction below the national one.
    """
    same = Q(pk__in=[])
    for inscription in project.inscriptions.all():
        if not inscription.code or "-" not in inscription.code:
            continue  # blank, or a bare numeral that all projects of the category share
        one = Q(inscriptions__code=inscription.code, inscriptions__level=inscription.level)
        if inscription.level != Level.NATIONAL:
            batch = inscription.batch
            one &= Q(inscriptions__batch__jurisdiction=batch.jurisdiction if batch else None)
        same |= one
    return (
        HeritageProject.objects.filter(same, live=True)
        .exclude(pk=project.pk)
        .select_related("division", "category")
        .distinct()
    )


def registered_projects(
    *, day: datetime.date | None = None, division: str = ""
) -> QuerySet[HeritageProject]:
    """Published projects in force on ``day`` (now when left out) on any list.

    ``division`` is the start of a code: "120102" for the district's own. Projects inscribed on a
    day nobody wrote down count as in force.
    """
    day = day or timezone.localdate()
    in_force = (
        Inscription.objects.filter(Q(inscribed_on__lte=day) | Q(inscribed_on__isnull=True))
        .exclude(removed_on__lte=day)
        .values("project_id")
    )
    projects = HeritageProject.objects.filter(live=True, pk__in=in_force)
    return projects.filter(division__code__startswith=division) if division else projects


def target_for(year: int, metric: TargetMetric) -> YearlyTarget | None:
    """The target of that year, or of the last year before it that has one."""
    return YearlyTarget.objects.filter(metric=metric, year__lte=year).order_by("-year").first()


@dataclass(slots=True)
class LineageNode:
    """One person in a lineage. ``generation`` counts from 1, the eldest known."""

    inheritor: Inheritor
    generation: int = 1
    masters: list[int] = field(default_factory=list)
    recognised: bool = False


def lineage(project: HeritageProject) -> list[LineageNode]:
    """Everyone in the project's lineage, eldest generation first; a fixed number of queries.

    In it are the project's recognised inheritors, whoever is tied to another by an apprenticeship
    of this project, and the masters of all these by ties that name no project. Only published
    people are named.
    """
    ties = Apprenticeship.objects.filter(master__live=True, apprentice__live=True)
    links = list(ties.filter(project=project).values_list("apprentice_id", "master_id"))
    recognised = set(
        Recognition.objects.filter(project=project, inheritor__live=True)
        .exclude(standing__in=[Standing.REMOVED])
        .values_list("inheritor_id", flat=True)
    )
    keys = recognised | {pk for link in links for pk in link}
    links += _masters_above(keys, ties.filter(project__isnull=True))
    keys |= {pk for link in links for pk in link}
    people = Inheritor.objects.filter(pk__in=keys, live=True).select_related("portrait")
    nodes = {
        person.pk: LineageNode(person, recognised=person.pk in recognised) for person in people
    }
    for apprentice, master in links:
        if apprentice in nodes and master in nodes:
            nodes[apprentice].masters.append(master)
    _count_generations(nodes)
    return sorted(
        nodes.values(),
        key=lambda node: (node.generation, _year_of_birth(node.inheritor), node.inheritor.pk),
    )


def _masters_above(people: set[int], ties: QuerySet[Apprenticeship]) -> Iterator[tuple[int, int]]:
    """The ties from these people up, apprentice and master, as far as they lead. One query."""
    masters: dict[int, list[int]] = defaultdict(list)
    for apprentice, master in ties.values_list("apprentice_id", "master_id"):
        masters[apprentice].append(master)
    seen, waiting = set(people), list(people)
    while waiting:
        apprentice = waiting.pop()
        for master in masters.get(apprentice, ()):
            yield apprentice, master
            if master not in seen:
                seen.add(master)
                waiting.append(master)


def _year_of_birth(inheritor: Inheritor) -> int:
    """By which a generation is ordered; what may not be published must not show in an order."""
    return (inheritor.birth_year if inheritor.details_public else None) or 9999


def _count_generations(nodes: dict[int, LineageNode]) -> None:
    """One more than the deepest of one's masters. There are no circles: saving refuses them."""
    done: dict[int, int] = {}
    for start in nodes:
        stack = [start]
        while stack:
            here = stack[-1]
            waiting = [pk for pk in nodes[here].masters if pk not in done]
            if waiting and len(stack) <= len(nodes):
                stack.extend(waiting)
                continue
            stack.pop()
            done[here] = 1 + max((done.get(pk, 0) for pk in nodes[here].masters), default=0)
            nodes[here].generation = done[here]

"""Finding records in listings and choosers: Chinese inside a name, aliases, codes, pinyin.

The public catalogue has its own engine; this asks the database alone, so that a draft saved a
moment ago is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.db.models import Case, F, IntegerField, Model, OrderBy, Q, QuerySet, Value, When
from pypinyin import lazy_pinyin

from registry.codes import parse_code
from registry.models import (
    Act,
    Batch,
    CreativeProduct,
    Division,
    HeritageProject,
    Inheritor,
    Inscription,
    PracticeBase,
    ProjectName,
    ProtectingUnit,
    Recognition,
    Workshop,
)
from registry.models.acts import ordinal_label

AnyModel = TypeVar("AnyModel", bound=Model)
LONGEST_QUERY = 100
MOST_PINYIN_HITS = 1000
"""Keys given to one IN (…); a query that hits more than this is no use to anyone."""

_ODD = re.compile(r"[\x00-\x1f\x7f\"'“”‘’《》「」『』]")
_LETTERS = re.compile(r"[a-zA-Z' ]{2,}")

Condition = Callable[[str], Q]


@dataclass(frozen=True, slots=True)
class Searched:
    """What of a model is searched: columns, further conditions, and the name pinyin is read from."""

    columns: tuple[str, ...]
    further: tuple[Condition, ...] = ()
    spelled: str = "name"
    order: tuple[str | OrderBy, ...] = ()


def matching(queryset: QuerySet[AnyModel], query: str) -> QuerySet[AnyModel]:
    """Rows in which every word of ``query`` stands somewhere, or whose name is spelled like it.

    Quotation marks and control characters count as blanks: nothing staff type is an error.
    """
    words = _ODD.sub(" ", query)[:LONGEST_QUERY].split()
    if not words:
        return queryset if not query.strip() else queryset.none()
    searched = SEARCHED[queryset.model]
    every = Q()
    for word in words:
        some = Q()
        for column in searched.columns:
            some |= Q(**{f"{column}__icontains": word})
        for condition in searched.further:
            some |= condition(word)
        every &= some
    spelled = _spelled_like(queryset, searched.spelled, " ".join(words))
    return queryset.filter(every | Q(pk__in=spelled)) if spelled else queryset.filter(every)


def ranked(queryset: QuerySet[AnyModel], query: str) -> QuerySet[AnyModel]:
    """``matching``, with names equal to the query first and those that begin with it next."""
    searched = SEARCHED[queryset.model]
    text = " ".join(_ODD.sub(" ", query)[:LONGEST_QUERY].split())
    found = matching(queryset, query)
    if not text:
        return found
    rank = Case(
        When(**{searched.spelled: text}, then=Value(0)),
        When(**{f"{searched.spelled}__startswith": text}, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    order: tuple[str | OrderBy, ...] = searched.order or tuple(
        map(str, queryset.model._meta.ordering or ["pk"])
    )
    return found.order_by(rank, *order)


def make_searchable(model: type[Model], searched: Searched) -> None:
    """Let listings and choosers find rows of another room's model too. Called while hooks load."""
    SEARCHED[model] = searched


@lru_cache(maxsize=50_000)
def _syllables(name: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in lazy_pinyin(name, v_to_u=False) if part.strip())


def spelled_like(name: str, letters: str) -> bool:
    """Whether ``letters`` are the pinyin of ``name`` from one of its syllables on, or initials."""
    parts = _syllables(name)
    starts = range(len(parts))
    return any("".join(parts[at:]).startswith(letters) for at in starts) or (
        letters in "".join(part[:1] for part in parts)
    )


def _spelled_like(queryset: QuerySet[AnyModel], column: str, query: str) -> list[int]:
    if not _LETTERS.fullmatch(query):
        return []
    letters = re.sub("[' ]", "", query).lower()
    rows = queryset.model._default_manager.values_list("pk", column)
    hits = [pk for pk, name in rows if name and spelled_like(name, letters)]
    return hits[:MOST_PINYIN_HITS]


def _project_by_alias(word: str) -> Q:
    return Q(pk__in=ProjectName.objects.filter(text__icontains=word).values("project_id"))


def _project_by_code(word: str) -> Q:
    rows = Q(sub_number__icontains=word) | Q(code_as_written__icontains=word)
    code = parse_code(word)
    if code is not None:
        rows |= Q(code=code.normalised) | Q(code__startswith=code.normalised + "_")
    return Q(pk__in=Inscription.objects.filter(rows).values("project_id"))


def _inheritor_by_recognition(word: str) -> Q:
    rows = Recognition.objects.filter(Q(number__icontains=word) | Q(project__name__icontains=word))
    return Q(pk__in=rows.values("inheritor_id"))


def _division_by_former_name(word: str) -> Q:
    rows = Division.objects.exclude(former_names=[]).values_list("pk", "former_names")
    hits = [pk for pk, names in rows if any(word in name for name in names)]
    return Q(pk__in=hits[:MOST_PINYIN_HITS])


def _division_by_code(word: str) -> Q:
    return Q(code__startswith=word) if word.isdigit() else Q(pk__in=[])


def _batch_by_label(word: str) -> Q:
    """A batch has no column that says 国家级第一批: compare with the words it is shown by."""
    batches = Batch.objects.select_related("jurisdiction")
    return Q(pk__in=[batch.pk for batch in batches if word in _batch_words(batch)])


def _batch_words(batch: Batch) -> str:
    return f"{batch} {batch.get_subject_display()} {ordinal_label(batch.ordinal)}"


DIVISIONS_IN_FORCE_FIRST = (F("abolished_in").asc(nulls_first=True), "level", "code")
"""Then by tier and code; databases differ in where they put what has no day of abolition."""

_RECORD = ("name", "name_pinyin", "name_en", "slug")
_SITE = (*_RECORD, "address", "host_unit__name", "host_inheritor__name")

SEARCHED: dict[type[Model], Searched] = {
    HeritageProject: Searched(
        (*_RECORD, "place_as_declared", "division__full_name"),
        (_project_by_alias, _project_by_code),
    ),
    Inheritor: Searched((*_RECORD, "place_as_declared"), (_inheritor_by_recognition,)),
    PracticeBase: Searched(_SITE),
    Workshop: Searched(_SITE),
    CreativeProduct: Searched(
        (*_RECORD, "maker_name", "maker_unit__name", "maker_inheritor__name")
    ),
    ProtectingUnit: Searched(("name", "credit_code", "address")),
    Act: Searched(("title", "document_number", "issuer"), spelled="title"),
    Batch: Searched(
        ("act__title", "act__document_number"), (_batch_by_label,), spelled="act__title"
    ),
    Division: Searched(
        ("full_name", "name"),
        (_division_by_code, _division_by_former_name),
        spelled="full_name",
        order=DIVISIONS_IN_FORCE_FIRST,
    ),
}

"""Reads of the registry for those who apply: names and their categories while typing, and what looks the same.

All published names fit into memory (some fifteen thousand); they are read once in five minutes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from pypinyin import Style, lazy_pinyin

from registry.models import HeritageProject, ProjectName

MOST = 12
SECONDS_KEPT = 300
ALIKE = 0.72
"""From which share of common pairs of characters on two names are taken to mean the same."""
_KEY = "applications:listed-projects"
_NOT_LETTERS = re.compile(r"[\W_]+")
_ORNAMENT = re.compile(r"传统|制作|技艺|习俗|民间|非遗|非物质文化遗产")


@dataclass(frozen=True, slots=True)
class Listed:
    """A published project under one of its names."""

    pk: int
    name: str
    place: str
    slug: str
    called: str
    category: str

    @property
    def url(self) -> str:
        """Its page in the catalogue."""
        return reverse("catalogue:projects", args=[self.slug])

    @property
    def label(self) -> str:
        """Name, other name where that was found, and place, which tells namesakes apart."""
        other = f"（{self.called}）" if self.called != self.name else ""
        return f"{self.name}{other}" + (f" — {self.place}" if self.place else "")


def suggestions(query: str) -> list[Listed]:
    """Published projects whose name or other name contains this, or whose pinyin begins so."""
    plain = _plain(query)
    if not plain:
        return []
    ranked = [
        (rank, len(one.name), one.name, one.pk, one)
        for one in _all()
        if (rank := _rank(_plain(one.called), plain)) is not None
    ]
    found: dict[int, Listed] = {}
    for *_order, one in sorted(ranked, key=lambda row: row[:4]):
        found.setdefault(one.pk, one)
        if len(found) == MOST:
            break
    return list(found.values())


def lookalikes(name: str) -> list[Listed]:
    """Published projects that seem to be the one of this name: the likely parent of an extension."""
    wanted, core = _plain(name), _core(name)
    if len(wanted) < 2:
        return []
    ranked: dict[int, tuple[float, Listed]] = {}
    for one in _all():
        likeness = 1.0 if _plain(one.called) == wanted else _likeness(_core(one.called), core)
        if likeness >= ALIKE and likeness > ranked.get(one.pk, (0.0, one))[0]:
            ranked[one.pk] = (likeness, one)
    best = sorted(ranked.values(), key=lambda row: (-row[0], row[1].pk))
    return [one for _likeness_, one in best[:5]]


def listed(pk: int | None) -> Listed | None:
    """One published project, for showing what was chosen."""
    live = HeritageProject.objects.filter(live=True).select_related("category")
    row = live.filter(pk=pk).first() if pk else None
    if row is None:
        return None
    return Listed(row.pk, row.name, row.place_as_declared, row.slug, row.name, row.category.name)


def _all() -> list[Listed]:
    known: list[Listed] | None = cache.get(_KEY)
    if known is None:
        rows = HeritageProject.objects.filter(live=True).values_list(
            "pk", "name", "place_as_declared", "slug", "name", "category__name"
        )
        known = [Listed(*row) for row in rows]
        others = ProjectName.objects.filter(project__live=True).values_list(
            *("project_id", "project__name", "project__place_as_declared", "project__slug"),
            *("text", "project__category__name"),
        )
        known += [Listed(*row) for row in others]
        cache.set(_KEY, known, SECONDS_KEPT)
    return known


def _plain(text: str) -> str:
    return _NOT_LETTERS.sub("", text).lower()[:60]


def _core(text: str) -> str:
    """What tells a name from others; a name of ornament alone stays whole."""
    plain = _plain(text)
    return _ORNAMENT.sub("", plain) or plain


def _rank(name: str, query: str) -> int | None:
    if query in name:
        return 0 if name == query else 1 if name.startswith(query) else 2
    if query.isascii() and query.isalpha():
        syllables = lazy_pinyin(name, v_to_u=False)
        if "".join(syllables).startswith(query):
            return 3
        if len(query) > 1 and query in "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)):
            return 4
    return None


def _likeness(one: str, other: str) -> float:
    """Dice's coefficient over pairs of characters; one name wholly inside the other counts high."""
    if not one or not other:
        return 0.0
    if one == other:
        return 0.95
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 2 and longer.endswith(shorter):
        return 0.8  # 大直沽高跷 and 高跷: a place before the name
    pairs, others = _pairs(one), _pairs(other)
    if not pairs or not others:
        return 0.0
    return 2 * len(pairs & others) / (len(pairs) + len(others))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}

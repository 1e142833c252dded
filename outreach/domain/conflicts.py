"""What does not go together: a planned session against all others and its circumstances.

One session is checked against the few rows around it (``conflicts_of``); many are checked at once by
sorting and sweeping (``conflicts_of_many``). Both find the same.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from outreach.domain import checks
from outreach.domain.checks import Conflict
from outreach.domain.surroundings import (
    ALIKE_DAYS,
    HORIZON,
    Surroundings,
    Taken,
    candidate_of,
    look_around,
    look_around_many,
)
from outreach.enums import Severity
from outreach.localtime import ONE_DAY, local_day, monday_of
from outreach.models import Override, Session

__all__ = [
    "Conflict",
    "conflicts_of",
    "conflicts_of_each",
    "conflicts_of_many",
    "standing",
    "standing_of_many",
]


def conflicts_of(session: Session) -> list[Conflict]:
    """Everything wrong with the session as it is in memory, saved or not; the gravest first."""
    one = candidate_of(session)
    around = look_around(one)
    found = list(checks.circumstances(one, around))
    for other in around.near:
        found += checks.between(one.taken, other, around.matrix)
    week = _week(one.taken)
    others = sum(_week(other) == week for other in around.near if other.teacher == week[0])
    found += checks.too_many_in_week(one, others)
    return _gravest_first(found)


def conflicts_of_many(sessions: Sequence[Session]) -> list[list[Conflict]]:
    """The same for many as they are in memory, in their order; also what they do to each other.

    Have venue (with division), room, teacher and programme at hand: see ``queries.sessions``.
    """
    many = [candidate_of(session, number) for number, session in enumerate(sessions)]
    around = look_around_many(many)
    found: dict[int, list[Conflict]] = {
        one.taken.pk: list(checks.circumstances(one, around)) for one in many
    }
    everything = [*around.near, *(one.taken for one in many)]
    _sweep_pairs(found, everything, around)
    weeks = Counter(_week(one) for one in everything if one.teacher is not None)
    for one in many:
        found[one.taken.pk] += checks.too_many_in_week(one, weeks[_week(one.taken)] - 1)
    return [_gravest_first(found[one.taken.pk]) for one in many]


def conflicts_of_each(sessions: Sequence[Session]) -> list[list[Conflict]]:
    """The same for alternatives, of which only one will be: they do nothing to each other."""
    many = [candidate_of(session, number) for number, session in enumerate(sessions)]
    around = look_around_many(many)
    meet: dict[Any, dict[int, Taken]] = defaultdict(dict)
    for other in around.near:
        for key in _keys(other):
            meet[key][other.pk] = other
    weeks = Counter(_week(one) for one in around.near if one.teacher is not None)
    rows = []
    for one in many:
        found = list(checks.circumstances(one, around))
        others = {pk: other for key in _keys(one.taken) for pk, other in meet[key].items()}
        for other in others.values():
            found += checks.between(one.taken, other, around.matrix)
        found += checks.too_many_in_week(one, weeks[_week(one.taken)])
        rows.append(_gravest_first(found))
    return rows


def _keys(one: Taken) -> list[tuple[str, int]]:
    """What it has to share with another for the two to have to do with each other."""
    keys = [("venue", one.place.pk), ("programme", one.programme)]
    return keys if one.teacher is None else [*keys, ("teacher", one.teacher)]


def standing(session: Session, *, at_least: Severity) -> list[Conflict]:
    """Those of this severity or graver that nobody has let stand by an override."""
    let = set(session.overrides.values_list("kind", "subject")) if session.pk else set()
    return still_standing(conflicts_of(session), let, at_least=at_least)


def standing_of_many(sessions: Sequence[Session], *, at_least: Severity) -> list[list[Conflict]]:
    """The same for many, in their order."""
    let: dict[int, set[tuple[str, str]]] = defaultdict(set)
    keys = [session.pk for session in sessions if session.pk]
    for pk, kind, subject in Override.objects.filter(session__in=keys).values_list(
        "session_id", "kind", "subject"
    ):
        let[pk].add((kind, subject))
    found = conflicts_of_many(sessions)
    return [
        still_standing(conflicts, let[session.pk] if session.pk else set(), at_least=at_least)
        for session, conflicts in zip(sessions, found, strict=True)
    ]


def still_standing(
    conflicts: Iterable[Conflict], let: set[tuple[str, str]], *, at_least: Severity
) -> list[Conflict]:
    """Without those that somebody let stand. What blocks is never let stand."""
    return [
        one
        for one in conflicts
        if one.severity >= at_least
        and (one.severity == Severity.BLOCK or (one.kind.value, one.subject) not in let)
    ]


def _sweep_pairs(
    found: dict[int, list[Conflict]], everything: list[Taken], around: Surroundings
) -> None:
    """Look at two sessions only when they share a venue, a teacher or a programme and lie close."""
    everything.sort(key=lambda one: (one.begins_at, one.pk))
    met: set[tuple[int, int]] = set()
    for key, reach in _REACHES:
        for first, second in _close_pairs(everything, key, reach):
            pair = (first.pk, second.pk)
            if pair in met or (first.pk not in found and second.pk not in found):
                continue
            met.add(pair)
            for one, other in ((first, second), (second, first)):
                if one.pk in found:
                    found[one.pk] += checks.between(one, other, around.matrix)


_REACHES: tuple[tuple[Callable[[Taken], Any], datetime.timedelta], ...] = (
    (lambda one: one.place.pk, datetime.timedelta(0)),
    (lambda one: one.teacher, HORIZON),
    (lambda one: one.programme, (ALIKE_DAYS + 1) * ONE_DAY),
)
"""What two sessions may share, and how long after one's end another can still meet it."""


def _close_pairs(
    in_order: list[Taken], key: Callable[[Taken], Any], reach: datetime.timedelta
) -> Iterator[tuple[Taken, Taken]]:
    """Pairs that share the key, where the second begins before the first has ended long enough."""
    running: dict[Any, list[Taken]] = defaultdict(list)
    for one in in_order:
        shared = key(one)
        if shared is None:
            continue
        still = [other for other in running[shared] if other.ends_at + reach > one.begins_at]
        for other in still:
            yield other, one
        running[shared] = [*still, one]


def _week(one: Taken) -> tuple[int | None, datetime.date]:
    return one.teacher, monday_of(local_day(one.begins_at))


def _gravest_first(found: list[Conflict]) -> list[Conflict]:
    return sorted(found, key=lambda one: (-one.severity, one.kind, one.subject))

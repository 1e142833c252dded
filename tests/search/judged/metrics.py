"""How good an answer is, as plain arithmetic on lists of ids.

Only the hits count that stand in the answer itself; the wider results that are shown apart do not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

DEPTH = 10


def success(
    ranked: Sequence[str],
    meant: Collection[str],
    rejected: Collection[str] = (),
    *,
    depth: int = DEPTH,
    need_all: bool = False,
) -> bool:
    """Whether one of the records meant (or all, as far as they fit) is among the first ``depth``.

    A rejected record among them makes it a failure whatever else is there.
    """
    first = set(ranked[:depth])
    if first & set(rejected):
        return False
    found = len(first & set(meant))
    return found >= min(len(set(meant)), depth) if need_all else found > 0


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], *, depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain: gain 2^grade - 1, discount log2(place + 1).

    1 is the best order the judged records allow; a record that stands twice counts once.
    """
    gained = _discounted(grades.get(id_, 0) for id_ in dict.fromkeys(ranked[:depth]))
    best = _discounted(sorted(grades.values(), reverse=True)[:depth])
    return gained / best if best else 0.0


def _discounted(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, start=1))


@dataclass(frozen=True, slots=True)
class Score:
    """One query's figures."""

    first: bool  # success@1
    ten: bool  # success@10
    ndcg: float
    empty: bool  # no hit at all


@dataclass(frozen=True, slots=True)
class Summary:
    """The mean figures of some queries."""

    queries: int
    first: float
    ten: float
    ndcg: float
    empty: float


def score(
    ranked: Sequence[str],
    grades: Mapping[str, int],
    rejected: Collection[str] = (),
    *,
    need_all: bool = False,
) -> Score:
    """The four figures of one answer. Success at 1 asks for one record even where all are needed."""
    meant = {id_ for id_, grade in grades.items() if grade == 3}
    return Score(
        first=success(ranked, meant, rejected, depth=1),
        ten=success(ranked, meant, rejected, need_all=need_all),
        ndcg=ndcg(ranked, grades),
        empty=not ranked,
    )


def summarise(scores: Collection[Score]) -> Summary:
    """The means; of no queries, all zero."""
    count = len(scores) or 1
    return Summary(
        queries=len(scores),
        first=sum(s.first for s in scores) / count,
        ten=sum(s.ten for s in scores) / count,
        ndcg=sum(s.ndcg for s in scores) / count,
        empty=sum(s.empty for s in scores) / count,
    )


def same_ten(one: Sequence[str], other: Sequence[str], *, depth: int = DEPTH) -> bool:
    """Whether two engines' first ten hold exactly the same records, in whatever order.

    Ties are no excuse: equal hits must be put in order by the same rule in both engines, or the
    one shows the reader what the other hides.
    """
    return set(one[:depth]) == set(other[:depth])


def overlap(one: Sequence[str], other: Sequence[str], *, depth: int = DEPTH) -> float:
    """The share of records the two first tens have in common (Jaccard); 1 when both are empty."""
    left, right = set(one[:depth]), set(other[:depth])
    return len(left & right) / len(left | right) if left | right else 1.0

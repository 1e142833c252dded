"""Names that may have been meant: one character wrong, missing, too many, swapped, or sounding alike."""

from __future__ import annotations

from collections.abc import Sequence

from .characters import compact, fold, runs
from .pinyin import sounds

SHORTEST_NAME = 4  # in shorter names one character is too much of the whole to guess at


def meant(word: str, name: str) -> str | None:
    """The part of a name a word probably means, or None.

    The part has four or more characters (three for words that only sound alike), and differs
    from the word by one character wrong, missing, too many or swapped with its neighbour.
    """
    for run, han in runs(fold(name)):
        if han:
            part = _nearest(word, run)
            if part is not None:
                return part
    whole = compact(name)
    return _nearest(word, whole)


def _nearest(word: str, run: str) -> str | None:
    size = len(word)
    if len(run) >= SHORTEST_NAME:
        for length in (size, size + 1, size - 1):
            if length < SHORTEST_NAME:
                continue
            for start in range(len(run) - length + 1):
                part = run[start : start + length]
                if one_apart(word, part):
                    return part
    return _by_sound(word, run)


def _by_sound(word: str, run: str) -> str | None:
    size = len(word)
    if size < 3 or len(run) < size:
        return None
    heard = sounds(word)
    for start in range(len(run) - size + 1):
        part = run[start : start + size]
        alike = sum(1 for one, other in zip(word, part, strict=True) if one == other)
        if alike * 3 >= size and sounds(part) == heard:
            return part
    return None


def one_apart(first: str, second: str) -> bool:
    """Whether two words differ by one character wrong, missing, too many, or swapped."""
    if first == second:
        return False
    if len(first) == len(second):
        unlike = [i for i in range(len(first)) if first[i] != second[i]]
        if len(unlike) == 1:
            return True
        return (
            len(unlike) == 2
            and unlike[1] == unlike[0] + 1
            and first[unlike[0]] == second[unlike[1]]
            and first[unlike[1]] == second[unlike[0]]
        )
    short, long = sorted((first, second), key=len)
    if len(long) - len(short) != 1:
        return False
    return any(long[:cut] + long[cut + 1 :] == short for cut in range(len(long)))


def best_meant(words: Sequence[str], names: Sequence[str]) -> dict[str, str] | None:
    """For each word that stands in no name the part that was meant; None if one has none."""
    found: dict[str, str] = {}
    for word in words:
        if any(word in compact(name) for name in names):
            continue
        part = next((part for name in names if (part := meant(word, name)) is not None), None)
        if part is None:
            return None
        found[word] = part
    return found

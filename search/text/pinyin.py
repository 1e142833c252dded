"""Pinyin: how names sound, in full and by initials, with the other readings a character may have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, chain
from typing import Any

from pypinyin import Style, lazy_pinyin
from pypinyin import pinyin as all_readings
from pypinyin.constants import PINYIN_DICT
from pypinyin.seg.simpleseg import seg as phrases

from .characters import compact, fold, is_han, runs_of

_OTHER_READINGS = 2  # per character: the rarer ones in the dictionary are noise
_LONGEST_RUN = 24  # characters of a name that are read; names are shorter
_LONGEST_WINDOW = 12  # syllables one may type from the middle of a name

Syllables = tuple[str, ...]


@lru_cache(maxsize=20_000)
def syllables(run: str) -> Syllables:
    """One syllable without tone for each character, "" where none is known; phrases decide."""
    read = tuple(chain.from_iterable(map(_reading, phrases(run))))
    if len(read) != len(run):  # never seen; but positions must fit
        return ("",) * len(run)
    return read


@lru_cache(maxsize=20_000)
def _reading(phrase: str) -> Syllables:
    """A phrase of the dictionary or a single character: names are made of the same few thousand."""
    read = lazy_pinyin(phrase, style=Style.NORMAL, v_to_u=False, errors=_unknown)
    return tuple("" if not each.isascii() else each for each in read)


def _unknown(characters: str) -> Any:
    """One empty syllable for each character without a reading, so that positions fit."""
    return [""] * len(characters)


@lru_cache(maxsize=20_000)
def other_readings(character: str) -> Syllables:
    """Further readings of a character (乐: le, yue), and lu for lv, as people also type it."""
    read = all_readings(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    found = list(dict.fromkeys(each for each in (read[0] if read else []) if each.isascii()))
    found = found[: _OTHER_READINGS + 1]
    found += [each.replace("v", "u") for each in found if "v" in each]
    return tuple(found)


def sort_form(text: str) -> str:
    """Text by its pinyin, for sorting: syllables apart, so that 西安 comes before 县."""
    parts: list[str] = []
    for run, han in runs_of(text):
        if han:
            read = syllables(run)
            parts += [each or "~" + one for each, one in zip(read, run, strict=True)]
        else:
            parts.append(run)
    return " ".join(parts)


def whole(text: str) -> tuple[str, str]:
    """A whole name in letters and by initials: ("piyingxi", "pyx"); words in it stay as they are."""
    letters, initials = [], []
    for run, han in runs_of(text):
        for each in syllables(run) if han else (run,):
            letters.append(each)
            initials.append(each[:1])
    return "".join(letters), "".join(initials)


def windows(text: str) -> Iterator[tuple[int, int, int, str]]:
    """Every stretch of syllables in the text as letters: (start, end, length of the run, letters).

    Beside the usual reading, each character's other readings are tried one at a time.
    """
    for run, han in runs_of(text):
        if han:
            length = len(run[:_LONGEST_RUN])
            for start, first, stretches in _stretches(run[:_LONGEST_RUN]):
                for end, letters in enumerate(stretches, first):
                    yield start, end, length, letters


def pieces(text: str) -> Iterator[str]:
    """The letters of all these stretches."""
    for run, han in runs_of(text):
        if han:
            for _, _, stretches in _stretches(run[:_LONGEST_RUN]):
                yield from stretches


def beginnings(text: str, longest: int) -> list[str]:
    """The first two, three, … syllables of a text as letters, in the usual reading."""
    first = next((run for run, han in runs_of(text) if han), "")
    read = syllables(first[:longest])
    return ["".join(read[:end]) for end in range(2, len(read) + 1)]


def _stretches(run: str) -> Iterator[tuple[int, int, list[str]]]:
    """For each start: the end of the shortest stretch from there, and the ever longer ones."""
    base = syllables(run)
    for start in range(len(base)):
        yield start, start + 1, _growing(base, start)
    for position, character in enumerate(run):
        for other in other_readings(character):
            if other != base[position]:
                changed = (*base[:position], other, *base[position + 1 :])
                for start in range(position + 1):
                    # Those that end before the changed syllable are there already.
                    yield start, position + 1, _growing(changed, start)[position - start :]


def _growing(read: Syllables, start: int) -> list[str]:
    """The first syllable, the first two, …, as far as they can be read."""
    found = read[start : start + _LONGEST_WINDOW]
    return list(accumulate(found[: found.index("")] if "" in found else found))


def initials_windows(text: str) -> Iterator[tuple[int, int, int, str]]:
    """The same by initials, in the usual reading: stretches of three or more, or a whole run."""
    for run, han in runs_of(text):
        if not han:
            continue
        letters = "".join(each[:1] or " " for each in syllables(run[:_LONGEST_RUN]))
        length = len(letters)
        for start in range(length):
            for end in range(start + 2, length + 1):
                if end - start >= 3 or end - start == length:
                    piece = letters[start:end]
                    if " " not in piece:
                        yield start, end, length, piece


@lru_cache(maxsize=1)
def known_syllables() -> frozenset[str]:
    """All syllables without tones that common characters have."""
    toned: set[str] = set()
    for codepoint, readings in PINYIN_DICT.items():
        if 0x4E00 <= codepoint <= 0x9FFF:
            toned.update(readings.split(","))
    found = {fold(each) for each in toned}
    found |= {each.replace("v", "u") for each in found}
    vowels = set("aeiouv")  # without one it is an interjection: 呣 is m
    return frozenset(
        each for each in found if each.isalpha() and len(each) <= 6 and vowels & set(each)
    )


@lru_cache(maxsize=2_000)
def is_pinyin(letters: str) -> bool:
    """Whether letters can be read as syllables from start to end."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > 72:
        return False
    known = known_syllables()
    reachable = {0}
    for end in range(1, len(letters) + 1):
        starts = range(max(0, end - 6), end)
        if any(start in reachable and letters[start:end] in known for start in starts):
            reachable.add(end)
    return len(letters) in reachable


def sounds(text: str) -> str:
    """How Han text sounds, roughly: n and l, z and zh, in and ing are one, as ears have them."""
    return "".join(_alike(each) for each in syllables("".join(filter(is_han, compact(text)))))


@lru_cache(maxsize=2_000)
def _alike(syllable: str) -> str:
    for initial in ("zh", "ch", "sh"):
        if syllable.startswith(initial):
            syllable = initial[0] + syllable[2:]
    if syllable.startswith("n"):
        syllable = "l" + syllable[1:]
    if syllable.endswith(("ang", "eng", "ing")):
        syllable = syllable[:-1]
    return syllable

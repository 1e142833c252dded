"""Terms: Han text as overlapping pairs of characters, so that any two adjacent ones are found.

A run of Han gives its pairs in order and then its last character by itself. A phrase of pairs
therefore matches exactly where the characters stand side by side, and never across punctuation.
"""

from __future__ import annotations

import re
from array import array
from operator import add

from .characters import HAN_RANGES, runs, words_apart

LONGEST_WORD = 64  # a longer unbroken word is cut; no engine likes terms without end
_BREAK, _PLACE = "\0", "\1"  # in joined_text: where a run of Han ends, and where a word stood
_NEITHER = re.compile(f"[^{HAN_RANGES}{_PLACE}]+")
_OF_BREAKS, _OF_PLACES = re.compile(f"{_BREAK}[^ ] "), re.compile(f"{_PLACE}[^ ] ")


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run: 皮影, 影戏 for 皮影戏; the run itself if it is single."""
    if len(run) < 2:
        return [run]
    return list(map(add, run, run[1:]))


def split_text(folded: str) -> list[str]:
    """The terms of running text, in order: pairs of Han, other words whole."""
    terms: list[str] = []
    for run, han in runs(folded):
        if han:
            terms += map(add, run, run[1:])
            terms.append(run[-1])
        else:
            terms.append(run[:LONGEST_WORD])
    return terms


def joined_text(folded: str) -> str:
    """The terms of running text, joined by blanks: split_text for long texts, several times faster.

    Every character is laid beside its successor by copying columns of an array; what begins with
    no Han is taken out afterwards.
    """
    marked, words = words_apart(folded, _PLACE)
    characters = array("I")
    characters.frombytes(
        (_NEITHER.sub(_BREAK, marked) + _BREAK).encode("utf-32-le", "surrogatepass")
    )
    columns = array("I", [ord(" ")]) * (3 * (len(characters) - 1))
    columns[0::3] = characters[:-1]
    columns[1::3] = characters[1:]
    joined = _OF_BREAKS.sub("", columns.tobytes().decode("utf-32-le", "surrogatepass"))
    remaining = iter(words)
    joined = _OF_PLACES.sub(lambda _: next(remaining)[:LONGEST_WORD] + " ", joined)
    return joined.replace(_BREAK, "").replace(_PLACE, "").rstrip(" ")


def split_name(folded: str) -> list[str]:
    """The terms of a name: as running text, and the letter pairs of its other words after them.

    So any piece of a foreign word in a name is found too; the pairs are marked with "_".
    """
    terms = split_text(folded)
    for run, han in runs(folded):
        if not han:
            terms += letter_pairs(run[:LONGEST_WORD])
    return terms


def letter_pairs(word: str) -> list[str]:
    """Pairs of letters, marked so that they meet no whole word: _pa, _ap, _pe, _er."""
    return ["_" + pair for pair in pairs(word)]


def phrase_terms(folded: str) -> list[str]:
    """The terms that stand side by side in the index exactly where this text does.

    As split_text, but without the last single character, which is there only where a run ends.
    """
    terms: list[str] = []
    found = runs(folded)
    for position, (run, han) in enumerate(found):
        last = position == len(found) - 1
        if not han:
            terms.append(run[:LONGEST_WORD])
        elif last:
            terms += pairs(run)
        else:
            terms += [*(pairs(run) if len(run) > 1 else ()), run[-1]]
    return terms

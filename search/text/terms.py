"""Terms: Han text as overlapping pairs of characters, so that any two adjacent ones are found.

A run of Han gives its pairs in order and then its last character by itself. A phrase of pairs
therefore matches exactly where the characters stand side by side, and never across punctuation.
"""

from __future__ import annotations

from operator import add

from .characters import runs

LONGEST_WORD = 64  # a longer unbroken word is cut; no engine likes terms without end


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

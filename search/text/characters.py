"""Characters: one form for all the ways to write the same one, and where runs of Han begin and end.

Folding keeps a character for a character wherever it can (traditional to simplified, full-width
to half-width, lower case), so that hits found in folded text can be marked in the original.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources

# Han, with the extensions, the radicals, 々 and 〇, and the private-use areas: lists of minority
# names use private characters where Unicode had none yet, and they must stay findable.
HAN_RANGES = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ue000-\uf8ff"
    "\U00020000-\U0003fffd\U000f0000-\U000ffffd\U00100000-\U0010fffd"
)
_RUNS = re.compile(f"(?P<han>[{HAN_RANGES}]+)|(?P<word>[^\\W_{HAN_RANGES}]+)")
_HAN = re.compile(f"[{HAN_RANGES}]")
_WORD = re.compile(f"[^\\W_{HAN_RANGES}]+")
# Inside a Latin word an apostrophe joins: "xi'an" is one word.
_APOSTROPHE = re.compile("(?<=[a-z])['’ʼ`](?=[a-z])")


def fold(text: str) -> str:
    """Text as the index compares it: simplified, half-width, lower case, without invisible marks."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.translate(_TABLE)


@lru_cache(maxsize=50_000)
def compact(text: str) -> str:
    """Folded text without anything but characters and digits: what names are compared by."""
    return "".join(run for run, _ in runs(fold(text)))


def runs(folded: str) -> list[tuple[str, bool]]:
    """The unbroken runs of folded text, each with whether it is Han.

    Everything that is neither a letter nor a digit ends a run, so no phrase reaches across it.
    """
    return [(match[0], match.lastgroup == "han") for match in _RUNS.finditer(_joined_words(folded))]


def words_apart(folded: str, mark: str) -> tuple[str, list[str]]:
    """Folded text with a mark in place of each run that is not Han, and those runs in order."""
    words: list[str] = []

    def take(match: re.Match[str]) -> str:
        words.append(match[0])
        return mark

    return _WORD.sub(take, _joined_words(folded.replace(mark, " "))), words


def _joined_words(folded: str) -> str:
    if "'" in folded or "’" in folded:
        return _APOSTROPHE.sub("", folded)
    return folded


@lru_cache(maxsize=50_000)
def runs_of(text: str) -> tuple[tuple[str, bool], ...]:
    """The runs of a short text as written, a name or a place; the same ones are met again and again."""
    return tuple(runs(fold(text)))


def is_han(character: str) -> bool:
    """Whether a character counts as Han here, private-use ones included."""
    return _HAN.match(character) is not None


@lru_cache(maxsize=1)
def _simplified() -> dict[str, str]:
    """Traditional characters and the simplified one each stands for, from opencc's own table.

    The table is applied character by character, not by opencc's phrases: both sides of a search
    pass through it, so what counts is that it is the same everywhere and keeps every position.
    """
    table = resources.files("opencc").joinpath("dictionary/TSCharacters.txt")
    pairs = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if line)
    return {pair[0]: pair[1].split()[0] for pair in pairs}


def _fold_one(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return ""  # zero-width blanks, byte order marks, soft hyphens, variation selectors
    if category == "Co":
        return character
    simple = _simplified()
    folded = simple.get(character) or unicodedata.normalize("NFKC", character).casefold()
    plain = "".join(simple.get(each, each) for each in folded)
    decomposed = unicodedata.normalize("NFD", plain)
    if decomposed != plain and decomposed[0].isascii():
        # "pí" is "pi" and "lǜ" is "lv", as people type them.
        return "v" if "u\u0308" in decomposed else decomposed[0]
    return plain


class _Table(dict[int, str]):
    """Fills itself with the folded form of each character the first time it is met."""

    def __missing__(self, codepoint: int) -> str:
        folded = _fold_one(chr(codepoint))
        self[codepoint] = folded
        return folded


_TABLE = _Table()

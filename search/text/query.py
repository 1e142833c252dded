"""What someone typed, read as words: all of them wanted, some as phrases, some excluded.

Nothing typed is an error. A lone quotation mark is passed over; text without a single character
or digit asks for nothing; of an endless text the beginning counts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from search.interface import FixedWord

from . import pinyin
from .characters import compact, fold, runs
from .codes import code_forms
from .questions import SAID_OF_EVERY_RECORD

LONGEST_QUERY = 200  # characters that count
MOST_WORDS = 12  # words that count
_LONGEST_HAN = 48  # characters of one unbroken word

_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”|「([^」]*)」|『([^』]*)』|＂([^＂]*)＂|„([^“”]*)[“”]')
_MINUS = re.compile(r"(?:(?<=\s)|^)[-－﹣−‐‑‒–—―]+(?=[^\s\-－﹣−‐‑‒–—―])")
_HIDDEN = "\x01"  # stands for a leading minus while the text is cut up
_YEAR = re.compile(r"^((?:19|20)\d\d)年?$")
# 编号：Ⅷ-89 says what follows it.
_CODE_LABEL = re.compile(r"编号(?:为|是)?\s*[:：]?\s*(?=[IVXivxⅠ-Ⅹⅰ-ⅹＩＶＸｉｖｘ\d])")


class WordKind(FixedWord):
    """What a word looks like, which decides where it is looked for."""

    HAN = "han"
    LATIN = "latin"  # letters that are not syllables, digits, other scripts
    PINYIN = "pinyin"  # letters that can be read as syllables
    CODE = "code"


class Word(NamedTuple):
    """One word asked for, folded."""

    text: str
    kind: WordKind
    quoted: bool = False
    codes: tuple[str, ...] = ()  # for codes: as the index has them, shortest first

    @property
    def spoken(self) -> str:
        """The letters of a pinyin word without the blanks between its syllables."""
        return self.text.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query: the words wanted, the words excluded, and all of it as one name."""

    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()
    whole: str = ""  # compact form of all wanted words, to compare with whole names
    blank: bool = True  # nothing was typed: everything is asked for

    @property
    def empty(self) -> bool:
        """Something was typed, but nothing that could be looked for."""
        return not self.blank and not self.words


def parse(text: str) -> Query:
    """Read what was typed."""
    text = unicodedata.normalize("NFC", text[: LONGEST_QUERY * 4])[:LONGEST_QUERY]
    if not text.strip():
        return Query()
    text = _CODE_LABEL.sub(" ", text).strip()
    code = _code_word(text)
    if code is not None:
        return Query(words=(code,), whole=compact(text), blank=False)
    wanted: list[Word] = []
    excluded: list[Word] = []
    if text.isalnum():  # nothing quoted, nothing excluded, no blanks
        wanted += _words(text)
    else:
        _read_marked(text, wanted, excluded)
    words = tuple(dict.fromkeys(_join_syllables(wanted)))[:MOST_WORDS]
    return Query(
        words=_telling(words),
        excluded=tuple(dict.fromkeys(excluded))[:MOST_WORDS],
        whole="".join(compact(word.text) for word in words),
        blank=False,
    )


def _telling(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """剪纸 非遗 asks for 剪纸: that word tells nothing here, unless it is all there is."""
    return (
        tuple(word for word in words if word.text not in SAID_OF_EVERY_RECORD or word.quoted)
        or words
    )


def _read_marked(text: str, wanted: list[Word], excluded: list[Word]) -> None:
    marked = _MINUS.sub(_HIDDEN, text)
    position = 0
    for quoted in _QUOTED.finditer(marked):
        before = marked[position : quoted.start()]
        minus = before.endswith(_HIDDEN)
        _read_plain(before.removesuffix(_HIDDEN), wanted, excluded)
        phrase = _phrase("".join(group or "" for group in quoted.groups()))
        if phrase is not None:
            (excluded if minus else wanted).append(phrase)
        position = quoted.end()
    _read_plain(marked[position:], wanted, excluded)


def _read_plain(text: str, wanted: list[Word], excluded: list[Word]) -> None:
    for token in text.split():
        minus = token.startswith(_HIDDEN)
        token = token.replace(_HIDDEN, " ")
        target = excluded if minus else wanted
        code = _code_word(token)
        if code is not None:
            target.append(code)
        else:
            found = _words(token)
            if minus and len(found) > 1:  # -剪纸（乐清）: only what holds both stays away
                phrase = _phrase(token)
                found = [phrase] if phrase else []
            target.extend(found)


def _words(token: str) -> list[Word]:
    words: list[Word] = []
    found = runs(fold(token))
    for position, (run, han) in enumerate(found):
        if han and run[0] == "年" and position and _YEAR.match(found[position - 1][0]):
            run = run[1:]  # 2008年: the year says it
        if han and run:
            words.append(Word(run[:_LONGEST_HAN], WordKind.HAN))
        elif not han:
            kind = WordKind.PINYIN if pinyin.is_pinyin(run) else WordKind.LATIN
            words.append(Word(run, kind))
    return words


def _phrase(inside: str) -> Word | None:
    folded = fold(inside).replace(_HIDDEN, " ")
    found = runs(folded)
    if not found:
        return None
    kind = WordKind.HAN if any(han for _, han in found) else WordKind.LATIN
    return Word(" ".join(run[:_LONGEST_HAN] for run, _ in found), kind, quoted=True)


def _code_word(text: str) -> Word | None:
    forms = code_forms(text) if len(text) <= 40 else ()
    if not forms or ("-" not in forms[0] and text.isascii() and text.islower()):
        return None  # a lone "x" or "vi" is being typed in pinyin, not a numeral
    return Word(" ".join(run for run, _ in runs(fold(text))), WordKind.CODE, codes=forms)


def _join_syllables(words: list[Word]) -> list[Word]:
    """pi ying xi is one word: neighbours of one syllable each were typed syllable by syllable."""
    if not any(word.kind is WordKind.PINYIN for word in words):
        return words
    known = pinyin.known_syllables()
    joined: list[Word] = []
    open_word = False
    for position, word in enumerate(words):
        single = word.kind is WordKind.PINYIN and word.text in known
        last = position == len(words) - 1 and _begins_syllable(word, known)
        if (single or last) and open_word:
            joined[-1] = Word(f"{joined[-1].text} {word.text}", WordKind.PINYIN)
        else:
            joined.append(word)
        open_word = single
    return joined


def _begins_syllable(word: Word, known: frozenset[str]) -> bool:
    """Whether a word may be a syllable that was not typed to its end."""
    return (
        word.kind in (WordKind.PINYIN, WordKind.LATIN)
        and len(word.text) < 6
        and any(syllable.startswith(word.text) for syllable in known)
    )

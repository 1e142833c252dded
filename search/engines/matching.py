"""Why a document was found: its fields with the words marked, in the document's own characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from search.interface import Match
from search.text import pinyin
from search.text.characters import compact, fold, runs_of
from search.text.codes import code_forms
from search.text.query import Query, Word, WordKind
from search.text.questions import content_words

_PASSAGE = 84  # characters of running text shown around a hit
_LEAD = 14  # of them before the first one
_MOST_MATCHES = 4

# Field of a match, and where the stored document has it; in the order they are shown.
_FIELDS = (
    ("name", "name"),
    ("alias", "aliases"),
    ("category", "category"),
    ("category", "category_words"),
    ("person", "people"),
    ("unit", "units"),
    ("place", "places"),
    ("tag", "tags"),
    ("related", "related"),
)
Pieces = tuple[tuple[str, bool], ...]
Spellings = Sequence[Sequence[str]]


def spellings_of(query: Query) -> Spellings:
    """The folded strings that stand for each word of a query in a document."""
    found: list[list[str]] = []
    for word in query.words:
        parts = word.text.split() if word.kind is not WordKind.PINYIN else [word.text]
        found.append(parts if parts else [word.text])
    return found


def matches(query: Query, wanted: Spellings, stored: Mapping[str, Any]) -> tuple[Match, ...]:
    """The fields that hold the words of a query, until each word is accounted for.

    ``wanted`` are the query's spellings, the same for every document.
    """
    if len(wanted) == 1:
        return _match_of_one(query.words[0], wanted[0], stored)
    found: list[Match] = []
    open_words = list(range(len(wanted)))
    short = stored["short"]
    here = [i for i in open_words if _all_in(wanted[i], short)]
    for field, key in _FIELDS:
        if len(found) == _MOST_MATCHES or not here:
            break
        for each in _values(stored[key]):
            held = [i for i in here if _holds(each, wanted[i])]
            if held:
                found.append(Match(field, "", marked(each, [s for i in held for s in wanted[i]])))
                open_words = [i for i in open_words if i not in held]
                here = [i for i in here if i not in held]
    for index in tuple(open_words):
        match = _by_code_or_sound(query.words[index], stored)
        if match is not None:
            found.append(match)
            open_words.remove(index)
    if open_words and len(found) < _MOST_MATCHES:
        rest = [s for i in open_words for s in wanted[i]]
        found += (not found and _by_parts(query.words, rest, stored)) or _in_texts(
            rest, stored["texts"]
        )
    return tuple(found[:_MOST_MATCHES])


def _match_of_one(
    word: Word, spellings: Sequence[str], stored: Mapping[str, Any]
) -> tuple[Match, ...]:
    """As for several words, without the bookkeeping: most queries are a single word."""
    if _all_in(spellings, stored["short"]):
        for field, key in _FIELDS:
            for each in _values(stored[key]):
                if _holds(each, spellings):
                    return (Match(field, "", marked(each, spellings)),)
    match = _by_code_or_sound(word, stored)
    if match is not None:
        return (match,)
    return _by_parts((word,), spellings, stored) or tuple(_in_texts(spellings, stored["texts"]))


def _by_parts(
    words: Iterable[Word], spellings: Iterable[str], stored: Mapping[str, Any]
) -> tuple[Match, ...]:
    """What of words written together a document holds: 天津的风筝怎么做, 河东区拦手门.

    Nothing where a text has a word as it is. Long texts are not folded for this.
    """
    bodies = [body for _, body in stored["texts"]]
    if any(_in_any(each, bodies) for each in spellings):
        return ()
    wanted = [
        part
        for word in words
        if word.kind is WordKind.HAN and not word.quoted
        for part in content_words(word.text)
    ]
    pieces = [piece for part in wanted for piece in _stretches(part, stored["short"])]
    found: list[Match] = []
    for field, key in _FIELDS:
        if not pieces:
            break
        for each in _values(stored[key]):
            held = [piece for piece in pieces if _holds(each, (piece,))]
            if held:
                found.append(Match(field, "", marked(each, held)))
                pieces = [piece for piece in pieces if piece not in held]
    rest = [each for each in wanted if each not in stored["short"] and _in_any(each, bodies)]
    return tuple((*found, *_in_texts(rest, stored["texts"]))[:_MOST_MATCHES])


def _in_any(word: str, bodies: Iterable[str]) -> bool:
    return any(word in body for body in bodies)


def _stretches(word: str, text: str) -> list[str]:
    """The longest stretches of a word, of two characters or more, that stand in a text."""
    found: list[str] = []
    at = 0
    while at < len(word) - 1:
        end = at + 2
        if word[at:end] not in text:
            at += 1
            continue
        while end < len(word) and word[at : end + 1] in text:
            end += 1
        found.append(word[at:end])
        at = end
    return found


def guess_match(parts: Iterable[str], stored: Mapping[str, Any]) -> Match:
    """The name a guess was made for, what was meant marked."""
    spellings = list(parts)
    for value in (stored["name"], *stored["aliases"]):
        if _holds(value, spellings):
            return Match("guess", "", marked(value, spellings))
    return Match("guess", "", ((stored["name"], False),))


def marked(text: str, words: Sequence[str]) -> Pieces:
    """A text cut where folded words stand in it."""
    text = unicodedata.normalize("NFC", text)
    folded = _folded(text)
    spans = _spans(folded, words)
    if not spans:
        return ((text, False),) if text else ()
    if len(folded) != len(text):
        positions = _positions(text)
        spans = [(positions[start], positions[end]) for start, end in spans]
    pieces: list[tuple[str, bool]] = []
    at = 0
    for begin, stop in spans:
        if begin > at:
            pieces.append((text[at:begin], False))
        pieces.append((text[begin:stop], True))
        at = stop
    if at < len(text):
        pieces.append((text[at:], False))
    return tuple(pieces)


def _values(value: Any) -> Sequence[str]:
    return (value,) if isinstance(value, str) else value


@lru_cache(maxsize=16_384)
def _folded(value: str) -> str:
    """Names, people, places and short passages come again and again."""
    return fold(value)


def _all_in(spellings: Sequence[str], text: str) -> bool:
    return all(map(text.__contains__, spellings))


def _holds(value: str, spellings: Sequence[str]) -> bool:
    if _all_in(spellings, value):
        return True
    folded = _folded(value)
    if folded != value and _all_in(spellings, folded):
        return True
    plain = compact(value)
    return len(plain) != len(folded) and _all_in(spellings, plain)


def _by_code_or_sound(word: Word, stored: Mapping[str, Any]) -> Match | None:
    if word.kind is WordKind.CODE:
        for written in stored["codes"]:
            if word.codes[-1] in code_forms(written):
                return Match("code", "", ((written.strip(), True),))
        return None
    if word.kind not in (WordKind.PINYIN, WordKind.LATIN):
        return None
    for key in ("name", "aliases", "people", "places", "units", "category", "tags"):
        for value in _values(stored[key]):
            part = sounding_part(word.spoken, value)
            if part is not None:
                return Match("pinyin", "", marked(value, [part]))
    return None


def sounding_part(letters: str, value: str) -> str | None:
    """The folded piece of a value that letters spell, in full or by initials."""
    whole, initials = pinyin.whole(value)
    folded_runs = [run for run, han in runs_of(value) if han]
    for run in folded_runs:
        for start, end, _, piece in pinyin.windows(run):
            if piece == letters:
                return run[start:end]
    for run in folded_runs:
        for start, end, _, piece in pinyin.initials_windows(run):
            if piece == letters:
                return run[start:end]
    if letters in (whole, initials) and folded_runs:
        return max(folded_runs, key=len)
    return None


def _in_texts(words: Sequence[str], texts: Iterable[Sequence[str]]) -> list[Match]:
    """The passage of each section where the words stand, best section first, two at the most."""
    found: list[tuple[int, Match]] = []
    for label, body in texts:
        folded = body if any(word in body for word in words) else fold(body)
        held = {word for word in words if word in folded}
        if held:
            found.append((len(held), Match("text", label, _passage(body, folded, sorted(held)))))
    found.sort(key=lambda each: -each[0])
    return [match for _, match in found[:1]]


def _passage(body: str, folded: str, words: Sequence[str]) -> Pieces:
    places = [(folded.find(word), word) for word in words]
    start = max(0, min(place for place, _ in places) - _LEAD)
    best = (0, start)
    for place, _ in places:
        window = folded[max(0, place - _LEAD) : place - _LEAD + _PASSAGE]
        score = sum(1 for word in words if word in window)
        if score > best[0]:
            best = (score, max(0, place - _LEAD))
    start = best[1]
    passage = body[start : start + _PASSAGE].replace("\n", " ")
    pieces = marked(passage, words)
    if start > 0:
        pieces = (("…", False), *pieces)
    if start + _PASSAGE < len(body):
        pieces = (*pieces, ("…", False))
    return pieces


def _positions(text: str) -> list[int]:
    """For each position of the folded text the one in the original."""
    positions: list[int] = []
    for place, character in enumerate(text):
        positions += [place] * len(fold(character))
    return [*positions, len(text)]


def _places(word: str, folded: str) -> list[tuple[int, int]]:
    """Where a word stands; if nowhere as it is, then across marks: 狗不理包子 in “狗不理”包子."""
    found: list[tuple[int, int]] = []
    at, length = folded.find(word), len(word)
    while at >= 0:
        found.append((at, at + length))
        at = folded.find(word, at + length)
    if found or length > _PASSAGE:
        return found
    across = r"[^\w]{0,2}".join(map(re.escape, word))
    return [hit.span() for hit in re.finditer(across, folded)]


def _spans(folded: str, words: Sequence[str]) -> list[tuple[int, int]]:
    if len(words) == 1:
        found = _places(words[0], folded) if words[0] else []
    else:
        every = (_places(word, folded) for word in dict.fromkeys(words) if word)
        found = sorted(chain.from_iterable(every))
    if len(found) < 2:
        return found
    spans: list[tuple[int, int]] = []
    for start, end in found:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans

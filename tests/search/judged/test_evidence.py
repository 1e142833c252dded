"""Every judgement holds against the list itself: what is said to fit the query does fit it.

No engine is asked. Each kind of query has a plain test of its own, done by brute force; a slip of
the person who judged shows here and not as an engine's failure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import pytest
from opencc import OpenCC
from pypinyin import Style, pinyin

from tests.search.judged.loader import JudgedQuery, held_out_queries, ids_of, judged_queries
from tests.search.judged.records import Record, national_records
from tests.search.national_list import needs_national_list

pytestmark = needs_national_list

OLD_CATEGORIES = {
    "民间音乐": "传统音乐",
    "民间舞蹈": "传统舞蹈",
    "杂技与竞技": "传统体育、游艺与杂技",
    "民间美术": "传统美术",
    "传统手工技艺": "传统技艺",
}
ROMAN = {sign: value for value, sign in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", start=1)}
LETTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
LETTERS |= {"VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
QUOTES = '"“”「」＂'
SIMPLIFY = OpenCC("t2s")


def bare(text: str) -> str:
    """Letters and characters only: no brackets, quotation marks, dots and spaces."""
    return "".join(re.findall(r"[^\W_]|[\ue000-\uf8ff]", text)).lower()


def one_swapped(typed: str, name: str) -> Iterator[tuple[str, str]]:
    """(right, typed) characters where the typed text is a piece of the name but for one."""
    for start in range(len(name) - len(typed) + 1):
        piece = name[start : start + len(typed)]
        wrong = [(a, b) for a, b in zip(piece, typed, strict=True) if a != b]
        if len(wrong) == 1:
            yield wrong[0]


def shortened(text: str) -> set[str]:
    """The text with each one of its characters left out."""
    return {text[:place] + text[place + 1 :] for place in range(len(text))}


@cache
def readings(character: str) -> frozenset[str]:
    found = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
    return frozenset(reading.replace("ü", "v") for reading in found)


def blurred(reading: str) -> str:
    """A reading with what many speakers do not tell apart made one."""
    reading = re.sub("^(z|c|s)h", r"\1", reading)
    return re.sub("ng$", "n", re.sub("^[nl]", "l", reading))


def spells(typed: str, name: str, *, whole: bool) -> bool:
    """Whether the typed letters spell some piece of the name; ``whole``: the last syllable too."""
    return any(_spells(typed, name[start:], whole) for start in range(len(name)))


def _spells(typed: str, rest: str, whole: bool) -> bool:
    if not typed:
        return True
    if not rest:
        return False
    if rest[0] == typed[0]:
        return _spells(typed[1:], rest[1:], whole)
    return any(
        (typed.startswith(reading) and _spells(typed[len(reading) :], rest[1:], whole))
        or (not whole and reading.startswith(typed))
        for reading in readings(rest[0])
    )


def initials(typed: str, name: str) -> bool:
    return any(
        all(
            any(reading.startswith(letter) for reading in readings(character))
            for letter, character in zip(typed, name[start:], strict=False)
        )
        for start in range(len(name) - len(typed) + 1)
    )


def code(text: str) -> str:
    """A code of any shape as "8-89" or "8-89_10_120102"."""
    head, _, tail = re.sub("[—–－]", "-", text.strip()).partition("-")
    number = ROMAN.get(head.upper()) or LETTERS.get(head.upper()) or int(head)
    serial, *rest = tail.split("_")
    return "_".join((f"{number}-{int(serial)}", *rest))


def words(query: str) -> list[str]:
    return [bare(word) for word in query.split()]


def excluded(query: str) -> list[str]:
    return [bare(word) for word in re.findall(r"(?:^|\s)[-－](\S+)", query)]


def spelled_by_name(query: str, record: Record, *, whole: bool) -> bool:
    """The typed pinyin, each piece or the whole of it, spells a piece of the name."""
    typed = query.lower()
    joined = typed.replace(" ", "")
    name = bare(record.name)
    return spells(joined, name, whole=whole) or all(
        spells(word, name, whole=whole) for word in typed.split()
    )


@cache
def names_with() -> Counter[str]:
    """In how many names each character stands."""
    return Counter(character for record in national_records() for character in set(record.name))


@cache
def bare_names() -> Mapping[str, str]:
    return {record.id: bare(record.name) for record in national_records()}


EVIDENCE: Mapping[str, Callable[[str, Record], bool]] = {
    "name_part": lambda q, r: 2 <= len(q) <= 6 and q in bare(r.name) and q != r.name,
    "whole_name": lambda q, r: q == r.name,
    "any_order": lambda q, r: (
        len(words(q)) > 1 and all(word in bare(r.facts) for word in words(q)) and q not in r.name
    ),
    "brackets": lambda q, r: q not in r.name and bare(q) in bare(r.name),
    "rare_character": lambda q, r: (
        set(bare(q)) <= set(r.name) and min(names_with()[sign] for sign in r.name) <= 5
    ),
    "single_character": lambda q, r: len(q) == 1 and q in r.name,
    "inheritor": lambda q, r: r.kind == "inheritor" and bare(q) in bare(r.name),
    "unit": lambda q, r: any(bare(q) in bare(unit) for unit in r.units),
    "place": lambda q, r: all(
        word in bare("".join((*r.units, r.province, r.name))) for word in words(q)
    ),
    "code": lambda q, r: code(q) in (code(r.code), code(r.number)),
    "old_category": lambda q, r: any(
        old in q.split() and r.category == new for old, new in OLD_CATEGORIES.items()
    ),
    "traditional": lambda q, r: (
        SIMPLIFY.convert(q) != q
        and all(word in bare(r.facts) for word in words(SIMPLIFY.convert(q)))
    ),
    "pinyin": lambda q, r: " " in q and spelled_by_name(q, r, whole=True),
    "pinyin_joined": lambda q, r: " " not in q and spelled_by_name(q, r, whole=True),
    "pinyin_part": lambda q, r: spelled_by_name(q, r, whole=False),
    "initials": lambda q, r: initials(q.lower(), bare(r.name)),
    "wrong_character": lambda q, r: any(
        not readings(a) & readings(b) for a, b in one_swapped(q, bare(r.name))
    ),
    "similar_sound": lambda q, r: any(
        {blurred(one) for one in readings(a)} & {blurred(one) for one in readings(b)}
        for a, b in one_swapped(q, bare(r.name))
    ),
    "missing_character": lambda q, r: any(
        q in shortened(bare(r.name)[start : start + len(q) + 1])
        for start in range(len(bare(r.name)) - len(q))
    ),
    "extra_or_transposed": lambda q, r: (
        any(short in bare(r.name) for short in shortened(q))
        or any(
            q[:place] + q[place + 1] + q[place] + q[place + 2 :] in bare(r.name)
            for place in range(len(q) - 1)
        )
    ),
    "alias": lambda q, r: q not in r.name and q in bare(r.text),
    "text_only": lambda q, r: all(word in bare(r.facts) for word in words(q)),
    "phrase": lambda q, r: (
        any(mark in q for mark in QUOTES)
        and all(word in bare(r.facts) for word in words(SIMPLIFY.convert(q)))
    ),
    "excludes": lambda q, r: (
        bool(excluded(q)) and not any(word in bare(r.facts) for word in excluded(q))
    ),
    # a visitor's sentence shares two characters in a row with the record, or one with its name
    "question": lambda q, r: (
        bool(set(q) & set(r.name))
        or any(q[place : place + 2] in r.facts for place in range(len(q) - 1))
    ),
}
SLIPS = ("wrong_character", "similar_sound", "missing_character", "extra_or_transposed")


def every_query() -> tuple[JudgedQuery, ...]:
    return judged_queries() + held_out_queries()


def meant(query: JudgedQuery) -> list[Record]:
    return [record for record in national_records() if record.id in query.meant()]


@pytest.mark.parametrize("kind", EVIDENCE)
def test_what_is_meant_fits_the_query(kind: str) -> None:
    unfit = [
        (query.text, record.name)
        for query in every_query()
        if query.kind == kind
        for record in meant(query)
        if not EVIDENCE[kind](query.text, record)
    ]
    assert unfit == []


def test_no_name_holds_what_is_said_to_be_a_slip() -> None:
    exact = [
        (query.text, record.name)
        for query in every_query()
        if query.kind in SLIPS
        for record in national_records()
        if query.text in bare_names()[record.id]
    ]
    assert exact == []


def test_words_of_the_text_stand_in_no_name() -> None:
    named = [
        (query.text, record.name)
        for query in every_query()
        if query.kind in ("text_only", "alias")
        for record in national_records()
        if query.text in record.name
    ]
    assert named == []


def test_no_record_is_meant_and_rejected() -> None:
    assert [q.text for q in every_query() if q.meant() & q.rejected()] == []


def test_every_pattern_stands_for_a_record() -> None:
    empty = [
        (query.text, pattern)
        for query in every_query()
        for pattern in (*(p for given in query.find.values() for p in given), *query.reject)
        if not ids_of(pattern)
    ]
    assert empty == []

"""Suggestions while typing: names first, then categories, places, people and units.

What is typed may break off anywhere, so the last word counts as a beginning: of a name, of its
pinyin, or as initials. All of it is one call to the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from search.interface import SearchRequest, Suggestion
from search.text import pinyin
from search.text.characters import compact
from search.text.query import Word, WordKind, parse
from search.text.terms import phrase_terms

from . import ranking
from .matching import marked, sounding_part
from .plan import Beginning, Best, Every, Node, Phrase, Plan, Row, Term
from .second_thoughts import spoken_on

if TYPE_CHECKING:
    from .answering import Answering

_LONGEST = 40  # characters typed that count
_VALUES_LOOKED_AT = 24  # documents whose people, places … are looked through
_VALUE_KINDS = (
    ("category", "category"),
    ("area", "places"),
    ("person", "people"),
    ("unit", "units"),
)
_SHORTEST_TOGETHER, _LONGEST_TOGETHER = 4, 8  # characters of a word looked for in halves as well
_SHARE = 3  # of eight lines at most so many are places, people or units when names fit too


def suggestions(engine: Answering, text: str, limit: int) -> tuple[Suggestion, ...]:
    """What fits the beginning of a query, within one call to the engine."""
    words = parse(text[:_LONGEST]).words
    if not words or limit < 1:
        return ()
    typed = "".join(word.spoken for word in words)
    names = _names(words)
    if len(words) > 1 and typed.isascii():  # pi ying x: the last syllable is not finished
        names = Best((names, _name(Word(typed, WordKind.PINYIN))))
    values = Every(tuple(_value(word) for word in words))
    request = SearchRequest(facets=())
    plans = [
        Plan(names, request, None, 0, limit * 2, facets=False),
        Plan(values, request, None, 0, _VALUES_LOOKED_AT, facets=False),
    ]
    together = _written_together(words)
    if together is not None:
        plans.append(Plan(together, request, None, 0, limit * 2, facets=False))
    found = engine.run_all(plans)
    rows = found[0].rows
    if not rows and together is not None:
        rows = found[-1].rows
    of_records = list(_records(rows, typed))[:limit]
    of_values = list(_of_values(found[1].rows, typed, {each.text for each in of_records}))
    room = max(limit - len(of_records), min(_SHARE, len(of_values)))
    chosen = of_values[:room]
    return (*of_records[: limit - len(chosen)], *chosen)


def _names(words: tuple[Word, ...]) -> Node:
    nodes = [_name(word) for word in words]
    typed_on = spoken_on(words)
    if typed_on is not None:
        nodes[-1] = Best((nodes[-1], typed_on))
    return Every(tuple(nodes))


def _written_together(words: tuple[Word, ...]) -> Node | None:
    """Names that hold both halves of the one word typed, apart: 杨柳青年画. For want of others."""
    if len(words) != 1 or words[0].kind is not WordKind.HAN or words[0].quoted:
        return None
    text = words[0].text
    if not _SHORTEST_TOGETHER <= len(text) <= _LONGEST_TOGETHER:
        return None
    halves = ((text[:cut], text[cut:]) for cut in range(2, len(text) - 1))
    return Best(
        tuple(
            Every((_name(Word(left, WordKind.HAN)), _name(Word(right, WordKind.HAN))))
            for left, right in halves
        )
    )


def _name(word: Word) -> Node:
    """A word, or the beginning of one, in a name."""
    whole = word.spoken
    found: list[Node] = [
        Term("key", f"n={whole}", ranking.WHOLE_NAME),
        Beginning("key", f"n={whole}", ranking.NAME_HEAD),
        Beginning("key", f"h={whole}", ranking.NAME_HEAD - 50),
        Beginning("key", f"a={whole}", ranking.WHOLE_ALIAS),
    ]
    if word.kind is WordKind.CODE:
        found.append(Term("key", f"c={word.codes[-1]}", ranking.WHOLE_CODE))
    elif word.kind is WordKind.HAN:
        found += (
            [Term("char", whole, ranking.ALIAS_PART)]
            if len(whole) == 1
            else [
                Phrase("name", tuple(phrase_terms(word.text)), ranking.NAME_PART),
                Phrase("alias", tuple(phrase_terms(word.text)), ranking.ALIAS_PART),
            ]
        )
    elif whole.isascii() and whole.isalpha():
        found += [
            Beginning("key", f"P={whole}", ranking.NAME_HEAD - 20),
            Beginning("key", f"H={whole}", ranking.NAME_HEAD - 70),
            Beginning("key", f"I={whole}", ranking.NAME_PART + 50),
            Beginning("key", f"J={whole}", ranking.NAME_PART + 20),
        ]
        if len(whole) > 1:
            found.append(Beginning("key", f"p={whole}", ranking.NAME_PART))
            found.append(Beginning("key", f"i={whole}", ranking.ALIAS_PART))
    return Best(tuple(found))


def _value(word: Word) -> Node:
    """A word, or the beginning of one, among people, places, units and categories."""
    whole = word.spoken
    found: list[Node] = [
        Term("key", f"m={whole}", ranking.WHOLE_META),
        Beginning("key", f"m={whole}", ranking.WHOLE_META - 20),
    ]
    if word.kind is WordKind.HAN and len(whole) > 1:
        found.append(Phrase("meta", tuple(phrase_terms(word.text)), ranking.META_PART))
    elif whole.isascii() and whole.isalpha() and len(whole) > 1:
        found += [
            Beginning("key", f"q={whole}", ranking.META_PART),
            Term("key", f"Q={whole}", ranking.WHOLE_META),
            Beginning("key", f"j={whole}", ranking.META_PART - 30),
        ]
    return Best(tuple(found))


def _records(rows: tuple[Row, ...], typed: str) -> Iterator[Suggestion]:
    """Each name once; of several records of one name none is pointed at."""
    seen: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        seen.setdefault(row.stored["name"], []).append(row.stored)
    for name, records in seen.items():
        one = records[0]
        alone = len(records) == 1
        place = one["places"][-1] if one["places"] and alone else ""
        yield Suggestion(
            text=name,
            id=one["id"] if alone else "",
            kind=one["kind"],
            detail=" · ".join(part for part in (one["category"], place) if part),
            pieces=marked(name, [_typed_part(typed, name)]),
            url=str(one["card"].get("url", "")) if alone else "",
        )


def _of_values(rows: tuple[Row, ...], typed: str, names: set[str]) -> Iterator[Suggestion]:
    """Categories, places, people and units that fit, the commonest kinds first."""
    fitting: dict[tuple[str, str], int] = {}
    for row in rows:
        seen: set[str] = set()
        for kind, key in _VALUE_KINDS:
            value = row.stored[key]
            for each in (value,) if isinstance(value, str) else value:
                if each and each not in names and each not in seen and _fits(typed, each):
                    seen.add(each)
                    fitting[kind, each] = fitting.get((kind, each), 0) + 1
    order = {kind: position for position, (kind, _) in enumerate(_VALUE_KINDS)}
    ranked = sorted(
        fitting, key=lambda each: (order[each[0]], -fitting[each], len(each[1]), each[1])
    )
    for kind, value in ranked:
        pieces = marked(value, [_typed_part(typed, value)])
        yield Suggestion(text=value, id="", kind=kind, detail="", pieces=pieces)


def _fits(typed: str, value: str) -> bool:
    plain = compact(value)
    if typed in plain:
        return True
    if not typed.isascii():
        return False
    letters, initials = pinyin.whole(value)
    return letters.startswith(typed) or (len(typed) > 1 and initials.startswith(typed))


def _typed_part(typed: str, value: str) -> str:
    """What of a value to mark: the characters typed, or those that sound as typed."""
    if not typed.isascii() or typed in compact(value):
        return typed
    part = sounding_part(typed, value)
    if part is not None:
        return part
    letters, initials = pinyin.whole(value)
    plain = compact(value)
    if initials.startswith(typed):
        return plain[: len(typed)]
    for end in range(1, len(plain) + 1):
        spoken, _ = pinyin.whole(plain[:end])
        if spoken.startswith(typed) and letters.startswith(typed):
            return plain[:end]
    return typed

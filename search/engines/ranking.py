"""What a word is looked for in, and what each place is worth: the ranking both engines share.

Where a word is found decides its tier, a constant; only within running text does frequency (BM25)
order the hits, scaled so that it never reaches the next tier. Scores of several words add up.
A static rank (search.text.fields) multiplies the score by at most one per cent, to order equals.
"""

from __future__ import annotations

from itertools import chain

from search.text.fields import KIND_WORDS
from search.text.pinyin import is_pinyin
from search.text.query import Query, Word, WordKind
from search.text.terms import letter_pairs, pairs, phrase_terms

from .plan import Best, Every, Everything, Node, Phrase, Term, Without

WHOLE_NAME = 1000.0
WHOLE_CODE = 950.0
NAME_HEAD = 900.0  # all of a name before its brackets, or inside them
NAME_PART = 600.0
WHOLE_ALIAS = 500.0
ALIAS_PART = 400.0
WHOLE_META = 250.0  # a whole person, place, unit, category, tag, related name
META_PART = 150.0
KIND_ASKED = 800.0  # with a whole related name more than any project's own name
TEXT = 10.0  # times BM25 for each pair: below META_PART for any collection we can hold
FOUND_WHOLE = 839.0  # from here on a word was a whole name, or the part before or inside brackets
FOUND = 239.0  # from here on a word was found in a name or an alias, or as a whole person, place, …
_KINDS = frozenset(chain.from_iterable(KIND_WORDS.values()))


def wanted(query: Query) -> Node:
    """All words, in any order; a name that is the whole query comes first."""
    if query.blank:
        return Everything()
    words = [beside_others(word) for word in query.words]
    if len(words) == 1:
        node = word_node(query.words[0])
    else:
        together = WHOLE_NAME * (len(words) + 1)
        node = Best((Every(tuple(words)), Term("key", f"n={query.whole}", together)))
    return without(node, query)


def wanted_words(query: Query) -> Node:
    """The words of a query without what it excludes."""
    return wanted(Query(words=query.words, whole=query.whole, blank=query.blank))


def without(node: Node, query: Query) -> Node:
    if not query.excluded:
        return node
    return Without(node, tuple(word_node(word) for word in query.excluded))


def beside_others(word: Word) -> Node:
    """A word of several: one that names a kind of record, 剪纸 传承人, brings that kind first."""
    node = word_node(word)
    if word.text not in _KINDS or word.quoted:
        return node
    return Best((Term("key", f"m={word.text}", KIND_ASKED), node))


def word_node(word: Word) -> Node:
    """Every place one word can be found in, the best one counting."""
    if word.kind is WordKind.CODE:
        return _code(word)
    if word.kind is WordKind.HAN:
        return _single(word) if len(word.text) == 1 else _han(word)
    return _latin(word)


def _code(word: Word) -> Node:
    found: list[Node] = [Term("key", f"c={word.codes[-1]}", WHOLE_CODE)]
    if len(word.text) > 1:
        found.append(Phrase("name", tuple(phrase_terms(word.text)), NAME_PART))
        found.append(Phrase("alias", tuple(phrase_terms(word.text)), ALIAS_PART))
    return Best(tuple(found))


def _single(word: Word) -> Node:
    return Best(
        (
            Term("key", f"n={word.text}", WHOLE_NAME),
            Term("key", f"h={word.text}", NAME_HEAD),
            Term("key", f"a={word.text}", WHOLE_ALIAS),
            Term("char", word.text, ALIAS_PART),
            Term("key", f"m={word.text}", WHOLE_META),
            Term("key", f"x={word.text}", META_PART),
        )
    )


def _han(word: Word) -> Node:
    # Only a phrase in quotation marks has several runs.
    terms = tuple(phrase_terms(word.text) if word.quoted else pairs(word.text))
    whole = word.text.replace(" ", "")
    return Best(
        (
            Term("key", f"n={whole}", WHOLE_NAME),
            Term("key", f"h={whole}", NAME_HEAD),
            Phrase("name", terms, NAME_PART),
            Term("key", f"a={whole}", WHOLE_ALIAS),
            Phrase("alias", terms, ALIAS_PART),
            Term("key", f"m={whole}", WHOLE_META),
            Phrase("meta", terms, META_PART),
            Phrase("text", terms, TEXT / len(terms), by_frequency=True),
        )
    )


def _latin(word: Word) -> Node:
    """Letters and digits: a word of the name itself, or how it sounds, or its initials."""
    terms = tuple(phrase_terms(word.text))
    whole = word.spoken
    found: list[Node] = [
        Term("key", f"n={whole}", WHOLE_NAME),
        Term("key", f"h={whole}", NAME_HEAD),
        Phrase("name", terms, NAME_PART),
        Term("key", f"a={whole}", WHOLE_ALIAS),
        Phrase("alias", terms, ALIAS_PART),
        Term("key", f"m={whole}", WHOLE_META),
        Phrase("meta", terms, META_PART),
        Phrase("text", terms, TEXT / len(terms), by_frequency=True),
    ]
    if len(terms) == 1 and len(whole) > 1:
        inside = tuple(letter_pairs(whole))
        found += [Phrase("name", inside, NAME_PART - 20), Phrase("alias", inside, ALIAS_PART - 10)]
    if whole.isascii() and whole.isalpha():
        found += _sounds(word, whole)
    return Best(tuple(found))


def _sounds(word: Word, letters: str) -> list[Node]:
    found: list[Node] = []
    if word.kind is WordKind.PINYIN or (word.quoted and is_pinyin(letters)):
        found += [
            Term("key", f"P={letters}", WHOLE_NAME - 20),
            Term("key", f"H={letters}", NAME_HEAD - 20),
            Term("key", f"p={letters}", NAME_PART - 30),
            Term("key", f"Q={letters}", WHOLE_META - 10),
            Term("key", f"q={letters}", META_PART - 10),
        ]
    if word.quoted:  # initials are no phrase
        return found
    if 2 <= len(letters) <= 24:
        found += [
            Term("key", f"I={letters}", NAME_HEAD - 40),
            Term("key", f"J={letters}", NAME_HEAD - 60),
            Term("key", f"j={letters}", META_PART - 30),
        ]
    if len(letters) > 2:
        found.append(Term("key", f"i={letters}", ALIAS_PART - 15))
    return found

"""What a word is looked for in, and what each place is worth: the ranking both engines share.

Where a word is found decides its tier, a constant; only within running text does frequency (BM25)
order the hits, scaled so that it never reaches the next tier. Scores of several words add up.
A static rank (search.text.fields) multiplies the score by at most one per cent, to order equals.
"""

from __future__ import annotations

from search.text.pinyin import syllables
from search.text.query import Query, Word, WordKind
from search.text.questions import content_words, subjects
from search.text.terms import letter_pairs, pairs, phrase_terms

from .plan import AtLeast, Beginning, Best, Every, Everything, Node, Phrase, Scaled, Term, Without

WHOLE_NAME = 1000.0
WHOLE_CODE = 950.0
NAME_HEAD = 900.0  # all of a name before its brackets, or inside them
NAME_PART = 600.0
WHOLE_ALIAS = 500.0
ALIAS_PART = 400.0
WHOLE_META = 250.0  # a whole person, place, unit, category, tag, related name
META_PART = 150.0
TEXT = 10.0  # times BM25 for each pair: below META_PART for any collection we can hold
FOUND_WHOLE = 839.0  # from here on a word was a whole name, or the part before or inside brackets
FOUND = 239.0  # from here on a word was found in a name or an alias, or as a whole person, place, …
_LONGEST_CUT = 14  # characters; names run to about that
_SPLIT = 0.35  # a word cut in two, each half found: below any name that holds it whole


def wanted(query: Query) -> Node:
    """All words, in any order; a name that is the whole query comes first."""
    if query.blank:
        return Everything()
    words = [word_node(word) for word in query.words]
    if len(words) == 1:
        node = words[0]
    else:
        together = WHOLE_NAME * (len(words) + 1)
        node = Best((Every(tuple(words)), Term("key", f"n={query.whole}", together)))
    return _without(node, query)


def broadened(query: Query) -> Node:
    """As wanted, and also words that were written together: 河东区拦手门, 天津的剪纸."""
    words = [_word_or_halves(word) for word in query.words]
    node: Node = Best((wanted_words(query), words[0] if len(words) == 1 else Every(tuple(words))))
    return _without(node, query)


def wanted_words(query: Query) -> Node:
    """The words of a query without what it excludes."""
    return wanted(Query(words=query.words, whole=query.whole, blank=query.blank))


def _without(node: Node, query: Query) -> Node:
    if not query.excluded:
        return node
    return Without(node, tuple(word_node(word) for word in query.excluded))


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
    if not word.quoted and whole.isascii() and whole.isalpha():
        found += _sounds(word.kind, whole)
    return Best(tuple(found))


def _sounds(kind: WordKind, letters: str) -> list[Node]:
    found: list[Node] = []
    if kind is WordKind.PINYIN:
        found += [
            Term("key", f"P={letters}", WHOLE_NAME - 20),
            Term("key", f"H={letters}", NAME_HEAD - 20),
            Term("key", f"p={letters}", NAME_PART - 30),
            Term("key", f"Q={letters}", WHOLE_META - 10),
            Term("key", f"q={letters}", META_PART - 10),
        ]
    if 2 <= len(letters) <= 24:
        found += [
            Term("key", f"I={letters}", NAME_HEAD - 40),
            Term("key", f"J={letters}", NAME_HEAD - 60),
            Term("key", f"j={letters}", META_PART - 30),
        ]
    if len(letters) > 2:
        found.append(Term("key", f"i={letters}", ALIAS_PART - 15))
    return found


# --- second thoughts, when the words as typed find little ---------------------


def _word_or_halves(word: Word) -> Node:
    if word.quoted:
        return word_node(word)
    if word.kind is WordKind.HAN:
        return _halves(word.text) if len(word.text) > 3 else word_node(word)
    letters = word.spoken
    if word.kind is not WordKind.CODE and len(letters) > 2 and letters.isascii():
        return Best((word_node(word), *_unfinished(letters)))
    return word_node(word)


def _unfinished(letters: str) -> list[Node]:
    """Names by pinyin whose last syllable was not typed to its end."""
    return [
        Beginning("key", f"P={letters}", NAME_PART * _SPLIT + 20),
        Beginning("key", f"H={letters}", NAME_PART * _SPLIT + 10),
        Beginning("key", f"p={letters}", NAME_PART * _SPLIT),
    ]


def _halves(text: str) -> Node:
    """A long word as it is, or cut in two with each half found, or without what only joins words."""
    found: list[Node] = [word_node(Word(text, WordKind.HAN)), *_cut_in_two(text)]
    words = content_words(text)
    if words and words != [text]:
        each = tuple(_content_word(one) for one in words)
        found.append(Scaled(Every(each), _SPLIT))
        things = subjects(words)
        if things and things != words:
            found.append(Scaled(Every(tuple(_content_word(one) for one in things)), _SPLIT / 2))
        if len(each) > 2:  # a long question: all words but one will do
            found.append(Scaled(AtLeast(len(each) - 1, each), _SPLIT / 4))
    return Best(tuple(found))


def _content_word(text: str) -> Node:
    node = word_node(Word(text, WordKind.HAN))
    return Best((node, *_cut_in_two(text))) if len(text) > 3 else node


def _cut_in_two(text: str) -> list[Node]:
    """Both halves found, at least one of them in a name or as a whole person, place, …"""
    if len(text) > _LONGEST_CUT:
        return []
    found: list[Node] = []
    for cut in range(2, len(text) - 1):
        left, right = text[:cut], text[cut:]
        anywhere = [word_node(Word(half, WordKind.HAN)) for half in (left, right)]
        either = Best((Every((_half(left), anywhere[1])), Every((anywhere[0], _half(right)))))
        found.append(Scaled(either, _SPLIT))
    return found


def loosely(query: Query) -> Node | None:
    """What a question may be about where no record holds all of it: half of its words, by name."""
    words = [
        one
        for word in query.words
        if word.kind is WordKind.HAN and not word.quoted
        for one in subjects(content_words(word.text))
    ]
    if not words or (len(words) == 1 and words[0] == query.whole):
        return None
    parts = tuple(
        _half(one) if len(one) < 4 else Best((_half(one), *_cut_in_two(one))) for one in words
    )
    return _without(AtLeast(max(1, len(parts) // 2), parts), query)


def _half(text: str) -> Node:
    terms = tuple(pairs(text))
    return Best(
        (
            Term("key", f"h={text}", NAME_HEAD),
            Term("key", f"n={text}", NAME_HEAD),
            Phrase("name", terms, NAME_PART),
            Term("key", f"a={text}", WHOLE_ALIAS),
            Phrase("alias", terms, ALIAS_PART),
            Term("key", f"m={text}", WHOLE_META),
        )
    )


def near_names(query: Query) -> Node | None:
    """Documents whose name may be meant by a word with one character wrong; checked afterwards."""
    parts = [_near(word) for word in query.words]
    if not any(parts):
        return None
    nodes = tuple(
        word_node(word) if near is None else Best((word_node(word), near))
        for word, near in zip(query.words, parts, strict=True)
    )
    return _without(nodes[0] if len(nodes) == 1 else Every(nodes), query)


def _near(word: Word) -> Node | None:
    text = word.text
    if word.quoted or word.kind is not WordKind.HAN or len(text) < 3:
        return None
    characters = tuple(Term("char", character, 10.0) for character in dict.fromkeys(text))
    sounding = Term("key", f"p={''.join(syllables(text))}", 10.0 * len(text))
    # A name of four with one character missing leaves three, and all of them must be there.
    wanted = len(characters) if len(text) == 3 else len(characters) - 1
    return Best((AtLeast(max(2, wanted), characters), sounding))


def partly(query: Query) -> Node | None:
    """Documents that hold a good part of what was asked for; offered apart from the hits."""
    parts: list[Node] = []
    for word in query.words:
        if word.kind is WordKind.HAN and len(word.text) > 2 and not word.quoted:
            parts += [_pair(pair) for pair in pairs(word.text)]
        elif word.kind is WordKind.HAN and len(word.text) == 1:
            parts.append(
                Best(
                    (
                        word_node(word),
                        Beginning("meta", word.text, 1.0),
                        Beginning("text", word.text, 0.5),
                    )
                )
            )
        else:
            parts.append(Scaled(word_node(word), 0.01))
    if not parts:
        return None
    needed = max(1, len(parts) // 3)
    return _without(AtLeast(needed, tuple(parts)), query)


def _pair(pair: str) -> Node:
    return Best(
        (
            Term("name", pair, 10.0),
            Term("alias", pair, 6.0),
            Term("meta", pair, 3.0),
            Term("text", pair, 1.0),
        )
    )

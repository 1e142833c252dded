"""What is looked for when the words as typed find little: the second thoughts both engines share.

Words written together are taken apart, slips looked for in names, and what fits in part is found
to be offered apart from the hits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from search.text.pinyin import syllables
from search.text.query import Query, Word, WordKind
from search.text.questions import content_words, says_nothing, subjects, telling
from search.text.terms import pairs

from .plan import AtLeast, Beginning, Best, Every, Node, Phrase, Scaled, Term
from .ranking import (
    ALIAS_PART,
    META_PART,
    NAME_HEAD,
    NAME_PART,
    WHOLE_ALIAS,
    WHOLE_META,
    beside_others,
    wanted_words,
    without,
    word_node,
)

_LONGEST_CUT = 14  # characters; names run to about that
_ENDS_OF_PLACES, _MOST_CUTS = "省市区县州旗盟", 6
_SPLIT = 0.35  # a word cut in two, each half found: below any name that holds it whole


def broadened(query: Query) -> Node:
    """As wanted, and also words that were written together: 河东区拦手门, 天津的剪纸."""
    words = [_word_or_halves(word) for word in _telling_words(query)]
    found = [wanted_words(query), words[0] if len(words) == 1 else Every(tuple(words))]
    typed_on = spoken_on(query.words)
    if typed_on is not None:
        found.append(Every((*map(word_node, query.words[:-1]), typed_on)))
    return without(Best(tuple(found)), query)


def spoken_on(words: Sequence[Word]) -> Node | None:
    """A name that goes on by sound where its characters end, as input methods show it: 泥人zh."""
    if len(words) < 2 or words[-2].kind is not WordKind.HAN or words[-1].quoted:
        return None
    letters = words[-1].spoken
    read = syllables(words[-2].text)
    if not (letters.isascii() and letters.isalpha()) or "" in read or words[-2].quoted:
        return None
    return Best(tuple(_unfinished("".join(read) + letters)))


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
        few = tuple(_content_word(one) for one in telling(words))
        if len(few) > 2:  # a long question: all words but one will do
            found.append(Scaled(AtLeast(len(few) - 1, few), _SPLIT / 4))
    return Best(tuple(found))


def _content_word(text: str) -> Node:
    node = beside_others(Word(text, WordKind.HAN))
    return Best((node, *_cut_in_two(text, _half_beside))) if len(text) > 3 else node


def _cut_in_two(text: str, half: Callable[[str], Node] | None = None) -> list[Node]:
    """Both halves found, at least one of them in a name or as a whole person, place, …"""
    half = half or _half
    cuts = list(range(2, len(text) - 1))
    if len(text) > _LONGEST_CUT:  # only where a place ends: 西双版纳傣族自治州傣族象脚鼓舞
        cuts = [cut for cut in cuts if text[cut - 1] in _ENDS_OF_PLACES][:_MOST_CUTS]
    found: list[Node] = []
    for cut in cuts:
        left, right = text[:cut], text[cut:]
        anywhere = [word_node(Word(each, WordKind.HAN)) for each in (left, right)]
        either = Best((Every((half(left), anywhere[1])), Every((anywhere[0], half(right)))))
        found.append(Scaled(either, _SPLIT))
    return found


def loosely(query: Query) -> Node | None:
    """What a question may be about where no record holds all of it: half of its words, by name.

    That goes for what was written in one go. Words typed apart are all wanted, single characters
    wherever they stand: 纛 is in a text alone.
    """
    words = _telling_words(query)
    nodes = [_half_of_a_sentence(word) or _anywhere(word) for word in words]
    if not nodes or nodes == list(map(word_node, query.words)):
        return None
    return without(nodes[0] if len(nodes) == 1 else Every(tuple(nodes)), query)


def _half_of_a_sentence(word: Word) -> Node | None:
    if word.kind is not WordKind.HAN or word.quoted:
        return None
    things = telling(subjects(content_words(word.text)))
    if not things or things == [word.text]:
        return None
    parts = tuple(
        _half(one) if len(one) < 4 else Best((_half(one), *_cut_in_two(one))) for one in things
    )
    return AtLeast(max(1, len(parts) // 2), parts)


def _anywhere(word: Word) -> Node:
    """A word; a single character also in texts, where it is not looked for at first."""
    node = word_node(word)
    if word.kind is not WordKind.HAN or len(word.text) > 1:
        return node
    return Best((node, Beginning("meta", word.text, 1.0), Beginning("text", word.text, 0.5)))


def _telling_words(query: Query) -> list[Word]:
    """The words of a query without those that tell nothing beside others: 剪纸 非遗."""
    return [
        word for word in query.words if word.kind is not WordKind.HAN or not says_nothing(word.text)
    ] or list(query.words)


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


def _half_beside(text: str) -> Node:
    """Half of a word beside others, which the name of the project may hold: 杨柳青年画传承人."""
    return Best((_half(text), Phrase("meta", tuple(pairs(text)), META_PART)))


def near_names(query: Query) -> Node | None:
    """Documents whose name may be meant by a word with one character wrong; checked afterwards."""
    parts = [_near(word) for word in query.words]
    if not any(parts):
        return None
    nodes = tuple(
        word_node(word) if near is None else Best((word_node(word), near))
        for word, near in zip(query.words, parts, strict=True)
    )
    return without(nodes[0] if len(nodes) == 1 else Every(nodes), query)


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
            telling_words = telling(content_words(word.text)) or [word.text]
            parts += [_pair(pair) for one in telling_words for pair in pairs(one)]
        elif word.kind is WordKind.HAN and len(word.text) == 1:
            parts.append(_anywhere(word))
        else:
            parts.append(Scaled(word_node(word), 0.01))
    if not parts:
        return None
    needed = max(1, len(parts) // 3)
    return without(AtLeast(needed, tuple(parts)), query)


def _pair(pair: str) -> Node:
    return Best(
        (
            Term("name", pair, 10.0),
            Term("alias", pair, 6.0),
            Term("meta", pair, 3.0),
            Term("text", pair, 1.0),
        )
    )

"""A document as both engines index it: the same terms in the same few fields.

``key`` holds whole things, each with a tag in front, asked for as exact terms:

====  ==========================================================================
n=    the whole name          h=  the name before its brackets, or inside them
a=    a whole alias           m=  a whole person, place, unit, category, tag, …
c=    a code: "8-89", "8-89_03_120102", or the category alone: "8"
P=    the whole name by pinyin   H=  the part before or inside brackets   p=  any stretch
I=    the whole name by initials J=  the part before or inside brackets   i=  any stretch
x=    a single character of a person, tag, category or related name
Q=    a whole person, place, … by pinyin    q=  its beginning    j=  by initials
====  ==========================================================================

``name``, ``alias``, ``meta`` and ``text`` hold pairs of characters, asked for as phrases;
``char`` holds the single characters of names and aliases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from registry.codes import category_number
from search.interface import Kind, SearchDocument

from . import pinyin
from .characters import compact, fold, runs
from .codes import code_forms
from .terms import joined_text, split_name, split_text

# What people call the kinds; typed beside another word they narrow a search down.
KIND_WORDS = {
    Kind.PROJECT: ("项目", "代表性项目", "非遗项目"),
    Kind.INHERITOR: ("传承人", "代表性传承人", "非遗传承人"),
    Kind.BASE: ("基地", "传习基地", "体验基地"),
    Kind.WORKSHOP: ("工坊", "非遗工坊"),
    Kind.PRODUCT: ("产品", "文创", "文创产品"),
}
_KIND_RANK = {
    Kind.PROJECT: 1.0,
    Kind.BASE: 0.75,
    Kind.WORKSHOP: 0.5,
    Kind.PRODUCT: 0.25,
    Kind.INHERITOR: 0.0,
}
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|"
    "纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|"
    "德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_DIVISION_ENDING = re.compile(
    rf"(?<=..)(?:(?:(?:{_PEOPLES})族?)*自治[区州县旗]|特别行政区|地区|新区|[省市区县旗盟])$"
)
_AUTONOMOUS = re.compile("自治[州县旗]$")
_PINYIN_OF_META = 8  # syllables of a person, place or unit that can be typed from its beginning
_OPENING, _CLOSING = "(（〔[【", ")）〕]】"
_APART = re.compile(r"[、，,;；:：。/\s]+")
_TAGS = "nhamcPHpIJixQqj"
_NOTHING = "¦"  # in an empty text: so that engines agree on how many documents have texts
_RANK_SPREAD = 0.01  # how far apart the static rank may move equal scores; tiers lie further apart


@dataclass(frozen=True, slots=True)
class IndexFields:
    """One document, analysed: terms joined by blanks, values to filter and sort by, what to show."""

    id: str
    key: str
    name: str
    alias: str
    char: str
    meta: str
    text: str
    by_name: str
    by_code: str
    by_date: str
    rank: (
        float  # 1.00 to 1.01: multiplies the score, so that equals are ordered the same everywhere
    )
    stored: dict[str, Any]  # plain JSON values


def analyse(document: SearchDocument) -> IndexFields:
    """Everything an engine needs to know of a document."""
    name = fold(document.name)
    aliases = [fold(alias) for alias in document.aliases]
    meta = _meta_values(document)
    order = f"{pinyin.sort_form(document.name)}\t{document.id}"
    return IndexFields(
        id=document.id,
        key=" ".join(_keys(document, meta)),
        name=" ".join([*split_name(name), *_across_quotes(document.name)]),
        alias=" ".join(chain.from_iterable(map(split_name, aliases))),
        char=" ".join(_characters([name, *aliases])),
        meta=" ".join(chain.from_iterable(map(_meta_terms, meta))),
        text=_text_terms(document),
        by_name=order,
        by_code=f"{document.code_order or '~'}\t{order}",
        by_date=f"{_backwards(document.date)}\t{order}",
        rank=1.0 + _RANK_SPREAD * _static_rank(document, order),
        stored=_stored(document, order, meta),
    )


def _text_terms(document: SearchDocument) -> str:
    bodies = (joined_text(fold(body)) for _, body in document.texts)
    return " ".join([_NOTHING, *filter(None, bodies)])


@lru_cache(maxsize=20_000)
def _meta_terms(value: str) -> list[str]:
    return split_text(fold(value))


def name_parts(name: str) -> list[str]:
    """The name before its brackets and what stands inside the outer ones, where it has any."""
    parts = [""]
    depth = 0
    for character in name:
        if character in _OPENING:
            depth += 1
            if depth == 1:
                parts.append("")
                continue
        elif character in _CLOSING:
            depth = max(depth - 1, 0)
            if depth == 0:
                parts.append("")
                continue
        parts[-1] += character
    parts = [part for part in parts if compact(part)]
    return parts if len(parts) > 1 else []


def _across_quotes(name: str) -> list[str]:
    """Terms of a name as if quotation marks, dots and inner brackets were not there.

    天津“狗不理”包子 is asked for without its marks. What stands apart by a comma stays apart.
    """
    terms: list[str] = []
    for part in name_parts(name) or [name]:
        for piece in _APART.split(fold(part)):
            if len(runs(piece)) > 1:
                terms += split_text(compact(piece))
    return terms


def _meta_values(document: SearchDocument) -> list[str]:
    values = (
        *document.people,
        *document.units,
        *document.places,
        document.category,
        *document.category_words,
        *document.tags,
        *document.related,
        *document.levels,
        *document.batches,
    )
    return [value for value in dict.fromkeys(values) if value]


def _keys(document: SearchDocument, meta: list[str]) -> list[str]:
    keys = {f"n={compact(document.name)}": None}
    for alias in document.aliases:
        keys[f"a={compact(alias)}"] = None
    for part in name_parts(document.name):
        keys[f"h={compact(part)}"] = None
    for code in _code_keys(document):
        keys[f"c={code}"] = None
    for value in meta:
        keys.update(_meta_keys(value))
    for place in document.places:
        short = _DIVISION_ENDING.sub("", place)
        if len(short) > 1:
            keys.update(_meta_keys(short))
            if _AUTONOMOUS.search(place):  # 积石山县, 湘西州, 东乡县: as everybody says
                keys.update(_meta_keys(short.removesuffix("族") + place[-1]))
    for word in (*KIND_WORDS[document.kind], *map(str, document.years)):
        keys[f"m={word}"] = None
    for batch in document.batches:  # 国家级第一批: 第一批
        keys[f"m={compact(batch)[-3:]}"] = None
    for spoken in (document.name, *document.aliases):
        keys.update(_sound_keys(spoken))
    about = (*document.people, *document.related, *document.tags, document.category)
    for character in _characters([fold(value) for value in about]):
        keys[f"x={character}"] = None
    for tag in _TAGS:  # of what has no character or no reading
        keys.pop(f"{tag}=", None)
    return list(keys)


def _code_keys(document: SearchDocument) -> dict[str, None]:
    found: dict[str, None] = {}
    for written in document.codes:
        forms = code_forms(written)
        found.update(dict.fromkeys(forms or ("".join(fold(written).split()),)))
        if forms:
            found[forms[0].split("-")[0]] = None
    for word in document.category_words:
        numeral = _numeral(word)
        if numeral:
            found[numeral] = None
    return found


@lru_cache(maxsize=200)
def _numeral(word: str) -> str:
    number = category_number(word)
    return str(number) if number is not None else ""


@lru_cache(maxsize=20_000)
def _meta_keys(value: str) -> dict[str, None]:
    keys = {f"m={compact(value)}": None}
    letters, initials = pinyin.whole(value)
    keys[f"Q={letters}"] = None
    if 2 <= len(initials) <= 12:
        keys[f"j={initials}"] = None
    for piece in pinyin.beginnings(value, _PINYIN_OF_META):
        keys[f"q={piece}"] = None
    return keys


@lru_cache(maxsize=20_000)
def _sound_keys(name: str) -> dict[str, None]:
    keys: dict[str, None] = {}
    letters, initials = pinyin.whole(name)
    keys[f"P={letters}"] = None
    keys[f"I={initials}"] = None
    for part in name_parts(name):
        letters, initials = pinyin.whole(part)
        keys[f"H={letters}"] = None
        keys[f"J={initials}"] = None
    for piece in pinyin.pieces(name):
        keys[f"p={piece}"] = None
    for _, _, _, piece in pinyin.initials_windows(name):
        keys[f"i={piece}"] = None
    return keys


def _characters(folded: list[str]) -> dict[str, None]:
    return {character: None for text in folded for run, _ in runs(text) for character in run}


def _backwards(date: str) -> str:
    """A date so that the newest sorts first: its digits taken from nine; "~" where there is none."""
    return "".join(str(9 - int(c)) if c.isdigit() else c for c in date) or "~"


def _static_rank(document: SearchDocument, order: str) -> float:
    """0 to 1: what goes first among equal hits: kind, level, short names, then the alphabet."""
    letters = [min(max(ord(c) - 96, 0), 26) for c in order[:2].ljust(2)]
    return (
        0.30 * _KIND_RANK[document.kind]
        + 0.45 * min(max(document.weight, 0), 9) / 9
        + 0.20 * (1 - min(len(document.name), 40) / 40)
        + 0.05 * (1 - (letters[0] * 27 + letters[1]) / 729)
    )


_COUNTED = ("levels", "batches", "areas", "units", "tags")


def _stored(document: SearchDocument, order: str, meta: list[str]) -> dict[str, Any]:
    """What answering needs of a document: to show it, to say why it matched, to count it."""
    return {
        "id": document.id,
        "kind": document.kind.value,
        "name": document.name,
        "aliases": document.aliases,
        "codes": document.codes,
        "category": document.category,
        "category_words": document.category_words,
        "places": document.places,
        "people": document.people,
        "related": document.related,
        # What is counted, each value once.
        **{name: list(dict.fromkeys(getattr(document, name))) for name in _COUNTED},
        "texts": document.texts,
        "years": document.years,
        "pictures": document.has_pictures,
        "point": [document.point.latitude, document.point.longitude] if document.point else None,
        "card": dict(document.card),
        "version": document.version,
        "order": order,
        # Everything short, folded: tells at once whether a word is in it or in the texts only.
        "short": fold("\n".join((document.name, compact(document.name), *document.aliases, *meta))),
    }

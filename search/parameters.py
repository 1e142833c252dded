"""The words people use in filters, turned into the facets' own values.

Catalogue and API read filters with these functions: "VIII", "8", "传统手工技艺" and "chuantong-jiyi"
all mean 传统技艺. Each gives the values meant, or none where the word is not known.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property

from registry.codes import category_number
from registry.models import Batch, Category, Division
from registry.models.acts import ordinal_label
from search.interface import Facet, Kind
from search.levels import LEVEL_VALUES, batch_value

KEEP_SECONDS = 60.0
"""Vocabularies change a few times a year; after an edit each process knows it within a minute."""

KIND_WORDS: dict[str, Kind] = {
    **{kind.value: kind for kind in Kind},
    **{f"{kind.value}s": kind for kind in Kind},
    **dict.fromkeys(("项目", "代表性项目", "非遗项目"), Kind.PROJECT),
    **dict.fromkeys(("传承人", "代表性传承人"), Kind.INHERITOR),
    **dict.fromkeys(("基地", "传习基地"), Kind.BASE),
    **dict.fromkeys(("工坊", "非遗工坊"), Kind.WORKSHOP),
    **dict.fromkeys(("产品", "文创", "文创产品"), Kind.PRODUCT),
}
LEVEL_WORDS: dict[str, str] = {
    **{value: value for value in LEVEL_VALUES.values()},
    **{value.removesuffix("级"): value for value in LEVEL_VALUES.values()},
    **{str(number): value for number, value in LEVEL_VALUES.items()},
    **{"national": "国家级", "provincial": "省级", "municipal": "市级", "county": "区县级"},
    **{"district": "区县级", "区级": "区县级", "县级": "区县级"},
}
YES = frozenset({"yes", "true", "1", "有", "是"})
NO = frozenset({"no", "false", "0", "无", "否"})
FIRST_YEAR, LAST_YEAR = 1900, 2200
_FULL_CODE = 6
_CODE_LENGTHS = (6, 9, 12)
_ASCII_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ORDINALS_OF_TEN = tuple("一二三四五六七八九十")
_BATCH = re.compile(r"第?(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})批?")
_ORDINALS = {ordinal_label(number)[1:-1]: number for number in range(1, 100)}


class Vocabulary:
    """What categories, batches and divisions are called, and by which values one filters.

    Each of the three is read when it is first asked for, in one query.
    """

    @cached_property
    def categories(self) -> dict[str, str]:
        """Every word for a category → its name, “#8” for its number."""
        rows = Category.objects.values_list("ordinal", "numeral", "name", "former_name", "slug")
        words: dict[str, str] = {}
        for ordinal, numeral, name, former, slug in rows.order_by("ordinal"):
            for word in (name, former, slug, numeral, f"#{ordinal}"):
                if word:
                    words.setdefault(word.lower(), name)
        return words

    @property
    def category_names(self) -> tuple[str, ...]:
        """The names in the national list's order."""
        return tuple(dict.fromkeys(self.categories.values()))

    @cached_property
    def batches(self) -> dict[str, tuple[str, ...]]:
        """A batch's value, “#1” for its number or “#2006” for its year → the values meant."""
        words: dict[str, dict[str, None]] = defaultdict(dict)
        for batch in Batch.objects.order_by("level", "ordinal"):
            value = batch_value(batch)
            words[value][value] = None
            words[f"#{batch.ordinal}"][value] = None
            if batch.year:
                words[f"#{batch.year}"][value] = None
        return {word: tuple(values) for word, values in words.items()}

    @property
    def batch_names(self) -> tuple[str, ...]:
        """The values alone."""
        return tuple(word for word in self.batches if not word.startswith("#"))

    @property
    def areas(self) -> dict[str, tuple[str, ...]]:
        """A name a division has or had → its codes."""
        return self._divisions[0]

    @property
    def area_labels(self) -> dict[str, str]:
        """Code → full name."""
        return self._divisions[1]

    @cached_property
    def _divisions(self) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
        words: dict[str, dict[str, None]] = defaultdict(dict)
        labels: dict[str, str] = {}
        rows = Division.objects.values_list("code", "name", "full_name", "former_names")
        for code, name, full_name, former in rows.order_by("code"):
            labels[code] = full_name or name
            for word in (name, full_name, *(former if isinstance(former, list) else ())):
                if isinstance(word, str) and word:
                    words[word][code] = None
        return {word: tuple(codes) for word, codes in words.items()}, labels


class _Kept:
    """The vocabulary, read again after a while: at most three queries."""

    def __init__(self) -> None:
        self._kept: Vocabulary | None = None
        self._until = 0.0

    def __call__(self) -> Vocabulary:
        if self._kept is None or time.monotonic() >= self._until:
            self._kept, self._until = Vocabulary(), time.monotonic() + KEEP_SECONDS
        return self._kept

    def forget(self) -> None:
        """Read anew at the next call."""
        self._kept = None


vocabulary = _Kept()


def facet_values(facet: Facet, word: str) -> tuple[str, ...]:
    """The values of the facet that the word means; () where it means none.

    Tags and units are free words: any is a value, in the very characters staff have written,
    since “某馆（分馆）” in full-width brackets is kept so.
    """
    reader = _READERS.get(facet)
    if reader is None:
        word = " ".join(word.split())
        return (word,) if word else ()
    word = tidy(word)
    # "#" marks our own keys for numbers and years among the words
    return reader(word) if word and not word.startswith("#") else ()


def tidy(word: str) -> str:
    """Full-width letters made plain, blanks folded; roman numerals stay as they are."""
    kept = "".join(c if "Ⅰ" <= c <= "ⅿ" else unicodedata.normalize("NFKC", c) for c in word)
    return " ".join(kept.split())


def allowed_words(facet: Facet) -> tuple[str, ...]:
    """The facet's values, where they are few enough to be listed to whoever wrote a wrong one."""
    words: dict[Facet, Callable[[], tuple[str, ...]]] = {
        Facet.KIND: lambda: tuple(kind.value for kind in Kind),
        Facet.CATEGORY: lambda: vocabulary().category_names,
        Facet.LEVEL: lambda: tuple(LEVEL_VALUES.values()),
        Facet.BATCH: lambda: vocabulary().batch_names,
        Facet.PICTURES: lambda: ("yes", "no"),
    }
    return words[facet]() if facet in words else ()


def accepted_words(facet: Facet) -> tuple[str, ...]:
    """Every way a value of the facet may be written, for documentation; () where none is closed."""
    words: dict[Facet, Callable[[], list[str]]] = {
        Facet.KIND: lambda: list(KIND_WORDS),
        Facet.CATEGORY: _category_words,
        Facet.LEVEL: lambda: list(LEVEL_WORDS),
        Facet.BATCH: _batch_words,
        Facet.PICTURES: lambda: sorted(YES | NO),
    }
    return tuple(dict.fromkeys(words[facet]())) if facet in words else ()


def area_label(code: str) -> str:
    """The full name of a division: 天津市河东区."""
    return vocabulary().area_labels.get(code, code)


def _kind(word: str) -> tuple[str, ...]:
    kind = KIND_WORDS.get(word.lower())
    return (kind.value,) if kind else ()


def _category(word: str) -> tuple[str, ...]:
    known = vocabulary().categories
    name = known.get(word.lower())
    if name is None:
        number = category_number(word)
        name = known.get(f"#{number}") if number else None
    return (name,) if name else ()


def _category_words() -> list[str]:
    known = [word for word in vocabulary().categories if not word.startswith("#")]
    count = len(vocabulary().category_names)
    numbers = [*map(str, range(1, count + 1)), *_ASCII_NUMERALS[:count], *_ORDINALS_OF_TEN[:count]]
    return [*vocabulary().category_names, *known, *numbers]


def _level(word: str) -> tuple[str, ...]:
    level = LEVEL_WORDS.get(word.lower())
    return (level,) if level else ()


def _batch(word: str) -> tuple[str, ...]:
    """A batch by its whole name, or all of that number, or all of that year."""
    known = vocabulary().batches
    if word in known:
        return known[word]
    year = word.removesuffix("年")
    if len(year) == 4 and year.isascii() and year.isdigit():
        return known.get(f"#{year}", ())
    match = _BATCH.fullmatch(word)
    if match is None:
        return ()
    number = _ORDINALS.get(match["number"]) or (
        int(match["number"]) if match["number"].isascii() else 0
    )
    return known.get(f"#{number}", ())


def _batch_words() -> list[str]:
    words = list(vocabulary().batch_names)
    for key in vocabulary().batches:
        number = key.removeprefix("#")
        if key.startswith("#"):
            words += [number] if len(number) == 4 else [number, ordinal_label(int(number))]
    return words


def _area(word: str) -> tuple[str, ...]:
    """A division by its code, the first digits of it, or a name it has or had.

    Any code of the right length is one: townships and new districts may not be in the table.
    """
    if word.isascii() and word.isdigit():
        code = word.ljust(_FULL_CODE, "0") if len(word) in (2, 4) else word
        return (code,) if len(code) in _CODE_LENGTHS else ()
    return vocabulary().areas.get(word, ())


def _pictures(word: str) -> tuple[str, ...]:
    if word.lower() in YES:
        return ("yes",)
    return ("no",) if word.lower() in NO else ()


_READERS: Mapping[Facet, Callable[[str], tuple[str, ...]]] = {
    Facet.KIND: _kind,
    Facet.CATEGORY: _category,
    Facet.LEVEL: _level,
    Facet.BATCH: _batch,
    Facet.AREA: _area,
    Facet.PICTURES: _pictures,
}

"""Dates, levels, batches and categories in the visitor's language.

Chinese is what records, addresses and the index hold. Another language has words of its own for the
vocabularies; names of people, places and records stay Chinese in every language.
"""

from __future__ import annotations

import datetime
import re

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop, override, pgettext
from django.utils.translation import gettext as _

from registry.enums import Level
from registry.levels import level_label, own_county_word
from registry.models import Batch, Category, Division
from registry.models.acts import ordinal_label

_FIRST = "\u2e80-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff"
HAN = re.compile(f"[{_FIRST}][{_FIRST}\uff00-\uffef·]*")
"""A run of Chinese writing: it begins with a Han character; punctuation may follow."""

OPTION = re.compile(r"<option((?:\s[^>]*)?)>([^<]*)")

_BATCHES = {
    "国家级": gettext_noop("国家级第%(number)s批"),
    "省级": gettext_noop("省级第%(number)s批"),
    "市级": gettext_noop("市级第%(number)s批"),
    "区县级": gettext_noop("区县级第%(number)s批"),
    "区级": gettext_noop("区级第%(number)s批"),
    "县级": gettext_noop("县级第%(number)s批"),
}
_BATCH = re.compile("(国家级|省级|市级|区县级)第(.+)批")
_NUMBERS = {ordinal_label(number)[1:-1]: number for number in range(1, 100)}


def in_chinese() -> bool:
    """Whether the page is answered in the language the records are written in."""
    return (get_language() or settings.LANGUAGE_CODE).startswith("zh")


def day(value: datetime.date | None) -> str:
    """2021年5月24日, or as the visitor's language writes a day; "" without one."""
    return date_format(value, _("Y年n月j日")) if value else ""


def level_words(level: int | None, division: Division | None) -> str:
    """国家级, 省级, …; in a municipality the 省级 list is called 市级."""
    return level_label(level, division.code if division else "") if level else ""


def ordinal_words(number: int) -> str:
    """三 in Chinese, 3 in other languages: the number of a batch or a generation."""
    return ordinal_label(number)[1:-1] if in_chinese() else str(number)


def batch_words(batch: Batch) -> str:
    """河东区区级第八批（2019年）: the batch with its place and year."""
    place = batch.jurisdiction.code if batch.jurisdiction else ""
    level = level_label_in_chinese(batch.level, place)
    if batch.jurisdiction and batch.level == Level.COUNTY:
        level = own_county_word(batch.jurisdiction.name)
    words = _(_BATCHES[level]) % {"number": ordinal_words(batch.ordinal)}
    if batch.jurisdiction:
        words = _("%(place)s%(batch)s") % {"place": batch.jurisdiction.name, "batch": words}
    if batch.year:
        words = _("%(batch)s（%(year)d年）") % {"batch": words, "year": batch.year}
    return words


def level_label_in_chinese(level: int, division_code: str = "") -> str:
    """As seals and addresses write it, whatever the visitor reads."""
    with override(settings.LANGUAGE_CODE):
        return level_label(Level(level), division_code)


def batch_value_words(value: str) -> str:
    """A value of the batch facet, 国家级第一批, as the visitor reads it."""
    match = _BATCH.fullmatch(value)
    if match is None or match[2] not in _NUMBERS:
        return value
    return _(_BATCHES[match[1]]) % {"number": ordinal_words(_NUMBERS[match[2]])}


def category_name(category: Category) -> str:
    """传统技艺, or its name in English."""
    return category.name if in_chinese() else category.name_en or category.name


def category_words(category: Category) -> str:
    """Ⅷ 传统技艺: with its numeral."""
    return f"{category.numeral} {category_name(category)}"


def gettext_if(words: str) -> str:
    """The words translated; none stay none, where gettext would give its catalogue's head."""
    return _(words) if words else ""


def one(words: str) -> str:
    """What one of a kind is called, where English has another word for several."""
    found = pgettext("one", words)
    return found if found != words else gettext_if(words)


def marked_han(text: object) -> SafeString:
    """The text escaped; on a page in another language, Chinese in it is marked as Chinese.

    A screen reader then changes its voice, and the browser takes the right glyphs.
    """
    html = conditional_escape(str(text) if not isinstance(text, SafeString) else text)
    if in_chinese():
        return SafeString(html)
    return SafeString(HAN.sub(lambda run: f'<span lang="zh-Hans">{run[0]}</span>', html))


def lang_of(text: object) -> SafeString:
    """The attribute for an element that can hold no other, such as an option, when it is Chinese."""
    chinese = not in_chinese() and HAN.search(str(text))
    return SafeString(' lang="zh-Hans"' if chinese else "")


def marked_options(field: object) -> SafeString:
    """A rendered form field whose choices with Chinese in them are marked as Chinese."""
    html = SafeString(str(field))
    if in_chinese():
        return html
    return SafeString(
        OPTION.sub(lambda found: f"<option{lang_of(found[2])}{found[1]}>{found[2]}", html)
    )

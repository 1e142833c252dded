"""Reading what cells say: names, dates, batches, levels, categories, in every way lists write."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass

from registry.codes import category_number
from registry.enums import Level, Sex

_INVISIBLE = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad\ufe0e\ufe0f\u0000-\u0008\u000e-\u001b\u007f]"
)
_WRAPPED = re.compile(
    r"(?<=[\u3400-\u9fff])[ \t\u3000]*(?:\r\n?|\n)[ \t\u3000]*(?=[\u3400-\u9fff])"
)
"""A line that was broken inside a cell, between two characters that belong together."""
BREAK = re.compile(r"<\s*/?\s*br\s*/?\s*>", re.IGNORECASE)
_HAN_DIGITS = {"〇": 0, "○": 0, "零": 0, **{c: n for n, c in enumerate("一二三四五六七八九", 1)}}
_HAN_DIGITS["两"] = 2
_FORMAL_DIGITS = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_ORDINAL = re.compile(r"第\s*([0-9一二三四五六七八九十百]+)\s*批")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_HAN = "〇○零一二三四五六七八九"
_DATE_SHAPES = (
    re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?"),
    re.compile(r"^(\d{4})(\d{2})(\d{2})$"),
    re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?份?\s*生?$"),
    re.compile(r"^(\d{4})(0[1-9]|1[0-2])$"),
    re.compile(r"^(\d{4})\s*年?\s*生?\s*(?:度|$|[(]|<)"),
)


def tidy(text: str) -> str:
    """Without invisible characters and odd blanks; HTML breaks count as blanks.

    A line broken between two Chinese characters is joined: the cell was too narrow.
    """
    text = _WRAPPED.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return " ".join(BREAK.sub(" ", text).split())


def is_wrapped(text: str) -> bool:
    """Whether tidy() joins lines of this cell, which may have been two things."""
    return _WRAPPED.search(text.strip()) is not None


def plain(text: str) -> str:
    """For reading, not for keeping: tidy, and full-width letters and digits made ordinary."""
    return tidy(unicodedata.normalize("NFKC", text))


def name_key(text: str) -> str:
    """What makes two spellings the same name: no blanks, brackets and punctuation of one kind."""
    key = re.sub(r"\s", "", plain(text)).lower()
    key = key.translate(str.maketrans("【】[]《》〈〉“”‘’\"'", "()()()()()()()"))
    return re.sub(r"[·•・‧.]", "·", key)


LONGEST_NUMBER = 20
LONGEST_CATEGORY = 60
"""Characters. Without these bounds one cell of rubbish holds an import up for minutes."""


def han_number(text: str) -> int | None:
    """12 for "十二" and "12"; None for anything else below 1 or above 999."""
    text = plain(text)
    if text.isascii() and text.isdigit():
        number = int(text) if len(text) <= LONGEST_NUMBER else 0
        return number if 1 <= number <= 999 else None
    total, current = 0, 0
    for character in text:
        if character in _HAN_DIGITS:
            current = _HAN_DIGITS[character]
        elif character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        else:
            return None
    return total + current or None


@dataclass(frozen=True, slots=True)
class BatchSaid:
    """What a cell says about a batch: which, and of what year."""

    ordinal: int | None = None
    year: int | None = None


def read_batch(text: str) -> BatchSaid | None:
    """ "2008</br>(第二批)", "05(2018年（第五批）)", "国家级第一批", "首批", "8"; None when it says neither.

    Nor does a cell say anything that names several batches.
    """
    written = plain(text).translate(_FORMAL_DIGITS).replace("首批", "第一批")
    found = {han_number(said) for said in _ORDINAL.findall(written)}
    if len(found) > 1:
        return None
    ordinal = next(iter(found), None)
    if ordinal is None and len(written) <= 4:
        ordinal = han_number(written.removesuffix(".0").removeprefix("第").removesuffix("批"))
    year = _YEAR.search(written)
    if ordinal is None and year is None:
        return None
    return BatchSaid(ordinal, int(year[1]) if year else None)


@dataclass(frozen=True, slots=True)
class DateSaid:
    """A date as far as it was given."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def whole(self) -> datetime.date | None:
        """The day; None where only year or month were given."""
        if self.month and self.day:
            return datetime.date(self.year, self.month, self.day)
        return None


def read_date(text: str) -> DateSaid | None:
    """ "2021年5月24日", "二〇一九年十二月", "2019/12/31", "20191231", "2019"; None if it is no date."""
    written = re.sub(r"^(\d{4,8})\.0$", r"\1", _han_date_to_digits(plain(text)))
    written = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", written)
    for shape in _DATE_SHAPES:
        match = shape.match(written)
        if match is None:
            continue
        parts = [int(part) for part in match.groups()]
        try:
            datetime.date(*[*parts, 1, 1][:3])
        except ValueError:
            return None
        return DateSaid(*parts)
    return None


FIRST_SERIAL, LAST_SERIAL = 10_000, 60_000
"""Days since 1899-12-30 that a spreadsheet may mean: 1927 to 2064."""


def read_serial(text: str) -> DateSaid | None:
    """39606: a day as spreadsheets count them, in a cell that lost its date format."""
    written = plain(text).removesuffix(".0")
    if not (written.isascii() and written.isdigit() and len(written) == len(str(FIRST_SERIAL))):
        return None
    if not FIRST_SERIAL <= int(written) <= LAST_SERIAL:
        return None
    day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(written))
    return DateSaid(day.year, day.month, day.day)


def _han_date_to_digits(text: str) -> str:
    """二〇一九年十二月三日 → 2019年12月3日; other text stays."""
    match = re.match(
        rf"^([{_HAN}]{{4}})年(?:([一二三四五六七八九十]+)月(?:([一二三四五六七八九十]+)日)?)?", text
    )
    if match is None:
        return text
    year = "".join(str(_HAN_DIGITS[character]) for character in match[1])
    out = f"{year}年"
    if match[2]:
        out += f"{han_number(match[2])}月"
    if match[3]:
        out += f"{han_number(match[3])}日"
    return out + text[match.end() :]


MUNICIPALITIES = ("11", "12", "31", "50")


_BETWEEN_LEVELS = re.compile(r"[、,;/和及与+\s]")


def read_level(text: str, *, municipality: bool = False) -> Level | None:
    """国家级, 省级, 市级, 区级, … In a municipality such as Tianjin 市级 is the provincial list.

    None for what names two levels: a row stands on one list.
    """
    written = plain(text)
    parts = [part for part in _BETWEEN_LEVELS.split(written) if part not in {"", "级"}]
    said = {_one_level(part, municipality=municipality) for part in parts}
    return next(iter(said)) if len(said) == 1 else None


def _one_level(written: str, *, municipality: bool) -> Level | None:
    if "国家" in written or written in {"国", "国级"}:
        return Level.NATIONAL
    if re.search(r"省|自治区|直辖市", written):
        return Level.PROVINCIAL
    if re.search(r"[区县旗]", written):
        return Level.COUNTY
    if re.search(r"市|州|盟|地级", written):
        return Level.PROVINCIAL if municipality else Level.MUNICIPAL
    return None


_CATEGORY_SPELLINGS = {
    "民间文学": 1, "口头文学": 1, "民间口头文学": 1, "语言文学": 1,
    "传统音乐": 2, "民间音乐": 2, "音乐": 2,
    "传统舞蹈": 3, "民间舞蹈": 3, "舞蹈": 3,
    "传统戏剧": 4, "民间戏剧": 4, "戏剧": 4, "传统戏曲": 4, "戏曲": 4,
    "曲艺": 5, "传统曲艺": 5, "民间曲艺": 5,
    "传统体育游艺与杂技": 6, "杂技与竞技": 6, "传统体育游艺与竞技": 6, "游艺传统体育与竞技": 6,
    "游艺传统体育与杂技": 6, "传统体育竞技与杂技": 6, "传统体育游艺和杂技": 6, "民间杂技": 6,
    "传统体育竞技": 6, "传统体育": 6, "杂技": 6, "传统游艺杂技与竞技": 6, "体育游艺与杂技": 6,
    "传统美术": 7, "民间美术": 7, "美术": 7,
    "传统技艺": 8, "传统手工技艺": 8, "民间手工技艺": 8, "手工技艺": 8, "传统手工艺": 8,
    "传统工艺": 8, "技艺": 8, "民间技艺": 8,
    "传统医药": 9, "民间医药": 9, "传统中医药": 9, "医药": 9, "中医药": 9,
    "民俗": 10, "民间习俗": 10, "民间信仰": 10, "岁时节令": 10, "消费习俗": 10, "人生礼俗": 10,
    "生产商贸习俗": 10, "民间知识": 10,
}  # fmt: skip
_TRADITIONAL = str.maketrans(
    "傳統藝樂戲劇體遊與雜術醫藥間學競類門", "传统艺乐戏剧体游与杂术医药间学竞类门"
)
"""The characters of the ten names; lists from elsewhere write them in full."""
_NUMERAL_PREFIX = re.compile(
    r"^(?:[(]?([IVX]{1,4}|\d{1,2}|[一二三四五六七八九十])[).、:：\s—–-]*|第[一二三四五六七八九十]类[、:：\s]*)"
)
_NTH_CATEGORY = re.compile(r"^第([一二三四五六七八九十\d]{1,2})[大]?[类门]类?$")


def read_category(text: str) -> int | None:
    """The ordinal of a category: by its name now or before 2008, bracketed numeral or not."""
    written = _unwrapped(plain(text).translate(_TRADITIONAL))
    if not written or len(written) > LONGEST_CATEGORY:
        return None
    nth = _NTH_CATEGORY.match(written)
    if nth:
        return category_number(str(han_number(nth[1])))
    alone = category_number(written)
    if alone is not None:
        return alone
    bare = re.sub(r"[(\[（【].*?[)\]）】]", "", written)
    for candidate in (bare, _NUMERAL_PREFIX.sub("", bare), re.sub(r"[类門门]$", "", bare)):
        key = re.sub(r"[\s、,，/·.及]", "", candidate).removesuffix("类")
        if key in _CATEGORY_SPELLINGS:
            return _CATEGORY_SPELLINGS[key]
    inside = re.search(r"[(\[]([IVX]{1,4})[)\]]", written)
    return category_number(inside[1]) if inside and not bare.strip() else None


def _unwrapped(text: str) -> str:
    """【传统技艺】 without its brackets; 【Ⅷ】传统技艺 with ordinary ones."""
    text = text.translate(str.maketrans("【】〔〕[]", "()()()"))
    whole = re.fullmatch(r"[(]([^()]+)[)]", text)
    return whole[1] if whole else text


def read_sex(text: str) -> str:
    """男 or 女 as the registry stores it; "" for anything else."""
    return {"男": Sex.MALE.value, "女": Sex.FEMALE.value}.get(plain(text)[:1], "")


def unpaired_brackets_mended(text: str) -> str:
    """(甲） → （甲）: a pair whose halves differ becomes a full-width one; the rest stays."""
    return re.sub(r"\(([^()（）]*)）|（([^()（）]*)\)", lambda m: f"（{m[1] or m[2] or ''}）", text)


def private_use_characters(text: str) -> list[str]:
    """Characters that look different, or like nothing, on other people's machines."""
    return [c for c in text if unicodedata.category(c) == "Co"]

"""Days and times of day as people write them into a spreadsheet: 下午2点半, 9:00-10:30, 0.4375, 46512."""

from __future__ import annotations

import datetime
import re
import unicodedata

from registry.importing.values import read_date

AFTERNOON = ("下午", "晚上", "晚", "傍晚", "pm")
NOON = "中午"
MIDNIGHTS = ("晚", "晚上")
"""Their twelve o'clock is the next day's: nobody means it in a plan."""
CLOCK = re.compile(
    r"^(?P<part>上午|早上|早|中午|下午|傍晚|晚上|晚|am|pm)?"
    r"(?P<hour>\d{1,2})(?:[:点时](?P<minute>\d{1,2}|半)?)(?::00(?:\.0+)?)?分?整?(?P<after>am|pm)?$"
)
FRACTION = re.compile(r"^0?\.\d+$")
SERIAL = re.compile(r"^[2-9]\d{4}(?:\.\d+)?$")
"""Days since 1899 as spreadsheets count them: from 1954 on, so that no year is taken for one."""
EPOCH = datetime.date(1899, 12, 30)
BETWEEN = re.compile(r"\s*(?:[-–—~～至到])\s*")
DAY_BEFORE = re.compile(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+(?=\d)")


def read_day(text: str) -> datetime.date | None:
    """The day; a time behind it and the weekday in brackets do not matter. No year, no day."""
    text = unicodedata.normalize("NFKC", text).strip()
    if SERIAL.match(text):
        return EPOCH + datetime.timedelta(days=int(float(text)))
    said = read_date(text.split(" ")[0] if text else "")
    return said.whole if said is not None else None


def read_clock(text: str, part: str = "") -> datetime.time | None:
    """The time of day. ``part`` is 下午 where it was said of the other end: 下午2:00-3:30."""
    text = unicodedata.normalize("NFKC", DAY_BEFORE.sub("", text)).strip().lower().replace(" ", "")
    if FRACTION.match(text):
        minutes = round(float(text) * 24 * 60)
        return datetime.time(minutes // 60, minutes % 60) if minutes < 24 * 60 else None
    match = CLOCK.match(text)
    if match is None:
        return None
    minute = match["minute"] or "0"
    hour, minutes = int(match["hour"]), 30 if minute == "半" else int(minute)
    told = match["part"] or match["after"] or part
    if told in MIDNIGHTS and hour == 12:
        return None
    if (told in AFTERNOON and hour < 12) or (told == NOON and hour < 11):
        hour += 12
    return datetime.time(hour, minutes) if hour < 24 and minutes < 60 else None


def read_span(text: str) -> tuple[datetime.time | None, datetime.time | None]:
    """Begin and end of 9:00-10:30; no end where one time alone is told."""
    day = DAY_BEFORE.match(text)
    begins, *ends = BETWEEN.split(text[day.end() :] if day else text)
    if len(ends) != 1:
        return (read_clock(begins) if not ends else None), None
    match = CLOCK.match(unicodedata.normalize("NFKC", begins).strip().lower().replace(" ", ""))
    part = match["part"] or "" if match else ""
    return read_clock(begins), read_clock(ends[0], part)


def clock_of_day(text: str) -> str:
    """The time behind a day, where a cell holds both; a midnight is none."""
    found = re.search(r"\s(\d{1,2}:\d{2})(?::\d{2})?$", text.strip())
    return found[1] if found and found[1] not in ("00:00", "0:00") else ""


def tidy(text: str) -> str:
    """Seconds, and the midnight of a day, are the spreadsheet's own."""
    text = re.sub(r"(\d{1,2}:\d{2}):00(?:\.0+)?$", r"\1", text.strip())
    return re.sub(r"(?<=\d)\s0?0:00$", "", text)

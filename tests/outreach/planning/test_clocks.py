"""Days and times as people write them into spreadsheets."""

from __future__ import annotations

import datetime

import pytest

from outreach.domain.clocks import clock_of_day, read_clock, read_day, read_span, tidy


@pytest.mark.parametrize(
    ("told", "hour", "minute"),
    [
        ("9:00", 9, 0),
        ("14：30", 14, 30),
        ("９：００", 9, 0),
        ("09:30:00", 9, 30),
        ("2027-05-18 09:30:00", 9, 30),
        ("9点", 9, 0),
        ("9点半", 9, 30),
        ("9时15分", 9, 15),
        ("上午9点半", 9, 30),
        ("下午2:30", 14, 30),
        ("下午 14:30", 14, 30),
        ("晚上7点", 19, 0),
        ("中午12点", 12, 0),
        ("中午1点", 13, 0),
        ("2:30 PM", 14, 30),
        ("0.4375", 10, 30),
        (".75", 18, 0),
    ],
)
def test_a_time_of_day(told: str, hour: int, minute: int) -> None:
    assert read_clock(told) == datetime.time(hour, minute)


@pytest.mark.parametrize(
    "told", ["", "25:00", "9:75", "上午", "晚上12点", "9", "0.99999", "九点左右"]
)
def test_what_is_no_time(told: str) -> None:
    assert read_clock(told) is None


@pytest.mark.parametrize(
    ("told", "begins", "ends"),
    [
        ("9:00-10:30", "09:00", "10:30"),
        ("9：00—10：30", "09:00", "10:30"),
        ("14:00至15:30", "14:00", "15:30"),
        ("下午2:00~3:30", "14:00", "15:30"),
        ("上午11:00到中午12:30", "11:00", "12:30"),
        ("9:00", "09:00", ""),
        ("2027-05-18 09:30", "09:30", ""),
    ],
)
def test_begin_and_end_in_one_cell(told: str, begins: str, ends: str) -> None:
    assert [f"{one:%H:%M}" if one else "" for one in read_span(told)] == [begins, ends]


@pytest.mark.parametrize("told", ["9:00-10:30-12:00", "上午-下午", ""])
def test_what_is_no_span(told: str) -> None:
    assert read_span(told)[0] is None


@pytest.mark.parametrize(
    "told",
    [
        *("2027-05-13", "2027/5/13", "2027.5.13", "2027年5月13日", "20270513", "46520"),
        *("46520.5", "2027-05-13 00:00:00", "2027/5/13（周四）", "２０２７-５-１３"),
    ],
)
def test_a_day(told: str) -> None:
    assert read_day(told) == datetime.date(2027, 5, 13)


@pytest.mark.parametrize("told", ["", "5月13日", "2027-02-30", "2027", "2027年5月", "下周一"])
def test_what_is_no_day(told: str) -> None:
    assert read_day(told) is None


def test_a_cell_may_hold_day_and_time() -> None:
    assert clock_of_day("2027-05-13 09:30:00") == "09:30"
    assert clock_of_day("2027-05-13 00:00:00") == ""
    assert clock_of_day("2027-05-13") == ""
    assert tidy("2027-05-13 00:00:00") == "2027-05-13"
    assert tidy("14:00:00") == "14:00"
    assert tidy("0.5") == "0.5"

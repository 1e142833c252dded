"""What cells of other people's lists are taken to mean."""

from __future__ import annotations

import datetime

import pytest

from registry.enums import Level
from registry.importing.units import split_units
from registry.importing.values import (
    BatchSaid,
    name_key,
    private_use_characters,
    read_batch,
    read_category,
    read_date,
    read_level,
    tidy,
    unpaired_brackets_mended,
)


@pytest.mark.parametrize(
    ("written", "ordinal"),
    [
        ("传统美术(Ⅶ)", 7),
        ("传统美术（Ⅶ）", 7),
        ("Ⅶ 传统美术", 7),
        ("Ⅷ", 8),
        ("VIII", 8),
        ("七、传统美术", 7),
        ("（八）传统技艺", 8),
        ("传统手工技艺", 8),
        ("民间美术", 7),
        ("民间音乐", 2),
        ("民间舞蹈", 3),
        ("杂技与竞技", 6),
        ("传统体育、游艺与杂技", 6),
        ("传统体育 游艺与杂技", 6),
        ("游艺、传统体育与竞技", 6),
        ("传统技艺类", 8),
        ("民间文学", 1),
        ("传统戏剧", 4),
        ("曲艺", 5),
        ("传统医药", 9),
        ("民俗", 10),
        ("　民 俗 ", 10),
        ("１０", 10),
        ("建筑", None),
        ("", None),
        ("传统", None),
    ],
)
def test_categories_are_known_by_every_name_they_had(written: str, ordinal: int | None) -> None:
    assert read_category(written) == ordinal


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2008</br>(第二批)", BatchSaid(2, 2008)),
        ("2006</br>(第一批)", BatchSaid(1, 2006)),
        ("05(2018年（第五批）)", BatchSaid(5, 2018)),
        ("2025(2025年（第六批）)", BatchSaid(6, 2025)),
        ("国家级第一批", BatchSaid(1)),
        ("第十二批", BatchSaid(12)),
        ("第８批", BatchSaid(8)),
        ("8", BatchSaid(8)),
        ("八", BatchSaid(8)),
        ("第三批（2019年）", BatchSaid(3, 2019)),
        ("2011", BatchSaid(None, 2011)),
        ("不详", None),
    ],
)
def test_batches_are_read_with_their_year(written: str, said: BatchSaid | None) -> None:
    assert read_batch(written) == said


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021年5月24日", datetime.date(2021, 5, 24)),
        ("２０２１年５月２４日", datetime.date(2021, 5, 24)),
        ("2021-05-24", datetime.date(2021, 5, 24)),
        ("2021/5/24", datetime.date(2021, 5, 24)),
        ("2021.5.24", datetime.date(2021, 5, 24)),
        ("20210524", datetime.date(2021, 5, 24)),
        ("二〇二一年五月二十四日", datetime.date(2021, 5, 24)),
        ("二○一九年十二月三十一日", datetime.date(2019, 12, 31)),
        ("2021-05-24 00:00:00", datetime.date(2021, 5, 24)),
    ],
)
def test_dates_are_read_as_chinese_readers_write_them(written: str, day: datetime.date) -> None:
    said = read_date(written)
    assert said is not None
    assert said.whole == day


@pytest.mark.parametrize(
    ("written", "year", "month"),
    [("2019年", 2019, None), ("2019", 2019, None), ("2019年12月", 2019, 12), ("2019.12", 2019, 12)],
)
def test_part_of_a_date_is_no_day(written: str, year: int, month: int | None) -> None:
    said = read_date(written)
    assert said is not None
    assert (said.year, said.month, said.whole) == (year, month, None)


@pytest.mark.parametrize("written", ["2021年2月30日", "五月", "昨天", "", "13/24/2021"])
def test_what_is_no_date_is_refused(written: str) -> None:
    assert read_date(written) is None


def test_the_city_level_of_a_municipality_is_the_provincial_list() -> None:
    assert read_level("市级", municipality=True) is Level.PROVINCIAL
    assert read_level("市级") is Level.MUNICIPAL
    assert read_level("区级", municipality=True) is Level.COUNTY
    assert read_level("国家级", municipality=True) is Level.NATIONAL
    assert read_level("自治区级") is Level.PROVINCIAL
    assert read_level("乡级") is None


def test_units_are_split_outside_brackets_only() -> None:
    assert split_units("甲市文化馆（甲市美术馆、甲市书画院）") == [
        "甲市文化馆（甲市美术馆、甲市书画院）"
    ]
    assert split_units("绍兴市文化馆、绍兴市演艺公司") == ["绍兴市文化馆", "绍兴市演艺公司"]
    assert split_units("老毛太太海贝贝、海螺制作") == ["老毛太太海贝贝、海螺制作"]
    assert split_units("  ") == []


def test_names_are_cleaned_without_losing_rare_characters() -> None:
    assert tidy(" 㑇舞\xa0\u200b") == "㑇舞"
    assert private_use_characters("登嘎甘\ue81b（熊猫舞）") == ["\ue81b"]
    assert private_use_characters("㑇舞") == []
    assert unpaired_brackets_mended("剪纸（蔚县剪纸)") == "剪纸（蔚县剪纸）"
    assert unpaired_brackets_mended("剪纸(蔚县剪纸)") == "剪纸(蔚县剪纸)"
    assert name_key("剪纸 （蔚县剪纸)") == name_key("剪纸(蔚县剪纸）")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("自治区", Level.PROVINCIAL), ("省、自治区、直辖市级", Level.PROVINCIAL), ("区、县级", Level.COUNTY),
        ("县（区）级", Level.COUNTY), ("省（市）级", Level.PROVINCIAL), ("国家级、省级", None),
        ("省级/市级", None), ("世界级", None),
    ],
)  # fmt: skip
def test_a_level_is_one_level(text: str, level: Level | None) -> None:
    assert read_level(text) == level


@pytest.mark.parametrize(
    ("text", "batch"),
    [("首批", 1), ("1.0", 1), ("第一", 1), ("壹", 1), ("第１批", 1), ("第一批、第二批", None),
     ("第一、二批", None), ("0", None)],
)  # fmt: skip
def test_a_batch_is_one_batch(text: str, batch: int | None) -> None:
    said = read_batch(text)
    assert (said and said.ordinal) == batch


@pytest.mark.parametrize(
    "text",
    ["【传统技艺】", "[Ⅷ]传统技艺", "第八类", "第八类 传统技艺", "傳統技藝", "(传统技艺)", "08"],
)
def test_categories_in_further_clothes(text: str) -> None:
    assert read_category(text) == 8

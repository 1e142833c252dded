"""What the levels are called where: a municipality calls its provincial list 市级."""

from __future__ import annotations

from registry.enums import Level

MUNICIPALITIES = ("11", "12", "31", "50")
"""北京, 天津, 上海, 重庆: how their division codes begin (GB/T 2260)."""


def level_label(level: int, division_code: str = "") -> str:
    """国家级, 省级, 市级, 区县级; 省级 is 市级 where ``division_code`` lies in a municipality."""
    if level == Level.PROVINCIAL and division_code.startswith(MUNICIPALITIES):
        level = Level.MUNICIPAL
    return str(Level(level).label)


def own_county_word(place: str) -> str:
    """What a place calls its own list of the 区县级: 河东区 says 区级, 蓟县 县级."""
    return {"区": "区级", "县": "县级"}.get(place[-1:], str(Level.COUNTY.label))


def area_stem(code: str) -> str:
    """What the codes of a division and of all below it begin with (GB/T 2260): 120000 gives 12.

    Below the district a tier has three digits, and a town may be 120112100.
    """
    while len(code) > 6 and code.endswith("000"):
        code = code[:-3]
    while 2 < len(code) <= 6 and code.endswith("00"):
        code = code[:-2]
    return code

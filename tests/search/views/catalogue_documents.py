"""A small catalogue of made records, enough for every state a page of it can be in."""

from __future__ import annotations

from typing import Any

from search.interface import Kind, SearchDocument

CATEGORIES = (
    "民间文学",
    "传统音乐",
    "传统舞蹈",
    "传统戏剧",
    "曲艺",
    "传统体育、游艺与杂技",
    "传统美术",
    "传统技艺",
    "传统医药",
    "民俗",
)
NUMERALS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
BATCHES = ("第一批", "第二批", "第三批", "第十批")


def made(
    key: int,
    name: str,
    category: str,
    *,
    kind: Kind = Kind.PROJECT,
    level: str = "区县级",
    batch: str = "第一批",
    year: int = 2010,
    area: str = "120102",
    people: tuple[str, ...] = (),
    text: str = "",
    units: tuple[str, ...] = (),
    **card: Any,
) -> SearchDocument:
    """One published record with the card a listing shows."""
    ordinal = CATEGORIES.index(category) + 1
    code = f"{NUMERALS[ordinal - 1]}-{key}"
    shown = {
        "name": name,
        "kind": kind.value,
        "kind_label": {"inheritor": "代表性传承人"}.get(kind.value, "代表性项目"),
        "url": f"/catalogue/{kind.value}s/{key}/",
        "code": code,
        "category": category,
        "category_key": ordinal,
        "level": level,
        "level_label": level,
        "batch": f"{level}{batch}",
        "place": "天津市河东区",
        "summary": text[:90],
        "people": list(people),
        **card,
    }
    return SearchDocument(
        id=f"{kind.value}-{key}",
        kind=kind,
        name=name,
        codes=(code,),
        category=category,
        levels=(level,),
        batches=(f"{level}{batch}",),
        areas=("120000", area),
        places=("天津市", "河东区"),
        people=people,
        units=units,
        texts=(("历史渊源", text),) if text else (),
        years=(year,),
        date=f"{year}-06-01",
        code_order=f"{ordinal:02d}-{key:04d}",
        card=shown,
    )


def documents() -> list[SearchDocument]:
    """Forty-six projects, two inheritors: three pages of a list."""
    named = [
        made(
            1,
            "杨柳青年画",
            "传统美术",
            level="国家级",
            year=2006,
            people=("霍庆顺",),
            text="起于明代,勾线、刻版、套印、彩绘,运河边的村子里家家会点染。",
            units=("年画馆",),
            pinyin="yáng liǔ qīng nián huà",
        ),
        made(2, "泥人张彩塑", "传统美术", level="国家级", year=2006, people=("张锠",)),
        made(3, "天津时调", "曲艺", level="国家级", year=2006, text="由小曲演变而来。"),
        made(4, "京东大鼓", "曲艺", level="市级", batch="第二批", year=2008),
        made(5, "大沽<船>菜 & 面", "传统技艺", text='引号"与<b>尖括号</b>都是正文。'),
        made(6, "直沽高粱酒酿造技艺", "传统技艺", units=("直沽酒坊",)),
    ]
    rest = [
        made(
            number,
            f"示例技艺{number}号",
            CATEGORIES[number % 10],
            batch=BATCHES[number % 4],
            year=2006 + number % 15,
            text="河东一带流传的做法。",
        )
        for number in range(11, 51)
    ]
    people = [
        made(91, "霍庆顺", "传统美术", kind=Kind.INHERITOR, level="国家级", year=2007),
        made(92, "张锠", "传统美术", kind=Kind.INHERITOR, level="国家级", year=2007),
    ]
    return [*named, *rest, *people]

"""What the API's documentation says: in Chinese, for whoever builds on it (docs/api.md)."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from search.api.reading import (
    DEEPEST,
    DEFAULT_PAGE_SIZE,
    LARGEST_PAGE,
    LAST_PAGE,
    MOST_CHARACTERS,
    MOST_VALUES,
    SORTS,
    WHOLE,
)
from search.interface import Facet, Kind
from search.levels import LEVEL_VALUES
from search.nearness import DEFAULT_RADIUS, NEAR
from search.parameters import FIRST_YEAR, LAST_YEAR, accepted_words

TITLE = "河东非遗公开数据接口"
DESCRIPTION = """
只读，无需登录，任何网站都可以直接调用（CORS）。内容与公众页面一致：只含已公开的记录和允许公开的信息。

- 参数写错、写多了都会得到 422，并逐一说明哪个参数、为什么、可以写什么。
- 空参数等于没有写这个参数。
- 错误的格式都是 `{"detail": [{"parameter", "value", "reason", "allowed"}]}`。
- 回答带 `ETag` 与 `Cache-Control`，请缓存并用 `If-None-Match` 再取。
"""
RECORDS = f"""
检索五种记录。不带参数时列出全部。同一参数的几个值之间是“或”，不同参数之间是“且”。
每页最多 {LARGEST_PAGE} 条，最多取到第 {DEEPEST} 条。`facets` 中每个值的 `count` 是加上它之后的记录数。
"""
RECORD = "按编号取一条记录，如 `project-12`。未公开、已撤下与不存在的记录都回答 404。"
SUGGEST = "按汉字、拼音或拼音首字母给出建议。没有文字时为空。"


def _parameter(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {
        "in": "query",
        "name": name,
        "required": False,
        "description": description,
        "schema": schema,
    }


def _values(facet: Facet, description: str, *examples: str, **item: Any) -> dict[str, Any]:
    """A facet: several values, by repeating the parameter or with commas between them."""
    more = "可重复。" if facet in WHOLE else "可重复，也可用逗号分隔。"
    items = {"type": "string", "maxLength": MOST_CHARACTERS, "examples": list(examples), **item}
    parameter = _parameter(
        facet.value, f"{description}{more}", type="array", items=items, maxItems=MOST_VALUES
    )
    return {**parameter, "style": "form", "explode": True}


def _number(name: str, description: str, **schema: Any) -> dict[str, Any]:
    """A whole number, or nothing at all: ``page=`` is as good as no page."""
    number = {"type": "integer", **schema}
    return _parameter(name, description, anyOf=[number, {"type": "string", "maxLength": 0}])


def with_vocabulary(described: dict[str, Any]) -> dict[str, Any]:
    """The description with every word that closed facets accept today."""
    described = deepcopy(described)
    for path in described["paths"].values():
        for parameter in path.get("get", {}).get("parameters", ()):
            name = parameter["name"]
            accepted = accepted_words(Facet(name)) if name in set(Facet) else ()
            if accepted:
                items = parameter["schema"]["items"]
                items.pop("maxLength", None)
                items["enum"] = [*accepted, ""]
    return described


def _words(name: str, description: str, most: int) -> dict[str, Any]:
    return _parameter(name, description, type="string", maxLength=most)


def _year(name: str, description: str) -> dict[str, Any]:
    return _number(name, description, minimum=FIRST_YEAR, maximum=LAST_YEAR)


RECORDS_PARAMETERS = [
    _words(
        "q",
        "检索词：名称、别名、人名、单位、地名、编号、拼音或首字母。引号表示连在一起，减号表示排除。",
        MOST_CHARACTERS,
    ),
    _values(Facet.KIND, "记录种类。", *Kind),
    _values(
        Facet.CATEGORY,
        "十大类别：名称、2006 年名录的旧名、罗马数字、序号或网址用名均可。",
        *("传统技艺", "传统手工技艺", "Ⅷ", "VIII", "8"),
    ),
    _values(Facet.LEVEL, "级别。", *LEVEL_VALUES.values(), "national", "1"),
    _values(
        Facet.BATCH,
        "批次：全称，或“第一批”、1（各级的第一批），或公布年份。",
        *("国家级第一批", "第一批", "1", "2006"),
    ),
    _values(
        Facet.AREA,
        "地区，含其下级地区：区划代码或其前 2、4 位；也可以写名称，如“天津市河东区”“天津市”。",
        *("120102", "12"),
        pattern="^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?$",
    ),
    _values(Facet.UNIT, "保护单位或申报单位的全称。", "河东区文化馆"),
    _values(Facet.TAG, "标签。", "武术"),
    _values(Facet.PICTURES, "有没有图片：yes 或 no。", "yes", "no"),
    _year("year_from", "列入或认定年份的一端；与 year_to 不分先后，可以只写一个。"),
    _year("year_to", "列入或认定年份的另一端。"),
    _parameter(
        "near",
        f"某处附近：“纬度,经度”或“纬度,经度,公里数”，WGS-84；不写公里数为 {DEFAULT_RADIUS:g}。",
        type="string",
        pattern="^(" + re.sub(r"\?P<[a-z]+>", "", NEAR.pattern) + ")?$",
        examples=["39.128,117.252", "39.128,117.252,5"],
    ),
    _parameter(
        "sort",
        "排序：相关、名称（拼音）、编号、日期（新的在前）、距离。没有检索词时“相关”按名称，"
        "没有 near 时“距离”同“相关”。",
        type="string",
        enum=[*SORTS, ""],
        default="relevance",
    ),
    _number(
        "page",
        f"第几页，默认 1。page × page_size 超过 {DEEPEST} 时没有这一页（404）。",
        minimum=1,
        maximum=LAST_PAGE,
    ),
    _number(
        "page_size",
        f"每页条数，默认 {DEFAULT_PAGE_SIZE}。",
        minimum=1,
        maximum=LARGEST_PAGE,
    ),
    _parameter(
        "wider",
        "结果很少时要不要另给只符合一部分的记录。",
        type="string",
        enum=["yes", "no", ""],
        default="yes",
    ),
]
SUGGEST_PARAMETERS = [
    _words("q", "正在输入的文字。", 100),
    _number("limit", "最多几行，默认 8。", minimum=1, maximum=20),
]

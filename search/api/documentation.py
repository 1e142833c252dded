"""What the API's documentation says: in Chinese, for whoever builds on it (docs/api.md)."""

from __future__ import annotations

from typing import Any

from search.api.reading import (
    DEEPEST,
    DEFAULT_PAGE_SIZE,
    DEFAULT_RADIUS,
    FIRST_YEAR,
    LARGEST_PAGE,
    MOST_CHARACTERS,
    MOST_VALUES,
    SORTS,
)
from search.interface import Kind
from search.levels import LEVEL_VALUES

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


def _values(name: str, description: str, *, examples: list[str], split: bool = True) -> Any:
    """A facet: several values, by repeating the parameter or with commas between them."""
    more = "可重复，也可用逗号分隔。" if split else "可重复。"
    parameter = _parameter(
        name,
        f"{description}{more}",
        type="array",
        items={"type": "string", "examples": examples},
        maxItems=MOST_VALUES,
    )
    return {**parameter, "style": "form", "explode": True}


def _words(name: str, description: str, most: int) -> dict[str, Any]:
    return _parameter(name, description, type="string", maxLength=most)


def _year(name: str, description: str) -> dict[str, Any]:
    return _parameter(name, description, type="integer", minimum=FIRST_YEAR)


RECORDS_PARAMETERS = [
    _words(
        "q",
        "检索词：名称、别名、人名、单位、地名、编号、拼音或首字母。引号表示连在一起，减号表示排除。",
        MOST_CHARACTERS,
    ),
    _values("kind", "记录种类。", examples=[kind.value for kind in Kind]),
    _values(
        "category",
        "十大类别：名称、2006 年名录的旧名、罗马数字、序号或网址用名均可。",
        examples=["传统技艺", "传统手工技艺", "Ⅷ", "VIII", "8"],
    ),
    _values("level", "级别。", examples=[*LEVEL_VALUES.values(), "national", "1"]),
    _values(
        "batch",
        "批次：全称，或“第一批”、1（各级的第一批），或公布年份。",
        examples=["国家级第一批", "第一批", "1", "2006"],
    ),
    _values(
        "area",
        "地区：区划代码或名称，含其下级地区。",
        examples=["120102", "天津市河东区", "天津市"],
    ),
    _values("unit", "保护单位或申报单位的全称。", examples=["河东区文化馆"], split=False),
    _values("tag", "标签。", examples=["武术"], split=False),
    _values("pictures", "有没有图片：yes 或 no。", examples=["yes", "no"]),
    _year("year_from", "列入或认定年份，从这一年起。"),
    _year("year_to", "列入或认定年份，到这一年止。"),
    _parameter(
        "near",
        "某处附近：“纬度,经度”，WGS-84。",
        type="string",
        examples=["39.128,117.252"],
    ),
    _parameter(
        "within_km",
        f"附近的范围，公里，默认 {DEFAULT_RADIUS:g}。",
        type="number",
        exclusiveMinimum=0,
        maximum=20_000,
    ),
    _parameter(
        "sort",
        "排序：相关、名称（拼音）、编号、日期（新的在前）、距离（要有 near）。",
        type="string",
        enum=list(SORTS),
        default="relevance",
    ),
    _parameter("page", "第几页。", type="integer", minimum=1, maximum=DEEPEST, default=1),
    _parameter(
        "page_size",
        "每页条数。",
        type="integer",
        minimum=1,
        maximum=LARGEST_PAGE,
        default=DEFAULT_PAGE_SIZE,
    ),
    _parameter(
        "wider",
        "结果很少时要不要另给只符合一部分的记录。",
        type="string",
        enum=["yes", "no"],
        default="yes",
    ),
]
SUGGEST_PARAMETERS = [
    _words("q", "正在输入的文字。", 100),
    _parameter("limit", "最多几行。", type="integer", minimum=1, maximum=20, default=8),
]

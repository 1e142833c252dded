"""The shapes of the API's answers, for its documentation and for the tests that hold it to them."""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import Field

KindName = Literal["project", "inheritor", "base", "workshop", "product"]


class ProblemOut(Schema):
    """哪个参数、为什么不能用、可以写什么。"""

    parameter: str = Field(description="参数名；与某个参数无关时为空")
    value: str = Field(description="收到的值")
    reason: str = Field(description="原因，可直接显示给使用者")
    allowed: list[str] = Field(description="可用的值；不便列举时为空")


class ErrorOut(Schema):
    """请求不能满足的原因。"""

    detail: list[ProblemOut]


class MatchOut(Schema):
    """记录被找到的一处依据。"""

    field: str = Field(
        description="name、alias、code、category、person、unit、place、tag、related、text、pinyin 或 "
        "guess（guess 表示由错字、漏字或音近字猜得）"
    )
    label: str = Field(description="栏目名，如“历史渊源”；不在正文中时为空")
    text: str = Field(description="这一处的文字，纯文本")
    hits: list[list[int]] = Field(description="命中的起止位置 [起, 止)，按字符计")


class ResultOut(Schema):
    """列表中的一条记录。"""

    id: str = Field(description="记录编号，如 project-12", examples=["project-12"])
    kind: KindName
    name: str
    code: str = Field(description="名录编号，如 Ⅷ-89；没有时为空")
    category: str
    level: str = Field(description="最高级别；没有时为空")
    url: str = Field(description="公众页面的完整网址")
    matched: list[MatchOut]


class FacetOut(Schema):
    """一个筛选值，以及加上它之后的记录数。"""

    value: str
    label: str
    count: int


class RecordsOut(Schema):
    """一页结果。"""

    total: int
    page: int
    page_size: int
    results: list[ResultOut]
    facets: dict[str, list[FacetOut]]
    wider: list[ResultOut] = Field(description="结果很少时，只符合一部分条件的记录；不计入 total")
    did_you_mean: list[str] = Field(description="可以改用的检索词")
    limited: bool = Field(description="为 true 时由备用检索作答，排序等可能略有不同")


class SuggestionOut(Schema):
    """输入框下的一行。"""

    text: str = Field(description="填入输入框的文字")
    id: str = Field(description="所指记录的编号；不是记录时为空")
    kind: str = Field(description="记录种类，或 category、area、person、unit")
    detail: str
    url: str = Field(description="公众页面的完整网址；不是记录时为空")
    hits: list[list[int]]


class SuggestOut(Schema):
    """输入时的建议。"""

    q: str
    suggestions: list[SuggestionOut]


class LinkOut(Schema):
    """另一条公开的记录。"""

    id: str
    kind: KindName
    name: str
    url: str
    detail: str = Field(description="与本记录的关系，如级别、类型、关系说明")


class NameOut(Schema):
    kind: str = Field(description="又称、俗称、曾用名、英文名、民族语言名称")
    text: str


class ActOut(Schema):
    """认定公文。"""

    title: str
    document_number: str
    issuer: str
    published_on: str | None
    url: str
    pdf: str = Field(description="原文 PDF；没有公开的为空")


class InscriptionOut(Schema):
    """一次列入名录。"""

    level: str
    level_label: str = Field(description="当地的叫法：直辖市的省级名录称“市级”")
    batch: str
    kind: str = Field(description="新增项目或扩展项目")
    code: str = Field(description="编号，照公文原样")
    code_normalised: str
    sub_number: str
    declaring_unit: str
    inscribed_on: str | None
    removed_on: str | None
    act: ActOut | None


class RecognitionOut(Schema):
    """一次代表性传承人认定。"""

    project: LinkOut
    level: str
    level_label: str
    batch: str
    number: str
    recognised_on: str | None
    standing: str


class SectionOut(Schema):
    """项目说明的一个栏目。"""

    section: str
    label: str
    text: str = Field(description="纯文本，一段一行")


class PictureOut(Schema):
    """一张公开的图片。"""

    url: str
    width: int
    height: int
    alternative_text: str
    caption: str
    credit: str
    rights_holder: str
    licence: str


class FileOut(Schema):
    """一段公开的音视频或一份公开的文件。"""

    title: str
    url: str
    media_type: str
    caption: str
    credit: str
    rights_holder: str
    licence: str
    transcript: str


class PlaceOut(Schema):
    """所在地。"""

    division_code: str
    division: str
    as_declared: str
    address: str
    latitude: float | None = Field(description="WGS-84")
    longitude: float | None


class UnitOut(Schema):
    """保护单位。"""

    name: str
    assigned_on: str | None


class SourceOut(Schema):
    citation: str
    url: str
    consulted_on: str | None


class FactOut(Schema):
    """其他公开信息，照公众页面的写法。"""

    label: str
    values: list[str]


class RecordOut(Schema):
    """一条记录的全部公开内容；与种类无关的部分为空。"""

    id: str
    kind: KindName
    kind_label: str
    name: str
    pinyin: str
    english_name: str
    url: str
    changed_on: str
    citation: str
    sample_data: bool
    category: str
    levels: list[str]
    names: list[NameOut]
    inscriptions: list[InscriptionOut]
    recognitions: list[RecognitionOut]
    sections: list[SectionOut]
    places: list[PlaceOut]
    units: list[UnitOut]
    tags: list[str]
    facts: list[FactOut]
    pictures: list[PictureOut]
    recordings: list[FileOut]
    documents: list[FileOut]
    projects: list[LinkOut]
    inheritors: list[LinkOut]
    masters: list[LinkOut]
    apprentices: list[LinkOut]
    bases: list[LinkOut]
    workshops: list[LinkOut]
    products: list[LinkOut]
    same_code: list[LinkOut]
    related: list[LinkOut]
    sources: list[SourceOut]

"""Columns of the exported spreadsheets: heading and value of each, per model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from registry.admin import listings
from registry.models import (
    Act,
    BaseType,
    Batch,
    Category,
    CreativeProduct,
    Division,
    HeritageProject,
    Inheritor,
    PracticeBase,
    ProtectingUnit,
    Workshop,
    YearlyTarget,
)

Columns = list[tuple[Any, Callable[[Any], Any]]]


def field(name: str) -> Callable[[Any], Any]:
    """The value of a column, or its label where it has choices; empty where a part is missing."""

    def value(row: Any) -> Any:
        *path, last = name.split(".")
        for step in path:
            row = getattr(row, step, None)
            if row is None:
                return ""
        display = getattr(row, f"get_{last}_display", None)
        return str(display()) if display else getattr(row, last, "")

    return value


PLACE: Columns = [
    (_("区划代码"), field("division.code")),
    (_("所在区划"), field("division.full_name")),
]
POINT: Columns = [
    (_("地址"), field("address")),
    (_("纬度"), field("latitude")),
    (_("经度"), field("longitude")),
]
BEGIN: Columns = [
    (_("标识"), field("public_id")),
    (_("名称"), field("name")),
    (_("拼音"), field("name_pinyin")),
    (_("英文名"), field("name_en")),
]
END: Columns = [
    (_("状态"), listings.state_label),
    (_("更改时间"), field("changed_at")),
]
SITE: Columns = [
    (_("相关项目"), lambda row: "、".join(one.project.name for one in row.projects.all())),
    (_("主办"), listings.host),
    *PLACE,
    *POINT,
    (_("级别"), field("level")),
    (_("批次"), lambda row: row.batch.facet_value if row.batch else ""),
    (_("认定日期"), field("designated_on")),
    (_("证书编号"), field("certificate_number")),
    (_("证书有效期至"), field("certificate_valid_until")),
    (_("开放时间"), field("opening_hours")),
    (_("可容纳人数"), field("capacity")),
    (_("对外电话"), field("public_phone")),
    (_("无障碍设施"), field("accessibility_labels")),
    (_("有图片"), lambda row: bool(row.has_picture)),
]

EXPORTED: dict[type[Model], Columns] = {
    HeritageProject: [
        *BEGIN,
        (_("编号"), listings.codes),
        (_("最高级别"), listings.highest_level),
        (_("批次"), listings.batches),
        (_("类别"), field("category.name")),
        *PLACE,
        (_("申报地区（原文）"), field("place_as_declared")),
        *POINT,
        (_("存续状况评估"), field("viability")),
        (_("有图片"), lambda row: bool(row.has_picture)),
        *END,
    ],
    Inheritor: [
        *BEGIN,
        (_("个人或团体"), field("bearer_kind")),
        (_("项目"), lambda row: "、".join(one.project.name for one in row.recognitions.all())),
        (_("批次"), listings.batches),
        (_("状况"), listings.standing),
        *PLACE,
        (_("申报地区（原文）"), field("place_as_declared")),
        (_("公开个人信息"), field("consent")),
        *END,
    ],
    PracticeBase: [*BEGIN, (_("基地类型"), field("base_type.name")), *SITE, *END],
    Workshop: [*BEGIN, *SITE, (_("带动就业人数"), field("people_employed")), *END],
    CreativeProduct: [
        *BEGIN,
        (_("作者或出品"), field("maker")),
        (_("相关项目"), lambda row: "、".join(one.project.name for one in row.projects.all())),
        (_("材料与工艺"), field("materials")),
        (_("推出年份"), field("released_in")),
        (_("哪里可以看到或买到"), field("where_to_find")),
        (_("有图片"), lambda row: bool(row.has_picture)),
        *END,
    ],
    ProtectingUnit: [
        (_("名称"), field("name")),
        (_("性质"), field("kind")),
        (_("统一社会信用代码"), field("credit_code")),
        *PLACE,
        *POINT,
        (_("对外电话"), field("public_phone")),
        (_("网站"), field("website")),
    ],
    Act: [
        (_("标题"), field("title")),
        (_("种类"), field("kind")),
        (_("发文字号"), field("document_number")),
        (_("发文机关"), field("issuer")),
        (_("成文日期"), field("issued_on")),
        (_("公布日期"), field("published_on")),
        (_("原文网址"), field("url")),
    ],
    Batch: [
        (_("批次"), str),
        (_("名录"), field("subject")),
        (_("级别"), field("level")),
        (_("公布地区"), field("jurisdiction.full_name")),
        (_("公布日期"), field("announced_on")),
        (_("公文"), field("act.title")),
    ],
    Category: [
        (_("序号"), field("ordinal")),
        (_("罗马数字"), field("numeral")),
        (_("名称"), field("name")),
        (_("2006 年名录用名"), field("former_name")),
        (_("英文名"), field("name_en")),
    ],
    Division: [
        (_("区划代码"), field("code")),
        (_("全称"), field("full_name")),
        (_("层级"), field("level")),
        (_("曾用名"), field("former_names")),
        (_("撤销年份"), field("abolished_in")),
    ],
    BaseType: [(_("名称"), field("name")), (_("说明"), field("description"))],
    YearlyTarget: [
        (_("年份"), field("year")),
        (_("指标"), field("metric")),
        (_("目标值"), field("value")),
        (_("依据"), field("source")),
    ],
}

"""Headings of other people's lists, and which field each of them means."""

from __future__ import annotations

import re

from registry.importing.values import plain

PROJECT_HEADINGS = {
    "name": "项目名称 项目 名称 非遗项目 非遗项目名称 非物质文化遗产名称 非物质文化遗产项目 非物质文化遗产项目名称 "
    "代表性项目 代表性项目名称 遗产名称 遗产项目 遗产项目名称 项目名 名录名称 名录项目 申报项目 申报项目名称 "
    "入选项目 非遗名称 子项目名称",
    "category": "类别 项目类别 类型 项目类型 门类 所属类别 所属门类 项目门类 分类 非遗类别 遗产类别 类别名称 种类 类目",
    "code": "编号 项目编号 编码 项目编码 代码 项目代码 遗产编号 名录编号 项目序号编号 统一编号 编号代码 项目号",
    "sub_number": "子项编号 子项代码 子编号 子项目编号",
    "place": "申报地区或单位 申请地区或单位 申报地区 申报单位 申请单位 申请地区 地区 所在地 所属地区 属地 区域 "
    "所属区域 保护地区 申报地 所在地区 申报区域 所属区县 区县 县区 市区 街道 所属街道 乡镇 所属乡镇 乡镇街道 "
    "申报地区及单位 申报单位或地区 申报地区单位 推荐单位 推荐地区或单位 推荐地区 申报主体",
    "units": "保护单位 推荐保护单位 项目保护单位 责任保护单位 责任单位 传承单位 保护责任单位 "
    "保护单位名称 项目责任单位 保护传承单位 项目单位 代表性项目保护单位",
    "level": "级别 项目级别 等级 名录级别 层级 保护级别 项目等级",
    "batch": "批次 公布批次 列入批次 入选批次 项目批次 批准批次 名录批次 公布批次时间 第几批",
    "date": "公布时间 公布日期 列入时间 列入日期 批准时间 批准日期 入选时间 认定时间 认定日期 公布年份 列入年份 年份 "
    "年度 入选年份 批准年份 时间 发布时间 发布日期",
    "act": "文号 发文字号 公布文号 批准文号 文件号 公文号 批文 依据文号 文件文号 公布文件",
    "kind": "新增或扩展 新增扩展 项目性质 申报类型 申报类别 新增项目扩展项目 名录性质",
    "address": "地址 项目地址 详细地址 传承地址",
    "aliases": "又称 别名 俗称 曾用名 其他名称 别称 又名",
    "section:summary": "简介 项目简介 内容简介 项目介绍 介绍 项目概况 概况 简要介绍 项目内容简介 项目说明",
    "section:history": "历史渊源 历史沿革",
    "section:content": "基本内容 主要内容",
    "section:lineage": "传承谱系",
    "section:features": "基本特征 主要特征",
    "section:value": "主要价值 重要价值 价值",
    "section:state": "存续状况 濒危状况",
}
INHERITOR_HEADINGS = {
    "name": "姓名 传承人 传承人姓名 代表性传承人 代表性传承人姓名 传承人名称 人员姓名 非遗传承人 名字",
    "sex": "性别",
    "ethnicity": "民族",
    "birth_year": "出生年份 出生年月 出生日期 出生年 生年 出生时间 出生年月日",
    "project": "项目名称 项目 所传项目 传承项目 项目名 代表性项目 代表性项目名称 非遗项目 非遗项目名称 所属项目 "
    "传承项目名称 非物质文化遗产项目名称 名录项目名称 所在项目",
    "project_code": "项目编号 项目编码 项目代码",
    "number": "编号 传承人编号 证书编号 证书号 认定编号",
    "place": PROJECT_HEADINGS["place"],
    "level": "级别 传承人级别 等级 层级 认定级别",
    "batch": "批次 认定批次 公布批次 传承人批次 命名批次 第几批",
    "date": PROJECT_HEADINGS["date"] + " 命名时间 命名日期",
    "act": PROJECT_HEADINGS["act"] + " 认定文号 命名文号",
    "biography": "简介 个人简介 传承人简介 生平 人物简介 个人简历 简历 事迹",
}
IGNORED = frozenset({"序号", "备注", "类别", "顺序", "序", "no", "number", "说明", "小计"})
"""Headings that are understood and hold nothing to import."""
SENSITIVE = re.compile(
    r"身份证|身份号|身份证件|证件号|电话|手机|联系方式|银行|账号|家庭住址|住址|微信|邮箱"
)
"""Headings of personal details, which the public registry must not take from a list."""


def spellings(headings: dict[str, str]) -> dict[str, str]:
    """From each spelling to its field; the first field that names a spelling keeps it."""
    table: dict[str, str] = {}
    for field, words in headings.items():
        for word in words.split():
            table.setdefault(heading_key(word), field)
    return table


def heading_key(text: str) -> str:
    """A heading without blanks, marks and what stands in brackets."""
    key = re.sub(r"\s|[*＊:：/、,，.]", "", plain(text)).lower()
    bare = re.sub(r"[(\[（【].*?[)\]）】]", "", key)
    return bare or key

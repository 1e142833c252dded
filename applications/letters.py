"""The house's own texts of letters and messages, and how their place-holders are filled.

A round may replace any of them. Place-holders are words in braces; unknown ones stay as they are,
so that a typing error in a text is seen and nothing fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from applications.enums import LetterKind
from applications.terms import Letter

PLACE_HOLDERS = {
    "name": "申报人姓名或单位名称",
    "title": "申报的名称",
    "kind": "申报类型",
    "round": "批次",
    "number": "受理编号",
    "code": "查询码",
    "state": "现在的状态",
    "due": "截止日期",
    "reason": "理由",
    "basis": "依据",
    "defects": "补正事项",
    "remarks": "指导意见",
    "address": "申报页面的网址",
    "tracking": "进度查询的网址",
    "office": "主办单位",
    "last_day": "公示最后一天",
    "document": "公布文件的字号",
}

_WORD = re.compile(r"\{([a-z_]+)\}")

_END = "\n\n办理进度可随时在 {tracking} 查询，受理编号 {number}，查询码 {code}。\n{office}"

DEFAULTS: dict[LetterKind, Letter] = {
    LetterKind.RECEIPT: Letter(
        "已收到“{title}”的申报（{number}）",
        "{name}：\n您提交的{kind}申报“{title}”已经收到，受理编号 {number}。"
        "我们会在 {due} 前答复是否受理。现在不需要您做什么。" + _END,
    ),
    LetterKind.ACCEPTANCE: Letter(
        "受理通知书",
        "{name}：\n您申报的{kind}“{title}”（受理编号 {number}）材料齐全，符合{round}的要求，现予受理。"
        "接下来将组织专家评审，结果会及时告诉您。" + _END,
    ),
    LetterKind.REFUSAL: Letter(
        "不予受理通知书",
        "{name}：\n您申报的{kind}“{title}”（受理编号 {number}）不予受理。\n理由：{reason}\n依据：{basis}\n"
        "如有疑问，请与我们联系；您也可以在下一批次重新申报，已填写的内容都保留着。" + _END,
    ),
    LetterKind.CORRECTION: Letter(
        "一次性补正通知书",
        "{name}：\n您申报的{kind}“{title}”（受理编号 {number}）需要补正以下内容：\n{defects}\n"
        "请在 {due} 前登录申报页面修改并提交补正：{address}。除上述各项外，其他内容不用改动。"
        + _END,
    ),
    LetterKind.LAPSE: Letter(
        "逾期终止通知书",
        "{name}：\n您申报的{kind}“{title}”（受理编号 {number}）在补正期限内没有提交补正，本次办理终止。"
        "已填写的内容都保留着，欢迎在下一批次再次申报。" + _END,
    ),
    LetterKind.NOT_PASSED: Letter(
        "评审结果通知书",
        "{name}：\n您申报的{kind}“{title}”（受理编号 {number}）本次评审未通过。\n理由：{reason}\n"
        "感谢您为保护非物质文化遗产所做的工作，欢迎完善后再次申报。" + _END,
    ),
    LetterKind.NOTICE: Letter(
        "“{title}”进入公示",
        "{name}：\n您申报的{kind}“{title}”（受理编号 {number}）已通过委员会审议，现向社会公示，"
        "公示到 {last_day} 为止。公示期间如有异议，我们会按规定核实。" + _END,
    ),
    LetterKind.PROMULGATION: Letter(
        "“{title}”已公布",
        "{name}：\n您申报的{kind}“{title}”（受理编号 {number}）已由{document}公布。祝贺您！" + _END,
    ),
    LetterKind.WITHDRAWAL: Letter(
        "“{title}”已撤回",
        "{name}：\n“{title}”的申报已按您的要求撤回。已填写的内容都保留着。",
    ),
    LetterKind.GUIDANCE: Letter(
        "“{title}”的指导意见",
        "{name}：\n我们看过了您正在填写的“{title}”，意见如下：\n{remarks}\n请登录修改后提交：{address}。\n{office}",
    ),
    LetterKind.REMINDER: Letter(
        "“{title}”请在 {due} 前办理",
        "{name}：\n您申报的“{title}”（受理编号 {number}）现在是“{state}”，请在 {due} 前办理：{address}。"
        + _END,
    ),
    LetterKind.REOPENED: Letter(
        "“{title}”重新办理",
        "{name}：\n您申报的“{title}”（受理编号 {number}）已重新办理，现在是“{state}”。\n理由：{reason}"
        + _END,
    ),
    LetterKind.PROGRESS: Letter(
        "“{title}”有新进展：{state}",
        "{name}：\n您申报的“{title}”（受理编号 {number}）现在是“{state}”。现在不需要您做什么。"
        + _END,
    ),
}

ISSUED = frozenset(
    {
        LetterKind.RECEIPT,
        LetterKind.ACCEPTANCE,
        LetterKind.REFUSAL,
        LetterKind.CORRECTION,
        LetterKind.LAPSE,
        LetterKind.NOT_PASSED,
        LetterKind.PROMULGATION,
    }
)
"""Letters that are filed with the case and can be had as PDF; the others are messages."""


def fill(text: str, words: Mapping[str, str]) -> str:
    """The text with its place-holders replaced, once: what a value contains is not looked at again."""
    return _WORD.sub(lambda match: words.get(match[1], match[0]), text)

"""Questions in plain language: what of 天津的风筝怎么做 is worth looking for.

Only where the words as typed find little. Lists of words that ask or join, not of subjects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENINGS = re.compile(
    "^(?:请问|请|我们|我|你们|哪里|哪儿|在哪里|在哪儿|附近|怎么|怎样|如何|为什么|为何|什么是|谁是|谁|关于|有关|听说|推荐|"
    "想要|想|要|去|能|可以|会|学习|学|教|看|听|唱|做|玩|买|卖|找|查询|查|了解|知道|认识|参加|体验|有没有|有|一下|一个|一种)+"
)
_JOINTS = re.compile(
    "有哪些|有什么|有没有|有几个|有多少|哪一个|哪个|哪些|哪种|哪里有|哪里|哪儿|在哪|什么是|是什么|什么|怎么样|"
    "怎么做|怎么|怎样|如何|什么时候|哪一年|哪年|哪一类|哪类|哪一批|第几批|哪家|哪位|属于|叫做|列入|入选|有名|著名|出名|最早|最好|正宗|"
    "为什么|为何|是谁|谁|多少|几个|关于|相关|有关|介绍|简介|资料|信息|名单|名录|目录|大全|一览|以及|还有|非物质文化遗产|非遗|"
    "的|与|及|和|跟|或|是|有|在|吗|呢|啊|呀|里"
)
# Words a record is filed under. Typed in one go with others they are words of their own.
_FILED = re.compile(
    "(国家级|省级|市级|区县级|区级|县级|第[一二三四五六七八九十]批|"
    "民间文学|(?:传统|民间)(?:音乐|舞蹈|美术)|传统戏剧|曲艺|传统体育游艺与杂技|杂技与竞技|传统(?:手工)?技艺|传统医药|民俗|"
    "代表性(?:传承人|项目)|非遗(?:传承人|项目|工坊)|传承人|项目|传习基地|体验基地|文创产品)类?"
)
_PROVINCE = re.compile(
    "^(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|"
    "甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|特别行政区)?(?=..)"
)
_OF_A_KIND = re.compile("(?<=..)类$")
SAID_OF_EVERY_RECORD = frozenset({"非遗", "非物质文化遗产"})
# Words every record could be called by: they tell nothing where other words do.
_COMMONPLACE = frozenset(
    {"文化遗产", "遗产", "东西", "内容", "方面", "情况", "好玩", "好看", "好吃", "特别"}
) | {*SAID_OF_EVERY_RECORD}
# What one asks about a thing: its record need not use the word.
_ASKED_ABOUT = frozenset(
    (
        "保护单位", "申报单位", "编号", "批次", "级别", "类别", "地区", "地方", "历史", "来历", "由来", "起源",
        "特点", "特色", "价值", "意义", "故事", "方法", "步骤", "过程", "流程", "材料", "工具", "时间", "时候",
        "年份", "名字", "名称", "手艺", "技艺", "习俗", "风俗", "人物", "代表",
    )
)  # fmt: skip
_SAME = (("手艺", "技艺"), ("做法", "制作技艺"), ("传人", "传承人"))
_LEVELS = {"区级": "区县级", "县级": "区县级"}


def content_words(text: str) -> list[str]:
    """The words of an unbroken text that say what is looked for; the text itself if none joins it."""
    bare = _OPENINGS.sub("", text) or text
    parts = [part for part in _apart(bare) if len(part) > 1]
    telling = [part for part in parts if part not in _COMMONPLACE]
    return [_in_our_words(part) for part in dict.fromkeys(telling or parts or [text])]


def subjects(words: list[str]) -> list[str]:
    """Those of the words that name a thing, not what one wants to know of it."""
    return [word for word in words if word not in _ASKED_ABOUT]


def says_nothing(word: str) -> bool:
    """Whether a word typed apart from others only asks, or could be said of every record."""
    return word in _COMMONPLACE or _OPENINGS.fullmatch(word) is not None


def telling(words: list[str]) -> list[str]:
    """Those of the words that few records share: no level, category, kind or province."""
    return [word for word in words if not _FILED.fullmatch(word) and not _is_province(word)]


def _apart(text: str) -> Iterator[str]:
    """What joints, words of filing and a province in front leave of a text, in order."""
    for position, piece in enumerate(_FILED.split(text)):
        if position % 2:
            yield piece
            continue
        for part in _JOINTS.split(piece):
            province = _PROVINCE.match(part)
            if province:
                yield province[0]
                part = part[province.end() :]
            yield _OF_A_KIND.sub("", part)


def _is_province(word: str) -> bool:
    province = _PROVINCE.match(word + "  ")
    return province is not None and province.end() == len(word)


def _in_our_words(part: str) -> str:
    part = _LEVELS.get(part, part)
    for theirs, ours in _SAME:
        if theirs in part and ours not in part:
            part = part.replace(theirs, ours)
    return part

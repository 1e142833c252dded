"""Questions in plain language: what of 天津的风筝怎么做 is worth looking for.

Only where the words as typed find little. Lists of words that ask or join, not of subjects.
"""

from __future__ import annotations

import re

_OPENINGS = re.compile(
    "^(?:请问|请|我们|我|你们|哪里|哪儿|在哪里|在哪儿|怎么|怎样|如何|为什么|为何|什么是|谁是|关于|有关|"
    "想要|想|要|去|能|可以|会|学习|学|看|听|做|玩|找|查询|查|了解|知道|认识|参加|体验|一下|一个|一种)+"
)
_JOINTS = re.compile(
    "有哪些|有什么|有没有|有几个|有多少|哪一个|哪个|哪些|哪种|哪里有|哪里|哪儿|在哪|什么是|是什么|什么|怎么样|"
    "怎么做|怎么|怎样|如何|什么时候|哪一年|哪年|哪一类|哪类|哪一批|第几批|属于|叫做|有名|著名|出名|最早|为什么|为何|是谁|谁|多少|几个|关于|相关|有关|介绍|简介|资料|信息|以及|还有|"
    "的|与|及|和|跟|或|是|有|在|吗|呢|啊|呀|里"
)
# Words every record could be called by: they tell nothing where other words do.
_COMMONPLACE = frozenset(
    {"非遗", "非物质文化遗产", "文化遗产", "遗产", "东西", "内容", "方面", "情况"}
)
# What one asks about a thing: its record need not use the word.
_ASKED_ABOUT = frozenset(
    (
        "保护单位", "申报单位", "编号", "批次", "级别", "类别", "地区", "地方", "历史", "来历", "由来", "起源",
        "特点", "特色", "价值", "意义", "故事", "方法", "步骤", "过程", "流程", "材料", "工具", "时间", "时候",
        "年份", "名字", "名称", "手艺", "技艺", "习俗", "风俗", "人物", "代表",
    )
)  # fmt: skip
_SAME = (("手艺", "技艺"), ("做法", "制作技艺"), ("传人", "传承人"))


def content_words(text: str) -> list[str]:
    """The words of an unbroken text that say what is looked for; the text itself if none joins it."""
    bare = _OPENINGS.sub("", text) or text
    parts = [part for part in _JOINTS.split(bare) if len(part) > 1]
    telling = [part for part in parts if part not in _COMMONPLACE]
    return [_in_our_words(part) for part in dict.fromkeys(telling or parts)]


def subjects(words: list[str]) -> list[str]:
    """Those of the words that name a thing, not what one wants to know of it."""
    return [word for word in words if word not in _ASKED_ABOUT]


def _in_our_words(part: str) -> str:
    for theirs, ours in _SAME:
        if theirs in part and ours not in part:
            part = part.replace(theirs, ours)
    return part

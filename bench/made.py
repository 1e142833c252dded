"""Records made by the thousand, seeded, for measuring at sizes the real list does not have.

Words follow Zipf's law over syllable-like pairs of common characters; nothing here means anything.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from registry.codes import ROMAN_NUMERALS
from search.interface import Kind, SearchDocument

_CHARACTERS = (
    "天地人山水火木金土石田禾米布衣纸笔墨砚灯船车马牛羊鱼鸟虎龙凤花草竹松梅兰菊荷桃李杏春夏秋冬风云雨雪日月星"
    "河海江湖桥路门窗楼台亭阁庙塔城街巷村镇乡祖父母子女兄弟师徒歌舞戏曲鼓锣笛琴弦唱说讲古传承手工艺刻雕塑绘画"
    "剪贴织染绣缝编扎糊烧炼铸锻打磨漆酿蒸煮炒烤腌茶酒糖盐油酱醋药针灸拳剑刀枪棋球节年祭拜神佛仙婚丧礼俗红黄蓝"
)
_ENDINGS = ("制作技艺", "传说", "戏", "舞", "剪纸", "鼓乐", "拳", "年画", "庙会", "酿造技艺", "")
_CATEGORIES = (
    "民间文学", "传统音乐", "传统舞蹈", "传统戏剧", "曲艺",
    "传统体育、游艺与杂技", "传统美术", "传统技艺", "传统医药", "民俗",
)  # fmt: skip
_TEXT_WORDS = 220  # about 450 characters a record


class Maker:
    """Makes the same records for the same seed."""

    def __init__(self, seed: int = 20260806) -> None:
        self.random = random.Random(seed)
        pairs = [a + b for a in _CHARACTERS for b in _CHARACTERS]
        self.random.shuffle(pairs)
        self.words = pairs[:12_000]
        self.weights = [1 / (rank + 8) for rank in range(len(self.words))]
        self.places = [f"{self._word()}{end}" for end in "省市县区" for _ in range(60)]
        self.people = [self._word() + self.random.choice(_CHARACTERS) for _ in range(4_000)]

    def documents(self, number: int) -> Iterator[SearchDocument]:
        """So many records, one after the other."""
        for each in range(number):
            yield self._document(each)

    def _word(self) -> str:
        return self.random.choice(self.words)

    def _document(self, number: int) -> SearchDocument:
        draw = self.random
        category = draw.randrange(10)
        name = self._word() + (self._word() if draw.random() < 0.5 else "") + draw.choice(_ENDINGS)
        if draw.random() < 0.3:
            name += f"（{self._word()}{name[:2]}）"
        province, city = draw.randrange(30), draw.randrange(200)
        words = draw.choices(self.words, self.weights, k=_TEXT_WORDS)
        clauses = ["".join(words[start : start + 5]) for start in range(0, len(words), 5)]
        year = draw.choice((2006, 2008, 2011, 2014, 2021))
        return SearchDocument(
            id=f"project-{number}",
            kind=draw.choices(tuple(Kind), (6, 5, 1, 1, 1))[0],
            name=name,
            codes=(f"{ROMAN_NUMERALS[category]}-{draw.randrange(1, 3000)}",),
            category=_CATEGORIES[category],
            levels=(draw.choice(("国家级", "市级", "区县级")),),
            batches=(f"国家级{draw.choice('一二三四五')}批",),
            areas=(f"{province + 10}0000", f"{province + 10}{city:04d}"),
            places=(self.places[province], self.places[city]),
            people=tuple(draw.sample(self.people, 2)),
            units=(f"{self.places[city]}文化馆",),
            tags=tuple(draw.sample(self.words[:80], 2)),
            texts=(("简介", "，".join(clauses)),),
            years=(year,),
            date=f"{year}-06-01",
            code_order=f"{category + 1:02d}-{draw.randrange(3000):04d}",
            has_pictures=draw.random() < 0.4,
            weight=draw.randrange(10),
            card={"name": name, "category": _CATEGORIES[category]},
        )

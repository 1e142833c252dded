"""A small made-up catalogue, in our own words, with something of everything the engines promise."""

from __future__ import annotations

from dataclasses import replace

from search.interface import Kind, Point, SearchDocument, SearchRequest, SearchResult

TIANJIN = ("120000", "120102")


def project(number: int, name: str, **values: object) -> SearchDocument:
    """A project of Hedong with the given values."""
    base = SearchDocument(
        id=f"project-{number}",
        kind=Kind.PROJECT,
        name=name,
        category="传统技艺",
        category_words=("Ⅷ", "传统手工技艺"),
        levels=("区县级",),
        batches=("区县级第一批",),
        areas=TIANJIN,
        places=("天津市", "河东区"),
        years=(2012,),
        date="2012-06-01",
        weight=1,
        card={"name": name},
    )
    return replace(base, **values)  # type: ignore[arg-type]


def catalogue() -> list[SearchDocument]:
    """Nine records of four kinds."""
    return [
        project(
            1,
            "泥人彩塑（直沽泥人）",
            aliases=("泥娃娃", "Clay Figures"),
            codes=("Ⅷ-89", "Ⅷ-089_02_120102"),
            code_order="08-0089-02-120102",
            people=("欧阳守拙", "李长河"),
            units=("河东区文化馆",),
            tags=("泥塑", "彩绘"),
            texts=(
                ("简介", "用海河边的胶泥捏成人物，晾干以后上色，彩绘讲究三分塑七分画。"),
                ("历史渊源", "相传由运河上的船家带来，庙会时节摆摊出售。"),
            ),
            has_pictures=True,
            levels=("国家级", "区县级"),
            batches=("国家级第二批", "区县级第一批"),
            years=(2008, 2012),
            weight=9,
        ),
        project(
            2,
            "直沽烧锅酿酒技艺",
            codes=("VIII-12",),
            code_order="08-0012",
            units=("直沽酒厂",),
            texts=(("简介", "高粱蒸煮以后入窖发酵，冬天开窖，酒香满街。庙会上也有人叫卖。"),),
            date="2015-03-01",
            years=(2015,),
            batches=("区县级第二批",),
        ),
        project(
            3,
            "大直沽皮影戏",
            aliases=("驴皮影",),
            category="传统戏剧",
            category_words=("Ⅳ",),
            codes=("Ⅳ—91",),
            code_order="04-0091",
            texts=(("简介", "灯下一人操纵、众人伴唱，唱词用本地方言。"),),
        ),
        project(
            4,
            "皮影戏",
            category="传统戏剧",
            category_words=("Ⅳ",),
            codes=("Ⅳ-91_03_370000",),
            code_order="04-0091-03-370000",
            areas=("370000",),
            places=("山东省",),
            texts=(("简介", "影人用牛皮刻成。"),),
        ),
        project(
            5,
            "拦街高跷",
            category="民俗",
            category_words=("Ⅹ",),
            texts=(("简介", "踩着皮影戏里的鼓点上街，皮影艺人也来助兴。"),),
        ),
        project(6, "登嘎甘\ue81b（熊猫舞）", category="传统舞蹈", category_words=("Ⅲ", "民间舞蹈")),
        SearchDocument(
            id="inheritor-1",
            kind=Kind.INHERITOR,
            name="欧阳守拙",
            category="传统技艺",
            related=("泥人彩塑（直沽泥人）",),
            areas=TIANJIN,
            places=("天津市", "河东区"),
            card={"name": "欧阳守拙"},
        ),
        SearchDocument(
            id="base-1",
            kind=Kind.BASE,
            name="直沽泥人传习所",
            areas=TIANJIN,
            places=("天津市", "河东区", "大桥道十号"),
            related=("泥人彩塑（直沽泥人）",),
            point=Point(39.1221, 117.2461),
            card={"name": "直沽泥人传习所"},
        ),
        SearchDocument(
            id="workshop-1",
            kind=Kind.WORKSHOP,
            name="海河胶泥工坊",
            areas=("120000", "120101"),
            places=("天津市", "和平区"),
            point=Point(39.1170, 117.1950),
            card={"name": "海河胶泥工坊"},
        ),
    ]


def ids(result: SearchResult) -> list[str]:
    """The ids of the hits, in order."""
    return [hit.id for hit in result.hits]


def asked(text: str = "", **values: object) -> SearchRequest:
    """A request with the given values."""
    return SearchRequest(text=text, **values)  # type: ignore[arg-type]

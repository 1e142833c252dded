"""What a registry starts with: categories, divisions, the national batches and their acts.

The categories and their order are those of the national list; batches and document numbers are
as the State Council published them. Written to run inside a migration as well, so every function
takes the model class.
"""

from __future__ import annotations

import datetime
from typing import Any

from registry.gb2260 import division_rows

CATEGORIES = [
    # numeral, name, name in the 2006 national list, English, slug
    ("Ⅰ", "民间文学", "", "Oral literature", "minjian-wenxue"),
    ("Ⅱ", "传统音乐", "民间音乐", "Traditional music", "chuantong-yinyue"),
    ("Ⅲ", "传统舞蹈", "民间舞蹈", "Traditional dance", "chuantong-wudao"),
    ("Ⅳ", "传统戏剧", "", "Traditional theatre", "chuantong-xiju"),
    ("Ⅴ", "曲艺", "", "Storytelling and balladry", "quyi"),
    ("Ⅵ", "传统体育、游艺与杂技", "杂技与竞技", "Sports, games and acrobatics", "tiyu-youyi-zaji"),
    ("Ⅶ", "传统美术", "民间美术", "Traditional fine arts", "chuantong-meishu"),
    ("Ⅷ", "传统技艺", "传统手工技艺", "Traditional craftsmanship", "chuantong-jiyi"),
    ("Ⅸ", "传统医药", "", "Traditional medicine", "chuantong-yiyao"),
    ("Ⅹ", "民俗", "", "Folk customs", "minsu"),
]

NATIONAL_BATCHES = [
    # ordinal, day it was published, document number
    (1, datetime.date(2006, 5, 20), "国发〔2006〕18号"),
    (2, datetime.date(2008, 6, 7), "国发〔2008〕19号"),
    (3, datetime.date(2011, 5, 23), "国发〔2011〕14号"),
    (4, datetime.date(2014, 11, 11), "国发〔2014〕59号"),
    (5, datetime.date(2021, 5, 24), "国发〔2021〕8号"),
]

INHERITOR_BATCH_YEARS = [2007, 2008, 2009, 2012, 2018, 2025]

BASE_TYPES = ["传习基地", "体验基地", "特色博物馆", "非遗聚集产业基地"]


def load_categories(category_model: Any) -> None:
    """The ten categories."""
    for ordinal, (numeral, name, former, english, slug) in enumerate(CATEGORIES, start=1):
        category_model.objects.update_or_create(
            ordinal=ordinal,
            defaults={
                "numeral": numeral,
                "name": name,
                "former_name": former,
                "name_en": english,
                "slug": slug,
            },
        )


def load_divisions(division_model: Any) -> int:
    """Every division of GB/T 2260 that is not there yet; those already there stay as they are."""
    known = dict(division_model.objects.values_list("code", "pk"))
    rows = [row for row in division_rows() if row.code not in known]
    for level in (1, 2, 3):
        division_model.objects.bulk_create(
            [
                division_model(
                    code=row.code,
                    name=row.name,
                    full_name=row.full_name,
                    level=row.level,
                    parent_id=known.get(row.parent_code) if row.parent_code else None,
                    former_names=row.former_names,
                    abolished_in=row.abolished_in,
                )
                for row in rows
                if row.level == level
            ],
            batch_size=1000,
        )
        known = dict(division_model.objects.values_list("code", "pk"))
    return len(rows)


def load_national_batches(batch_model: Any, act_model: Any) -> None:
    """The five batches of projects with their acts, and the six of inheritors."""
    for ordinal, day, number in NATIONAL_BATCHES:
        batch = "一二三四五"[ordinal - 1]
        act, _ = act_model.objects.get_or_create(
            issuer="国务院",
            document_number=number,
            defaults={
                "title": f"国务院关于公布第{batch}批国家级非物质文化遗产名录的通知",
                "kind": "inscription",
                "published_on": day,
            },
        )
        batch_model.objects.get_or_create(
            subject="project",
            level=1,
            jurisdiction=None,
            ordinal=ordinal,
            defaults={"year": day.year, "announced_on": day, "act": act},
        )
    for ordinal, year in enumerate(INHERITOR_BATCH_YEARS, start=1):
        batch_model.objects.get_or_create(
            subject="inheritor",
            level=1,
            jurisdiction=None,
            ordinal=ordinal,
            defaults={"year": year},
        )


def load_base_types(base_type_model: Any) -> None:
    """The types the work plan names; the bureau may change them."""
    for order, name in enumerate(BASE_TYPES, start=1):
        base_type_model.objects.get_or_create(name=name, defaults={"order": order})

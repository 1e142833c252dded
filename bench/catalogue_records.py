"""What bench.pages fills the catalogue with, and the addresses that are asked of it."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any
from urllib.parse import quote

NAMES = 50  # that words to search for are taken from


def queries_for(documents: list[Any]) -> list[str]:
    """Addresses as people make them; drawn from names, so that most find something."""
    chance = random.Random(3)
    names = [chance.choice(documents).name for _ in range(NAMES)]
    words = ["传统", "民间", "技艺", "山", "戏", "龙", "年", "花", "歌", "制作"]
    addresses = ["", "view=grid", "sort=date&page=4", "sort=code", "level=" + quote("国家级")]
    addresses += [f"q={quote(word)}" for word in words]
    addresses += [f"q={quote(word)}&page=2&view=grid" for word in words[:5]]
    addresses += [f"q={quote(name[:2])}" for name in names]
    addresses += [f"category={quote(chance.choice(documents).category)}" for _ in range(5)]
    return list(dict.fromkeys(addresses))


def real_documents() -> list[Any]:
    """The 3,215 projects of the national list, or as many made ones where it is absent."""
    from tests.search.national_list import SHARED_DATA, national_projects
    from tests.search.views.catalogue_documents import documents

    if (SHARED_DATA / "national").is_dir():
        return [_with_card(document) for document in national_projects()]
    print("The national list is not here, so made records stand in for it.")
    return made_documents(documents(), 3_215)


def _with_card(document: Any) -> Any:
    """The card that the site would make of it."""
    from pypinyin import Style, lazy_pinyin

    from tests.search.national_list import CATEGORY_WORDS

    text = document.texts[0][1] if document.texts else ""
    card = {
        "name": document.name,
        "pinyin": " ".join(lazy_pinyin(document.name, style=Style.TONE)),
        "kind": document.kind.value,
        "kind_label": "代表性项目",
        "url": f"/catalogue/projects/{document.id}/",
        "code": document.codes[0].strip() if document.codes else "",
        "category": document.category,
        "category_key": list(CATEGORY_WORDS).index(document.category) + 1,
        "level": "国家级",
        "level_label": "国家级",
        "batch": document.batches[0],
        "place": document.places[0] if document.places else "",
        "summary": text[:90],
        "people": list(document.people[:3]),
        "unit": document.units[0] if document.units else "",
    }
    return replace(document, card=card)


def made_documents(models: list[Any], count: int) -> list[Any]:
    """Records like the models, with names and texts drawn anew from their characters."""
    chance = random.Random(7)
    names = "".join(model.name for model in models)
    texts = "".join(text for model in models for _label, text in model.texts) or names
    made = []
    for number in range(count):
        model = chance.choice(models)
        name = "".join(chance.choices(names, k=chance.randint(2, 5))) + model.name[-2:]
        start = chance.randrange(max(1, len(texts) - 300))
        text = texts[start : start + 300]
        card = {
            **model.card,
            "name": name,
            "url": f"/catalogue/projects/{number}/",
            "summary": text[:90],
        }
        made.append(
            replace(model, id=f"project-{number}", name=name, texts=(("简介", text),), card=card)
        )
    return made

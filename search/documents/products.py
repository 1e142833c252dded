"""文创产品 as search documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from registry.enums import RecordKind
from registry.models import CreativeProduct, HeritageProject
from registry.narrative import plain_text
from registry.queries import products_for_reading
from search.addresses import record_url
from search.documents.lookups import Lookups, Wanted, thumbnail
from search.documents.parts import (
    area_codes,
    card,
    content_version,
    distinct,
    place_names,
    shortened,
)
from search.interface import Kind, SearchDocument
from search.levels import level_weight


def product_documents(keys: Iterable[int]) -> list[SearchDocument]:
    """The published ones among these products; a fixed number of queries."""
    products = list(products_for_reading(keys))
    wanted = Wanted()
    for product in products:
        wanted.divisions |= {pk for pk in _division_keys(product) if pk}
        wanted.pictures |= {use.image_id for use in product.pictures.all()}
    lookups = Lookups(wanted)
    return [_document(product, lookups) for product in products]


def _public_projects(product: CreativeProduct) -> list[HeritageProject]:
    return [link.project for link in product.projects.all() if link.project.live]


def _division_keys(product: CreativeProduct) -> list[int | None]:
    """Where its maker is, or else where its projects are at home."""
    if product.maker_unit and product.maker_unit.division_id:
        return [product.maker_unit.division_id]
    return [project.division_id for project in _public_projects(product)]


def _document(product: CreativeProduct, lookups: Lookups) -> SearchDocument:
    projects = _public_projects(product)
    chains = [lookups.divisions(pk) for pk in dict.fromkeys(_division_keys(product))]
    pictures = lookups.public_pictures(use.image_id for use in product.pictures.all())
    maker = product.maker_inheritor
    people = distinct([maker.name if maker and maker.live else "", product.maker_name])
    document = SearchDocument(
        id=product.public_id,
        kind=Kind.PRODUCT,
        name=product.name,
        aliases=distinct([product.name_en]),
        category=projects[0].category.name if projects else "",
        category_words=distinct(
            word
            for project in projects
            for word in (project.category.numeral, project.category.former_name)
        ),
        areas=area_codes(*chains),
        places=distinct(name for chain in chains for name in place_names(chain)),
        people=people,
        units=(product.maker_unit.name,) if product.maker_unit else (),
        tags=distinct(item.tag.name for item in product.tagged_items.all()),
        related=distinct(project.name for project in projects),
        texts=_texts(product, lookups),
        years=(int(product.released_in),) if product.released_in else (),
        date=f"{product.released_in}-01-01" if product.released_in else "",
        has_pictures=bool(pictures),
        weight=level_weight(None),
    )
    thumb = thumbnail(pictures[0]) if pictures else None
    shown = card(
        name=product.name,
        pinyin=product.name_pinyin,
        kind=RecordKind.PRODUCT.value,
        kind_label=str(RecordKind.PRODUCT.label),
        url=record_url(RecordKind.PRODUCT, product.slug),
        category=document.category,
        category_key=projects[0].category.ordinal if projects else 0,
        place=chains[0][-1].full_name if chains and chains[0] else "",
        projects=list(document.related[:3]),
        summary=shortened(plain_text(product.description)),
        thumb=thumb.url if thumb else "",
        thumb_alt=thumb.alt if thumb else "",
        thumb_width=thumb.width if thumb else "",
        thumb_height=thumb.height if thumb else "",
        people=list(people),
        unit=document.units[0] if document.units else "",
    )
    document = replace(document, card=shown)
    return replace(document, version=content_version(document))


def _texts(product: CreativeProduct, lookups: Lookups) -> tuple[tuple[str, str], ...]:
    captions = [
        use.caption for use in product.pictures.all() if lookups.public_pictures([use.image_id])
    ]
    written = (
        ("介绍", plain_text(product.description)),
        ("材料与工艺", product.materials),
        ("哪里可以看到或买到", product.where_to_find),
        ("图注", "\n".join(filter(None, captions))),
    )
    return tuple((label, text) for label, text in written if text.strip())

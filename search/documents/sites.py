"""传习基地 and 非遗工坊 as search documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from registry.enums import RecordKind
from registry.levels import level_label
from registry.models import HeritageProject
from registry.narrative import plain_text
from registry.queries import sites_for_reading
from search.addresses import record_url
from search.documents.lookups import Lookups, Wanted, thumbnail
from search.documents.parts import (
    area_codes,
    card,
    content_version,
    distinct,
    place_names,
    point_of,
    shortened,
)
from search.interface import Kind, SearchDocument
from search.levels import LEVEL_VALUES, batch_value, level_weight


def base_documents(keys: Iterable[int]) -> list[SearchDocument]:
    """The published ones among these bases; a fixed number of queries."""
    return _documents(RecordKind.BASE, keys)


def workshop_documents(keys: Iterable[int]) -> list[SearchDocument]:
    """The published ones among these workshops; a fixed number of queries."""
    return _documents(RecordKind.WORKSHOP, keys)


def _documents(kind: RecordKind, keys: Iterable[int]) -> list[SearchDocument]:
    sites: list[Any] = list(sites_for_reading(kind, keys))
    wanted = Wanted(
        divisions={site.division_id for site in sites if site.division_id},
        pictures={use.image_id for site in sites for use in site.pictures.all()},
    )
    lookups = Lookups(wanted)
    return [_document(kind, site, lookups) for site in sites]


def _document(kind: RecordKind, site: Any, lookups: Lookups) -> SearchDocument:
    projects = [link.project for link in site.projects.all() if link.project.live]
    chain = lookups.divisions(site.division_id)
    pictures = lookups.public_pictures(use.image_id for use in site.pictures.all())
    host = site.host_inheritor if site.host_inheritor and site.host_inheritor.live else None
    own_type = [site.base_type.name] if kind == RecordKind.BASE else []
    year = site.designated_on.year if site.designated_on else site.batch and site.batch.year
    document = SearchDocument(
        id=site.public_id,
        kind=Kind(kind.value),
        name=site.name,
        aliases=distinct([site.name_en]),
        category=projects[0].category.name if projects else "",
        category_words=distinct(
            word
            for project in projects
            for word in (project.category.numeral, project.category.former_name)
        ),
        levels=(LEVEL_VALUES[site.level],) if site.level else (),
        batches=(batch_value(site.batch),) if site.batch else (),
        areas=area_codes(chain),
        places=place_names(chain, site.address),
        people=(host.name,) if host else (),
        units=(site.host_unit.name,) if site.host_unit else (),
        tags=distinct([*own_type, *(item.tag.name for item in site.tagged_items.all())]),
        related=distinct(project.name for project in projects),
        texts=_texts(kind, site, lookups),
        years=(int(year),) if year else (),
        date=site.designated_on.isoformat() if site.designated_on else "",
        has_pictures=bool(pictures),
        point=point_of(site),
        weight=level_weight(site.level),
    )
    thumb = thumbnail(pictures[0]) if pictures else None
    shown = card(
        name=site.name,
        pinyin=site.name_pinyin,
        kind=kind.value,
        kind_label=own_type[0] if own_type else str(kind.label),
        url=record_url(kind, site.slug),
        category=document.category,
        category_key=_category_key(projects),
        level=LEVEL_VALUES[site.level] if site.level else "",
        level_label=level_label(site.level, chain[-1].code if chain else "") if site.level else "",
        batch=document.batches[0] if document.batches else "",
        place=chain[-1].full_name if chain else site.address,
        address=site.address,
        projects=list(document.related[:3]),
        summary=shortened(plain_text(site.introduction) or site.activities),
        thumb=thumb.url if thumb else "",
        thumb_alt=thumb.alt if thumb else "",
        thumb_width=thumb.width if thumb else "",
        thumb_height=thumb.height if thumb else "",
        people=list(document.people),
        unit=document.units[0] if document.units else "",
    )
    document = replace(document, card=shown)
    return replace(document, version=content_version(document))


def _category_key(projects: list[HeritageProject]) -> int:
    return projects[0].category.ordinal if projects else 0


def _texts(kind: RecordKind, site: Any, lookups: Lookups) -> tuple[tuple[str, str], ...]:
    captions = [
        use.caption for use in site.pictures.all() if lookups.public_pictures([use.image_id])
    ]
    written = [
        ("简介", plain_text(site.introduction)),
        ("可以体验什么", site.activities),
        ("开放时间", site.opening_hours),
        ("无障碍设施", "、".join(site.accessibility_labels)),
        ("图注", "\n".join(filter(None, captions))),
    ]
    if kind == RecordKind.WORKSHOP:
        written.append(("场所与设备", site.premises))
    return tuple((label, text) for label, text in written if text.strip())

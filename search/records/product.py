"""The page of a creative product."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from registry.enums import RecordKind
from registry.models import CreativeProduct
from search.interface import Facet
from search.records.parts import (
    Link,
    base_context,
    fact,
    facts,
    kind_crumb,
    link_to,
    public_pictures,
    value_link,
)
from search.wording import category_name


def context(product: CreativeProduct) -> dict[str, Any]:
    """Everything public of the product."""
    projects = [row.project for row in product.projects.all() if row.project.live]
    return {
        **base_context(product, kind_crumb(RecordKind.PRODUCT)),
        "seals": [],
        "motif": projects[0].category.ordinal if projects else 0,
        "pictures": public_pictures(product.pictures.all()),
        "description": product.description,
        "where_to_find": product.where_to_find,
        "facts": facts(
            fact(_("作者"), _maker(product)),
            fact(_("材料与工艺"), product.materials),
            fact(
                _("推出年份"),
                _("%(year)d 年") % {"year": product.released_in} if product.released_in else None,
            ),
            fact(_("网址"), Link(product.website, product.website) if product.website else None),
            fact(_("标签"), *(value_link(Facet.TAG, tag.name) for tag in product.tags.all())),
        ),
        "projects": [link_to(project, category_name(project.category)) for project in projects],
    }


def _maker(product: CreativeProduct) -> Link | str:
    maker = product.maker_inheritor
    if maker is None:
        return product.maker
    return link_to(maker) if maker.live else ""

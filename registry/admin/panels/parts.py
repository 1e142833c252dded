"""Panels that several kinds of records share."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    Panel,
)


def text(field: str, help_text: Any = "", **kwargs: Any) -> FieldPanel:
    """A field with its help."""
    return FieldPanel(field, help_text=help_text, **kwargs)


def needed(field: str, help_text: Any = "", **kwargs: Any) -> FieldPanel:
    """A field that even a draft must have."""
    return FieldPanel(field, help_text=help_text, required_on_save=True, **kwargs)


def names(name_help: Any) -> MultiFieldPanel:
    """Name, pinyin, English name and address."""
    return MultiFieldPanel(
        [
            needed("name", name_help),
            FieldRowPanel([text("name_pinyin"), text("name_en", _("没有通行译名时留空"))]),
            text("slug"),
        ],
        heading=_("名称"),
    )


def place_panel(children: list[Panel] | None = None) -> MultiFieldPanel:
    """Division, address and point."""
    return MultiFieldPanel(
        [
            text("division", _("可按名称、拼音或区划代码查找；已撤销的区划也在其中")),
            *(children or []),
            text("address", _("写到门牌号；项目没有固定地点时留空")),
            FieldRowPanel([text("latitude"), text("longitude", _("WGS-84 坐标，单位为度"))]),
        ],
        heading=_("地点"),
    )


def pictures(help_text: Any) -> InlinePanel:
    """Pictures of a record."""
    return InlinePanel(
        "pictures",
        [
            FieldPanel("image"),
            text("caption", _("画面里是什么、何时、何地；不写则用图片自带的说明")),
        ],
        heading=_("图片"),
        label=_("图片"),
        help_text=help_text,
    )


def linked_projects(help_text: Any) -> InlinePanel:
    """Projects of a base, workshop or product."""
    return InlinePanel(
        "projects",
        [FieldPanel("project")],
        heading=_("相关项目"),
        label=_("项目"),
        help_text=help_text,
    )


FIRST_PICTURE = _(
    "排在第一的图片会用作列表和分享时的代表图。只有权利清楚、范围为“公开”的图片才会对外显示。"
)

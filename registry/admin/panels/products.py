"""The form of a creative product."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from registry.admin.forms import RecordForm
from registry.admin.panels.parts import (
    FIRST_PICTURE,
    linked_projects,
    names,
    pictures,
    text,
)

PRODUCT_PANELS = TabbedInterface(
    [
        ObjectList(
            [
                names(_("产品或系列的名称")),
                linked_projects(_("产品取材于哪些项目")),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("maker_inheritor"), FieldPanel("maker_unit")]),
                        FieldPanel("maker_name"),
                    ],
                    heading=_("作者与出品"),
                ),
                MultiFieldPanel(
                    [
                        FieldPanel("description"),
                        FieldRowPanel([FieldPanel("materials"), FieldPanel("released_in")]),
                        text("where_to_find", _("展馆、商店或网店的名称，不写个人电话")),
                        FieldPanel("website"),
                        text("tags", _("多个标签用逗号或顿号隔开")),
                    ],
                    heading=_("介绍"),
                ),
            ],
            heading=_("基本信息"),
        ),
        ObjectList([pictures(FIRST_PICTURE)], heading=_("图片")),
        ObjectList([PublishingPanel()], heading=_("发布")),
    ],
    base_form_class=RecordForm,
)

"""Forms of units, acts, batches and the vocabularies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from registry.admin.panels.parts import needed, place_panel, text
from registry.names import address_slug

UNIT_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                needed("name", _("法人证书上的全称")),
                FieldRowPanel(
                    [FieldPanel("kind"), text("credit_code", _("18 位，见营业执照或法人证书"))]
                ),
                FieldRowPanel([text("public_phone", _("对外公布的电话")), FieldPanel("website")]),
                FieldPanel("introduction"),
            ],
            heading=_("单位"),
            help_text=_(
                "保护单位须有代表性传承人或相对完整的资料（《国家级非物质文化遗产保护与管理暂行办法》第七条）。"
            ),
        ),
        place_panel(),
    ]
)

ACT_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                text("title", _("公文标题全文")),
                FieldRowPanel(
                    [FieldPanel("kind"), text("document_number", _("如：国发〔2006〕18号"))]
                ),
                text("issuer", _("如：国务院、天津市河东区人民政府")),
                FieldRowPanel(
                    [
                        text("issued_on", _("公文落款的日期")),
                        text("published_on", _("向社会公布的日期")),
                    ]
                ),
            ],
            heading=_("公文"),
        ),
        MultiFieldPanel([FieldPanel("document"), FieldPanel("url")], heading=_("原文")),
    ]
)

BATCH_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("subject"), FieldPanel("level")]),
                FieldPanel("jurisdiction"),
                FieldRowPanel([text("ordinal", _("写阿拉伯数字，如：8")), FieldPanel("year")]),
                text("announced_on", _("列入名录的项目没有写日期时采用这一天")),
                FieldPanel("act"),
            ],
            heading=_("批次"),
        )
    ]
)


class CategoryForm(WagtailAdminModelForm):
    """A category's address is made from its name when left empty."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or address_slug(self.cleaned_data.get("name", ""))[:60]


CATEGORY_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("ordinal"), text("numeral", _("如：Ⅷ"))]),
                FieldPanel("name"),
                FieldPanel("former_name"),
                FieldRowPanel([FieldPanel("name_en"), text("slug", _("留空则由名称拼音生成"))]),
                text("description", _("显示在类别页上")),
            ],
            heading=_("类别"),
            help_text=_("国家级名录的十个类别。改动会影响检索与编号，一般不需要改。"),
        )
    ],
    base_form_class=CategoryForm,
)

DIVISION_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldRowPanel([text("code", _("GB/T 2260 的六位代码")), FieldPanel("level")]),
                FieldRowPanel([FieldPanel("name"), FieldPanel("full_name")]),
                FieldPanel("parent"),
                text("abolished_in", _("区划撤销后不删除：旧名录里还有它")),
            ],
            heading=_("行政区划"),
        )
    ]
)

BASE_TYPE_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("description"), text("order", _("数字小的排在前面"))],
            heading=_("基地类型"),
        )
    ]
)

TARGET_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("year"), FieldPanel("metric")]),
                FieldPanel("value"),
                text("source", _("如：2024 年工作计划")),
            ],
            heading=_("年度目标"),
        )
    ]
)

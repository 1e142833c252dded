"""Forms of units, acts, batches and the vocabularies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from registry.admin.panels.parts import needed, place_panel, text
from registry.domain.divisions import LEVELS, parent_of, place_name, retell_below, with_former
from registry.models import Division
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


class DivisionForm(WagtailAdminModelForm):
    """A street's or community's tier, parent and full name follow from its code; a former name is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("level", "full_name"):
            self.fields[name].required = False

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip()
        below = Division.objects.filter(parent=self.instance.pk) if self.instance.pk else None
        if below is not None and code != self.initial.get("code") and below.exists():
            raise forms.ValidationError(
                _now(
                    "它下面还有 %(count)d 个区划，代码由它开头，不能改。请另外新增，再撤销这一个。"
                )
                % {"count": below.count()}
            )
        return code

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        code, name = told.get("code", ""), told.get("name", "")
        if len(code) in LEVELS:
            self._follow(told, code, name)
            return told
        if len(code) != 6 or not (code.isascii() and code.isdigit()):
            if code:
                self.add_error(
                    "code", _("代码是六位（区县以上）、九位（街道）或十二位（社区）数字。")
                )
            return told
        for field in ("level", "full_name"):
            if not told.get(field):
                self.add_error(field, _("区县和以上的区划请填写这一项。"))
        return told

    def _follow(self, told: dict[str, Any], code: str, name: str) -> None:
        try:
            parent = parent_of(code)
        except ValidationError as wrong:
            self.add_error("code", wrong)
            return
        told["name"] = place_name(name)
        told["parent"], told["level"] = parent, LEVELS[len(code)]
        told["full_name"] = parent.full_name + told["name"]

    def save(self, commit: bool = True) -> Division:
        before = self.initial.get("name", "")
        if self.instance.pk and before:
            self.instance.former_names = with_former(self.instance, before)
        self.instance.sample_data = False
        division: Division = super().save(commit)
        if commit:
            retell_below(division)
        return division


DIVISION_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                text("code", _("区县和以上六位；街道、乡镇九位，如 120102001；社区、村十二位")),
                text("name", _("如：大王庄街道。改名后，原来的名称仍能查到它")),
            ],
            heading=_("行政区划"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("level"), FieldPanel("full_name")]),
                FieldPanel("parent"),
            ],
            heading=_("上级"),
            help_text=_("街道、乡镇、社区和村不用填：由代码得出。"),
        ),
        text("abolished_in", _("区划撤销后不删除：旧名录里还有它")),
    ],
    base_form_class=DivisionForm,
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

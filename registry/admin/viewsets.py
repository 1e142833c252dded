"""The registry in Wagtail's menu: what staff keep, grouped as they speak of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from registry.admin import filters, listings, panels, place_filters, views, vocabulary
from registry.admin.choosers import RegistryChooserViewSet
from registry.admin.importing.divisions import DivisionIndexView
from registry.models import (
    Act,
    BaseType,
    Batch,
    Category,
    CreativeProduct,
    Division,
    HeritageProject,
    Inheritor,
    PracticeBase,
    ProtectingUnit,
    Workshop,
    YearlyTarget,
)


class RegistryViewSet(SnippetViewSet):
    """What all registry snippets share."""

    index_view_class = views.IndexView
    add_view_class = views.CreateView
    copy_view_class = views.CopyView
    edit_view_class = views.EditView
    delete_view_class = views.DeleteView
    unpublish_view_class = views.UnpublishView
    workflow_action_view_class = views.WorkflowActionView
    collect_workflow_action_data_view_class = views.CollectWorkflowActionDataView
    chooser_viewset_class = RegistryChooserViewSet
    chooser_per_page = 15
    list_per_page = 50
    delete_template_name = "registry/admin/confirm_delete.html"
    search_backend_name = None


class ProjectViewSet(RegistryViewSet):
    """代表性项目."""

    model = HeritageProject
    icon = "form"
    list_display = listings.PROJECT_COLUMNS
    filterset_class = filters.ProjectFilterSet
    edit_handler = panels.PROJECT_PANELS


class InheritorViewSet(RegistryViewSet):
    """代表性传承人."""

    model = Inheritor
    icon = "user"
    list_display = listings.INHERITOR_COLUMNS
    filterset_class = filters.InheritorFilterSet
    edit_handler = panels.INHERITOR_PANELS


class BaseViewSet(RegistryViewSet):
    """传习基地."""

    model = PracticeBase
    icon = "home"
    list_display = listings.site_columns(
        Column("type", label=_("类型"), accessor="base_type.name", sort_key="base_type__order")
    )
    filterset_class = filters.BaseFilterSet
    edit_handler = panels.BASE_PANELS


class WorkshopViewSet(RegistryViewSet):
    """非遗工坊."""

    model = Workshop
    icon = "cogs"
    list_display = listings.site_columns(None)
    filterset_class = filters.WorkshopFilterSet
    edit_handler = panels.WORKSHOP_PANELS


class ProductViewSet(RegistryViewSet):
    """文创产品."""

    model = CreativeProduct
    icon = "tag"
    list_display = listings.PRODUCT_COLUMNS
    filterset_class = filters.ProductFilterSet
    edit_handler = panels.PRODUCT_PANELS


class UnitViewSet(RegistryViewSet):
    """保护单位."""

    model = ProtectingUnit
    icon = "group"
    list_display = [
        "name",
        Column("kind", label=_("性质"), accessor="get_kind_display", sort_key="kind"),
        Column("place", label=_("地区"), accessor=listings.place, sort_key="division__code"),
        Column("phone", label=_("对外电话"), accessor="public_phone"),
    ]
    filterset_class = filters.UnitFilterSet
    edit_handler = vocabulary.UNIT_PANELS


class ActViewSet(RegistryViewSet):
    """认定公文."""

    model = Act
    icon = "doc-full-inverse"
    list_display = [
        "title",
        Column(
            "number", label=_("发文字号"), accessor="document_number", sort_key="document_number"
        ),
        Column("issuer", label=_("发文机关"), accessor="issuer", sort_key="issuer"),
        Column("kind", label=_("种类"), accessor="get_kind_display", sort_key="kind"),
        Column("published", label=_("公布日期"), accessor="published_on", sort_key="published_on"),
    ]
    filterset_class = filters.ActFilterSet
    edit_handler = vocabulary.ACT_PANELS


class BatchViewSet(RegistryViewSet):
    """批次."""

    model = Batch
    icon = "list-ol"
    list_display = [
        "__str__",
        Column("subject", label=_("名录"), accessor="get_subject_display", sort_key="subject"),
        Column("announced", label=_("公布日期"), accessor="announced_on", sort_key="announced_on"),
        Column("act", label=_("公文"), accessor="act"),
    ]
    filterset_class = filters.BatchFilterSet
    edit_handler = vocabulary.BATCH_PANELS


class CategoryViewSet(RegistryViewSet):
    """类别."""

    model = Category
    icon = "list-ul"
    list_display = [
        "name",
        Column("numeral", label=_("序号"), accessor="numeral", sort_key="ordinal"),
        Column("former", label=_("2006 年名录用名"), accessor="former_name"),
        Column("english", label=_("英文名"), accessor="name_en"),
    ]
    edit_handler = vocabulary.CATEGORY_PANELS
    copy_view_enabled = False


class DivisionViewSet(RegistryViewSet):
    """行政区划."""

    model = Division
    icon = "site"
    index_view_class = DivisionIndexView
    list_display = [
        "full_name",
        Column("code", label=_("区划代码"), accessor="code", sort_key="code"),
        Column("level", label=_("层级"), accessor="get_level_display", sort_key="level"),
        Column("abolished", label=_("撤销年份"), accessor="abolished_in", sort_key="abolished_in"),
    ]
    filterset_class = place_filters.DivisionFilterSet
    edit_handler = vocabulary.DIVISION_PANELS
    copy_view_enabled = False


class BaseTypeViewSet(RegistryViewSet):
    """基地类型."""

    model = BaseType
    icon = "tag"
    list_display = ["name", Column("order", label=_("排序"), accessor="order", sort_key="order")]
    edit_handler = vocabulary.BASE_TYPE_PANELS
    copy_view_enabled = False


class TargetViewSet(RegistryViewSet):
    """年度目标."""

    model = YearlyTarget
    icon = "tasks"
    list_display = [
        "__str__",
        Column("value", label=_("目标值"), accessor="value", sort_key="value"),
        Column("source", label=_("依据"), accessor="source"),
    ]
    filterset_class = filters.TargetFilterSet
    edit_handler = vocabulary.TARGET_PANELS


class ListsGroup(SnippetViewSetGroup):
    """名录."""

    menu_label = _("名录")
    menu_name = "registry-lists"
    menu_icon = "form"
    menu_order = 110
    items = (ProjectViewSet, UnitViewSet)


class PeopleGroup(SnippetViewSetGroup):
    """人员."""

    menu_label = _("人员")
    menu_name = "registry-people"
    menu_icon = "user"
    menu_order = 120
    items = (InheritorViewSet,)


class PlacesGroup(SnippetViewSetGroup):
    """场所."""

    menu_label = _("场所")
    menu_name = "registry-places"
    menu_icon = "home"
    menu_order = 130
    items = (BaseViewSet, WorkshopViewSet)


class ProductsGroup(SnippetViewSetGroup):
    """产品."""

    menu_label = _("产品")
    menu_name = "registry-products"
    menu_icon = "tag"
    menu_order = 140
    items = (ProductViewSet,)


class VocabularyGroup(SnippetViewSetGroup):
    """词表与公文."""

    menu_label = _("词表与公文")
    menu_name = "registry-vocabulary"
    menu_icon = "list-ul"
    menu_order = 150
    items = (
        ActViewSet,
        BatchViewSet,
        CategoryViewSet,
        DivisionViewSet,
        BaseTypeViewSet,
        TargetViewSet,
    )


GROUPS = (ListsGroup, PeopleGroup, PlacesGroup, ProductsGroup, VocabularyGroup)

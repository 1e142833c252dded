"""公益课程, 场地, 授课老师, 路程 and 学期, as those who plan keep them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import chooser as snippet_chooser

from outreach import rules
from outreach.admin.menu import HOOK
from outreach.admin.records import filters, listings
from outreach.admin.records.panels import programmes, teachers, terms, venues
from outreach.models import Programme, SchoolTerm, Teacher, TravelTime, Venue
from registry.admin import views
from registry.admin.choosers import ChooseMixin
from registry.admin.export_columns import Columns
from registry.admin.viewsets import RegistryViewSet


class IndexView(views.IndexView):
    """A listing that finds Chinese inside a name, as those of the registry do."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return listings.rows_of(self.model)

    @property
    def export_columns(self) -> Columns:
        return listings.EXPORTED[self.model]


class ForPlanners:
    """Wagtail opens a chooser to everybody in the admin; where a teacher lives is not for everybody."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.may_plan(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class OutreachChooseMixin(ForPlanners, ChooseMixin):
    """What is in use comes first; what no longer is, is marked."""

    def get_object_list(self) -> QuerySet[Any]:
        return listings.rows_of(self.model_class).order_by(  # type: ignore[attr-defined]
            "-active",
            *self.model_class._meta.ordering,  # type: ignore[attr-defined]
        )

    @property
    def columns(self) -> list[Column]:
        shown = {
            Programme: ["kind", "projects"],
            Venue: ["type", "place", "capacity"],
            Teacher: ["projects", "home"],
        }[self.model_class]  # type: ignore[attr-defined]
        known = {
            column.name: column
            for column in listings.COLUMNS[self.model_class]  # type: ignore[attr-defined]
            if isinstance(column, Column)
        }
        title = self.title_column  # type: ignore[attr-defined]
        return [title, *(plain(known[name]) for name in shown), plain(known["active"])]


def plain(column: Column) -> Column:
    """The column without a way to sort by it: a chooser has none."""
    copy = type(column)(
        column.name, label=column.label, accessor=column.accessor, classname=column.classname
    )
    return copy


class ChooseView(OutreachChooseMixin, snippet_chooser.ChooseView):
    """The chooser's window."""


class ChooseResultsView(OutreachChooseMixin, snippet_chooser.ChooseResultsView):
    """Its list, as one searches."""


class ChosenView(ForPlanners, snippet_chooser.SnippetChosenView):
    """What was chosen."""


class ChosenMultipleView(ForPlanners, snippet_chooser.SnippetChosenMultipleView):
    """The same of several."""


class OutreachChooserViewSet(snippet_chooser.SnippetChooserViewSet):
    """A chooser of programmes, venues or teachers."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView


class PlainChooseView(ForPlanners, snippet_chooser.ChooseView):
    """Of what nothing refers to: no form opens it."""


class PlainChooseResultsView(ForPlanners, snippet_chooser.ChooseResultsView):
    """Its list."""


class PlainChooserViewSet(OutreachChooserViewSet):
    """A chooser without columns of ours."""

    choose_view_class = PlainChooseView
    choose_results_view_class = PlainChooseResultsView


class OutreachViewSet(RegistryViewSet):
    """What the listings share."""

    index_view_class = IndexView
    chooser_viewset_class = OutreachChooserViewSet
    delete_template_name = "outreach/admin/records/confirm_delete.html"
    menu_hook = HOOK


class ProgrammeViewSet(OutreachViewSet):
    """公益课程."""

    model = Programme
    icon = "openquote"
    menu_label = _("课程")
    menu_name = "outreach-programmes"
    menu_order = 60
    list_display = listings.PROGRAMME_COLUMNS
    filterset_class = filters.ProgrammeFilterSet
    edit_handler = programmes.PROGRAMME_PANELS


class VenueViewSet(OutreachViewSet):
    """场地."""

    model = Venue
    icon = "site"
    menu_label = _("场地")
    menu_name = "outreach-venues"
    menu_order = 70
    list_display = listings.VENUE_COLUMNS
    filterset_class = filters.VenueFilterSet
    edit_handler = venues.VENUE_PANELS


class TeacherViewSet(OutreachViewSet):
    """授课老师."""

    model = Teacher
    icon = "user"
    menu_label = _("老师")
    menu_name = "outreach-teachers"
    menu_order = 80
    list_display = listings.TEACHER_COLUMNS
    filterset_class = filters.TeacherFilterSet
    edit_handler = teachers.TEACHER_PANELS
    copy_view_enabled = False


class TravelViewSet(OutreachViewSet):
    """路程. Nothing refers to one: its chooser is the plain one."""

    model = TravelTime
    chooser_viewset_class = PlainChooserViewSet
    icon = "time"
    menu_label = _("路程")
    menu_name = "outreach-travel"
    menu_order = 90
    list_display = listings.TRAVEL_COLUMNS
    filterset_class = filters.TravelFilterSet
    edit_handler = venues.TRAVEL_PANELS
    copy_view_enabled = False
    add_to_reference_index = False  # a venue takes the ways to it along when it goes


class TermViewSet(OutreachViewSet):
    """学期. Nothing refers to one: a series asks for its days."""

    model = SchoolTerm
    chooser_viewset_class = PlainChooserViewSet
    icon = "date"
    menu_label = _("学期")
    menu_name = "outreach-terms"
    menu_order = 95
    list_display = listings.TERM_COLUMNS
    edit_handler = terms.TERM_PANELS
    copy_view_enabled = False


VIEWSETS = (ProgrammeViewSet, VenueViewSet, TeacherViewSet, TravelViewSet, TermViewSet)

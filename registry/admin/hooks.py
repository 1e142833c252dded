"""Menu entries, addresses, buttons and refusals the registry adds to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.forms.workflows import WorkflowContentTypeForm, WorkflowPageForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.users.forms import PagePermissionsForm

from registry.admin.bulk.recent import BulkRunsView, UndoBulkRunView, may_use_bulk_actions
from registry.admin.home import StaffHomePanel, listing_url
from registry.admin.menu import AllowedMenuItem
from registry.admin.personal import ChangePersonalDetailsView, PersonalDetailsView, ReadingLogView
from registry.domain import deletion
from registry.models import HeritageProject, Inheritor
from registry.rules import (
    may,
    may_change_personal_data,
    may_read_personal_data,
    may_see_reading_log,
)


def admin_urls() -> list[URLPattern]:
    """The registry's own pages inside the admin."""
    return [
        path("registry/bulk/", BulkRunsView.as_view(), name="registry_bulk_runs"),
        path("registry/bulk/<int:pk>/undo/", UndoBulkRunView.as_view(), name="registry_bulk_undo"),
        path(
            "registry/personal/<int:pk>/", PersonalDetailsView.as_view(), name="registry_personal"
        ),
        path(
            "registry/personal/<int:pk>/change/",
            ChangePersonalDetailsView.as_view(),
            name="registry_personal_change",
        ),
        path("registry/reading-log/", ReadingLogView.as_view(), name="registry_reading_log"),
    ]


def bulk_runs_item() -> MenuItem:
    """最近的批量操作, among the reports."""
    return AllowedMenuItem(
        gettext_lazy("最近的批量操作"),
        reverse("registry_bulk_runs"),
        name="registry-bulk-runs",
        icon_name="tasks",
        order=100,
        allowed=may_use_bulk_actions,
    )


def reading_log_item() -> MenuItem:
    """敏感信息查看记录, among the reports."""
    return AllowedMenuItem(
        gettext_lazy("敏感信息查看记录"),
        reverse("registry_reading_log"),
        name="registry-reading-log",
        icon_name="key",
        order=110,
        allowed=may_see_reading_log,
    )


def personal_button(record: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """The way from an inheritor to the sensitive details, in the listing."""
    if not isinstance(record, Inheritor):
        return []
    if not (may_read_personal_data(user) or may_change_personal_data(user)):
        return []
    return [
        Button(
            _("敏感个人信息"),
            url=reverse("registry_personal", args=[record.pk]),
            icon_name="key",
            priority=25,
        )
    ]


def add_home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Our panel first."""
    panels.append(StaffHomePanel(request))


def keep_help_chinese(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's guide and news are in English: they are left out of the help menu."""
    items[:] = [
        item
        for item in items
        if item.name != "editor-guide" and not item.name.startswith("whats-new")
    ]


def keep_reports_of_use(request: HttpRequest, items: list[MenuItem]) -> None:
    """The site has two types of pages: a report on their use, by class names, helps nobody."""
    items[:] = [item for item in items if item.name != "page-types-usage"]


def label_unlabelled_fields() -> None:
    """Wagtail gives these fields no label, and Django would make English ones of their names."""
    PagePermissionsForm.base_fields["page"].label = gettext_lazy("页面")
    WorkflowPageForm.base_fields["page"].label = gettext_lazy("页面")
    WorkflowContentTypeForm.base_fields["content_types"].label = gettext_lazy("适用的记录")


class ProjectSearchArea(SearchArea):
    """Makes the search field of the side bar look for projects."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "view", HeritageProject) or may(
            request.user, "change", HeritageProject
        )


def project_search_area() -> SearchArea:
    """代表性项目, before pages and pictures."""
    return ProjectSearchArea(
        gettext_lazy("代表性项目"),
        listing_url(HeritageProject),
        name="registry-projects",
        icon_name="form",
        order=50,
    )


def stylesheet() -> str:
    """The few rules of our own."""
    return format_html('<link rel="stylesheet" href="{}">', static("registry/admin.css"))


def refuse_deleting_user(request: HttpRequest, user: Any) -> HttpResponse | None:
    """A person whose name stands in logs is switched off, not deleted."""
    found = deletion.referrers(user)
    if not found:
        return None
    text = _(
        "“%(name)s”在 %(count)d 处记录中留有姓名，不能删除。请取消勾选“有效”，使其不能再登录。"
    ) % {"name": user, "count": len(found)}
    messages.error(request, text)
    return redirect(AdminURLFinder(request.user).get_edit_url(user) or "wagtailadmin_home")


def refuse_deleting_users(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for several users at once."""
    if action_type != "delete":
        return None
    for user in objects:
        if isinstance(user, get_user_model()):
            refusal = refuse_deleting_user(request, user)
            if refusal is not None:
                return refusal
    return None


def register_log_actions(actions: LogActionRegistry) -> None:
    """What the registry notes in an object's history beside Wagtail's own actions."""

    @actions.register_action("registry.personal_details")
    class PersonalDetailsFormatter(LogFormatter):
        label = gettext_lazy("填写敏感个人信息")

        def format_message(self, log_entry: Any) -> str:
            fields = "、".join(log_entry.data.get("fields", []))
            return _("填写或更改了敏感个人信息：%(fields)s") % {"fields": fields}

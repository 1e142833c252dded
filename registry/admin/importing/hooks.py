"""Menu entry and addresses of the import."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from registry.admin.importing import views
from registry.admin.importing.divisions import LoadDivisionsView
from registry.admin.menu import AllowedMenuItem


def register_import_menu() -> MenuItem:
    """导入名录, below the groups of records."""
    return AllowedMenuItem(
        _("导入名录"),
        reverse("registry_imports"),
        name="registry-imports",
        icon_name="upload",
        order=160,
        allowed=views.may_import,
    )


def register_import_urls() -> list[URLPattern]:
    """The pages of the import, inside the admin."""
    pages: list[tuple[str, Any, str]] = [
        ("", views.RunsView, "registry_imports"),
        ("new/", views.UploadView, "registry_import_upload"),
        ("<int:pk>/", views.RunView, "registry_import"),
        ("<int:pk>/progress/", views.ProgressView, "registry_import_progress"),
        ("<int:pk>/columns/", views.ColumnsView, "registry_import_columns"),
        ("<int:pk>/confirm/", views.ConfirmView, "registry_import_confirm"),
        ("<int:pk>/restart/", views.RestartView, "registry_import_restart"),
        ("<int:pk>/discard/", views.DiscardView, "registry_import_discard"),
        ("<int:pk>/undo/", views.UndoView, "registry_import_undo"),
        ("<int:pk>/report/", views.ReportView, "registry_import_report"),
    ]
    return [
        path(
            "registry/divisions/load/", LoadDivisionsView.as_view(), name="registry_divisions_load"
        ),
        *(
            path(f"registry/imports/{tail}", view.as_view(), name=name)
            for tail, view, name in pages
        ),
    ]

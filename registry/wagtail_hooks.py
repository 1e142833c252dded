"""Registers what registry/admin/ holds with Wagtail's admin; nothing else."""

from __future__ import annotations

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from registry.admin import hooks as registry_hooks
from registry.admin.bulk.actions import ACTIONS
from registry.admin.bulk.deleting import DeleteBulkAction
from registry.admin.importing import hooks as import_hooks
from registry.admin.viewsets import GROUPS

for group in GROUPS:
    register_snippet(group)
for action in ACTIONS:
    hooks.register("register_bulk_action", action)
# After Wagtail's own of the same name, whose place it takes.
hooks.register("register_bulk_action", DeleteBulkAction, order=100)

hooks.register("register_admin_urls", registry_hooks.admin_urls)
hooks.register("register_admin_urls", import_hooks.register_import_urls)
hooks.register("register_admin_menu_item", import_hooks.register_import_menu)
hooks.register("register_reports_menu_item", registry_hooks.bulk_runs_item)
hooks.register("register_reports_menu_item", registry_hooks.reading_log_item)
hooks.register("register_snippet_listing_buttons", registry_hooks.personal_button)
hooks.register("construct_homepage_panels", registry_hooks.add_home_panel)
hooks.register("construct_help_menu", registry_hooks.keep_help_chinese)
hooks.register("construct_reports_menu", registry_hooks.keep_reports_of_use)
hooks.register("register_admin_search_area", registry_hooks.project_search_area)
hooks.register("insert_global_admin_css", registry_hooks.stylesheet)
hooks.register("before_delete_user", registry_hooks.refuse_deleting_user)
hooks.register("before_bulk_action", registry_hooks.refuse_deleting_users)
hooks.register("register_log_actions", registry_hooks.register_log_actions)
registry_hooks.label_unlabelled_fields()

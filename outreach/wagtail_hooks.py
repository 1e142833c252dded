"""Registers outreach/admin with Wagtail; nothing else."""

from __future__ import annotations

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from outreach.admin import menu
from outreach.admin.dashboard import home
from outreach.admin.dashboard import hooks as dashboard_hooks
from outreach.admin.history import hooks as history_hooks
from outreach.admin.planning import hooks as planning_hooks
from outreach.admin.planning.many import tell_of_clashes
from outreach.admin.records.viewsets import VIEWSETS
from outreach.admin.requests import hooks as requests_hooks
from outreach.admin.sessions import hooks as sessions_hooks
from outreach.admin.sessions.bulk import ACTIONS
from outreach.admin.sign_in import hooks as sign_in_hooks

hooks.register("register_admin_menu_item", menu.menu_item)

for viewset in VIEWSETS:
    register_snippet(viewset)

hooks.register("register_admin_urls", sessions_hooks.admin_urls)
hooks.register(menu.HOOK, sessions_hooks.menu_item)
for action in ACTIONS:
    hooks.register("register_bulk_action", action)
hooks.register("register_admin_urls", requests_hooks.admin_urls)
hooks.register(menu.HOOK, requests_hooks.menu_item)
hooks.register("register_admin_urls", sign_in_hooks.admin_urls)
hooks.register(menu.HOOK, sign_in_hooks.menu_item)
hooks.register("register_admin_urls", history_hooks.admin_urls)
hooks.register(menu.HOOK, history_hooks.menu_item)
hooks.register("register_admin_urls", planning_hooks.admin_urls)
hooks.register(menu.HOOK, planning_hooks.menu_item)
hooks.register("after_edit_snippet", tell_of_clashes)

hooks.register("register_admin_urls", dashboard_hooks.admin_urls)
hooks.register(menu.HOOK, dashboard_hooks.menu_item)
hooks.register("construct_homepage_panels", home.add_home_panel)

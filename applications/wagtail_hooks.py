"""Registers applications/admin with Wagtail; nothing else."""

from __future__ import annotations

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from accounts.admin.units.unit import PANELS_HOOK
from applications.admin import filed, home, menu, readings
from applications.admin import hooks as staff_hooks
from applications.admin.bulk.actions import ACTIONS
from applications.admin.guidance import hooks as guidance_hooks
from applications.admin.public import hooks as public_hooks
from applications.admin.review import hooks as review_hooks
from applications.admin.review.experts import ExpertViewSet
from applications.admin.rounds import viewsets as rounds

hooks.register("register_admin_menu_item", menu.menu_item)
hooks.register("register_admin_urls", staff_hooks.admin_urls)
hooks.register(menu.HOOK, staff_hooks.queue_item)
hooks.register(menu.HOOK, staff_hooks.statistics_item)
hooks.register("register_log_actions", staff_hooks.register_log_actions)
hooks.register("construct_homepage_panels", home.add_home_panel)
hooks.register(PANELS_HOOK, filed.add_panel)
hooks.register("register_reports_menu_item", readings.menu_item)
for action in ACTIONS:
    hooks.register("register_bulk_action", action)

register_snippet(rounds.RoundViewSet)
register_snippet(rounds.TemplateViewSet)
hooks.register("register_snippet_listing_buttons", rounds.listing_buttons)

hooks.register("register_admin_urls", guidance_hooks.admin_urls)
hooks.register(menu.HOOK, guidance_hooks.menu_item)

register_snippet(ExpertViewSet)
hooks.register("register_admin_urls", review_hooks.admin_urls)
hooks.register(menu.HOOK, review_hooks.sitting_item)

hooks.register("register_admin_urls", public_hooks.admin_urls)
hooks.register(menu.HOOK, public_hooks.notices_item)
hooks.register(menu.HOOK, public_hooks.objections_item)

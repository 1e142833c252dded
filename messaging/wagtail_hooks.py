"""Registers messaging/admin with Wagtail; nothing else."""

from wagtail import hooks

from .admin.home import add_home_panel
from .admin.hooks import admin_urls, menu_item
from .admin.listing import ReleaseBulkAction
from .admin.log import register_log_actions

hooks.register("register_admin_urls", admin_urls)
hooks.register("register_admin_menu_item", menu_item)
hooks.register("construct_homepage_panels", add_home_panel)
hooks.register("register_bulk_action", ReleaseBulkAction)
hooks.register("register_log_actions", register_log_actions)

"""Registers workcalendar/admin with Wagtail; nothing else."""

from wagtail import hooks

from .admin.hooks import menu_item, viewset

hooks.register("register_admin_viewset", viewset)
hooks.register("register_settings_menu_item", menu_item)

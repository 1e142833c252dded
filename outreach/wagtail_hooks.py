"""Registers outreach/admin with Wagtail; nothing else."""

from __future__ import annotations

from wagtail import hooks

from outreach.admin import menu

hooks.register("register_admin_menu_item", menu.menu_item)

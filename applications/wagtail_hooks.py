"""Registers applications/admin with Wagtail; nothing else."""

from wagtail import hooks

from applications.admin.guidance import hooks as guidance_hooks

hooks.register("register_admin_urls", guidance_hooks.admin_urls)
hooks.register("register_admin_menu_item", guidance_hooks.menu_item)

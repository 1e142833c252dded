"""The group 申报 of the menu. Each area adds its entry with the hook ``HOOK``; viewsets with ``menu_hook``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

HOOK = "register_applications_menu_item"
menu = Menu(register_hook_name=HOOK, construct_hook_name="construct_applications_menu")


def menu_item() -> MenuItem:
    """申报, after the groups of the registry; not there for who has nothing in it."""
    return SubmenuMenuItem(_("申报"), menu, name="applications", icon_name="tasks", order=155)

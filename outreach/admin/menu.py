"""The group 公益课程 of the menu. Each area adds its entry with the hook ``HOOK``; viewsets with ``menu_hook``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

HOOK = "register_outreach_menu_item"
menu = Menu(register_hook_name=HOOK, construct_hook_name="construct_outreach_menu")


def menu_item() -> MenuItem:
    """公益课程, after 申报; not there for who has nothing in it."""
    return SubmenuMenuItem(
        _("公益课程"), menu, name="outreach", icon_name="calendar-alt", order=157
    )

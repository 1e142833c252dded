"""The group 公益课程 of the menu. Each area adds its entry with the hook ``HOOK``; viewsets with ``menu_hook``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

HOOK = "register_outreach_menu_item"
menu = Menu(register_hook_name=HOOK, construct_hook_name="construct_outreach_menu")


class AllowedMenuItem(MenuItem):
    """An entry for those who may open its page."""

    def __init__(self, *args: Any, allowed: Callable[[Any], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowed = allowed

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(self.allowed(request.user))


def menu_item() -> MenuItem:
    """公益课程, after 申报; not there for who has nothing in it."""
    return SubmenuMenuItem(
        _("公益课程"), menu, name="outreach", icon_name="calendar-alt", order=157
    )

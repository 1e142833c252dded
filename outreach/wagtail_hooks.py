"""Registers outreach/admin with Wagtail; nothing else."""

from __future__ import annotations

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from outreach.admin import menu
from outreach.admin.records.viewsets import VIEWSETS

hooks.register("register_admin_menu_item", menu.menu_item)

for viewset in VIEWSETS:
    register_snippet(viewset)

"""Fits Wagtail's "my account" page to people with one full name, and adds what it lacks.

Wagtail offers no hook for the form of this panel, and its own form demands a given and a family
name before anything on the page can be saved.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import NameEmailSettingsPanel

from .admin import second_factor
from .admin.own_account import OwnNameForm
from .admin.units import hooks as units
from .admin.users import guard_superusers
from .domain.second_factor import RESET

NameEmailSettingsPanel.form_class = OwnNameForm
hooks.register("before_bulk_action", guard_superusers, order=-100)
hooks.register("register_admin_urls", lambda: second_factor.urls)
hooks.register("register_user_listing_buttons", second_factor.listing_buttons)

hooks.register("register_admin_urls", units.admin_urls)
hooks.register("register_admin_menu_item", units.menu_item)
hooks.register("register_log_actions", units.register_log_actions)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(RESET, _("重置两步验证"), _("重置了两步验证"))

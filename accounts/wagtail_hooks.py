"""Fits Wagtail's "my account" page to people with one full name.

Wagtail offers no hook for the form of this panel, and its own form demands a given and a family
name before anything on the page can be saved.
"""

from wagtail import hooks
from wagtail.admin.views.account import NameEmailSettingsPanel

from .admin.own_account import OwnNameForm
from .admin.users import guard_superusers

NameEmailSettingsPanel.form_class = OwnNameForm
hooks.register("before_bulk_action", guard_superusers, order=-100)

"""Fits Wagtail's "my account" page to people with one full name.

Wagtail offers no hook for the form of this panel, and its own form demands a given and a family
name before anything on the page can be saved.
"""

from wagtail.admin.views.account import NameEmailSettingsPanel

from .admin.own_account import OwnNameForm

NameEmailSettingsPanel.form_class = OwnNameForm

"""The app of pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The home page and pages of plain words; records are not pages."""

    name = "pages"
    verbose_name = _("页面")

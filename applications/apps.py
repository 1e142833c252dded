"""申报: from the first draft to the record in the registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = _("申报")

    def ready(self) -> None:
        from accounts.own_pages import register_own_page
        from applications import personal_data
        from applications.domain import tracking

        personal_data.register()
        tracking.register()
        register_own_page(_("我的申报"), "applications:start", order=10)

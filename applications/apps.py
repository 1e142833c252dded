"""申报: from the first draft to the record in the registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = _("申报")

    def ready(self) -> None:
        from applications import personal_data
        from applications.domain import tracking

        personal_data.register()
        tracking.register()

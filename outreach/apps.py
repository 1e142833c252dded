"""公益课程: four hundred classes a year, planned, joined and proved."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = _("公益课程")

    def ready(self) -> None:
        from outreach import personal_data, request_progress, requester_data

        personal_data.register()
        request_progress.register()
        requester_data.register()

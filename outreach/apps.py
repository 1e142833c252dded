"""公益课程: four hundred classes a year, planned, joined and proved."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = _("公益课程")

    def ready(self) -> None:
        from accounts.own_pages import register_own_page
        from outreach import personal_data, request_progress, requester_data

        personal_data.register()
        request_progress.register()
        requester_data.register()
        register_own_page(_("我报名的课"), "outreach:mine", order=20)
        register_own_page(_("我的上课申请"), "outreach:own-requests", order=30)

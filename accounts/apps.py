"""Who signs in: the user model and the three staff roles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True
    verbose_name = _("用户与角色")


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens for users, with one full name instead of given and family name."""

    verbose_name = _("工作人员账号")
    user_viewset = "accounts.admin.users.StaffViewSet"

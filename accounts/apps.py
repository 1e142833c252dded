"""Who signs in: people, the units they act for, and the staff roles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True
    verbose_name = _("用户与角色")

    def ready(self) -> None:
        # Registers what this room holds of a person, and listens for who has signed in.
        from .domain import own_data  # noqa: F401
        from .signin import staff_gate  # noqa: F401


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens for users, with one full name instead of given and family name."""

    verbose_name = _("工作人员账号")
    user_viewset = "accounts.admin.users.StaffViewSet"

"""The app of the system of record."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """代表性项目, 传承人, 保护单位, 基地, 工坊 and 文创产品, with the acts that made them."""

    name = "registry"
    verbose_name = _("非遗名录")

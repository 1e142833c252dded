"""Messages to people: on the site, by e-mail, by text message; each written once and sent once."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("通知")

"""Words of messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The way a message goes out. One to a user can be read on the site as well, whatever the way."""

    SITE = "site", _("站内")
    EMAIL = "email", _("邮件")
    SMS = "sms", _("短信")


class MessageState(models.TextChoices):
    """Where a message stands."""

    HELD = "held", _("待核对")
    QUEUED = "queued", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败")
    CANCELLED = "cancelled", _("已取消")


UNREADABLE = (MessageState.HELD, MessageState.CANCELLED)
"""In these states the recipient does not see it on the site."""

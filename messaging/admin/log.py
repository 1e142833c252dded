"""What the history of a message tells beside its creation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry


def register_log_actions(actions: LogActionRegistry) -> None:
    """The steps of messaging.domain.review, in the words of the buttons."""
    actions.register_action("messaging.edit", _("修改通知"), _("修改了标题或正文"))
    actions.register_action("messaging.release", _("核对发出"), _("核对后发出"))
    actions.register_action("messaging.cancel", _("取消通知"), _("取消了通知"))
    actions.register_action("messaging.retry", _("重新发送"), _("要求重新发送"))

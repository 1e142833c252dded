"""通知: what was sent to the applicant about this case, and whether it arrived."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.admin.cases.panels.base import CasePanel
from messaging.models import Message
from messaging.rules import may_handle_messages


class MessagesPanel(CasePanel):
    """Those about the case, to the applicant."""

    name = "messages"
    heading = _("通知")
    icon = "mail"
    template_name = "applications/admin/cases/panels/messages.html"

    def context(self) -> dict[str, Any]:
        found = Message.objects.filter(
            key__startswith=f"case-{self.case.pk}-", recipient=self.case.applicant_id
        )
        return {
            "sent": list(found) if self.case.applicant_id else [],
            "may_handle": may_handle_messages(self.desk.user),
        }

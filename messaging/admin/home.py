"""The staff home page: messages that wait to be looked at before they go, and those that did not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from ..enums import MessageState
from ..queries import waiting_for_staff
from ..rules import may_handle_messages

LABELS = {MessageState.HELD: _("等待核对后发出"), MessageState.FAILED: _("没有发出，需要处理")}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A number of messages, and where they are listed."""

    label: Any
    number: int
    url: str
    failed: bool


class MessagesHomePanel(Component):
    """After the cases, before the registry."""

    order = 47
    template_name = "messaging/admin/home.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        numbers = waiting_for_staff()
        index = reverse("messaging:index")
        rows = [
            Waiting(label, numbers[state], f"{index}?state={state}", state == MessageState.FAILED)
            for state, label in LABELS.items()
        ]
        return {"rows": rows}


def add_home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """通知, for those who handle messages."""
    if may_handle_messages(request.user):
        panels.append(MessagesHomePanel())

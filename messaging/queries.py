"""What a person has been told, and what staff have to look at."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from .enums import UNREADABLE, MessageState
from .models import Message


def messages_for(user: Any) -> QuerySet[Message]:
    """A person's own messages, newest first; none that is held back or was cancelled."""
    return Message.objects.filter(recipient=user).exclude(state__in=UNREADABLE)


def unread_count(user: Any) -> int:
    """How many of them the person has not opened on the site."""
    return messages_for(user).filter(read_at=None).count()


def messages_about(about: str) -> QuerySet[Message]:
    """Everything written about one matter, to whomever; for staff."""
    return Message.objects.filter(about=about).select_related("recipient", "created_by")


def waiting_for_staff() -> dict[str, int]:
    """How many messages wait for release and how many could not be sent: held, failed."""
    held, failed = MessageState.HELD, MessageState.FAILED
    return {str(state): Message.objects.filter(state=state).count() for state in (held, failed)}

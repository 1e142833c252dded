"""Notes that a recipient has read a message on the site."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Message
from ..queries import messages_for


def mark_read(*, message: Message, by: Any) -> None:
    """The recipient has opened it; the first time counts. Raises PermissionDenied for anyone else."""
    mine = messages_for(by).filter(pk=message.pk)
    if not mine.exists():
        raise PermissionDenied(_("这条通知不是发给您的。"))
    mine.filter(read_at=None).update(read_at=timezone.now())
    message.refresh_from_db(fields=["read_at"])


def mark_all_read(*, by: Any) -> int:
    """The recipient has seen them all; how many were unread."""
    return messages_for(by).filter(read_at=None).update(read_at=timezone.now())

"""Who is asking: behind Wagtail's log-in it is always a user."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def staff(request: HttpRequest) -> User:
    """The signed-in member of staff. Raises PermissionDenied for anyone else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user

"""Who has a section of a dossier open: people of one unit are told of each other."""

from __future__ import annotations

import datetime

from django.utils import timezone

from accounts.models import User
from applications.enums import Section
from applications.models import Case, EditingSession

PRESENT = datetime.timedelta(seconds=90)
"""The page tells of itself every 30 seconds; after three silences it is taken to be closed."""


def note_editing(
    *, case: Case, section: Section, by: User, now: datetime.datetime | None = None
) -> list[str]:
    """Note that the user has the section open; the names of the others who have."""
    moment = now or timezone.now()
    EditingSession.objects.update_or_create(
        case=case, section=section, user=by, defaults={"seen_at": moment}
    )
    others = EditingSession.objects.filter(
        case=case, section=section, seen_at__gt=moment - PRESENT
    ).exclude(user=by)
    return [one.user.get_full_name() for one in others.select_related("user").order_by("pk")]

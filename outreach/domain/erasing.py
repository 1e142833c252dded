"""Takes a person's registrations away with the account; how many came stays, without a name."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from outreach.domain.counting_seats import lock_to_join
from outreach.domain.joining import end
from outreach.domain.keeping import forget
from outreach.domain.waiting import serve_queue
from outreach.enums import LIVE, RegistrationState
from outreach.models import Feedback, Registration


@transaction.atomic
def erase_registrations(user: User) -> None:
    """Give coming seats back to those who wait, and blank everything that tells who it was."""
    now = timezone.now()
    own = Registration.objects.filter(user=user)
    for pk, session_id in own.values_list("pk", "session_id").order_by("session_id", "pk"):
        session = lock_to_join(session_id)
        row = session.registrations.get(pk=pk)
        coming = row.state in LIVE and session.begins_at > now
        if coming:
            end(row, RegistrationState.CANCELLED, now)
        Feedback.objects.filter(registration=row).update(text="")
        forget(row)
        if coming:
            serve_queue(session, now=now)

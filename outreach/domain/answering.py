"""课后反馈: one answer for each registration whose people were there."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.domain.refusals import JoiningRefused
from outreach.domain.transitioning import lock_session
from outreach.enums import RegistrationState
from outreach.models import Feedback, Registration


@transaction.atomic
def give_feedback(*, registration: Registration, rating: int, text: str) -> Feedback:
    """Say how it was, or say it anew. Raises JoiningRefused for who had no seat."""
    session = lock_session(registration.session_id)
    row = session.registrations.get(pk=registration.pk)
    if row.state != RegistrationState.PLACED:
        raise JoiningRefused(_("参加了这一场的人才能评价。"), code="no-seat")
    given = Feedback.objects.filter(registration=row).first() or Feedback(registration=row)
    given.rating, given.text = rating, text.strip()
    given.full_clean()
    given.save()
    return given

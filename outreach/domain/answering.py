"""课后反馈: one answer for each registration whose people were there."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outreach.domain.counting_seats import lock_to_join
from outreach.domain.refusals import JoiningRefused
from outreach.enums import COUNTED, RegistrationState
from outreach.models import Feedback, Registration, Session


def is_over(session: Session, *, now: datetime.datetime) -> bool:
    """Whether people can say how it was: its time is past, or staff have noted it as held."""
    return session.state in COUNTED or now >= session.ends_at


@transaction.atomic
def give_feedback(
    *,
    registration: Registration,
    rating: int,
    text: str,
    now: datetime.datetime | None = None,
) -> Feedback:
    """Say how it was, or say it anew. Raises JoiningRefused (``no-seat``, ``too-early``)."""
    session = lock_to_join(registration.session_id)
    row = session.registrations.get(pk=registration.pk)
    if not is_over(session, now=now or timezone.now()):
        raise JoiningRefused(_("这一场还没有结束，上完课再来告诉我们。"), code="too-early")
    if row.state != RegistrationState.PLACED:
        raise JoiningRefused(_("参加了这一场的人才能评价。"), code="no-seat")
    given = Feedback.objects.filter(registration=row).first() or Feedback(registration=row)
    given.rating, given.text = rating, text.strip()
    given.full_clean()
    given.save()
    return given

"""How a session is told of in every message."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from outreach.localtime import local
from outreach.models import Session


def when_of(session: Session) -> str:
    """Day and time in the bureau's place."""
    begins, ends = local(session.begins_at), local(session.ends_at)
    return f"{date_format(begins, _('Y年n月j日 H:i'))}–{ends:%H:%M}"


def words_of(session: Session) -> dict[str, str]:
    """What every message says of its session, in the language of whoever it is written to."""
    return {
        "title": session.read_title,
        "when": when_of(session),
        "venue": session.venue.read_name,
    }

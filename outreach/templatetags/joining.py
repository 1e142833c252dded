"""Joining on pages of a session."""

from __future__ import annotations

from django import template
from django.utils import timezone

from outreach.models import Session
from outreach.seats import Standing, standing_of

register = template.Library()


@register.simple_tag
def joining_of(session: Session) -> Standing:
    """``{% joining_of session as joining %}``: seats left and whether one can register. One query."""
    return standing_of(session, now=timezone.now())

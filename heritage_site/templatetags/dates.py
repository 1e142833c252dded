"""Days and times on pages, as the visitor's language writes them."""

from __future__ import annotations

import datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext

register = template.Library()


@register.filter(expects_localtime=True)
def dated(value: datetime.date | None, written: str) -> str:
    """``{{ notice.first_day|dated:"Y年n月j日" }}``: 2026年5月20日, 20 May 2026.

    The format is a message like any other: another language puts its own in its place.
    """
    return date_format(value, gettext(written)) if value else ""

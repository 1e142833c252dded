"""iCalendar (RFC 5545, 7986) of sessions, as calendar programs subscribe to them.

A session keeps its UID whatever becomes of it; SEQUENCE is its revision, so that a program that has
an older one takes the newer. Cancelled and postponed sessions stay in the feed as CANCELLED: one
that vanished would stay in the calendars that have it. No person but the teacher is named in it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vText, vUri

from outreach.addresses import full_address
from outreach.enums import GIVEN_UP, SessionState
from outreach.models import Session
from outreach.rules import is_public

HERE = ZoneInfo(settings.TIME_ZONE)
SINCE = datetime.date(1992, 1, 1)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
REFRESH = datetime.timedelta(hours=1)


def calendar_of(sessions: Iterable[Session], *, name: str) -> bytes:
    """One calendar with an event a session. The same sessions give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{site_domain()}//classes//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    title = vText(" ".join(_sound(name).split()))
    calendar["NAME"] = calendar["X-WR-CALNAME"] = title
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar["REFRESH-INTERVAL"] = _interval()
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_zone())
    for session in sessions:
        calendar.add_component(_event(session))
    return bytes(calendar.to_ical())


def site_domain() -> str:
    """What stands behind the @ of every UID."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _interval() -> vDuration:
    """RFC 7986: how often a program need look. The type must be named."""
    interval = vDuration(REFRESH)
    interval.params["VALUE"] = "DURATION"
    return interval


def _zone() -> Timezone:
    """China's clocks have known one offset since 1991, so one observance says all of the zone."""
    offset = datetime.datetime.combine(SINCE, datetime.time(), HERE).utcoffset()
    observance = TimezoneStandard()
    observance.add("dtstart", datetime.datetime.combine(SINCE, datetime.time()))
    observance.add("tzname", "CST")
    observance.add("tzoffsetfrom", offset)
    observance.add("tzoffsetto", offset)
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    zone.add_component(observance)
    return zone


def _event(session: Session) -> Event:
    given_up = session.state in GIVEN_UP
    url = full_address("outreach:session", session.pk)
    event = Event()
    event.add("uid", f"{session.uid}@{site_domain()}")
    event.add("sequence", session.revision)
    event.add("dtstamp", session.changed_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("last-modified", session.changed_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("created", session.created_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("dtstart", session.begins_at.astimezone(HERE))
    event.add("dtend", session.ends_at.astimezone(HERE))
    event.add("summary", _sound(_summary(session)))
    event.add("description", _sound("\n".join([*_description(session), url])))
    event.add("location", _sound(_location(session)))
    if session.venue.latitude is not None and session.venue.longitude is not None:
        event.add("geo", (float(session.venue.latitude), float(session.venue.longitude)))
    event.add("categories", [str(session.get_kind_display())])
    event.add("url", vUri(url))
    event.add("status", "CANCELLED" if given_up else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if given_up else "OPAQUE")
    return event


def _sound(text: str) -> str:
    """Without the control characters RFC 5545 forbids: one of them, and programs refuse all of it."""
    return CONTROL.sub("", "\n".join(text.splitlines()))


def _summary(session: Session) -> str:
    """Programs that do not show STATUS show this."""
    if session.state == SessionState.CANCELLED:
        return _("【已取消】%(title)s") % {"title": session.read_title}
    if session.state == SessionState.POSTPONED:
        return _("【已延期】%(title)s") % {"title": session.read_title}
    return session.read_title


def _description(session: Session) -> list[str]:
    programme, lines = session.programme, []
    new = session.replaced_by
    if new is not None and is_public(new):
        when = date_format(timezone.localtime(new.begins_at), _("Y年n月j日 H:i"))
        lines.append(_("改到 %(when)s。") % {"when": when})
    if programme.summary:
        lines.append(programme.summary)
    if session.teacher is not None:
        lines.append(_("老师：%(name)s") % {"name": session.teacher.name})
    if programme.cost:
        lines.append(_("费用：%(cost)s 元") % {"cost": programme.cost})
    if programme.materials:
        lines.append(_("材料：%(materials)s") % {"materials": programme.materials})
    if session.venue.public_note:
        lines.append(_("到场：%(note)s") % {"note": session.venue.public_note})
    if not session.open_to_public:
        lines.append(_("这一场不对外报名。"))
    return lines


def _location(session: Session) -> str:
    room = f" {session.room.name}" if session.room is not None else ""
    place = f"{session.venue.read_name}{room}"
    return f"{place}，{session.venue.address}" if session.venue.address else place

"""/classes/…: what everybody may read."""

from __future__ import annotations

import datetime

from django.urls import path, register_converter

from outreach.finding.query import YEARS
from outreach.views.public import calendars, listing, month, places, session


class DayConverter:
    """A day as ISO 8601 writes it; one that no calendar has is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> datetime.date:
        day = datetime.date.fromisoformat(value)
        if day.year not in YEARS:
            raise ValueError(value)
        return day

    def to_url(self, value: datetime.date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("", listing.classes, name="list"),
    path("calendar/", month.month, name="calendar"),
    path("calendar/<day:day>/", month.day, name="day"),
    path("calendar.ics", calendars.feed, name="feed"),
    path("map/", places.places, name="map"),
    path("venues/<int:pk>/", places.venue, name="venue"),
    path("<int:pk>/", session.session, name="session"),
    path("<int:pk>/class.ics", calendars.session_feed, name="session-feed"),
    path("<int:pk>/qr.svg", session.qr, name="session-qr"),
]

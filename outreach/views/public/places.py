"""/classes/map/: where the coming classes are; /classes/venues/<id>/: one venue and its classes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach.addresses import full_address
from outreach.drawing.points import Place, drawn_map
from outreach.finding.counting import asked, chips, choices, matching
from outreach.finding.query import Facet, read_query
from outreach.finding.rows import ClassRow, class_rows
from outreach.finding.values import known, public_venues
from outreach.models import Venue
from outreach.queries import public_sessions
from outreach.record_classes import classes_of
from outreach.views.public.listing import shown

NEXT = 3
"""Classes named under each place beside the map."""


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The coming classes by venue: a drawing with numbers, and the list that says them."""
    query, now = read_query(request.GET), timezone.now()
    rows = class_rows(asked(query, now))
    query, names = known(query, rows)
    by_venue: dict[int, list[ClassRow]] = {}
    for row in matching(rows, query, now):
        by_venue.setdefault(row.venue_id, []).append(row)
    venues = Venue.objects.filter(pk__in=by_venue).select_related("division")
    ordered = sorted(venues, key=lambda venue: by_venue[venue.pk][0].begins_at)
    mapped = [venue for venue in ordered if venue.latitude is not None]
    path = reverse("outreach:map")
    context = {
        "title": _("公益课地图"),
        "section": "classes",
        "look": "map",
        "query": query,
        "chips": chips(query, names, path),
        "cleared": path,
        "path": path,
        **choices(rows, query, names, now),
        "drawing": drawn_map([Place.of(venue, len(by_venue[venue.pk])) for venue in mapped]),
        "mapped": [_listed(venue, by_venue[venue.pk], now) for venue in mapped],
        "unmapped": [_listed(v, by_venue[v.pk], now) for v in ordered if v not in mapped],
        "total": sum(map(len, by_venue.values())),
    }
    return render(request, "outreach/public/map.html", context)


@require_safe
def venue(request: HttpRequest, pk: int) -> HttpResponse:
    """A venue where something was ever announced: how to get there, what comes, what was."""
    found = get_object_or_404(public_venues().select_related("division", "base"), pk=pk)
    path = reverse("outreach:venue", args=[pk])
    context = {
        "title": found.read_name,
        "section": "classes",
        "venue": found,
        "base": found.base if found.base is not None and found.base.live else None,
        "hours": _hours(found),
        "classes": classes_of(public_sessions().filter(venue=found), f"?{Facet.VENUE}={pk}"),
        "same_venue": f"?{Facet.VENUE}={pk}",
        "crumbs": [
            (_("公益课"), reverse("outreach:list")),
            (_("地图"), reverse("outreach:map")),
            (found.read_name, path),
        ],
        "full_address": full_address("outreach:venue", pk),
    }
    return render(request, "outreach/public/venue.html", context)


def _listed(venue: Venue, rows: list[ClassRow], now: Any) -> dict[str, Any]:
    return {
        "venue": venue,
        "count": len(rows),
        "next": [shown(row, now) for row in rows[:NEXT]],
        "more": len(rows) - NEXT if len(rows) > NEXT else 0,
        "address": f"?{Facet.VENUE}={venue.pk}",
    }


def _hours(venue: Venue) -> list[dict[str, Any]]:
    """Opening hours by weekday, in the order of the week."""
    hours = venue.opening_hours.order_by("weekday", "opens")
    return [
        {"weekday": row.get_weekday_display(), "opens": row.opens, "closes": row.closes}
        for row in hours
    ]

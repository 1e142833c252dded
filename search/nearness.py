"""A circle on the map as an address writes it: "39.128,117.252" or "39.128,117.252,5"."""

from __future__ import annotations

import re

from search.interface import Near, Point

DEFAULT_RADIUS = 10.0
LARGEST_RADIUS = 20_000.0
"""Kilometres: half the way round the earth."""

NEAR = re.compile(
    r"(?P<latitude>-?(90|[0-8]?[0-9](\.[0-9]{1,12})?)),"
    r"(?P<longitude>-?(180|(1[0-7][0-9]|[1-9]?[0-9])(\.[0-9]{1,12})?))"
    r"(,(?P<km>[1-9][0-9]{0,3}|0\.[0-9]{0,2}[1-9]))?",
    re.ASCII,
)


def read_near(written: str) -> Near | None:
    """Latitude and longitude in WGS-84 degrees and a radius in kilometres; None if not so written."""
    match = NEAR.fullmatch(written)
    if match is None:
        return None
    radius = float(match["km"] or DEFAULT_RADIUS)
    if radius > LARGEST_RADIUS:
        return None
    return Near(Point(float(match["latitude"]), float(match["longitude"])), radius)


def write_near(near: Near) -> str:
    """The same circle as an address holds it."""
    parts = (near.centre.latitude, near.centre.longitude, near.kilometres)
    return ",".join(f"{part:.6f}".rstrip("0").rstrip(".") for part in parts)

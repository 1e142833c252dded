"""Tracking without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def track(request: HttpRequest) -> HttpResponse:
    """The page where receipt number and query code are entered."""
    return render(request, "applications/track.html", {"title": _("进度查询")})

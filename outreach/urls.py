"""Addresses of outreach: /classes/ …, each area's own in a module of its own."""

from __future__ import annotations

from outreach.confirming_urls import urlpatterns as confirming
from outreach.joining_urls import urlpatterns as joining
from outreach.public_urls import urlpatterns as public
from outreach.requests_urls import urlpatterns as requests

app_name = "outreach"

urlpatterns = [
    *confirming,
    *public,
    *requests,
    *joining,
]

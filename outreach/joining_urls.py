"""Addresses of joining below /classes/. What follows a registration carries a signed token, never a number."""

from __future__ import annotations

from django.urls import path

from outreach.views.joining import links, own, registering

urlpatterns = [
    path("mine/", own.mine, name="mine"),
    path("<int:pk>/join/", registering.join, name="join"),
    path("<int:pk>/join/<str:public_id>/", registering.code, name="join-code"),
    path("joined/confirm/<str:token>/", links.confirm, name="join-confirm"),
    path("joined/view/<str:token>/", links.view, name="join-view"),
    path("joined/cancel/<str:token>/", links.cancel, name="join-cancel"),
    path("joined/offer/<str:token>/", links.offer, name="join-offer"),
    path("joined/ticket/<str:token>/", links.ticket, name="join-ticket"),
    path("joined/feedback/<str:token>/", links.feedback, name="join-feedback"),
]

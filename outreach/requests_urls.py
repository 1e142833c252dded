"""/classes/request/…: asking for a class, and /classes/requests/…: one's own."""

from django.urls import path

from outreach.views import requests

urlpatterns = [
    path("request/", requests.ask, name="request"),
    path("request/receipt/", requests.receipt, name="request-receipt"),
    path("request/withdraw/", requests.take_back, name="request-withdraw"),
    path("requests/", requests.own_requests, name="own-requests"),
    path("requests/<str:public_id>/", requests.own_request, name="own-request"),
]

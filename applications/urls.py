"""Addresses of the applicant: /apply/ …"""

from django.urls import path

from applications.views import cases

app_name = "applications"

urlpatterns = [
    path("<slug:public_id>/", cases.case, name="case"),
]

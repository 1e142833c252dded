"""Addresses of public notices: /notices/ …"""

from django.urls import path

from applications.views import notices

app_name = "notices"

urlpatterns = [
    path("", notices.notices, name="list"),
    path("<int:pk>/", notices.notice, name="detail"),
    path("<int:pk>/object/", notices.objecting, name="object"),
    path("<int:pk>/object/receipt/", notices.receipt, name="receipt"),
]

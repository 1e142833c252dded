"""Addresses of the applicant: /apply/ …"""

from django.urls import path

from applications.views import cases, guidance

app_name = "applications"

urlpatterns = [
    path("guidance/slots/", guidance.slots, name="slots"),
    path("guidance/slots/<int:pk>/book/", guidance.book_slot, name="book-slot"),
    path("guidance/appointments/<int:pk>/cancel/", guidance.cancel_slot, name="cancel-slot"),
    path("<slug:public_id>/", cases.case, name="case"),
    path("<slug:public_id>/guidance/", guidance.questions, name="guidance"),
    path("<slug:public_id>/guidance/<int:pk>/done/", guidance.remark_done, name="remark-done"),
    path("<slug:public_id>/guidance/share/", guidance.share, name="guidance-share"),
    path("<slug:public_id>/check/", guidance.check, name="check"),
]

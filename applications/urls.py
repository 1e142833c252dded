"""Addresses of the applicant: /apply/ …"""

from django.urls import path

from applications.views import beginning, cases, dossier, guidance, materials

app_name = "applications"

_UPLOADS = "<slug:case>/uploads/<slug:material>/"

urlpatterns = [
    path("", beginning.start, name="start"),
    path("begin/", beginning.begin, name="begin"),
    path("counter/", beginning.counter, name="counter"),
    path("suggest/projects/", dossier.suggest_projects, name="suggest-projects"),
    path("guidance/slots/", guidance.slots, name="slots"),
    path("guidance/slots/<int:pk>/book/", guidance.book_slot, name="book-slot"),
    path("guidance/appointments/<int:pk>/cancel/", guidance.cancel_slot, name="cancel-slot"),
    path("<slug:public_id>/", cases.case, name="case"),
    path("<slug:public_id>/guidance/", guidance.questions, name="guidance"),
    path("<slug:public_id>/guidance/<int:pk>/done/", guidance.remark_done, name="remark-done"),
    path("<slug:public_id>/guidance/share/", guidance.share, name="guidance-share"),
    path("<slug:public_id>/check/", guidance.check, name="check"),
    path("<slug:public_id>/submit/", cases.submit, name="submit"),
    path("<slug:public_id>/withdraw/", cases.withdraw, name="withdraw"),
    path("<slug:public_id>/dossier.pdf", cases.dossier, name="dossier-pdf"),
    path("<slug:public_id>/letters/<int:pk>.pdf", cases.letter, name="letter"),
    path("<slug:public_id>/answers/", dossier.answers, name="answers"),
    path("<slug:public_id>/materials/", materials.materials, name="materials"),
    path("<slug:public_id>/files/<slug:file>/", materials.download, name="file"),
    path("<slug:public_id>/files/<slug:file>/edit/", materials.describe, name="file-edit"),
    path(_UPLOADS, materials.uploads, name="uploads"),
    path(f"{_UPLOADS}<str:public_id>/", materials.uploads, name="upload"),
    path("<slug:public_id>/<slug:section>/", dossier.section, name="section"),
    path("<slug:public_id>/<slug:section>/presence/", dossier.presence, name="presence"),
]

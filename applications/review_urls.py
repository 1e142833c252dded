"""Addresses of the experts: /review/ …"""

from django.urls import path

from applications.views import review, review_sheets

app_name = "review"

urlpatterns = [
    path("", review.parts, name="list"),
    path("<int:pk>/", review.dossier, name="dossier"),
    path("<int:pk>/declaration/", review.declaration, name="declaration"),
    path("<int:pk>/stepping-back/", review.stepping_back, name="stepping-back"),
    path("<int:pk>/files/<int:attachment>/", review.attachment, name="file"),
    path("<int:pk>/sheet/", review_sheets.sheet, name="sheet"),
    path("<int:pk>/scores/", review_sheets.scores, name="scores"),
]

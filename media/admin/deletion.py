"""A file that is used is not deleted, and the screen names where it is used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.documents.views.documents import DeleteView as DocumentDeleteView
from wagtail.documents.views.multiple import DeleteView as UploadedDocumentDeleteView
from wagtail.images.views.images import DeleteView as ImageDeleteView
from wagtail.images.views.multiple import DeleteView as UploadedImageDeleteView

from ..domain.usage import users_of
from ..models import HeritageDocument, HeritageImage, Recording

MOST_NAMED = 8
USAGE_PAGES: dict[type[models.Model], str] = {
    HeritageImage: "wagtailimages:image_usage",
    HeritageDocument: "wagtaildocs:document_usage",
    Recording: "wagtailsnippets_media_recording:usage",
}


def refuse_if_used(request: HttpRequest, items: Iterable[models.Model]) -> HttpResponse | None:
    """Back to the page that lists the uses of the first file that has any."""
    for item in items:
        usage_page = USAGE_PAGES.get(type(item))
        if usage_page is None:
            continue
        if users := users_of(item):
            messages.error(request, _sentence(item, users))
            return redirect(reverse(usage_page, args=[item.pk]))
    return None


def _sentence(item: models.Model, users: list[models.Model]) -> str:
    named = "、".join(f"{user._meta.verbose_name}“{user}”" for user in users[:MOST_NAMED])
    return _("“%(title)s”被 %(count)d 处使用，没有删除。请先到这些地方取下它：%(users)s。") % {
        "title": item,
        "count": len(users),
        "users": named + ("……" if len(users) > MOST_NAMED else ""),
    }


class RefusesWhatIsUsed:
    """Asks before the confirmation is shown and again before it is carried out."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return refuse_if_used(request, [self.object]) or super().get(request, *args, **kwargs)  # type: ignore[attr-defined, misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return refuse_if_used(request, [self.object]) or super().post(request, *args, **kwargs)  # type: ignore[attr-defined, misc]


class DeletePicture(RefusesWhatIsUsed, ImageDeleteView):
    """A picture."""


class DeleteDocument(RefusesWhatIsUsed, DocumentDeleteView):
    """A document."""


class RefusesJustUploaded:
    """The uploader's own delete button answers with JSON."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        item = get_object_or_404(self.get_model(), pk=kwargs[self.pk_url_kwarg])  # type: ignore[attr-defined]
        may = self.permission_policy.user_has_permission_for_instance  # type: ignore[attr-defined]
        if may(request.user, "delete", item) and (users := users_of(item)):
            return JsonResponse({"success": False, "error_message": _sentence(item, users)})
        return super().post(request, *args, **kwargs)  # type: ignore[misc]


class DeleteUploadedPicture(RefusesJustUploaded, UploadedImageDeleteView):
    """A picture, in the uploader."""


class DeleteUploadedDocument(RefusesJustUploaded, UploadedDocumentDeleteView):
    """A document, in the uploader."""


def admin_urls() -> list[URLPattern]:
    """In front of Wagtail's own addresses of the same form: Wagtail has no hook here."""
    return [
        path("images/<int:image_id>/delete/", DeletePicture.as_view()),
        path("documents/delete/<int:document_id>/", DeleteDocument.as_view()),
        path("images/multiple/<int:image_id>/delete/", DeleteUploadedPicture.as_view()),
        path("documents/multiple/<int:doc_id>/delete/", DeleteUploadedDocument.as_view()),
    ]


def before_deleting_several(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Ticked files; none is deleted when one of them is used."""
    return refuse_if_used(request, objects) if action_type == "delete" else None


def before_deleting_a_snippet(
    request: HttpRequest, instances: Iterable[Any]
) -> HttpResponse | None:
    """A recording."""
    return refuse_if_used(request, instances)

"""A room as an upper one would be: files belong to whoever uploaded them; one form for them.

It is the address book of the tests that go through HTTP, and of the site the browser looks at.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model, login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path
from django.utils.crypto import get_random_string

from heritage_site.urls import handler403, handler404, handler500
from heritage_site.urls import urlpatterns as site_patterns
from media.domain import uploads
from media.domain.uploads import UploadLimits
from media.models import PrivateFile
from media.private_serving import answer_private
from media.upload_views import UploadMeta, upload_endpoint

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIMITS = UploadLimits(most_bytes=60 * 1024 * 1024, most_files=3)

PAGE = """
{% extends "base.html" %}
{% block content %}
<h1>{{ title }}</h1>
<form method="post" enctype="multipart/form-data">
  {% csrf_token %}
  {% url "room-uploads" as upload_url %}
  {% include "components/upload_field.html" with name="material" label="申报材料" url=upload_url held=files %}
  <button class="button">提交</button>
</form>
<ul id="files">{% for file in files %}<li>{{ file.name }} {{ file.sha256 }}</li>{% endfor %}</ul>
<ul id="handed-in">{% for id in handed_in %}<li>{{ id }}</li>{% endfor %}</ul>
{% endblock %}
"""


def start(request: HttpRequest, meta: UploadMeta) -> PrivateFile:
    if not request.user.is_authenticated:
        raise PermissionDenied("请先登录。")
    if PrivateFile.objects.kept().filter(owner=request.user).count() >= (LIMITS.most_files or 0):
        raise ValidationError("最多 3 个文件。", code="too_many")
    return uploads.start_upload(owner=request.user, name=meta.name, size=meta.size, limits=LIMITS)


def find(request: HttpRequest, public_id: str) -> PrivateFile:
    file = PrivateFile.objects.filter(public_id=public_id, owner_id=request.user.pk or 0).first()
    if file is None:
        raise Http404
    return file


def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    return answer_private(request, find(request, public_id), purpose="本人查看")


def materials(request: HttpRequest) -> HttpResponse:
    """The form of materials; without scripts it sends the file whole."""
    error = ""
    if request.method == "POST":
        try:
            for upload in request.FILES.getlist("material"):
                uploads.store_whole(owner=request.user, upload=upload, limits=LIMITS)
        except ValidationError as refused:
            error = refused.messages[0]
    context: dict[str, Any] = {
        "title": "申报材料",
        "limits": LIMITS,
        "error": error,
        "files": PrivateFile.objects.ready().filter(owner_id=request.user.pk),
        "handed_in": request.POST.getlist("material_uploaded"),
    }
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def enter(request: HttpRequest) -> HttpResponse:
    """Signs somebody new in; how people sign in is another room's business."""
    newcomer = get_user_model().objects.create_user(username=get_random_string(12))
    login(request, newcomer, BACKEND)
    return redirect("room")


endpoint = upload_endpoint(start=start, find=find)
urlpatterns = [
    path("room/enter/", enter),
    path("room/", materials, name="room"),
    path("room/uploads/", endpoint, name="room-uploads"),
    path("room/uploads/<str:public_id>/", endpoint, name="room-upload"),
    path("room/files/<str:public_id>/", download, name="room-file"),
    path("", include(site_patterns)),
]

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

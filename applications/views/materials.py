"""The files of the checklist: handed in with or without scripts, described, removed, read again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.views.guard import SignedInRequest, not_yours_is_not_there, own_page
from applications.domain import materials as files
from applications.domain.completeness import what_is_missing
from applications.domain.editing import scope_of
from applications.enums import ItemType
from applications.models import Attachment, Case
from applications.views.access import own_case
from media.models import PrivateFile
from media.private_serving import answer_private
from media.upload_views import UploadMeta, upload_endpoint


@own_page
@require_http_methods(["GET", "POST"])
def materials(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The checklist with what is there; a form without scripts sends its files here."""
    case = own_case(request, public_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        key = request.POST.get("material", "")
        errors = _take(request, case, key)
        if not errors:
            messages.success(request, _("已保存。"))
            return redirect("applications:materials", public_id)
    context = {
        "case": case,
        "rows": _rows(case, errors),
        "errors": errors,
        "title": _("附件材料"),
    }
    return render(
        request, "applications/dossier/materials.html", context, status=422 if errors else 200
    )


@own_page
@require_POST
@not_yours_is_not_there
def describe(request: SignedInRequest, public_id: str, file: str) -> HttpResponse:
    """Write what is on the file, or take it away."""
    case = own_case(request, public_id)
    try:
        if request.POST.get("action") == "remove":
            files.take_away(case_id=case.pk, file=file, by=request.user)
            messages.success(request, _("文件已移除。"))
        else:
            caption = request.POST.get("caption", "")
            files.describe(case_id=case.pk, file=file, caption=caption, by=request.user)
            messages.success(request, _("说明已保存。"))
    except Attachment.DoesNotExist:
        raise Http404 from None
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("applications:materials", public_id)


@own_page
@require_GET
def download(request: SignedInRequest, public_id: str, file: str) -> HttpResponseBase:
    """One file, for the applicant's side; the reading is noted."""
    case = own_case(request, public_id)
    row = get_object_or_404(case.attachments.select_related("file"), file__public_id=file)
    return answer_private(request, row.file, purpose=_("申报人查看自己的材料"))


def _start(request: HttpRequest, meta: UploadMeta, **address: Any) -> PrivateFile:
    case = _case_of_upload(request, address)
    assert request.user.is_authenticated
    return files.begin_upload(
        case_id=case.pk,
        material=address["material"],
        name=meta.name,
        size=meta.size,
        by=request.user,
    )


def _find(request: HttpRequest, public_id: str, **address: Any) -> PrivateFile:
    """A file of this item that may still be changed."""
    case = _case_of_upload(request, address)
    if not scope_of(case).has(ItemType.MATERIAL, address["material"]):
        raise Http404
    row = get_object_or_404(
        case.attachments.select_related("file"),
        file__public_id=public_id,
        material=address["material"],
        removed_at__isnull=True,
    )
    return row.file


def _case_of_upload(request: HttpRequest, address: dict[str, Any]) -> Case:
    """The case; whose session has ended is told so, and goes on after signing in."""
    if not request.user.is_authenticated:
        raise PermissionDenied(_("登录已过期，请重新登录。"))
    return own_case(request, address["case"])


uploads = upload_endpoint(start=_start, find=_find)


def _take(request: SignedInRequest, case: Case, key: str) -> dict[str, str]:
    """Take what the form sent whole; the first sentence against it, by item."""
    for upload in request.FILES.getlist(f"file-{key}"):
        try:
            files.add_whole(case_id=case.pk, material=key, upload=upload, by=request.user)
        except ValidationError as error:
            return {key: f"{upload.name}：{' '.join(error.messages)}"}
    return {}


def _rows(case: Case, errors: dict[str, str]) -> list[dict[str, Any]]:
    scope = scope_of(case)
    held: dict[str, list[Attachment]] = {}
    for row in files.kept(case):
        held.setdefault(row.material, []).append(row)
    missing = {
        one.item: one.sentence
        for one in what_is_missing(case)
        if one.item_type == ItemType.MATERIAL
    }
    return [
        {
            "material": one,
            "limits": files.limits_of(one),
            "held": held.get(one.key, []),
            "field": f"file-{one.key}",
            "editable": scope.has(ItemType.MATERIAL, one.key),
            "defect": scope.defect(ItemType.MATERIAL, one.key),
            "missing": missing.get(one.key, ""),
            "error": errors.get(one.key, ""),
            "full": len(held.get(one.key, [])) >= one.most_files,
        }
        for one in case.materials()
    ]

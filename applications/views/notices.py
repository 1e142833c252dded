"""公示: what the public reads, and how it objects."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications import queries
from applications.domain.objecting import Statement, make_objection
from applications.forms.public import ObjectionForm
from applications.models import Notice
from applications.notice_page import days_of, page_of
from media.domain.uploads import UploadLimits, store_whole
from media.enums import FileKind
from media.models import PrivateFile
from safeguards.limiting import Limit, TooManyTries, count_try

PER_PAGE = 20
EVIDENCE = UploadLimits(
    kinds=(FileKind.PICTURE, FileKind.DOCUMENT), most_bytes=20 * 1024 * 1024, most_files=5
)
RECEIPT = "objection-receipt"
OBJECT_BY_ADDRESS = Limit("object-address", most=20, minutes=60)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Every notice that was ever published, those that run first."""
    today = timezone.localdate()
    rows = queries.published_notices().order_by("-last_day", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = [{"notice": one, **days_of(one, today)} for one in page]
    context = {"page": page, "notices": shown, "title": _("公示"), "section": "notices"}
    return render(request, "applications/public/notices.html", context)


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice with its candidates, its corrections and what became of them."""
    row = get_object_or_404(queries.published_notices().select_related("round"), pk=pk)
    return render(request, "applications/public/notice.html", page_of(row))


@never_cache
def objecting(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of an objection; what was typed stays there until it was taken."""
    row = get_object_or_404(queries.published_notices(), pk=pk)
    if not row.takes_objections(timezone.localdate()):
        return render(
            request, "applications/public/object_over.html", {"notice": row, "title": _("提出异议")}
        )
    if request.method != "POST":
        form = ObjectionForm(
            row,
            initial={"once": secrets.token_hex(16), "candidate": request.GET.get("candidate")},
        )
        return _object_page(request, row, form)
    form = ObjectionForm(row, request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["website"]:
        return _object_page(request, row, form)
    try:
        count_try(OBJECT_BY_ADDRESS, request.META.get("REMOTE_ADDR", ""), now=timezone.now())
        objection = make_objection(
            candidate=form.cleaned_data["candidate"],
            statement=Statement(
                form.cleaned_data["name"],
                form.cleaned_data["contact"],
                form.cleaned_data["grounds"],
            ),
            files=_stored(form),
            once=form.cleaned_data["once"],
        )
    except TooManyTries as error:
        form.add_error(None, error)
        return _object_page(request, row, form, status=429)
    except ValidationError as error:
        form.add_error(None, error)
        return _object_page(request, row, form)
    request.session[RECEIPT] = objection.pk
    return redirect("notices:receipt", pk)


@never_cache
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Number and code, shown to whoever has just handed in the objection, in this browser only."""
    row = get_object_or_404(queries.published_notices(), pk=pk)
    objections = queries.objections_on(row)
    objection = get_object_or_404(objections, pk=request.session.get(RECEIPT))
    context = {"notice": row, "objection": objection, "title": _("异议已收到")}
    return render(request, "applications/public/receipt.html", context)


def _stored(form: ObjectionForm) -> list[PrivateFile]:
    return [
        store_whole(owner=None, upload=one, limits=EVIDENCE)
        for one in form.cleaned_data["evidence"]
    ]


def _object_page(
    request: HttpRequest, row: Notice, form: ObjectionForm, status: int = 200
) -> HttpResponse:
    context = {"notice": row, "form": form, "title": _("提出异议"), "section": "notices"}
    return render(request, "applications/public/object.html", context, status=status)

"""The public page of one record, for visitors and for the staff's preview."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach.record_classes import classes_of_record
from registry import previews, queries
from registry.enums import RecordKind
from registry.models import OldAddress, Record
from search.addresses import PLURALS, record_url
from search.records import inheritor, product, project, site

KINDS = {plural: kind for kind, plural in PLURALS.items()}

CONTEXTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    RecordKind.PROJECT: project.context,
    RecordKind.INHERITOR: inheritor.context,
    RecordKind.BASE: site.context,
    RecordKind.WORKSHOP: site.context,
    RecordKind.PRODUCT: product.context,
}

TEMPLATES = {
    RecordKind.PROJECT: "catalogue/records/project.html",
    RecordKind.INHERITOR: "catalogue/records/inheritor.html",
    RecordKind.BASE: "catalogue/records/site.html",
    RecordKind.WORKSHOP: "catalogue/records/site.html",
    RecordKind.PRODUCT: "catalogue/records/product.html",
}


@require_safe
def record(request: HttpRequest, plural: str, slug: str) -> HttpResponse:
    """The record at its address; an address it gave up leads to the one it has now."""
    kind = KINDS[plural]
    found = _for_reading(kind).filter(slug=slug).first()
    if found is not None:
        return show(request, found)
    return HttpResponsePermanentRedirect(_new_address(kind, slug))


@require_safe
def qr(request: HttpRequest, plural: str, slug: str) -> HttpResponse:
    """The record's address as a QR code, for the printed sheet."""
    kind = KINDS[plural]
    if not queries.published(kind).filter(slug=slug).exists():
        raise Http404(_("没有这条记录。"))
    address = request.build_absolute_uri(record_url(kind, slug))
    drawing = BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", scale=3, border=2, xmldecl=False)
    response = HttpResponse(drawing.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def show(request: HttpRequest, found: Record) -> HttpResponse:
    """Render a record, published or a draft."""
    context = CONTEXTS[found.kind](found) | {"classes": classes_of_record(found)}
    return render(request, TEMPLATES[RecordKind(found.kind)], context)


def register_previews() -> None:
    """Let the staff's previews show these pages."""
    for kind in RecordKind:
        previews.register(kind, show)


def _for_reading(kind: str) -> Any:
    if kind == RecordKind.PROJECT:
        return queries.projects_for_reading()
    if kind == RecordKind.INHERITOR:
        return queries.inheritors_for_reading()
    if kind == RecordKind.PRODUCT:
        return queries.products_for_reading()
    return queries.sites_for_reading(kind)


def _new_address(kind: str, slug: str) -> str:
    old = OldAddress.objects.filter(kind=kind, slug=slug).first()
    now = queries.published(kind).filter(pk=old.object_id).first() if old else None
    if now is None:
        raise Http404(_("没有这条记录，它可能已经撤下或换了地址。"))
    return record_url(kind, now.slug)

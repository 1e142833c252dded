"""The sections of a dossier: whole pages that work without scripts, and the saving while one types."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.views.guard import SignedInRequest, own_page
from applications import listed_projects
from applications.domain.answers import Saved, save_answers
from applications.domain.editing import scope_of
from applications.domain.presence import note_editing
from applications.enums import Section
from applications.forms import dossier as forms
from applications.models import Case
from applications.views.access import own_case

MOST_BYTES = 2_000_000
"""Of one saving while typing: a section has some ten answers of at most 30,000 characters."""


@own_page
@require_http_methods(["GET", "POST"])
def section(request: SignedInRequest, public_id: str, section: str) -> HttpResponse:
    """One section: read, fill in, save, go on."""
    case = own_case(request, public_id)
    here = _section(case, section)
    scope = scope_of(case)
    asked = forms.asked_of(case, here, scope)
    status = 200
    if request.method == "POST":
        texts, seen = forms.posted(asked, request.POST)
        try:
            saved = save_answers(case_id=case.pk, texts=texts, seen=seen, by=request.user)
        except ValidationError as error:  # the case has moved on; what was typed stays on the page
            return _page(request, case, here, _as_typed(asked, texts, error), status=409)
        case.refresh_from_db()
        forms.take_over(asked, case, texts, saved)
        action = request.POST.get("action", "next")
        if action == "search":
            forms.search(asked, request.POST.get("q", ""))
        elif any(one.error for one in asked):
            status = 422
        else:
            messages.success(request, _("“%(section)s”已保存。") % {"section": here.label})
            return redirect(_next_address(case, here, action))
    return _page(request, case, here, asked, status=status)


@never_cache
@require_POST
def answers(request: HttpRequest, public_id: str) -> JsonResponse:
    """Save while typing. ``{"answers": {key: {"text": …, "seen": revision}}}``; each is told its state.

    401 when nobody is signed in any more, 404 for a case of others, 409 when the case has moved on.
    """
    if not request.user.is_authenticated:
        return _problem(
            401, _("登录已过期。您写的内容还在这个页面和本机里，请在新窗口登录后继续。")
        )
    try:
        case = own_case(request, public_id)
        texts, seen = _sent(request)
        saved = save_answers(case_id=case.pk, texts=texts, seen=seen, by=request.user)
    except (Http404, PermissionDenied):
        return _problem(404, _("没有找到这件申报，或者您不能填写它。"))
    except ValidationError as error:
        return _problem(409, " ".join(error.messages))
    except ValueError:
        return _problem(400, _("发来的内容不完整，请重新保存。"))
    return JsonResponse({"answers": {key: _told(one) for key, one in saved.items()}})


@never_cache
@require_POST
def presence(request: HttpRequest, public_id: str, section: str) -> JsonResponse:
    """Tell that the section is open here; who else has it open."""
    if not request.user.is_authenticated:
        return _problem(401, _("登录已过期，请在新窗口登录。"))
    case = own_case(request, public_id)
    names = note_editing(case=case, section=_section(case, section), by=request.user)
    return JsonResponse({"others": names})


@require_GET
def suggest_projects(request: HttpRequest) -> HttpResponse:
    """Listed projects by name or pinyin (``q``), or those that look like ``title``; a part of a page."""
    if "title" in request.GET:
        alike = listed_projects.lookalikes(request.GET["title"][:120])
        return render(request, "applications/dossier/_alike.html", {"alike": alike})
    query = request.GET.get("q", "")[:60]
    key = request.GET.get("for", "listed-project")
    found = listed_projects.suggestions(query)
    context = {"found": found, "name": key[:40], "query": query}
    return render(request, "applications/dossier/_found.html", context)


def _section(case: Case, key: str) -> Section:
    if key not in {one.value for one in case.form.sections()}:
        raise Http404
    return Section(key)


def _as_typed(
    asked: list[forms.Asked], texts: dict[str, str], error: ValidationError
) -> list[forms.Asked]:
    for one in asked:
        if one.name in texts and texts[one.name] != one.text:
            one.text = texts[one.name]
            one.error = " ".join(error.messages)
            one.editable = True  # a field, so that the text can be copied out of it
    return asked


def _next_address(case: Case, here: Section, action: str) -> str:
    sections = case.form.sections()
    place = sections.index(here) + 1
    if action == "list":
        return reverse("applications:case", args=[case.public_id])
    if place < len(sections) and case.is_unsubmitted:
        return reverse("applications:section", args=[case.public_id, sections[place].value])
    return reverse("applications:case", args=[case.public_id])


def _page(
    request: HttpRequest, case: Case, here: Section, asked: list[forms.Asked], status: int
) -> HttpResponse:
    sections = case.form.sections()
    context = {
        "case": case,
        "here": here,
        "section": "apply",
        "asked": asked,
        "editable": any(one.editable for one in asked),
        "errors": [one for one in asked if one.error],
        "place": sections.index(here) + 1,
        "sections": sections,
        "query": request.POST.get("q", ""),
        "title": here.label,
    }
    return render(request, "applications/dossier/section.html", context, status=status)


def _sent(request: HttpRequest) -> tuple[dict[str, str], dict[str, int]]:
    """What the script sent; ValueError when it is not of that shape."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise ValueError
    try:
        rows = json.loads(request.body)["answers"]
        texts = {str(key): row["text"] for key, row in rows.items()}
        seen = {str(key): int(row["seen"]) for key, row in rows.items()}
    except (KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError from None
    if not all(isinstance(text, str) for text in texts.values()):
        raise ValueError
    return texts, seen


def _told(saved: Saved) -> dict[str, Any]:
    told: dict[str, Any] = {"revision": saved.revision, "refused": saved.refused}
    if saved.saved_at is not None:
        told["saved_at"] = timezone.localtime(saved.saved_at).strftime("%H:%M")
    if saved.lost is not None:
        told |= {"theirs": saved.text, "saved_by": saved.saved_by}
    return told


def _problem(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)

"""/apply/: what is needed, what is open, one's own cases; and beginning one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.guard import SignedInRequest, not_yours_is_not_there, own_page
from applications import progress, queries, rules
from applications.domain.beginning import begin_case
from applications.forms.beginning import BeginForm, CounterForm, kinds_of
from applications.models import Case, Round


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """For everybody: before one starts; for who is signed in his cases and the way to a new one."""
    return _page(request)


@own_page
@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest) -> HttpResponse:
    """Begin a case. Who comes here from signing in is led back to the choice."""
    if request.method != "POST":
        return redirect("applications:start")
    form = BeginForm(request.POST, user=request.user, rounds=_open_rounds())
    if form.is_valid():
        round_, kind = form.cleaned_data["what"]
        try:
            case = begin_case(
                round_=round_, kind=kind, by=request.user, organisation=form.cleaned_data["unit"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("applications:case", case.public_id)
    return _page(request, form, status=422)


@own_page
@not_yours_is_not_there
@require_http_methods(["GET", "POST"])
def counter(request: SignedInRequest) -> HttpResponse:
    """File for a person who came to the counter; 404 for who may not."""
    if not request.user.has_perm(rules.FILE):
        raise Http404
    form = CounterForm(request.POST if request.method == "POST" else None, rounds=_open_rounds())
    if form.is_valid():
        round_, kind = form.cleaned_data["what"]
        try:
            case = begin_case(
                round_=round_,
                kind=kind,
                by=request.user,
                on_behalf_of=form.cleaned_data["name"],
                applicant=form.cleaned_data["email"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已建立。提交前请上传当事人签字的代办委托书。"))
            return redirect("applications:case", case.public_id)
    context = {
        "form": form,
        "filed": progress.rows_of(Case.objects.filter(filed_by=request.user)),
        "title": _("窗口代办"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "applications/dossier/counter.html", context, status=status)


def _open_rounds() -> list[Round]:
    return list(queries.open_rounds(timezone.now()).order_by("closes_at", "pk"))


def _page(request: HttpRequest, form: BeginForm | None = None, status: int = 200) -> HttpResponse:
    rounds = _open_rounds()
    context: dict[str, Any] = {
        "rounds": [{"round": one, "kinds": kinds_of(one)} for one in rounds],
        "coming": Round.objects.filter(
            opens_at__gt=timezone.now(), versions__isnull=False
        ).distinct(),
        "title": _("申报"),
        "section": "apply",
        "form": form,
    }
    if request.user.is_authenticated:
        if form is None:
            context["form"] = BeginForm(None, user=request.user, rounds=rounds)
        rows = progress.rows_of(queries.cases_of(request.user))
        context["rows"] = [row for row in rows if not row.case.is_final]
        context["finished"] = [row for row in rows if row.case.is_final]
        context["may_file"] = request.user.has_perm(rules.FILE)
    return render(request, "applications/dossier/start.html", context, status=status)

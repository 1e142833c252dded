"""签到 on the spot: the sessions around today, one session's list, and its sheet on paper."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.models import User
from accounts.views.guard import SignedInRequest
from outreach import queries, rules
from outreach.domain import signing_in
from outreach.domain.signing_in import Entry, registration_by_code, sign_in
from outreach.domain.tokens import Purpose, make_token, ticket_code
from outreach.enums import RegistrationState, SignInWay
from outreach.localtime import local_day
from outreach.models import Registration, Session
from outreach.sign_in_sheet import sign_in_sheet
from printing.responses import pdf_response

NEAR = datetime.timedelta(days=2)
MOST = 200


class RunningPage(WagtailAdminTemplateMixin, TemplateView):
    """What pages for whoever runs a session share."""

    header_icon = "tick-inverse"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.may_run(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class SessionsView(RunningPage):
    """Sessions of these days: today's own first, then the other own ones, then all others.

    A host sees his own alone, for as long as their doors are open to him.
    """

    template_name = "outreach/admin/sign_in/sessions.html"
    page_title = gettext_lazy("签到")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, user = timezone.now(), self.request.user
        own = Exists(Session.hosts.through.objects.filter(session=OuterRef("pk"), user=user.pk))
        near = queries.sessions_to_run(user, now).filter(state__in=signing_in.SIGNS_IN)
        if not rules.only_own(user):
            near = near.filter(begins_at__gt=now - NEAR, begins_at__lt=now + NEAR)
        rows = list(near.annotate(own=own).order_by("begins_at")[:MOST])
        today = local_day(now)
        groups = [
            (
                _("今天由我负责"),
                [one for one in rows if one.own and local_day(one.begins_at) == today],
            ),
            (_("由我负责"), [one for one in rows if one.own and local_day(one.begins_at) != today]),
            (_("其他场次"), [one for one in rows if not one.own]),
        ]
        return super().get_context_data(
            groups=[(name, found) for name, found in groups if found],
            only_own=rules.only_own(user),
            **kwargs,
        )


class SignInView(RunningPage):
    """One session: who is expected, who is here, people without registration.

    The page works as plain forms; its script takes them over, keeps what is tapped while the network
    is away and sends it later.
    """

    template_name = "outreach/admin/sign_in/session.html"

    @cached_property
    def session(self) -> Session:
        return get_object_or_404(
            queries.sessions_to_run(self.request.user, timezone.now()), pk=self.kwargs["pk"]
        )

    @property
    def page_title(self) -> str:
        return _("签到：%(title)s") % {"title": self.session.shown_title}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = super(RunningPage, self).get_breadcrumbs_items()
        above = {"url": reverse("outreach_sign_in:sessions"), "label": _("签到")}
        return [*first, above, {"url": "", "label": self.session.shown_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = self.session
        placed = session.registrations.filter(state=RegistrationState.PLACED)
        rows = [_row(one) for one in placed.select_related("sign_in").order_by("position", "pk")]
        walk_ins = session.sign_ins.filter(registration__isnull=True)
        return super().get_context_data(
            session=session,
            rows=rows,
            walk_ins=walk_ins,
            heads=signing_in.heads_of(session),
            expected=sum(row["registration"].seats for row in rows),
            begun=timezone.now() >= session.begins_at,
            no_shows=len(signing_in.no_shows(session)),
            code=self.request.GET.get("code", "")[:200],
            mark=uuid.uuid4().hex,
            **kwargs,
        )

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Without the script: one entry, or one taken back."""
        try:
            if "take_back" in request.POST:
                signing_in.take_back(
                    session_id=self.session.pk,
                    sign_in_id=_number(request.POST["take_back"]),
                    by=request.user,
                )
                messages.success(request, _("已撤销这次签到。"))
            else:
                self._sign_in(request)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("outreach_sign_in:session", pk)

    def _sign_in(self, request: SignedInRequest) -> None:
        told = request.POST
        now = timezone.now()
        registration, way = told.get("registration", ""), SignInWay.LIST
        if told.get("code"):
            found = registration_by_code(self.session, told["code"], now=now)
            registration, way = found.public_id, SignInWay.QR
        elif not registration:
            way = SignInWay.NUMBERS
        entry = Entry(
            mark=told.get("mark", ""),
            way=way,
            adults=_number(told.get("adults", "")),
            minors=_number(told.get("minors", "")),
            at=now,
            registration=registration,
        )
        made, new = sign_in(session_id=self.session.pk, entry=entry, by=request.user)
        words = {"people": made.adults + made.minors}
        if new:
            messages.success(request, _("签到 %(people)d 人。") % words)
        else:
            messages.warning(request, _("之前已经签到过（%(people)d 人），没有重复计算。") % words)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to print."""
    if not rules.may_run(request.user):
        raise PermissionDenied
    session = get_object_or_404(queries.sessions_to_run(request.user, timezone.now()), pk=pk)
    name = _("签到表 %(session)s") % {"session": session}
    return pdf_response(sign_in_sheet(session), name, shown=True)


def _row(registration: Registration) -> dict[str, Any]:
    return {
        "registration": registration,
        "sign_in": getattr(registration, "sign_in", None),
        "code": ticket_code(registration),
        "token": make_token(registration, Purpose.TICKET),
        "mark": uuid.uuid4().hex,
    }


def _number(text: str) -> int:
    """What a field of numbers says; nothing is none."""
    text = text.strip()
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValidationError(_("人数请填数字。"))
    return int(text)


def acting(request: HttpRequest) -> User:
    """Whoever is signed in to the admin."""
    return cast(User, request.user)

"""What every page about one session shares: the session, who looks at it, and the way home."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from outreach import queries, rules
from outreach.domain.signing_in import Heads, heads_of
from outreach.models import Session
from registry.admin.people import staff


class Desk:
    """One session before one member of staff; what several panels need is read once."""

    def __init__(self, request: HttpRequest, session: Session) -> None:
        self.request, self.session, self.user = request, session, staff(request)

    @cached_property
    def signed_in(self) -> Heads:
        """Who was signed in so far, by all ways."""
        return heads_of(self.session)


@method_decorator(never_cache, name="dispatch")
class SessionPage(WagtailAdminTemplateMixin):
    """A page about one session, for who works with sessions."""

    header_icon = "date"
    _show_breadcrumbs = True
    desk: Desk

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.may_view(request.user):
            raise PermissionDenied
        self.desk = Desk(request, get_object_or_404(_whole(request.user), pk=kwargs["pk"]))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    @property
    def session(self) -> Session:
        return self.desk.session

    def session_url(self) -> str:
        return reverse("outreach_session", args=[self.session.pk])

    def get_page_subtitle(self) -> str:
        return self.session.shown_title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("outreach_sessions"), "label": _("场次")},
            {"url": self.session_url(), "label": self.session.shown_title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "session": self.session, "desk": self.desk}


def _whole(user: Any) -> Any:
    """Sessions this user has to do with, and all that their page says of them."""
    rows = queries.sessions_for(user)
    return rows.select_related("series", "request", "replaced_by", "created_by")

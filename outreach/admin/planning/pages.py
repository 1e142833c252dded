"""What all pages of planning share."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from outreach import rules

CALENDAR = "outreach_planning:calendar"
CALENDAR_TITLE = _("课程安排")


class PlanPage(WagtailAdminTemplateMixin, TemplateView):
    """A page for those who plan."""

    header_icon = "calendar-alt"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.may_plan(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*super().get_breadcrumbs_items()]
        if self.page_title != CALENDAR_TITLE:
            items.append({"url": reverse(CALENDAR), "label": CALENDAR_TITLE})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def tell(self, error: ValidationError) -> None:
        messages.error(self.request, " ".join(error.messages))


def address(name: str, *args: Any, **query: Any) -> str:
    """An address of planning; what is empty is left out of the query."""
    told = {key: value for key, value in query.items() if value not in (None, "")}
    found = reverse(f"outreach_planning:{name}", args=args)
    return f"{found}?{urlencode(told)}" if told else found

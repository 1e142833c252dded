"""What the pages of outreach's parts share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin


class RoomPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of a part of outreach that has a first page of its own, for those who may."""

    _show_breadcrumbs = True
    allowed: Callable[[Any], bool]
    first: tuple[str, Any]
    """Name of the address and title of the part's first page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*super().get_breadcrumbs_items()]
        name, title = self.first
        if self.page_title != title:
            items.append({"url": reverse(name), "label": title})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def tell(self, error: ValidationError) -> None:
        messages.error(self.request, " ".join(error.messages))

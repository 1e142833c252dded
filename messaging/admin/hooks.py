"""Addresses and menu entry of the messages."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from ..rules import may_handle_messages
from .listing import MessagesView
from .message import MessageView


def admin_urls() -> list[URLPattern | URLResolver]:
    """The pages, inside the admin."""
    pages = [
        path("", MessagesView.as_view(), name="index"),
        path("results/", MessagesView.as_view(results_only=True), name="results"),
        path("<int:pk>/", MessageView.as_view(), name="message"),
    ]
    return [path("messaging/", include((pages, "messaging")))]


class MessagesMenuItem(MenuItem):
    """Shown to those who handle messages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_handle_messages(request.user)


def menu_item() -> MenuItem:
    """通知."""
    return MessagesMenuItem(
        _("通知"), reverse("messaging:index"), name="messaging", icon_name="mail", order=170
    )

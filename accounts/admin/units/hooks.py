"""Addresses, menu entry and history of units."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter

from ...domain.unit_keeping import CLOSE, CORRECT, READ, REOPEN
from ...models import Organisation
from ...rules import may_keep_units
from .listing import UnitsView
from .unit import UnitView


def admin_urls() -> list[URLPattern | URLResolver]:
    """/admin/units/ …"""
    pages = [
        path("", UnitsView.as_view(), name="index"),
        path("results/", UnitsView.as_view(results_only=True), name="results"),
        path("<int:pk>/", UnitView.as_view(), name="unit"),
    ]
    return [path("units/", include((pages, "accounts_units")))]


class UnitsMenuItem(MenuItem):
    """Shown to those who keep units."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_keep_units(request.user)


def menu_item() -> MenuItem:
    """申报单位, after what is applied for."""
    return UnitsMenuItem(
        _("申报单位"), reverse("accounts_units:index"), name="units", icon_name="group", order=158
    )


class CorrectFormatter(LogFormatter):
    """Which fields, and both names when the name was among them."""

    label = _("更正单位信息")

    def format_message(self, log_entry: Any) -> str:
        fields = [
            str(field.verbose_name)
            for field in Organisation._meta.fields
            if field.name in log_entry.data.get("fields", [])
        ]
        words = _now("更正了%(fields)s") % {"fields": "、".join(fields)}
        if names := log_entry.data.get("names"):
            words += _now("：“%(before)s”改为“%(after)s”") % {"before": names[0], "after": names[1]}
        return words


class ReasonFormatter(LogFormatter):
    """What was done, and why."""

    def __init__(self, label: Any, done: Any) -> None:
        self.label, self.done = label, done

    def format_message(self, log_entry: Any) -> str:
        return f"{self.done}：{log_entry.data.get('reason', '')}"


def register_log_actions(actions: LogActionRegistry) -> None:
    """The steps of domain.unit_keeping."""
    reasoned = {
        CLOSE: (_("停用单位"), _("停用了单位")),
        REOPEN: (_("恢复单位"), _("恢复了单位")),
        READ: (_("查看单位联系电话"), _("查看了联系电话")),
    }
    actions.register_action(CORRECT)(CorrectFormatter)
    for action, (label, done) in reasoned.items():
        actions.register_action(action)(partial(ReasonFormatter, label, done))

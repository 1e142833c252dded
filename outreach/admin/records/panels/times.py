"""When a venue or a teacher can be had: hours of the week, and days on which not."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from registry.admin.panels.parts import text


def weekly_panel(
    relation: str, *, begins: tuple[str, Any], ends: tuple[str, Any], **told: Any
) -> InlinePanel:
    """Hours of the week, a row each; the fields with their help. ``told`` is heading, label and help."""
    row = FieldRowPanel([FieldPanel("weekday"), text(*begins), text(*ends)])
    return InlinePanel(relation, [row], **told)


def days_panel(relation: str, *, label: Any, reason: Any) -> InlinePanel:
    """Days without; what was planned before is told as a conflict."""
    days = FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")])
    return InlinePanel(
        relation,
        [days, text("reason", reason)],
        heading=label,
        label=label,
        help_text=_("首尾两天都算。已经排在这些日子的场次会列为冲突，不会自动取消。"),
    )

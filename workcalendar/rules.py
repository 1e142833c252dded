"""Who may look at the work calendar, and who may change it."""

from __future__ import annotations

from typing import Any


def may_see_calendar(user: Any) -> bool:
    return bool(user.has_perm("workcalendar.view_calendarday") or may_change_calendar(user))


def may_change_calendar(user: Any) -> bool:
    """Whoever may add days may fill a year."""
    return bool(user.has_perm("workcalendar.add_calendarday"))

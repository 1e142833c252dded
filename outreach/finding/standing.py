"""How a session stands for somebody who thinks of coming: in plain words, not in the staff's states."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach.enums import COUNTED, SessionState
from outreach.finding.rows import ClassRow


@dataclass(frozen=True, slots=True)
class Standing:
    """``key`` names it for styles and filters, ``words`` say it."""

    key: str
    words: str

    @property
    def has_seats(self) -> bool:
        return self.key == "open"

    @property
    def given_up(self) -> bool:
        return self.key in ("cancelled", "postponed")


def standing_of(row: ClassRow, now: datetime.datetime) -> Standing:
    """What the public is told of the session at this moment."""
    if row.state == SessionState.CANCELLED:
        return Standing("cancelled", _("已取消"))
    if row.state == SessionState.POSTPONED:
        return Standing("postponed", _("已延期"))
    if row.state in COUNTED:
        return Standing("held", _("已举办"))
    if row.ends_at <= now:
        return Standing("over", _("已结束"))
    if row.begins_at <= now:
        return Standing("running", _("正在进行"))
    if not row.open_to_public:
        return Standing("group", _("不对外报名"))
    return _of_registration(row, now)


def _of_registration(row: ClassRow, now: datetime.datetime) -> Standing:
    if row.state == SessionState.CLOSED or now >= row.closes_at:
        return Standing("closed", _("报名已截止"))
    if row.state == SessionState.CONFIRMED:
        return Standing("soon", _("报名尚未开始"))
    if left := row.seats_left:
        words = ngettext("还有 %(count)d 个名额", "还有 %(count)d 个名额", left)
        return Standing("open", words % {"count": left})
    if row.waitlist_left:
        return Standing("waiting", _("名额已满，可以候补"))
    return Standing("full", _("名额和候补都满了") if row.waitlist_seats else _("名额已满"))

"""What somebody who asked for a class reads of it, by number and code or signed in."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.domain.requesting import WAYS
from outreach.enums import GIVEN_UP, RequestState, SessionState, Weekday
from outreach.localtime import local
from outreach.models import ClassRequest, Session
from safeguards.tracking import Matter, Progress, Stage, register_lookup

NOW: dict[str, Any] = {
    RequestState.SUBMITTED: gettext_lazy("工作人员会看您的申请，并与您联系。"),
    RequestState.MATCHING: gettext_lazy("正在找合适的老师和日期。"),
    RequestState.DECLINED: gettext_lazy("原因已按您留下的联系方式发出。"),
    RequestState.WITHDRAWN: gettext_lazy("需要时可以随时重新申请。"),
}
PARTS = {
    "am": gettext_lazy("上午"),
    "pm": gettext_lazy("下午"),
    "evening": gettext_lazy("晚上"),
}
SETTLED = (
    *(SessionState.CONFIRMED, SessionState.OPEN, SessionState.CLOSED),
    *(SessionState.HELD, SessionState.ARCHIVED),
)


def register() -> None:
    """Tell the page of progress of it; called once, when outreach is ready."""
    register_lookup(request_of)


def request_of(number: str) -> Matter | None:
    """The request with this number."""
    row = ClassRequest.objects.filter(number=number).first()
    return Matter(row, row.query_code, lambda: progress_of(row)) if row else None


def progress_of(row: ClassRequest) -> Progress:
    """Where it stands, what happened so far, and what one may do now."""
    stages, before = [], ""
    for event in row.events.order_by("sequence"):
        if event.to_state != before:
            stages.append(Stage(event.get_to_state_display(), event.at))
        before = event.to_state
    ways = []
    if may_be_withdrawn(row):
        address = f"{reverse('outreach:request-withdraw')}?number={row.number}"
        ways.append((_("撤回申请"), address))
    return Progress(
        row.number, _("上课申请"), row.get_state_display(), said_now(row), None, stages, ways
    )


def said_now(row: ClassRequest) -> str:
    """What happens now, in a sentence; of an arranged one, when and where."""
    if row.state != RequestState.ARRANGED:
        return str(NOW[row.state])
    session = class_of(row)
    if session is None:
        return _("原来安排的课不能如期进行，工作人员会与您联系。")
    words = _("%(when)s，%(venue)s，“%(title)s”。") % {
        "when": when(session),
        "venue": session.venue.read_name,
        "title": session.read_title,
    }
    if session.state in SETTLED:
        return words
    return words + _("还在等老师和场地确认。")


def class_of(row: ClassRequest) -> Session | None:
    """The class that was arranged and not given up; the last one planned."""
    sessions = row.sessions.exclude(state__in=GIVEN_UP).select_related("programme", "venue")
    return sessions.order_by("-pk").first()


def may_be_withdrawn(row: ClassRequest) -> bool:
    """Whether the requester may still take it back by himself."""
    return RequestState.WITHDRAWN in WAYS.get(RequestState(row.state), ())


def when(session: Session) -> str:
    """2026年11月23日 14:00–15:30."""
    begins, ends = local(session.begins_at), local(session.ends_at)
    return f"{date_format(begins, _('Y年n月j日 H:i'))}–{ends:%H:%M}"


def wished_days(row: ClassRequest) -> list[str]:
    """The wished days as people write them: 2026年11月23日（周一）上午."""
    return [
        _("%(day)s（%(weekday)s）%(part)s")
        % {
            "day": date_format(day := datetime.date.fromisoformat(wish["day"]), _("Y年n月j日")),
            "weekday": Weekday(day.weekday()).label,
            "part": PARTS[wish["part"]],
        }
        for wish in row.wished
    ]

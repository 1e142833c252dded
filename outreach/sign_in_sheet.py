"""签到表 as PDF: everybody registered, with room to sign, and lines for people who come besides."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from outreach.addresses import full_address
from outreach.domain.tokens import ticket_code
from outreach.enums import RegistrationKind, RegistrationState
from outreach.models import Registration, Session
from printing.codes import qr_code
from printing.typesetting import typeset

EMPTY_LINES = 12


@override(settings.LANGUAGE_CODE)
def sign_in_sheet(session: Session) -> bytes:
    """The sheet as of now. It carries names: it goes to whoever runs the session and to no one else."""
    placed = session.registrations.filter(state=RegistrationState.PLACED).order_by("position", "pk")
    rows = [_line(number, row) for number, row in enumerate(placed, start=1)]
    rows += [[str(len(rows) + extra), "", "", "", "", ""] for extra in range(1, EMPTY_LINES + 1)]
    begins, ends = timezone.localtime(session.begins_at), timezone.localtime(session.ends_at)
    facts = [
        session.shown_title,
        f"{begins:%Y年%m月%d日 %H:%M}–{ends:%H:%M}　{session.venue.name}",
        *([_("老师：%(name)s") % {"name": session.teacher}] if session.teacher else []),
    ]
    data: dict[str, Any] = {
        "title": _("签到表"),
        "organ": settings.SITE_OPERATOR,
        "facts": facts,
        "qr": _("扫码签到"),
        "body": [{"kind": "table", "tall": True, "columns": _columns(), "rows": rows}],
        "closing": _("到场：成人　　　　人，未成年人　　　　人　　　　登记人：　　　　　　　　"),
        "mark": f"#{session.pk}",
    }
    address = full_address("outreach_sign_in:session", session.pk)
    return typeset(
        "outreach/sign_in_sheet.typ",
        data,
        dated=begins.date(),
        pictures={"qr.svg": qr_code(address)},
    )


def _columns() -> list[dict[str, Any]]:
    return [
        {"title": _("序号"), "width": 0.5, "align": "center"},
        {"title": _("姓名或单位"), "width": 1.8},
        {"title": _("人数"), "width": 1.1},
        {"title": _("签到码"), "width": 1.1, "align": "center"},
        {"title": _("实到人数"), "width": 0.8},
        {"title": _("签名"), "width": 1.6},
    ]


def _line(number: int, row: Registration) -> list[str]:
    people = str(row.seats)
    if row.minors:
        people = _("%(people)d（未成年 %(minors)d）") % {"people": row.seats, "minors": row.minors}
    if row.kind == RegistrationKind.GROUP:
        people = f"{people} {_('带队另计')}"
    name = f"{row.group_name} {row.name}".strip()
    return [str(number), name, people, ticket_code(row), "", ""]

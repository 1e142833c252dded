"""What people who register are told, and the addresses their links lead to.

All of it in the language in which he registered, whoever or whatever is the cause.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from messaging.models import Message
from outreach.domain.parties import who_brings_them
from outreach.domain.tokens import Purpose, confirmation_code, make_token, ticket_code
from outreach.enums import RegistrationKind
from outreach.languages import in_his_language
from outreach.models import Registration, Session
from outreach.notifications import send
from outreach.wording import words_of
from safeguards.statements import Asked


def link(registration: Registration, purpose: Purpose) -> str:
    """The path of the page this token opens."""
    return reverse(f"outreach:join-{purpose}", args=[make_token(registration, purpose)])


def full_link(registration: Registration, purpose: Purpose) -> str:
    """The same for a code on paper or inside of a text."""
    return f"{settings.SITE_URL.rstrip('/')}{link(registration, purpose)}"


@in_his_language
def ask_to_confirm(row: Registration, *, later: list[Asked]) -> Message | None:
    """Only who reads the mailbox or holds the phone learns the code and the link.

    ``later``: see ``queue_message``; nobody has been told of this registration before.
    """
    words = _words(row) | {"code": confirmation_code(row)}
    return _tell(
        row,
        "confirm",
        _("请确认报名：%(title)s"),
        _(
            "您报名了 %(when)s 的“%(title)s”（%(people)d 人）。验证码 %(code)s，"
            "请在 1 小时内确认，确认前不占名额。不是您本人报名的，不用理会。"
        ),
        words,
        Purpose.CONFIRM,
        later=later,
    )


@in_his_language
def tell_already(row: Registration) -> None:
    """Somebody, most likely the person himself, registered the same contact a second time."""
    _tell(
        row,
        f"already-{timezone.now():%Y%m%d%H%M}",
        _("您已经报过名：%(title)s"),
        _("%(when)s 的“%(title)s”，这个联系方式已经报过名，不用再报。情况见链接。"),
        _words(row),
        Purpose.VIEW,
    )


@in_his_language
def tell_placed(row: Registration, *, later: list[Asked] | None = None) -> Message | None:
    """The seats are theirs: when, where, the page with the code, and how to cancel.

    ``later``: see ``queue_message``; for whoever has just joined and so was never told before.
    """
    return _tell(
        row,
        "placed",
        _("报名成功：%(title)s"),
        _(
            "%(when)s，%(venue)s（%(address)s），%(people)d 人，签到码 %(ticket)s。"
            "到场请出示链接里的二维码。不能来请取消，把名额让给别人：%(cancel)s"
        ),
        _words_with_ticket(row),
        Purpose.VIEW,
        later=later,
    )


@in_his_language
def tell_waiting(row: Registration, place: int) -> None:
    _tell(
        row,
        "waiting",
        _("已进入候补：%(title)s"),
        _(
            "%(when)s 的“%(title)s”名额已满，您排在候补第 %(place)d 位（%(people)d 人）。"
            "有名额时会通知您确认，报名截止后不再递补。"
        ),
        _words(row) | {"place": place},
        Purpose.VIEW,
    )


@in_his_language
def offer(row: Registration) -> None:
    """Once for each offer, not once for a registration: the key names its end."""
    assert row.offered_until is not None
    _tell(
        row,
        f"offer-{int(row.offered_until.timestamp())}",
        _("有名额了，请确认：%(title)s"),
        _(
            "%(when)s 的“%(title)s”为您留了 %(people)d 个名额。请在 %(until)s 前确认，过时给下一位。"
        ),
        _words(row) | {"until": _moment(row.offered_until)},
        Purpose.OFFER,
    )


@in_his_language
def tell_offer_over(row: Registration) -> None:
    _tell(
        row,
        "offer-over",
        _("名额已给下一位：%(title)s"),
        _("%(when)s 的“%(title)s”为您保留的时间过了，名额给了下一位。还在报名的话可以重新报名。"),
        _words(row),
        None,
    )


@in_his_language
def tell_full(row: Registration) -> None:
    """Between registering and confirming the last seats and the queue were taken."""
    _tell(
        row,
        "full",
        _("没有报上：%(title)s"),
        _("%(when)s 的“%(title)s”在您确认之前满了，候补也满了。欢迎报名其他场次。"),
        _words(row),
        None,
    )


@in_his_language
def tell_cancelled(row: Registration) -> None:
    _tell(
        row,
        "cancelled",
        _("已取消报名：%(title)s"),
        _("您已取消 %(when)s 的“%(title)s”（%(people)d 人）。谢谢您把名额让出来。"),
        _words(row),
        None,
    )


@in_his_language
def remind(row: Registration) -> None:
    _tell(
        row,
        "reminder",
        _("明天上课：%(title)s"),
        _(
            "明天 %(when)s，%(venue)s（%(address)s），%(people)d 人，签到码 %(ticket)s。"
            "不能来请取消：%(cancel)s"
        ),
        _words_with_ticket(row),
        Purpose.VIEW,
    )


@in_his_language
def ask_feedback(row: Registration) -> None:
    _tell(
        row,
        "feedback",
        _("这堂课怎么样：%(title)s"),
        _("谢谢您参加“%(title)s”。请用一分钟告诉我们怎么样，不署名。"),
        _words(row),
        Purpose.FEEDBACK,
    )


def _tell(
    row: Registration,
    occasion: str,
    subject: str,
    body: str,
    words: dict[str, object],
    purpose: Purpose | None,
    *,
    later: list[Asked] | None = None,
) -> Message | None:
    """Sealed, and the link in its text: whoever had it could act in the person's place."""
    return send(
        key=f"{occasion}-{row.public_id}",
        address=row.contact,
        subject=subject % words,
        body="\n".join([body % words, *_below(row, body, purpose)]),
        sealed=True,
        later=later,
    )


def _below(row: Registration, body: str, purpose: Purpose | None) -> list[str]:
    """Who is not in the number of a group's people, where the text tells it; and the link."""
    if purpose is None:
        return []
    of_group = row.kind == RegistrationKind.GROUP and "%(people)d" in body
    return [*([who_brings_them()] if of_group else []), full_link(row, purpose)]


def _words(row: Registration) -> dict[str, object]:
    session: Session = row.session
    return {**words_of(session), "people": row.seats, "address": session.venue.address}


def _words_with_ticket(row: Registration) -> dict[str, object]:
    return {
        **_words(row),
        "ticket": ticket_code(row),
        "cancel": full_link(row, Purpose.CANCEL),
    }


def _moment(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), _("Y年n月j日 H:i"))

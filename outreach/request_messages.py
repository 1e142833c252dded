"""What somebody who asked for a class is told; written to the outbox in the caller's transaction.

Sealed: staff who look through messages need not read whose number it is, and the receipt has the code. All
of it in the language in which he asked.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from messaging.domain.queueing import queue_message
from outreach.languages import in_his_language
from outreach.models import ClassRequest, Session
from outreach.wording import words_of


@in_his_language
def tell_received(row: ClassRequest) -> None:
    """The receipt."""
    body = _(
        "您为%(body)s提交的上课申请已经收到，编号 %(number)s，查询码 %(code)s。"
        "凭这两项可以随时在网站的“进度查询”里看到办到哪一步。"
    )
    _send(
        row,
        _("已收到上课申请 %(number)s") % _words(row),
        body % (_words(row) | {"code": row.query_code}),
    )


@in_his_language
def tell_taken_up(row: ClassRequest) -> None:
    """Somebody looks for a teacher."""
    body = _("正在为%(body)s安排老师和日期，安排好后会再告诉您。") % _words(row)
    _send(row, _("上课申请 %(number)s 正在安排") % _words(row), body)


@in_his_language
def tell_arranged(row: ClassRequest, session: Session) -> None:
    """When and where; teacher and place still have to agree."""
    body = _(
        "已为%(body)s安排“%(title)s”：%(when)s，在%(venue)s。老师和场地确认后就定下来了；如有变动，我们会再通知您。"
    )
    _send(
        row, _("上课申请 %(number)s 已安排") % _words(row), body % (_words(row) | words_of(session))
    )


@in_his_language
def tell_declined(row: ClassRequest, reason: str) -> None:
    """That it cannot be, and why."""
    body = _("很抱歉，这次不能为%(body)s安排。原因：%(reason)s") % (
        _words(row) | {"reason": reason}
    )
    _send(row, _("上课申请 %(number)s 不能安排") % _words(row), body)


@in_his_language
def tell_looking_again(row: ClassRequest, reason: str) -> None:
    """What was arranged does not hold."""
    body = _("为%(body)s安排的课需要重新安排。原因：%(reason)s 安排好后会再告诉您。")
    _send(
        row,
        _("上课申请 %(number)s 重新安排") % _words(row),
        body % (_words(row) | {"reason": reason}),
    )


@in_his_language
def tell_withdrawn(row: ClassRequest) -> None:
    """It is withdrawn, as asked."""
    body = _("%(body)s的上课申请已按您的要求撤回。需要时可以随时重新申请。") % _words(row)
    _send(row, _("上课申请 %(number)s 已撤回") % _words(row), body)


def tell_of_class(session: Session, subject: str, body: str) -> None:
    """What became of the class that was arranged for a request: agreed, moved, cancelled, postponed.

    Subject and body come in the requester's language.
    """
    if session.request is not None:
        key = f"class-{session.pk}-{session.state}-{session.revision}"
        _send(session.request, subject, body, key=key)


def tell_agreed(session: Session) -> None:
    """Teacher and place have agreed to the class that was arranged for a request."""
    if session.request is not None:
        _tell_agreed(session.request, session)


@in_his_language
def _tell_agreed(row: ClassRequest, session: Session) -> None:
    words = words_of(session)
    body = _("“%(title)s”已经定下来了：%(when)s，在%(venue)s。") % words
    tell_of_class(session, _("已确认：%(title)s") % words, body)


def _send(row: ClassRequest, subject: str, body: str, *, key: str = "") -> None:
    """By mail or text message, once for each event of the log or each ``key``."""
    if not row.contact:
        return  # the person was forgotten
    try:
        queue_message(
            key=f"outreach:request-{row.pk}-{key or row.events_written}",
            to_address=row.contact,
            subject=subject,
            body=body,
            sealed=True,
        )
    except ValidationError:
        return


def _words(row: ClassRequest) -> dict[str, str]:
    return {"body": row.body_name, "number": row.number}

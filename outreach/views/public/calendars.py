"""/classes/calendar.ics and the calendar of one session, with what programs need to ask again cheaply."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach.feed_links import LANGUAGE
from outreach.feeds import calendar_of
from outreach.finding.narrowing import BadValue, Narrowed, NoSuch, narrowed
from outreach.models import Session
from outreach.queries import public_sessions
from outreach.views.public.session import public_session

A_YEAR = datetime.timedelta(days=366)
FRESH = 15 * 60
"""Seconds for which nobody need ask again."""
KEPT = 5 * 60
"""Seconds for which a written calendar serves further askers. A changed session is written anew at
once; a venue that changed its name is noticed after this."""


def in_the_language_of_its_address(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """``?lang=en`` or Chinese, whatever the caller's cookies say.

    A program that looks every hour has no cookie, and a cache on the way has one answer an address:
    nothing here varies by anything else.
    """

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get(LANGUAGE, settings.LANGUAGE_CODE)
        if wanted not in dict(settings.LANGUAGES):
            with override(settings.LANGUAGE_CODE):
                allowed = "、".join(code for code, _name in settings.LANGUAGES)
                return _plain(
                    _("%(name)s 可以写：%(allowed)s。") % {"name": LANGUAGE, "allowed": allowed},
                    400,
                )
        with override(wanted):
            response = view(request, *args, **kwargs)
        response["Content-Language"] = wanted
        return response

    return spoken


@require_safe
@in_the_language_of_its_address
def feed(request: HttpRequest) -> HttpResponseBase:
    """The public sessions from today on for a year, narrowed as the address says."""
    try:
        asked = narrowed(request.GET)
    except BadValue as refusal:
        return _plain(str(refusal), 400)
    except NoSuch as refusal:
        return _plain(str(refusal), 404)
    sessions = coming_year(timezone.localdate())
    for condition in asked.conditions:
        sessions = sessions.filter(condition)
    return _calendar(request, _written(sessions, asked), name="classes.ics")


@require_safe
@in_the_language_of_its_address
def session_feed(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One session, to be opened by the calendar of whoever wants to come."""
    session = public_session(pk)
    body = calendar_of([session], name=session.read_title)
    response = _calendar(request, body, name=f"class-{pk}.ics")
    response["Content-Disposition"] = f'attachment; filename="class-{pk}.ics"'
    return response


def coming_year(today: datetime.date) -> QuerySet[Session]:
    """Public sessions that are not over before the local day ``today`` begins, for a year."""
    midnight = datetime.datetime.combine(today, datetime.time(), timezone.get_default_timezone())
    return public_sessions().filter(ends_at__gt=midnight, begins_at__lt=midnight + A_YEAR)


def _written(sessions: QuerySet[Session], asked: Narrowed) -> bytes:
    """The calendar's bytes; a year of it takes a while to write, so it is kept while nothing changes."""
    name = "、".join([_("非遗公益课"), *asked.names])
    stamp = sessions.order_by().aggregate(Count("pk"), Max("changed_at"), Sum("revision"))
    parts = (asked.key, sorted(stamp.items()), timezone.localdate(), get_language(), name)
    key = f"classes-feed:{hashlib.sha256(repr(parts).encode()).hexdigest()}"
    body: bytes | None = cache.get(key)
    if body is None:
        body = calendar_of(sessions.select_related("replaced_by").iterator(2000), name=name)
        cache.set(key, body, KEPT)
    return body


def _calendar(request: HttpRequest, body: bytes, *, name: str) -> HttpResponseBase:
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = f"public, max-age={FRESH}"
    digest = hashlib.sha256(body).hexdigest()
    changed = _seen_since(request.get_full_path(), digest)
    etag = f'"{digest[:32]}"'
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed.timestamp())
    answer = get_conditional_response(
        request, etag=etag, last_modified=int(changed.timestamp()), response=response
    )
    return answer if answer is not None else response


def _seen_since(address: str, digest: str) -> datetime.datetime:
    """Since when this address has had this text.

    Sessions drop out with time, and venues and teachers change without their sessions: no column
    holds this moment. A process that does not know says now, which costs a caller one download.
    """
    key = f"classes-since:{hashlib.sha256(f'{address} {get_language()}'.encode()).hexdigest()}"
    known: tuple[str, datetime.datetime] | None = cache.get(key)
    if known is not None and known[0] == digest:
        return known[1]
    now = timezone.now().replace(microsecond=0)
    cache.set(key, (digest, now), A_YEAR.total_seconds() / 12)
    return now


def _plain(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")

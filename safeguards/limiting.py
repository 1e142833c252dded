"""So many tries in so much time: counted in the database, so that all processes count together."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from safeguards.models import LookupTry
from safeguards.statements import Asked, in_one_go

KEPT = datetime.timedelta(days=1)
"""How long counters outlive their window."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many tries in each window of so many minutes."""

    scope: str
    most: int
    minutes: int


class TooManyTries(ValidationError):
    """Come again later; the tries of others are not touched."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(
            _("尝试的次数太多，为保护信息安全，请在 %(minutes)d 分钟后再试，或与我们联系。")
            % {"minutes": limit.minutes},
            code="too-many",
        )


def count_try(limit: Limit, subject: str, *, now: datetime.datetime) -> None:
    """Count one try. Raises TooManyTries from the first one too many until the window is over.

    Call it outside of a transaction that may be rolled back: a try that failed counts as well.
    """
    in_one_go(counting_tries([(limit, subject)], now=now))


def counting_tries(tries: Sequence[tuple[Limit, str]], *, now: datetime.datetime) -> Asked:
    """One try under each of the limits, for ``in_one_go``, outside of a transaction too.

    One statement: two at once never count as one. Raises TooManyTries for the first limit that was
    passed; the others have counted it as well.
    """
    given: list[Any] = []
    for limit, subject in tries:
        seconds = limit.minutes * 60
        start = int(now.timestamp()) // seconds * seconds
        window = datetime.datetime.fromtimestamp(start, tz=datetime.UTC)
        digest = salted_hmac("safeguards.tries", subject, algorithm="sha256").hexdigest()
        given += [limit.scope, digest, connection.ops.adapt_datetimefield_value(window)]

    def read(cursor: Any) -> None:
        counted = dict(cursor.fetchall())
        for limit, _subject in tries:
            if counted[limit.scope] > limit.most:
                raise TooManyTries(limit)

    return Asked(_counting(len(tries), connection.vendor), lambda: given, read)


@lru_cache
def _counting(tries: int, vendor: str) -> str:
    columns = ", ".join(map(connection.ops.quote_name, ("scope", "subject", "window", "count")))
    table = connection.ops.quote_name(LookupTry._meta.db_table)
    key, values = columns.rpartition(", ")[0], ", ".join(["(%s, %s, %s, 1)"] * tries)
    return (
        f"INSERT INTO {table} ({columns}) VALUES {values} ON CONFLICT ({key}) "  # noqa: S608  names of our own
        f'DO UPDATE SET "count" = {table}."count" + 1 RETURNING "scope", "count"'
    )


def forget_tries(*, now: datetime.datetime | None = None) -> int:
    """Delete counters that matter no longer; how many."""
    before = (now or timezone.now()) - KEPT
    deleted, _kinds = LookupTry.objects.filter(window__lt=before).delete()
    return deleted

"""What is to be done once a day, by commands that may run twice; nobody needs a cron table."""

from __future__ import annotations

import datetime
import logging

from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

logger = logging.getLogger(__name__)

COMMANDS = (
    "keep_deadlines",
    "remind_classes",
    "clear_uploads",
    "clear_sign_in_log",
    "clear_unverified_accounts",
)
MORNING = datetime.timedelta(hours=7)
"""When the day begins here: reminders go to telephones, and nobody is woken at midnight."""

PAUSE = datetime.timedelta(hours=1)
"""Before a command that failed is tried again."""


class DailyRound:
    """Remembers what was done today. A process that has just started does it all once more."""

    def __init__(self) -> None:
        self._done: dict[str, datetime.date] = {}
        self._not_before: dict[str, datetime.datetime] = {}

    def go(self, now: datetime.datetime) -> dict[str, Exception]:
        """Run what has not been run today; what failed, by name. One that fails stops no other."""
        today = timezone.localdate(now - MORNING)
        failed: dict[str, Exception] = {}
        for name in COMMANDS:
            if self._done.get(name) == today or now < self._not_before.get(name, now):
                continue
            try:
                call_command(name)
            except Exception as error:  # whatever it is, the others have their day too
                failed[name] = error
                self._not_before[name] = now + PAUSE
                if not isinstance(error, OperationalError):  # away for a moment: no fault to trace
                    logger.exception("The daily command %s failed", name)
            else:
                self._done[name] = today
        return failed

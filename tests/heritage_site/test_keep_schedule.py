"""The day's work is done once a day, beside publishing; what fails is named and stops nothing else."""

from __future__ import annotations

import datetime
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessLog
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.db import OperationalError
from django.utils import timezone

from accounts.models import User
from applications.enums import State
from heritage_site import daily
from heritage_site.management.commands import keep_schedule
from media.models import PrivateFile
from messaging.models import Message
from registry.models import HeritageProject
from safeguards.limiting import count_try
from safeguards.models import LookupTry
from safeguards.tracking import TRACK_BY_ADDRESS
from tests.factories.applications import make_case
from tests.factories.registry import make_project
from tests.factories.uploads import begin_upload

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)


def morning(hour: int = 9, minute: int = 0) -> datetime.datetime:
    now = timezone.localtime()
    return now.replace(hour=hour, minute=minute, second=0, microsecond=0)


def leave_old_things() -> None:
    """One of each kind of thing that is cleared away."""
    upload = begin_upload(b"%PDF-" * 20)
    PrivateFile.objects.filter(pk=upload.pk).update(touched_at=timezone.now() - 8 * DAY)
    AccessLog.objects.create(username="somebody")
    AccessLog.objects.update(attempt_time=timezone.now() - 400 * DAY)
    User.objects.create_user("u" + "0" * 20, date_joined=timezone.now() - 9 * DAY)
    count_try(TRACK_BY_ADDRESS, "192.0.2.1", now=timezone.now() - 3 * DAY)


def left() -> list[int]:
    return [
        PrivateFile.objects.filter(state="uploading").count(),
        AccessLog.objects.count(),
        User.objects.filter(username="u" + "0" * 20).count(),
        LookupTry.objects.count(),
    ]


def test_one_look_publishes_and_does_the_whole_days_work() -> None:
    leave_old_things()
    case = make_case(State.CORRECTING)
    clock = case.clocks.get(kind="correction")
    reminded = Message.objects.filter(recipient=case.applicant, key__contains="-clock-")
    type(clock).objects.filter(pk=clock.pk).update(due_on=timezone.localdate())
    project = make_project("定时撤下", expire_at=timezone.now() + MINUTE)
    HeritageProject.objects.update(expire_at=timezone.now() - MINUTE)
    assert left() == [1, 1, 1, 1]

    call_command("keep_schedule", once=True, stdout=StringIO())

    assert not HeritageProject.objects.get(pk=project.pk).live
    assert left() == [0, 0, 0, 0]
    assert reminded.count() == 1
    call_command("keep_schedule", once=True, stdout=StringIO())
    assert reminded.count() == 1


def test_it_is_done_once_a_day_and_again_on_the_next() -> None:
    command = keep_schedule.Command(stdout=StringIO(), stderr=StringIO())
    leave_old_things()
    assert command.look(morning())
    assert left() == [0, 0, 0, 0]

    leave_old_things()
    assert command.look(morning(9, 1))
    assert command.look(morning(23, 59))
    assert command.look(morning(3) + DAY)  # nobody is woken
    assert left() == [1, 1, 1, 1]

    assert command.look(morning(7) + DAY)
    assert left() == [0, 0, 0, 0]


@pytest.mark.parametrize("error", [OperationalError("away"), RuntimeError("broken")])
def test_one_that_fails_is_named_and_tried_again_after_an_hour(monkeypatch, error) -> None:
    calls: list[str] = []

    def recorded(name: str, **options: Any) -> None:
        calls.append(name)
        if name == "clear_uploads" and calls.count(name) == 1:
            raise error
        call_command(name, **options)

    monkeypatch.setattr(daily, "call_command", recorded)
    said = StringIO()
    command = keep_schedule.Command(stdout=StringIO(), stderr=said)
    leave_old_things()

    assert not command.look(morning())
    assert "clear_uploads" in said.getvalue()
    assert str(error) in said.getvalue()
    assert left() == [1, 0, 0, 0]  # the others were not stopped

    assert command.look(morning(9, 59))
    assert left() == [1, 0, 0, 0]
    assert command.look(morning(10))
    assert left() == [0, 0, 0, 0]
    often = dict.fromkeys(daily.COMMANDS, 1) | {"clear_uploads": 2}
    assert {name: calls.count(name) for name in daily.COMMANDS} == often


def test_a_daily_fault_never_holds_publishing_up(settings) -> None:
    settings.SIGN_IN_LOG_DAYS = 30  # too few: the command refuses
    project = make_project("定时撤下", expire_at=timezone.now() + MINUTE)
    HeritageProject.objects.update(expire_at=timezone.now() - MINUTE)
    said = StringIO()

    with pytest.raises(CommandError):
        call_command("keep_schedule", once=True, stdout=StringIO(), stderr=said)

    assert "clear_sign_in_log" in said.getvalue()
    assert "六个月" in said.getvalue()
    assert not HeritageProject.objects.get(pk=project.pk).live


def test_every_daily_command_exists() -> None:
    assert set(daily.COMMANDS) <= get_commands().keys()

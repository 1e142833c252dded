"""The command that proves the logs of all sessions."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from outreach.enums import SessionState
from outreach.models import Session
from tests.factories.outreach import make_session
from tests.factories.proving import walk

pytestmark = pytest.mark.django_db


def test_logs_are_proved_whole() -> None:
    walk(SessionState.ARCHIVED)
    make_session()
    out = StringIO()
    call_command("verify_session_log", stdout=out)
    assert "核对 2 场" in out.getvalue()


def test_a_forged_log_ends_with_an_error() -> None:
    session = walk(SessionState.CONFIRMED)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE outreach_sessionevent SET reason = '改' WHERE session_id = %s", [session.pk]
        )
    errors = StringIO()
    with pytest.raises(CommandError, match="1 场"):
        call_command("verify_session_log", session=session.pk, stdout=StringIO(), stderr=errors)
    assert "改动过" in errors.getvalue()


def test_a_state_no_step_led_to_is_found() -> None:
    """Somebody who writes to the database makes a draft count for the target."""
    session = make_session()
    Session.objects.filter(pk=session.pk).update(
        state=SessionState.ARCHIVED, adults_present=30, minors_present=0
    )
    errors = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_session_log", stdout=StringIO(), stderr=errors)
    assert "推出的不符" in errors.getvalue()


def test_an_unknown_session_is_told() -> None:
    with pytest.raises(CommandError, match="没有编号为 9 的场次"):
        call_command("verify_session_log", session=9)

"""A sealed message reaches its address, and nobody else learns to whom it goes or what it says."""

from __future__ import annotations

import importlib
import logging
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, connection, transaction

from accounts.enums import ROLE_REVIEWER
from accounts.models import User
from messaging.domain.delivery import deliver_due
from messaging.domain.queueing import queue_message
from messaging.domain.review import cancel, edit_held, try_again
from messaging.enums import MessageState
from messaging.models import Envelope, Message
from tests.factories.messaging import MessageFactory
from tests.registry.admin.conftest import client_of, member
from tests.servers.mail import MailServer, settings_for

pytestmark = pytest.mark.django_db

ADDRESS = "objector@example.cn"
BODY = "您的查询码是 QXZ-7788。"


def write(**told: Any) -> Message:
    values = {"key": "objection-1-receipt", "to_address": ADDRESS, "body": BODY, "sealed": True}
    return queue_message(**{**values, "subject": "已收到您的异议", **told})


def raw_tables() -> str:
    """Everything the tables of this room hold, as somebody with a copy of the database reads it."""
    found = []
    with connection.cursor() as cursor:
        for model in (Message, Envelope):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            found += cursor.fetchall()
    return repr(found)


def test_it_arrives_like_any_other_and_its_envelope_is_thrown_away() -> None:
    message = write()

    assert deliver_due() == 1

    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert BODY in sent.body
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert not Envelope.objects.exists()


def test_whoever_reads_the_tables_learns_nothing() -> None:
    write()
    stored = raw_tables()
    assert "objection-1-receipt" in stored
    for secret in (ADDRESS, "objector", "QXZ-7788"):
        assert secret not in stored


def test_staff_who_handle_messages_see_that_it_is_there_and_no_more() -> None:
    message = write()
    for browser in (
        client_of(member(ROLE_REVIEWER, "shenhe")),
        client_of(User.objects.create_superuser("root")),
    ):
        listing = browser.get("/admin/messaging/").text
        assert "已收到您的异议" in listing
        page = browser.get(f"/admin/messaging/{message.pk}/").text
        assert "保密" in page
        for shown in (listing, page):
            assert ADDRESS not in shown
            assert "QXZ-7788" not in shown
        found = browser.get("/admin/messaging/?q=objector@example.cn").text  # no oracle either
        assert "已收到您的异议" not in found


def test_a_server_that_repeats_the_address_betrays_nobody(settings, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    with MailServer() as server:
        settings_for(server, settings)
        server.refuses = f"550 <{ADDRESS}> no such user"
        message = write()
        assert deliver_due() == 0
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    assert "SMTP" in message.last_error
    assert ADDRESS not in message.last_error + caplog.text


class Telltale:
    """Nobody knows whether it was taken, and the error names the number."""

    def send(self, phone: str, text: str, **_told: object) -> None:
        raise TimeoutError(f"no answer for {phone}: {text}")


def test_an_error_nobody_expected_betrays_nobody_and_staff_may_send_it_again(
    settings, caplog
) -> None:
    settings.SMS_BACKEND = f"{__name__}.Telltale"
    message = write(to_address="13800000000")
    deliver_due()
    message.refresh_from_db()
    assert message.state == MessageState.FAILED
    for told in (message.last_error, caplog.text):
        assert "TimeoutError" in told
        assert "13800000000" not in told
        assert "QXZ-7788" not in told

    settings.SMS_BACKEND = "messaging.sms.MemoryBackend"
    try_again(message=message, by=User.objects.create_user("officer"))
    assert deliver_due() == 1


def test_a_cancelled_one_leaves_nothing_to_open() -> None:
    cancel(message=write(), by=User.objects.create_user("officer"))
    assert not Envelope.objects.exists()


def test_the_same_occasion_has_one_envelope() -> None:
    assert write() == write(body="anderes")
    assert Envelope.objects.get().body == BODY


def test_what_is_read_by_somebody_cannot_be_sealed() -> None:
    for told in ({"to_user": User.objects.create_user("a")}, {"hold": True}):
        with pytest.raises(TypeError):
            write(**told)
    with pytest.raises(Exception, match="不能再修改"):
        edit_held(message=write(), subject="x", body="y", by=User.objects.create_user("b"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(body="offen")


def test_what_was_written_before_is_sealed_by_the_migration() -> None:
    migration = importlib.import_module("messaging.migrations.0003_seal_objectors")
    waiting, sent = (
        MessageFactory(key=f"objection-{number}-receipt", address=ADDRESS, body=BODY, **told)
        for number, told in enumerate(({}, {"state": MessageState.SENT}))
    )
    other = MessageFactory(address="applicant@example.cn")

    migration.seal(apps, None)

    assert ADDRESS not in raw_tables()
    assert Envelope.objects.get().message == waiting
    other.refresh_from_db()
    assert other.address == "applicant@example.cn"
    assert deliver_due() == 2
    assert [ADDRESS] in [one.to for one in mail.outbox]

    write(key="objection-9-receipt")
    migration.open_again(apps, None)
    assert Message.objects.get(key="objection-9-receipt").address == ADDRESS
    sent.refresh_from_db()
    assert (sent.sealed, sent.address) == (False, "—")

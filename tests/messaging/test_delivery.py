"""Every message goes out, and none twice: two senders, refusals, lines that go dead, a killed process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from messaging import sms
from messaging.domain.delivery import LEASE, PAUSES, _note, deliver_due
from messaging.domain.review import release, try_again
from messaging.enums import Channel, MessageState
from messaging.models import Message
from tests.factories.messaging import MessageFactory, failed, held
from tests.racing import database_url, race
from tests.servers.mail import MailServer, settings_for

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = 24


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    with MailServer() as server:
        settings_for(server, settings)
        yield server


class Templates:
    """An operator that fills approved templates."""

    filled: list[tuple[str, dict[str, str]]] = []

    def send(self, phone: str, text: str, *, purpose: str, values: dict[str, str]) -> None:
        self.filled.append((purpose, values))


class NoOperator:
    """A text message that is surely not taken."""

    def send(self, phone: str, text: str, **_told: object) -> None:
        raise sms.SmsError("余额不足")


class DeadLine:
    """A text message of which nobody knows whether it was taken."""

    def send(self, phone: str, text: str, **_told: object) -> None:
        raise TimeoutError("no answer")


def wait_over() -> None:
    """As if the pause before the next attempt were over."""
    Message.objects.update(next_attempt_at=timezone.now())


@pytest.mark.django_db
class TestOneSender:
    def test_what_arrives_says_what_was_written_and_where_to_read_on(self, settings) -> None:
        settings.SITE_URL = "https://ich.example.cn/"
        message = MessageFactory(url="/apply/12/")

        assert deliver_due() == 1

        message.refresh_from_db()
        assert (message.state, message.attempts, message.last_error) == (MessageState.SENT, 1, "")
        assert message.sent_at is not None
        (sent,) = mail.outbox
        assert (sent.to, sent.subject) == ([message.address], message.subject)
        assert sent.body.startswith(message.body)
        assert "https://ich.example.cn/apply/12/" in sent.body
        assert deliver_due() == 0

    def test_a_text_goes_to_the_operator(self) -> None:
        MessageFactory(channel=Channel.SMS, address="13800000000", subject="已受理", body="好。")

        assert deliver_due() == 1

        assert sms.MemoryBackend.sent == [("13800000000", "已受理：好。")]

    def test_an_operator_with_templates_is_told_what_to_fill_in(self, settings) -> None:
        settings.SMS_BACKEND = f"{__name__}.Templates"
        settings.SITE_URL = "https://ich.example.cn"
        Templates.filled.clear()
        MessageFactory(
            channel=Channel.SMS, address="13800000000", subject="已受理", body="好。", url="/apply/"
        )

        assert deliver_due() == 1

        values = {"subject": "已受理", "body": "好。", "link": "https://ich.example.cn/apply/"}
        assert Templates.filled == [("message", values)]

    def test_a_held_one_stays_until_it_is_released(self) -> None:
        message = held()
        assert deliver_due() == 0

        release(message=message, by=User.objects.create_user("officer"))

        assert deliver_due() == 1

    def test_a_failed_one_stays_until_staff_say_otherwise(self) -> None:
        failed(next_attempt_at=timezone.now() - timedelta(days=1))
        assert deliver_due() == 0

    def test_the_limit_is_kept_and_the_oldest_go_first(self) -> None:
        late = MessageFactory(next_attempt_at=timezone.now())
        early = MessageFactory(next_attempt_at=timezone.now() - timedelta(hours=1))

        assert deliver_due(limit=1) == 1

        early.refresh_from_db()
        late.refresh_from_db()
        assert (early.state, late.state) == (MessageState.SENT, MessageState.QUEUED)

    def test_the_command_says_how_many_went_out(self) -> None:
        MessageFactory.create_batch(2)
        said = StringIO()

        call_command("deliver_messages", stdout=said)

        assert "已发出 2 条" in said.getvalue()


@pytest.mark.django_db
class TestWithoutSuccess:
    def test_a_server_that_is_away_is_asked_again_after_growing_pauses(self, settings) -> None:
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))  # bound and not listening: refuses at once
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = nobody.getsockname()
            message = MessageFactory()

            for attempt, pause in enumerate(PAUSES, start=1):
                before = timezone.now()
                assert deliver_due() == 0
                message.refresh_from_db()
                assert (message.state, message.attempts) == (MessageState.QUEUED, attempt)
                assert before + pause <= message.next_attempt_at <= timezone.now() + pause
                assert "ConnectionRefusedError" in message.last_error
                assert deliver_due() == 0  # the pause is kept
                message.refresh_from_db()
                assert message.attempts == attempt
                wait_over()
            deliver_due()

        message.refresh_from_db()
        assert message.state == MessageState.FAILED
        assert message.attempts == len(PAUSES) + 1

    def test_a_refused_address_is_told_to_staff_in_the_servers_words(self, mail_server) -> None:
        mail_server.refuses = "550 no such user here"
        message = MessageFactory()

        deliver_due()

        message.refresh_from_db()
        assert message.state == MessageState.QUEUED
        assert "no such user here" in message.last_error
        mail_server.refuses = ""
        wait_over()
        assert deliver_due() == 1
        assert len(mail_server.received) == 1

    def test_a_line_that_dies_before_the_answer_leaves_the_decision_to_staff(
        self, mail_server
    ) -> None:
        mail_server.on_mail = lambda: False  # it has the mail and says nothing more
        message = MessageFactory()

        deliver_due()
        wait_over()
        deliver_due()

        message.refresh_from_db()
        assert message.state == MessageState.FAILED
        assert "不能确定是否已经发出" in message.last_error
        assert len(mail_server.received) == 1

        mail_server.on_mail = lambda: True
        try_again(message=message, by=User.objects.create_user("officer"))
        assert deliver_due() == 1

    @pytest.mark.parametrize(
        ("backend", "state"),
        [(NoOperator, MessageState.QUEUED), (DeadLine, MessageState.FAILED)],
    )
    def test_a_text_is_tried_again_only_when_it_was_surely_not_taken(
        self, settings, backend, state
    ) -> None:
        settings.SMS_BACKEND = f"{__name__}.{backend.__name__}"
        message = MessageFactory(channel=Channel.SMS, address="13800000000")

        deliver_due()

        message.refresh_from_db()
        assert message.state == state

    def test_one_that_fails_does_not_keep_the_others(self, settings) -> None:
        settings.SMS_BACKEND = f"{__name__}.DeadLine"
        an_hour_ago = timezone.now() - timedelta(hours=1)
        MessageFactory(channel=Channel.SMS, address="13800000000", next_attempt_at=an_hour_ago)
        MessageFactory()

        assert deliver_due() == 1
        assert len(mail.outbox) == 1

    def test_what_staff_decided_meanwhile_is_not_overwritten(self) -> None:
        """A sender that hung longer than its lease reports at last; the message was queued anew."""
        lease = timezone.now() - LEASE
        message = MessageFactory(state=MessageState.SENDING, lease_until=lease)
        deliver_due()
        message.refresh_from_db()
        assert message.state == MessageState.FAILED
        try_again(message=message, by=User.objects.create_user("officer"))

        _note(Message(pk=message.pk, lease_until=lease), state=MessageState.FAILED)

        message.refresh_from_db()
        assert message.state == MessageState.QUEUED


def test_two_senders_at_once_send_each_message_once(racing_database, mail_server) -> None:
    MessageFactory.create_batch(MESSAGES)

    sent = race(*[deliver_due] * 4)

    assert sum(sent) == MESSAGES, sent
    arrived = Counter(message["To"] for message in mail_server.received)
    assert len(arrived) == MESSAGES
    assert set(arrived.values()) == {1}
    assert not Message.objects.exclude(state=MessageState.SENT).exists()


def test_of_two_who_release_at_once_one_is_told(racing_database) -> None:
    message = held()
    people = [User.objects.create_user(name) for name in ("one", "two")]

    given = race(
        *[
            lambda person=person: release(message=Message.objects.get(pk=message.pk), by=person)
            for person in people
        ]
    )

    assert sorted(type(one).__name__ for one in given) == ["Message", "ValidationError"]


def test_a_process_killed_while_sending_never_sends_twice(racing_database) -> None:
    """kill -9 after the server has the mail and before the process has heard so."""
    message = MessageFactory()
    given = threading.Event()

    def kill() -> bool:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        given.set()
        return False

    with MailServer() as server:
        server.on_mail = kill
        process = start_deliverer(server)
        assert given.wait(120)

        message.refresh_from_db()
        assert message.state == MessageState.SENDING
        assert deliver_due() == 0  # marked: nobody else takes it
        Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert deliver_due() == 0

        message.refresh_from_db()
        assert message.state == MessageState.FAILED
        assert "不能确定是否已经发出" in message.last_error
        assert len(server.received) == 1


def test_the_process_sends_what_is_written_while_it_runs_and_ends_when_told(
    racing_database,
) -> None:
    given = threading.Event()
    with MailServer() as server:
        server.on_mail = lambda: given.set() or True  # type: ignore[func-returns-value]
        process = start_deliverer(server, "--follow", "--interval", "0.1")
        MessageFactory()
        assert given.wait(120)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0

    assert Message.objects.get().state == MessageState.SENT


def start_deliverer(server: MailServer, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "deliver_messages", *options],
        env={
            **os.environ,
            "ENV_FILE": os.devnull,
            "DJANGO_SETTINGS_MODULE": "heritage_site.settings.dev",
            "DATABASE_URL": database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

"""Writing messages: once for each occasion, in the caller's transaction, to where the person is."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.domain.phones import set_phone
from accounts.models import User
from messaging.domain.forgetting import forget_recipient
from messaging.domain.queueing import queue_message
from messaging.domain.reading import mark_all_read, mark_read
from messaging.domain.review import cancel, edit_held, release, try_again
from messaging.enums import Channel, MessageState
from messaging.models import Message
from messaging.queries import messages_about, messages_for, unread_count, waiting_for_staff
from tests.factories.messaging import failed, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def applicant() -> User:
    return User.objects.create_user("applicant", "zhang@example.cn", display_name="张三")


def write(**values) -> Message:
    given = {"key": "case-1:accepted", "subject": "已受理", "body": "材料齐全。"}
    return queue_message(**{**given, **values})


def test_a_message_to_a_user_goes_by_mail_and_is_on_the_site(applicant) -> None:
    message = write(to_user=applicant, about="申报 2026-0012", url="/apply/12/")

    assert (message.channel, message.address) == (Channel.EMAIL, "zhang@example.cn")
    assert message.state == MessageState.QUEUED
    assert list(messages_for(applicant)) == [message]
    assert list(messages_about("申报 2026-0012")) == [message]


def test_somebody_with_only_a_phone_gets_a_text(applicant) -> None:
    applicant.email = ""
    set_phone(user=applicant, number="+8613800000000", verified=True)

    message = write(to_user=applicant)

    assert (message.channel, message.address) == (Channel.SMS, "+8613800000000")


def test_a_number_nobody_has_verified_is_not_written_to(applicant) -> None:
    """It may be a stranger's."""
    applicant.email = ""
    set_phone(user=applicant, number="+8613800000000", verified=False)

    assert write(to_user=applicant).channel == Channel.SITE


def test_somebody_with_neither_reads_it_on_the_site_at_once(applicant) -> None:
    applicant.email = ""

    message = write(to_user=applicant)

    assert (message.channel, message.state) == (Channel.SITE, MessageState.SENT)
    assert message.sent_at is not None
    assert unread_count(applicant) == 1


@pytest.mark.parametrize(
    ("address", "channel"),
    [("li@example.cn", Channel.EMAIL), ("13800000000", Channel.SMS)],
)
def test_somebody_without_an_account_is_written_to_by_address(address, channel) -> None:
    assert write(to_address=f" {address} ").channel == channel


@pytest.mark.parametrize("address", ["", "not an address", "li@", "1380", "a@b.cn\nBcc: c@d.cn"])
def test_an_address_that_is_none_is_refused(address) -> None:
    with pytest.raises(ValidationError):
        write(to_address=address)
    assert not Message.objects.exists()


def test_the_same_occasion_is_written_once(applicant) -> None:
    first = write(to_user=applicant)
    again = write(to_user=applicant, subject="别的标题")

    assert again == first
    assert again.subject == "已受理"
    assert Message.objects.count() == 1


def test_what_is_rolled_back_is_never_sent(applicant) -> None:
    with transaction.atomic():
        write(to_user=applicant)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_a_line_break_in_a_subject_begins_no_other_header(applicant) -> None:
    assert write(to_user=applicant, subject="已受理\r\nBcc: x@y.cn").subject == "已受理 Bcc: x@y.cn"


def test_a_held_message_is_seen_by_nobody_until_released(applicant) -> None:
    message = write(to_user=applicant, hold=True)
    assert message.state == MessageState.HELD
    assert unread_count(applicant) == 0
    assert waiting_for_staff() == {"held": 1, "failed": 0}

    edit_held(message=message, subject="已受理\n", body=" 改过的正文。 ", by=applicant)
    release(message=message, by=applicant)

    assert (message.state, message.body) == (MessageState.QUEUED, "改过的正文。")
    assert unread_count(applicant) == 1


def test_a_held_message_for_the_site_alone_has_arrived_when_released(applicant) -> None:
    applicant.email = ""
    message = release(message=write(to_user=applicant, hold=True), by=applicant)

    assert message.state == MessageState.SENT
    assert message.sent_at is not None


def test_each_step_is_refused_where_it_makes_no_sense(applicant) -> None:
    message = held()
    release(message=message, by=applicant)

    with pytest.raises(ValidationError, match="待发送"):
        release(message=message, by=applicant)
    with pytest.raises(ValidationError, match="不能再修改"):
        edit_held(message=message, subject="一", body="二", by=applicant)
    with pytest.raises(ValidationError, match="不需要重发"):
        try_again(message=message, by=applicant)
    Message.objects.filter(pk=message.pk).update(state=MessageState.SENT)
    with pytest.raises(ValidationError, match="已发送"):
        cancel(message=message, by=applicant)


def test_an_emptied_message_is_refused(applicant) -> None:
    message = held()
    with pytest.raises(ValidationError, match="不能为空"):
        edit_held(message=message, subject="标题", body="  ", by=applicant)
    message.refresh_from_db()
    assert message.body


def test_a_failed_one_is_tried_again_from_the_beginning(applicant) -> None:
    message = try_again(message=failed(), by=applicant)

    assert (message.state, message.attempts) == (MessageState.QUEUED, 0)
    assert message.next_attempt_at <= timezone.now()


def test_a_cancelled_one_is_no_longer_shown(applicant) -> None:
    message = write(to_user=applicant)
    cancel(message=message)
    assert not messages_for(applicant).exists()


def test_reading_counts_once_and_only_for_the_recipient(applicant) -> None:
    message = write(to_user=applicant)
    other = User.objects.create_user("other")

    with pytest.raises(PermissionDenied):
        mark_read(message=message, by=other)
    mark_read(message=message, by=applicant)
    first = message.read_at
    mark_read(message=message, by=applicant)

    assert first is not None
    assert message.read_at == first
    assert unread_count(applicant) == 0
    write(key="second", to_user=applicant)
    assert mark_all_read(by=applicant) == 1


def test_a_held_message_cannot_be_opened_by_its_recipient(applicant) -> None:
    message = write(to_user=applicant, hold=True)
    with pytest.raises(PermissionDenied):
        mark_read(message=message, by=applicant)


def test_a_forgotten_person_is_in_no_message(applicant) -> None:
    sent = write(to_user=applicant)
    Message.objects.filter(pk=sent.pk).update(state=MessageState.SENT)
    waiting = write(key="later", to_user=applicant)

    assert forget_recipient(user=applicant) == 2

    for message in Message.objects.all():
        assert message.recipient is None
        assert "zhang@example.cn" not in (message.address + message.subject + message.body)
    sent.refresh_from_db()
    waiting.refresh_from_db()
    assert (sent.state, waiting.state) == (MessageState.SENT, MessageState.CANCELLED)

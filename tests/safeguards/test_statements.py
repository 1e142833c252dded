"""Statements put together once find and write what Django's own do."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import BigIntegerField, CharField, Count, DateTimeField, Exists, OuterRef
from django.db.models.signals import post_save, pre_save
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from messaging.models import Envelope, Message
from outreach.enums import SessionState
from outreach.models import Registration, Session
from safeguards.statements import Given, Statement, in_one_go, insert, inserting
from tests.factories.outreach import make_session

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
COMING = Statement(
    lambda: (
        Session.objects.filter(
            state=Given("state", CharField()), begins_at__gt=Given("now", DateTimeField())
        )
        .select_related("programme", "venue")
        .only("state", "begins_at", "programme__title", "venue__name")
        .annotate(asked=Exists(Registration.objects.filter(session=OuterRef("pk"))))
        .order_by("begins_at")
    )
)


def registration(session: Session, digest: str) -> Registration:
    return Registration(
        session=session,
        kind="single",
        state="placed",
        name="张示例",
        contact="one@example.com",
        contact_digest=digest,
        seats=1,
    )


def test_instances_come_with_what_is_joined_and_annotated_each_time_for_other_values(
    django_assert_num_queries,
):
    now = timezone.now()
    near = make_session(state=SessionState.OPEN, begins_at=now + HOUR)
    far = make_session(state=SessionState.OPEN, begins_at=now + 3 * HOUR)
    insert(registration(far, "one"))
    with django_assert_num_queries(2):
        both = COMING.rows(state="open", now=now)
        later = COMING.first(state="open", now=now + 2 * HOUR)
        assert [one.pk for one in both] == [near.pk, far.pk]
        assert [bool(one.asked) for one in both] == [False, True]
        assert later.begins_at == far.begins_at
        assert (later.programme.title, later.venue.name) == (far.programme.title, far.venue.name)
    assert COMING.first(state="held", now=now) is None
    assert later.seats == far.seats  # fetched now, as with any deferred field
    assert COMING.first(state="open' OR '1'='1", now=now) is None


def test_values_come_as_tuples_and_encrypted_ones_readable():
    session = make_session()
    for digest in ("one", "two"):
        insert(registration(session, digest))
    mine = Registration.objects.filter(session_id=Given("pk", BigIntegerField())).order_by("pk")
    assert Statement(lambda: mine.values_list("contact", "contact_digest")).rows(pk=session.pk) == [
        ("one@example.com", "one"),
        ("one@example.com", "two"),
    ]
    counted = Statement(
        lambda: mine.order_by().values("session_id").annotate(people=Count("pk")),
    )
    assert counted.rows(pk=session.pk) == [(session.pk, 2)]
    assert counted.rows(pk=0) == []


def test_a_lock_outside_of_a_transaction_is_refused(racing_database):
    lock = Statement(
        lambda: Session.objects.select_for_update().filter(pk=Given("pk", BigIntegerField()))
    )
    with transaction.atomic():
        assert lock.rows(pk=0) == []
    with pytest.raises(TransactionManagementError):
        lock.rows(pk=0)


def test_what_is_inserted_is_what_would_be_saved():
    session, at = make_session(), timezone.now()
    saved, inserted = registration(session, "saved"), registration(session, "inserted")
    saved.registered_at = inserted.registered_at = at
    saved.save()
    insert(inserted)
    assert inserted.pk
    assert not inserted._state.adding
    own = ("id", "public_id", "name", "contact", "contact_digest")  # encrypted anew each time
    rows = Registration.objects.filter(pk__in=[saved.pk, inserted.pk]).order_by("pk")
    one, two = rows.values()
    assert {k: v for k, v in one.items() if k not in own} == {
        k: v for k, v in two.items() if k not in own
    }
    assert rows[1].name == "张示例"
    inserted.state = "cancelled"
    inserted.save(update_fields=["state"])
    assert rows[1].state == "cancelled"
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM outreach_registration WHERE id = %s", [inserted.pk])
        assert "张示例" not in cursor.fetchone()[0]


def test_a_row_with_a_key_of_its_own_and_a_time_that_is_set():
    message = Message(key="test:1", channel="email", sealed=True, subject="示例")
    insert(message)
    insert(Envelope(message=message, address="one@example.com", body="示例"))
    found = Message.objects.get(key="test:1")
    assert found.envelope.address == "one@example.com"
    assert timezone.now() - found.created_at < HOUR


def test_a_second_one_is_refused_and_the_transaction_with_it():
    session = make_session()
    insert(registration(session, "same"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(registration(session, "same"))
    assert session.registrations.count() == 1


@pytest.mark.parametrize("model", [Registration, Message, Envelope])
def test_nobody_listens_to_what_is_inserted_without_a_signal(model):
    heard = [*pre_save._live_receivers(model)[0], *post_save._live_receivers(model)[0]]
    assert [one.__qualname__ for one in heard if "locale" not in one.__qualname__] == []


def test_what_is_asked_together_runs_in_order_and_each_sees_what_was_before(
    django_assert_num_queries,
):
    session = make_session()
    counted = Statement(
        lambda: (
            Registration.objects.filter(session_id=Given("pk", BigIntegerField()))
            .order_by()
            .values("session_id")
            .annotate(people=Count("pk"))
        )
    )
    two = [registration(session, digest) for digest in ("one", "two")]
    count = counted.asked(pk=session.pk)
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 5):
        found = in_one_go(count, *inserting(two[0]), count, *inserting(two[1]), count)
    assert found[0::2] == [[], [(session.pk, 1)], [(session.pk, 2)]]
    assert [one.pk for one in two] == list(
        session.registrations.order_by("pk").values_list("pk", flat=True)
    )
    assert in_one_go() == []


def test_of_what_is_asked_together_nothing_stays_when_one_is_refused():
    session = make_session()
    twice = [*inserting(registration(session, "same")), *inserting(registration(session, "same"))]
    with pytest.raises(IntegrityError), transaction.atomic():
        in_one_go(*twice)
    assert not session.registrations.exists()


def test_a_row_and_the_one_below_it_are_written_together():
    message = Message(key="test:2", channel="email", sealed=True, subject="百分之百 100%s ; 示例")
    envelope = Envelope(message=message, address="two@example.com", body="';\nDROP TABLE x; %s")
    in_one_go(*inserting(message, envelope))
    found = Message.objects.get(key="test:2")
    assert (message.pk, envelope.pk) == (found.pk, found.pk)
    assert found.subject == "百分之百 100%s ; 示例"
    assert (found.envelope.address, found.envelope.body) == (envelope.address, envelope.body)
    assert not message._state.adding
    assert not envelope._state.adding
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM messaging_envelope WHERE message_id = %s", [found.pk])
        assert "example" not in cursor.fetchone()[0]


def test_what_is_known_is_given_again_until_something_of_it_changes():
    session = make_session(state=SessionState.OPEN)
    wanted = {"state": "open", "now": timezone.now()}
    known = COMING.first(**wanted)
    assert in_one_go(COMING.asked(known=known, **wanted)) == [[known]]
    assert in_one_go(COMING.asked(known=known, **wanted))[0][0] is known
    for changed in (session.venue, session.programme):
        type(changed).objects.filter(pk=changed.pk).update(
            **{"name" if changed is session.venue else "title": "改过的名称"}
        )
        (fresh,) = in_one_go(COMING.asked(known=known, **wanted))[0]
        assert fresh is not known
        known = fresh
    assert known.venue.name == known.programme.title == "改过的名称"

"""What becomes of people who have a place, or wait for one, when their session is cancelled or put off."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from outreach.domain.joining import cancel
from outreach.domain.tokens import Purpose
from outreach.domain.transitioning import transition
from outreach.enums import LIVE, RegistrationState, SessionState
from outreach.joining_messages import link
from outreach.models import Session
from tests.factories.outreach import make_outreach_staff
from tests.outreach.joining.everybody import HOUR, again, ask, join, open_session, words_to

pytestmark = pytest.mark.django_db


def put_off(session: Session) -> Session:
    """A week later; the new session, still a draft."""
    begins = session.begins_at + datetime.timedelta(days=7)
    wanted = {"begins_at": begins, "ends_at": begins + HOUR}
    staff = make_outreach_staff()
    transition(session_id=session.pk, name="postpone", by=staff, reason="停电", wanted=wanted)
    session.refresh_from_db()
    assert session.replaced_by is not None
    return session.replaced_by


def announce(session: Session) -> None:
    """As far as the clock's opening."""
    Session.objects.filter(pk=session.pk).update(
        state=SessionState.CONFIRMED, published_at=session.created_at
    )
    transition(session_id=session.pk, name="open", by=None)


def test_everyone_is_told_once_with_a_link_that_leads_to_the_new_session(client):
    session = open_session(seats=2)
    rows = [join(session, 2), join(session), ask(session)]
    gone = join(session)
    cancel(registration=gone)
    new = put_off(session)
    for row in rows:
        [told] = [words for words in words_to(row.contact) if words.startswith("延期")]
        assert f"{settings.SITE_URL}/classes/{session.pk}/" in told
        assert "停电" in told
    assert not [words for words in words_to(gone.contact) if words.startswith("延期")]
    assert not session.registrations.filter(state__in=LIVE).exists()

    page = client.get(f"/classes/{session.pk}/").content.decode()
    assert "新的时间定了会在这里公布" in page
    assert f"/classes/{new.pk}/" not in page, "a draft is nobody's business"
    announce(new)
    assert f"/classes/{new.pk}/" in client.get(f"/classes/{session.pk}/").content.decode()


def test_no_link_of_a_registration_s_page_leads_to_a_draft(client):
    session = open_session()
    row = join(session)
    put_off(session)
    page = client.get(link(row, Purpose.VIEW)).content.decode()
    assert "这一场延期了" in page
    assert f'href="/classes/{session.pk}/"' in page
    for path in {part.split('"')[0] for part in page.split('href="/classes/')[1:]}:
        assert client.get(f"/classes/{path}").status_code == 200, path


def test_who_had_a_place_or_waited_is_told_when_one_can_register_for_the_new_one():
    session = open_session(seats=1)
    placed, waiting = join(session), join(session)
    gone = join(session)
    cancel(registration=gone)
    new = put_off(session)
    announce(new)
    for row in (placed, waiting):
        [told] = [words for words in words_to(row.contact) if "可以报名了" in words]
        assert f"{settings.SITE_URL}/classes/{new.pk}/" in told
    assert not [words for words in words_to(gone.contact) if "可以报名了" in words]
    staff = make_outreach_staff()
    transition(session_id=new.pk, name="close", by=staff)
    transition(session_id=new.pk, name="reopen", by=staff, reason="还有名额")
    assert len([words for words in words_to(placed.contact) if "可以报名了" in words]) == 1


def test_a_cancelled_session_sends_everybody_where_other_classes_are(client):
    session = open_session(seats=1)
    rows = [join(session), join(session)]
    transition(session_id=session.pk, name="cancel", by=make_outreach_staff(), reason="老师生病")
    for row in rows:
        [told] = [words for words in words_to(row.contact) if words.startswith("取消：")]
        address = told.rsplit("：", 1)[-1].strip()
        assert client.get(urlsplit(address).path).status_code == 200
        assert again(row).state == RegistrationState.CANCELLED

"""A person's own copy of what is held, and what goes with the account."""

from __future__ import annotations

import pytest

from accounts.domain.closing import close_account
from accounts.domain.personal_data import everything_of
from accounts.models import User
from outreach.enums import RegistrationState
from outreach.models import Feedback, Registration
from outreach.personal_data import NAME
from tests.outreach.joining.everybody import again, ask, join, open_session, proved_user

pytestmark = pytest.mark.django_db


def test_the_copy_holds_one_s_own_registrations_and_no_one_else_s():
    me, other = proved_user("me@example.com"), proved_user("other@example.com")
    ask(open_session(title="我的课"), by=me, contact="me@example.com", name="我")
    ask(open_session(title="别人的课"), by=other, contact="other@example.com", name="别人")
    told = everything_of(me)[NAME]
    assert [(one["场次"], one["联系人"], one["手机号或邮箱"]) for one in told] == [
        ("我的课", "我", "me@example.com")
    ]


def test_with_the_account_go_name_and_seats_and_the_next_one_gets_them():
    me = proved_user("me@example.com")
    session = open_session(seats=1)
    mine = ask(session, by=me, contact="me@example.com")
    Feedback.objects.create(registration=mine, rating=5, text="我是小王")
    waits = join(session)
    assert close_account(user=me, by=me) == []
    assert not User.objects.filter(email="me@example.com").exists()
    left = Registration.objects.get(pk=mine.pk)
    assert left.state == RegistrationState.CANCELLED
    assert (left.name, left.contact, left.user, left.seats) == ("", "", None, 1)
    assert left.feedback.text == ""
    assert again(waits).state == RegistrationState.OFFERED

"""Every address of sessions in the admin, tried by those it is not for."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.enums import ROLE_EDITOR
from accounts.models import User
from outreach.admin.sessions.hooks import admin_urls
from outreach.domain.table import TABLE
from outreach.domain.transitioning import transition
from outreach.enums import ROLE_HOST, ROLE_PLANNER, SessionState
from outreach.models import Session
from tests.factories.outreach import make_host, make_outreach_staff, make_registration, make_session
from tests.factories.proving import walk
from tests.outreach.running.conftest import client_of

pytestmark = pytest.mark.django_db
NAMES = [str(one.name) for one in admin_urls()]


def addresses(session: Session) -> dict[str, str]:
    """Every address there is, about a session that is held."""
    row = session.evidence.select_related("file").first()
    asked = session.confirmations.first()
    assert row is not None
    assert asked is not None
    more = {
        "outreach_step": ["archive"],
        "outreach_answer": [asked.pk],
        "outreach_evidence": [row.kind],
        "outreach_evidence_uploads": [row.kind],
        "outreach_evidence_upload": [row.kind, row.file.public_id],
        "outreach_file": [row.file.public_id],
        "outreach_file_remove": [row.file.public_id],
    }
    without_session = {name for name in NAMES if name not in more and name != "outreach_session"}
    return {
        name: reverse(
            name, args=[] if name in without_session else [session.pk, *more.get(name, [])]
        )
        for name in NAMES
    }


def member(group: str) -> User:
    user = User.objects.create_user(f"group-{group}", password="a-long-password-1")
    user.groups.add(Group.objects.get(name=group))
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["nobody", "visitor", "editor"])
def test_who_does_not_work_with_sessions_gets_nothing(who: str, method: str) -> None:
    session = walk(SessionState.HELD)
    make_registration(session, name="示例被看的人")
    client = Client()
    if who == "visitor":
        client.force_login(User.objects.create_user("visitor", password="a-long-password-1"))
    if who == "editor":
        client.force_login(member(ROLE_EDITOR))
    before = session.log_head
    for name, address in addresses(session).items():
        response = getattr(client, method)(address, headers={"Upload-Length": "9"})
        nothing = {302, 403, 404, *([405] if name == "outreach_evidence_uploads" else [])}
        assert response.status_code in nothing, name
        if response.status_code == 302:
            assert "/sessions/" not in response["Location"].partition("?")[0], name
    session.refresh_from_db()
    assert session.log_head == before


def test_a_host_takes_only_the_steps_of_a_host() -> None:
    host = member(ROLE_HOST)
    client = client_of(host)
    session = make_session(state=SessionState.CONFIRMED)
    session.hosts.add(host)
    for name in TABLE:
        if name == "hold":
            continue
        for state in TABLE[name].sources:
            if state in (SessionState.HELD, SessionState.ARCHIVED):
                session.adults_present, session.minors_present = 1, 0
            session.state = state
            session.save()
            response = client.post(
                reverse("outreach_step", args=[session.pk, name]), {"reason": "试试", "seen": "0"}
            )
            assert response.status_code in (302, 403), name
            with pytest.raises(PermissionDenied):
                transition(session_id=session.pk, name=name, by=host, reason="试试")
            session.refresh_from_db()
            assert session.state == state


def test_a_planner_archives_nothing() -> None:
    session, planner = walk(SessionState.HELD), member(ROLE_PLANNER)
    client_of(planner).post(
        reverse("outreach_step", args=[session.pk, "archive"]), {"seen": session.events_written}
    )
    session.refresh_from_db()
    assert session.state == SessionState.HELD


def test_an_answer_of_another_session_is_not_there() -> None:
    planner = make_outreach_staff()
    one, other = walk(SessionState.PENDING), walk(SessionState.PENDING)
    theirs = other.confirmations.first()
    assert theirs is not None
    address = reverse("outreach_answer", args=[one.pk, theirs.pk])
    client = client_of(planner)
    assert client.get(address).status_code == 404
    assert client.post(address, {"answer": "agreed"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.answer == "waiting"


def test_names_of_who_registered_are_for_who_may_read_them() -> None:
    session = walk(SessionState.CONFIRMED)
    make_registration(session, name="示例被看的人", contact="seen@example.com")
    archivist = make_outreach_staff("archivist")
    shown = client_of(archivist).get(reverse("outreach_session", args=[session.pk]))
    assert "示例被看的人" not in shown.content.decode()
    host = client_of(make_host(session))
    shown = host.get(reverse("outreach_session", args=[session.pk]))
    assert "示例被看的人" in shown.content.decode()
    assert "seen@example.com" not in shown.content.decode()

"""Every address of outreach filled in with what belongs to somebody else, and everyone who tries it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.enums import ROLE_EDITOR
from accounts.models import User
from outreach.domain.effects import planned_as
from outreach.enums import (
    ROLE_HOST,
    ROLE_PLANNER,
    EvidenceKind,
    Frequency,
    RegistrationState,
    SessionState,
)
from outreach.models import (
    ClassRequest,
    Confirmation,
    Evidence,
    PlanImport,
    Registration,
    Series,
    Session,
)
from tests.factories.outreach import (
    make_class_request,
    make_programme,
    make_registration,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.registry import make_inheritor, make_project
from tests.factories.uploads import make_private_file

pytestmark = pytest.mark.django_db  # so that there is a test database
PUBLIC, OWN, SIDE = "public", "own", "side"
"""For everybody; for who is signed in, his own; for nobody who has no link or no part in it."""
PLANNERS = frozenset({"planner"})
DESK = frozenset({"planner", "host"})
ARCHIVISTS: frozenset[str] = frozenset()
"""Who may archive: an administrator, who is not among those who try."""
LISTS = DESK | {"idle"}
"""Also a host who was assigned to no session: his lists are empty."""
ROLES = {
    **{"editor": ROLE_EDITOR, "host": ROLE_HOST, "idle": ROLE_HOST},
    "planner": ROLE_PLANNER,
}
OUTSIDE = ("nobody", "stranger")
EVERYONE = (*OUTSIDE, *ROLES)
PREFIXES = ("classes/", "year/", "admin/outreach/")

EXPECTED: dict[str, Any] = {
    "year": PUBLIC,
    "outreach:list": PUBLIC,
    "outreach:calendar": PUBLIC,
    "outreach:day": PUBLIC,
    "outreach:feed": PUBLIC,
    "outreach:map": PUBLIC,
    "outreach:venue": PUBLIC,
    "outreach:session": PUBLIC,
    "outreach:session-feed": PUBLIC,
    "outreach:session-qr": PUBLIC,
    "outreach:join": PUBLIC,
    "outreach:join-code": PUBLIC,
    "outreach:request": PUBLIC,
    "outreach:request-withdraw": PUBLIC,
    "outreach:request-receipt": SIDE,
    "outreach:own-requests": OWN,
    "outreach:own-request": SIDE,
    "outreach:mine": OWN,
    "outreach:confirm": SIDE,
    "outreach:join-confirm": SIDE,
    "outreach:join-view": SIDE,
    "outreach:join-cancel": SIDE,
    "outreach:join-offer": SIDE,
    "outreach:join-ticket": SIDE,
    "outreach:join-feedback": SIDE,
    "outreach_sessions": LISTS,
    "outreach_sessions_results": LISTS,
    "outreach_session": DESK,
    "outreach_step": DESK,
    "outreach_answer": PLANNERS,
    "outreach_evidence": DESK,
    "outreach_evidence_uploads": DESK,
    "outreach_evidence_upload": DESK,
    "outreach_file": DESK,
    "outreach_file_remove": DESK,
    "outreach_requests": PLANNERS,
    "outreach_requests_results": PLANNERS,
    "outreach_request": PLANNERS,
    "outreach_sign_in:sessions": LISTS,
    "outreach_sign_in:session": DESK,
    "outreach_sign_in:send": DESK,
    "outreach_sign_in:sheet": DESK,
    "outreach_planning:calendar": PLANNERS,
    "outreach_planning:check": PLANNERS,
    "outreach_planning:move": PLANNERS,
    "outreach_planning:new": PLANNERS,
    "outreach_planning:session": PLANNERS,
    "outreach_planning:new_series": PLANNERS,
    "outreach_planning:series": PLANNERS,
    "outreach_planning:copy": PLANNERS,
    "outreach_planning:slots": PLANNERS,
    "outreach_planning:clashes": PLANNERS,
    "outreach_planning:hosts": PLANNERS,
    "outreach_planning:publish": PLANNERS,
    "outreach_planning:imports": PLANNERS,
    "outreach_planning:template": PLANNERS,
    "outreach_planning:import": PLANNERS,
    "outreach_history:intakes": ARCHIVISTS,
    "outreach_history:intake": ARCHIVISTS,
    "outreach_history:one": ARCHIVISTS,
    "outreach_history:template": ARCHIVISTS,
    "outreach_dashboard": LISTS,
    "outreach_report": LISTS,
    "outreach_assessment": LISTS,
}
"""Who may open what. A new address that is not here fails the first test."""
REFUSED = (302, 400, 401, 403, 404, 405, 410)
DRAFT, NOTE = "金丝雀草稿", "金丝雀工作备注"
PEOPLE = ("金丝雀", "canary")
"""Stands in names, contacts, notes and drafts, and nowhere else."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody got when he asked for one address."""

    who: str
    name: str
    method: str
    path: str
    status: int
    body: str

    @property
    def told(self) -> set[str]:
        return {one for one in PEOPLE if one in self.body}

    def __str__(self) -> str:
        return f"{self.who}: {self.method} {self.path}: {self.status} {self.told}"


def patterns() -> Iterator[tuple[str, str]]:
    """Route and name of every address of outreach."""
    for route, name in _walk(get_resolver(), "", ()):
        if route.startswith(PREFIXES):
            yield route, name


def _walk(resolver: URLResolver, prefix: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, ":".join([*names, one.name or ""])
        else:
            inner = (*names, one.namespace) if one.namespace else names
            yield from _walk(one, route, inner)


def test_every_address_has_its_expectation() -> None:
    assert {name for _route, name in patterns()} == set(EXPECTED)


def build() -> dict[str, Any]:
    """What belongs to others: a public session with a registration, a draft, a request, a file."""
    project = make_project("河东剪纸")
    teacher = make_teacher(project, email="canary-teacher@example.com", phone="+8613800000001")
    venue = make_venue(contact_name="金丝雀联系人", contact_email="canary-venue@example.com")
    held = {"programme": make_programme(project), "venue": venue, "staff_note": NOTE}
    opened = make_session(state=SessionState.OPEN, teacher=teacher, **held)
    draft = make_session(title=DRAFT, hour=15, teacher=teacher, **held)
    owner = User.objects.create_user("owner", "canary-owner@example.com", "x")
    joined = make_registration(
        opened, name="金丝雀报名人", contact="canary-visitor@example.com", user=owner
    )
    make_registration(
        opened, state=RegistrationState.UNCONFIRMED, contact="canary-2@example.com", name="金丝雀二"
    )
    asked = make_class_request(by=owner)
    file = make_private_file(name="金丝雀签到表.pdf", owner=owner)
    Evidence.objects.create(
        session=opened, kind=EvidenceKind.SIGN_IN_SHEET, file=file, added_by=owner
    )
    confirmation = Confirmation.objects.create(
        session=draft, party="teacher", asked_of=planned_as(draft)
    )
    day = timezone.localdate()
    series = Series.objects.create(
        programme=held["programme"],
        title="金丝雀系列",
        venue=venue,
        frequency=Frequency.WEEKLY,
        weekdays=[1],
        first_day=day,
        last_day=day,
        begins="10:00",
        length=60,
        seats=10,
    )
    return {
        "opened": opened.pk,
        "draft": draft.pk,
        "venue": venue.pk,
        "request": asked.pk,
        "series": series.pk,
        "inheritor": make_inheritor("张大山", project=project).pk,
        "confirmation": confirmation.pk,
        "file": file.public_id,
        "own-request": asked.public_id,
        "join-code": joined.public_id,
        "day": day.isoformat(),
    }


def addresses(world: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and path of each address, of sessions for the public one and for the draft."""
    for route, name in patterns():
        keys = {
            "outreach_request": "request",
            "outreach:venue": "venue",
            "outreach_planning:series": "series",
            "outreach_assessment": "inheritor",
        }
        for session in ("opened", "draft"):
            told = {
                "pk": world.get(keys.get(name, session), 1),
                "confirmation": world["confirmation"],
                "name": "cancel",
                "kind": "sheet",
                "file": world["file"],
                "form": "pdf",
                "token": "forged:token",
                "day": world["day"],
                "public_id": world["own-request"] if "own" in name else world["join-code"],
            }
            yield name, filled(route, told)


def filled(route: str, told: dict[str, Any]) -> str:
    """The route with its parts in place."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(told[match[1]]), route)


def fingerprint() -> list[Any]:
    """What nobody who has no part in it may have changed."""
    return [
        list(Session.objects.order_by("pk").values_list("pk", "state", "changed_at")),
        list(Registration.objects.order_by("pk").values_list("pk", "state")),
        list(ClassRequest.objects.order_by("pk").values_list("pk", "state", "events_written")),
        list(Confirmation.objects.order_by("pk").values_list("pk", "answer")),
        list(Evidence.objects.order_by("pk").values_list("pk", "removed_at")),
        PlanImport.objects.count(),
        Series.objects.count(),
    ]


@pytest.fixture(scope="module")
def visits(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> list[Visit]:
    """Everyone asks for each address, by GET and, where he has no business, by POST."""
    assert "test" in str(connection.settings_dict["NAME"]) or "memory" in str(
        connection.settings_dict["NAME"]
    )
    folder = tmp_path_factory.mktemp("strangers")
    places = {"PRIVATE_MEDIA_ROOT": folder / "private", "SEARCH_INDEX_DIR": folder / "search"}
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        cache.clear()
        found = list(_all_visits(build()))
        transaction.set_rollback(True)
    cache.clear()
    return found


def _all_visits(world: dict[str, Any]) -> Iterator[Visit]:
    for who in EVERYONE:
        client = Client(raise_request_exception=False)
        if who != "nobody":
            user = User.objects.create_user(who, f"{who}@example.com", "x")
            user.groups.add(*Group.objects.filter(name=ROLES.get(who, "")))
            client.force_login(user)
            if who == "host":
                user.hosted_sessions.add(world["opened"], world["draft"])
        before = fingerprint()
        for name, path in dict.fromkeys(addresses(world)):
            kind = EXPECTED[name]
            refused = kind == SIDE or (isinstance(kind, frozenset) and who not in kind)
            for method in ("get", "post") if refused else ("get",):
                answer = getattr(client, method)(path)
                body = answer.getvalue() if answer.streaming else answer.content
                yield Visit(
                    who, name, method, path, answer.status_code, body.decode("utf-8", "replace")
                )
        assert fingerprint() == before, who


def test_no_address_fails_for_anybody(visits: list[Visit]) -> None:
    assert [f"{one} {one.body[:300]}" for one in visits if one.status >= 500] == []


def test_public_pages_name_nobody_and_show_no_draft(visits: list[Visit]) -> None:
    public = [one for one in visits if EXPECTED[one.name] == PUBLIC]
    assert {one.status for one in public} <= {200, 404}
    assert [str(one) for one in public if one.told] == []
    shown = {one.path for one in public if one.status == 200}
    assert any(one.name == "outreach:session" and one.status == 404 for one in public)
    assert len(shown) > 12


def test_who_has_no_part_in_it_is_sent_away_and_told_nothing(visits: list[Visit]) -> None:
    wrong = []
    for one in visits:
        kind = EXPECTED[one.name]
        if kind == PUBLIC or (kind == OWN and one.who != "nobody"):
            continue
        if isinstance(kind, frozenset) and one.who in kind:
            continue
        if one.told or one.status not in REFUSED:
            wrong.append(str(one))
    assert wrong == []


def test_ones_own_lists_hold_nothing_of_others(visits: list[Visit]) -> None:
    own = [one for one in visits if EXPECTED[one.name] == OWN and one.who != "nobody"]
    assert {one.status for one in own} == {200}
    assert [str(one) for one in own if one.told] == []


def test_a_host_without_a_session_has_empty_lists(visits: list[Visit]) -> None:
    lists = [one for one in visits if one.who == "idle" and EXPECTED[one.name] is LISTS]
    assert {one.name for one in lists if one.status == 200} >= {
        "outreach_sessions",
        "outreach_sign_in:sessions",
    }
    assert [str(one) for one in lists if one.told or DRAFT in one.body] == []


def test_an_office_opens_its_own_pages(visits: list[Visit]) -> None:
    opened: dict[str, set[int]] = {}
    for one in visits:
        if isinstance(EXPECTED[one.name], frozenset) and one.who in EXPECTED[one.name]:
            opened.setdefault(f"{one.who} {one.name}", set()).add(one.status)
    pages = {who for who, statuses in opened.items() if 200 in statuses}
    for name in ("outreach_sessions", "outreach_session", "outreach_sign_in:sessions"):
        assert {f"host {name}", f"planner {name}"} <= pages
    for name in ("outreach_requests", "outreach_request", "outreach_planning:calendar"):
        assert f"planner {name}" in pages

"""Every address of applications, tried by those it is not for, with the ids of somebody else's case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings

from applications import queries, rules
from applications.enums import State
from applications.models import (
    Answer,
    Case,
    CaseEvent,
    GuidanceAppointment,
    Objection,
    Remark,
    Score,
)
from tests.applications.everywhere import (
    EVERYONE,
    GROUNDS,
    OBJECTOR,
    OFFICES,
    OUTSIDE,
    PHONE,
    TALK,
    TITLE,
    Visit,
    World,
    build,
    filled,
    patterns,
    visit,
)
from tests.factories.applications import make_case, make_expert, make_organisation, make_user

pytestmark = pytest.mark.django_db

PUBLIC = "public"
"""Open to everybody; tells nothing of a case but what its notice says."""
OWN = "own"
"""Open to whoever has signed in; tells of his own."""
SIDE = "side"
"""For who stands on the case's own side, or is its expert: nobody else gets anything."""
EVERY = frozenset(OFFICES)
GUIDES = frozenset({"guide", "administrator"})
FILERS = frozenset({"officer", "administrator"})
ORGANISERS = frozenset({"secretary", "administrator"})
NOTICES = frozenset({"secretary", "publisher", "administrator"})
HANDLERS = frozenset({"handler"})
SETTERS = frozenset({"administrator"})

EXPECTED: dict[str, str | frozenset[str]] = {
    "applications:start": PUBLIC,
    "applications:begin": OWN,
    "applications:counter": FILERS,
    "applications:suggest-projects": PUBLIC,
    "applications:slots": OWN,
    "applications:book-slot": SIDE,
    "applications:cancel-slot": SIDE,
    "applications:case": SIDE,
    "applications:guidance": SIDE,
    "applications:remark-done": SIDE,
    "applications:guidance-share": SIDE,
    "applications:check": SIDE,
    "applications:submit": SIDE,
    "applications:withdraw": SIDE,
    "applications:dossier-pdf": SIDE,
    "applications:letter": SIDE,
    "applications:answers": SIDE,
    "applications:materials": SIDE,
    "applications:file": SIDE,
    "applications:file-edit": SIDE,
    "applications:uploads": SIDE,
    "applications:upload": SIDE,
    "applications:section": SIDE,
    "applications:presence": SIDE,
    "notices:list": PUBLIC,
    "notices:detail": PUBLIC,
    "notices:object": PUBLIC,
    "notices:receipt": SIDE,
    "track": PUBLIC,
    "review:list": OWN,
    "review:dossier": SIDE,
    "review:declaration": SIDE,
    "review:stepping-back": SIDE,
    "review:file": SIDE,
    "review:sheet": SIDE,
    "review:scores": SIDE,
    "applications_queue": EVERY,
    "applications_queue_results": EVERY,
    "applications_case": EVERY,
    "applications_step": ORGANISERS,
    "applications_reveal": FILERS,
    "applications_file": EVERY,
    "applications_compare": EVERY,
    "applications_letter": EVERY,
    "applications_guide": GUIDES | FILERS,
    "applications_reopening": SETTERS,
    "applications_publish_round": SETTERS,
    "applications_archive": EVERY,
    "applications_readings": frozenset(),
    "applications_readings_results": frozenset(),
    "applications_statistics": EVERY,
    "applications_guidance:inbox": GUIDES,
    "applications_guidance:remarks": GUIDES,
    "applications_guidance:slots": GUIDES,
    "applications_guidance:count": GUIDES,
    "applications_review": ORGANISERS,
    "applications_choose_experts": ORGANISERS,
    "applications_replace_expert": ORGANISERS,
    "applications_decision": ORGANISERS,
    "applications_minutes": ORGANISERS,
    "applications_sitting": ORGANISERS,
    "applications_notices:list": NOTICES,
    "applications_notices:new": NOTICES,
    "applications_notices:detail": NOTICES,
    "applications_notices:edit": NOTICES,
    "applications_notices:preview": NOTICES,
    "applications_notices:candidate": NOTICES,
    "applications_objections:list": HANDLERS,
    "applications_objections:detail": HANDLERS,
    "applications_objections:evidence": HANDLERS,
}
"""Who may open what. A new address that is not here fails the first test."""
ALSO = {"applications:upload": ("get", "post", "head", "patch", "delete")}
REFUSED = (302, 400, 401, 403, 404, 405)


def test_every_address_has_its_expectation() -> None:
    assert {name for _route, name in patterns()} == set(EXPECTED)


@pytest.fixture(scope="module")
def visits(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> list[Visit]:
    """Everyone asks for each address of each case; taken back after the last."""
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


def _all_visits(world: World) -> Iterator[Visit]:
    for who in EVERYONE:
        client = Client(raise_request_exception=False)
        if who != "nobody":
            client.force_login(world.people[who])
        before = _fingerprint()
        for name, state, path in _addresses(world, who):
            for method in ALSO.get(name, ("get", "post")) if who in OUTSIDE else ("get",):
                yield visit(client, who, name, state, path, method)
        assert _fingerprint() == before, who


def _addresses(world: World, who: str) -> list[tuple[str, str, str]]:
    """Name, state of the case and address, each once: one's own field in every state of a case."""
    found: dict[str, tuple[str, str]] = {}
    for route, name in patterns():
        of_offices = route.startswith("admin/")
        if who in OFFICES and EXPECTED[name] == PUBLIC:
            continue
        every = of_offices == (who in OFFICES)
        for state in world.cases if every else (State.EXPERT_REVIEW,):
            found.setdefault(filled(route, name, world.keys(state)), (name, state))
    return [(name, state, path) for path, (name, state) in found.items()]


def _fingerprint() -> list[Any]:
    """What nobody who has no part in the cases may have changed."""
    cases = Case.objects.filter(title=TITLE).order_by("pk")
    return [
        list(cases.values_list("pk", "state", "changed_at", "guide")),
        list(Answer.objects.filter(case__in=cases).order_by("pk").values_list("pk", "revision")),
        CaseEvent.objects.filter(case__in=cases).count(),
        list(Remark.objects.order_by("pk").values_list("done_at", flat=True)),
        list(GuidanceAppointment.objects.order_by("pk").values_list("state", flat=True)),
        list(Objection.objects.values_list("state", "handler")),
        Score.objects.count(),
    ]


def test_no_address_fails_for_anybody(visits: list[Visit]) -> None:
    assert [f"{one} {one.body[:300]}" for one in visits if one.status >= 500] == []


def test_outsiders_are_sent_away_and_told_nothing(visits: list[Visit]) -> None:
    wrong = []
    for one in visits:
        if one.who not in OUTSIDE:
            continue
        kind = EXPECTED[one.name]
        opens = kind == PUBLIC or (kind == OWN and one.who != "nobody")
        if one.told or not (opens or one.status in REFUSED):
            wrong.append(str(one))
    assert wrong == []


def test_who_is_not_signed_in_is_sent_to_the_one_way_in(visits: list[Visit]) -> None:
    sent = {
        one.location.partition("?")[0]
        for one in visits
        if one.who == "nobody" and one.status == 302 and EXPECTED[one.name] != PUBLIC
    }
    assert sent == {"/account/login/"}


def test_an_office_opens_its_own_pages_and_no_others(visits: list[Visit]) -> None:
    wrong = []
    for one in visits:
        kind = EXPECTED[one.name]
        if one.who not in OFFICES or kind in (PUBLIC, OWN):
            continue
        allowed = isinstance(kind, frozenset) and one.who in kind
        if not allowed and (one.told or one.status not in REFUSED):
            wrong.append(str(one))
    assert wrong == []


NEVER_OPEN = {
    "applications_compare",  # no case has two versions
    "applications_choose_experts",  # none waits for a panel
    "applications_notices:edit",  # the notice is published
    "applications:begin",  # leads back to the choice
    "applications_decision",  # no case is before the committee
    "applications_minutes",  # are a file, which these cases have not
    "applications_objections:evidence",  # is for who took the objection over
}


def test_whom_an_address_is_for_does_open_it(visits: list[Visit]) -> None:
    """Else the tests above would only show that nothing opens at all."""
    opened: dict[str, set[str]] = {}
    for one in visits:
        if one.status == 200:
            opened.setdefault(one.name, set()).add(one.who)
    missing = {}
    for name, kind in EXPECTED.items():
        wanted = kind if isinstance(kind, frozenset) else {"stranger"}
        if kind != SIDE and not wanted <= opened.get(name, set()):
            missing[name] = set(wanted) - opened.get(name, set())
    assert missing.keys() == NEVER_OPEN, missing


def test_a_draft_is_nobodys_but_the_applicants_and_a_shared_one_the_guides(
    visits: list[Visit],
) -> None:
    shown = {
        (one.who, one.state)
        for one in visits
        if one.status == 200 and "/cases/" in one.path and one.state in (State.DRAFT, State.GUIDED)
    }
    assert shown == {("guide", State.GUIDED), ("administrator", State.GUIDED)}


def test_telephones_and_objectors_stand_on_no_page_before_they_are_asked_for(
    visits: list[Visit],
) -> None:
    told = [str(one) for one in visits if {PHONE, OBJECTOR, GROUNDS} & one.told]
    assert told == []


def test_a_talk_with_a_guide_is_read_by_offices_only(visits: list[Visit]) -> None:
    readers = {one.who for one in visits if TALK in one.told}
    assert readers <= EVERY
    assert "guide" in readers


@pytest.mark.parametrize("state", list(State))
def test_list_and_page_agree_on_who_sees_a_case(state: State) -> None:
    world = {"applicant": make_user(), "mate": make_user(), "left": make_user()}
    unit = make_organisation(world["applicant"], world["mate"])
    case = make_case(state, applicant=world["applicant"], organisation=unit)
    from tests.factories.applications import make_staff

    people = {
        **world,
        "stranger": make_user(),
        "expert": make_expert().user,
        "inactive": make_user("", "view_case", is_active=False),
        **{office: make_staff(office) for office in OFFICES},
    }
    members = [one.expert.user for panel in case.panels.all() for one in panel.members.all()]
    people |= {f"member {number}": user for number, user in enumerate(members)}
    listed = {who for who, user in people.items() if queries.visible_to(user).exists()}
    assert listed == {who for who, user in people.items() if rules.may_see(user, case)}
    assert {"applicant", "mate"} <= listed
    worked = {who for who, user in people.items() if queries.office_cases(user).exists()}
    assert worked == {who for who, user in people.items() if rules.may_work_on(user, case)}
    assert not worked & {"applicant", "mate"}


@pytest.mark.parametrize("way", ["himself", "unit", "named afterwards"])
def test_an_expert_never_meets_his_own_case(way: str) -> None:
    """Even where somebody has written him into the panel behind the rules."""
    case = make_case(State.EXPERT_REVIEW)
    member = case.panels.get().members.select_related("expert__user").get()
    user = member.expert.user
    member.state = "declared"
    member.save()
    if way == "himself":
        Case.objects.filter(pk=case.pk).update(applicant=user)
    elif way == "unit":
        Case.objects.filter(pk=case.pk).update(organisation=make_organisation(user))
    else:
        member.expert.organisation = make_organisation(make_user())
        member.expert.save()
        Case.objects.filter(pk=case.pk).update(organisation=member.expert.organisation)
    client = Client()
    client.force_login(user)
    assert case.title not in client.get("/review/").content.decode()
    attachment = case.attachments.earliest("pk")
    for more in ("", "declaration/", "stepping-back/", "sheet/", f"files/{attachment.pk}/"):
        assert client.get(f"/review/{member.pk}/{more}").status_code == 404, more
    assert client.post(f"/review/{member.pk}/sheet/", {"act": "hand-in"}).status_code == 404
    assert not queries.assigned_to(user).exists()

"""No English is left in the screens of applications: lists, details, steps, notices, objections."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from applications.domain import objecting
from applications.domain.objecting import Statement, make_objection
from applications.enums import State
from applications.models import Case
from messaging.models import Message
from tests.factories.applications import make_case, make_staff
from tests.registry.admin.test_language import visible_english

from .conftest import client_of

pytestmark = pytest.mark.django_db
CONTENT = re.compile(
    r"person\d+@example\.com|示例[a-z]+|https?://\S+|[0-9a-f]{16}…|\b[A-Z0-9]{10}\b"
)
"""What is no word of the site's: names and mailboxes of the factories, addresses, codes, digests."""


def left_in_english(client: Client, addresses: Iterable[str]) -> dict[str, set[str]]:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-US,en;q=0.9"
    left = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        html = CONTENT.sub("", response.content.decode())
        if found := visible_english(html, set()):
            left[address] = found
    return left


def screens_of(client: Client, case: Case) -> list[str]:
    """The page of a case and every page one step away from it."""
    page = reverse("applications_case", args=[case.pk])
    html = client.get(page).content.decode()
    near = set(re.findall(rf'href="({page}[^"#?]+|/admin/applications/committee/)"', html))
    near = {address for address in near if not re.search(r"/files/|/letters/|minutes", address)}
    return [page, *sorted(near)]


OFFICES = {
    State.GUIDED: "guide",
    State.SUBMITTED: "officer",
    State.CORRECTING: "officer",
    State.ACCEPTED: "secretary",
    State.EXPERT_REVIEW: "secretary",
    State.COMMITTEE: "secretary",
    State.ON_NOTICE: "secretary",
    State.REPORTING: "administrator",
    State.PROMULGATED: "administrator",
}


@pytest.mark.parametrize(("state", "office"), OFFICES.items())
def test_a_case_and_each_step_from_it(state: State, office: str) -> None:
    client, case = client_of(make_staff(office)), make_case(state, title="示例面塑")
    addresses = screens_of(client, case)
    assert left_in_english(client, addresses) == {}
    assert len(addresses) > 1, "no way leads on from the case"


def test_lists_and_what_stands_beside_them() -> None:
    case = make_case(State.ON_NOTICE, title="示例面塑")
    admin = client_of(make_staff("administrator"))
    names = ("applications_queue", "applications_statistics", "applications_notices:list")
    guidance = [f"applications_guidance:{name}" for name in ("inbox", "slots", "count")]
    pages = [reverse(name) for name in (*names, *guidance)]
    pages += [reverse("applications_publish_round", args=[case.round_id])]
    assert left_in_english(admin, pages) == {}


def test_a_notice_in_each_of_its_states() -> None:
    case = make_case(State.ON_NOTICE, title="示例面塑")
    candidate = case.candidacies.select_related("notice").get()
    pages = [reverse("applications_notices:detail", args=[candidate.notice_id])]
    pages += [reverse("applications_notices:candidate", args=[candidate.notice_id, candidate.pk])]
    assert left_in_english(client_of(make_staff("publisher")), pages) == {}


def test_an_objection_from_its_arrival_to_its_reply() -> None:
    case = make_case(State.ON_NOTICE, title="示例面塑")
    statement = Statement("王某某", "13800000000", "面塑的谱系与事实不符，请核实。")
    objection = make_objection(candidate=case.candidacies.get(), statement=statement)
    handler: User = make_staff("handler")
    client = client_of(handler)
    pages = [
        reverse("applications_objections:list"),
        reverse("applications_objections:detail", args=[objection.pk]),
    ]
    assert left_in_english(client, pages) == {}
    objecting.take_over(objection=objection, by=handler)
    assert left_in_english(client, pages) == {}
    opened = client.post(pages[1], {"act": "open", "reason": "核实事实"})
    assert "王某某" in opened.content.decode()
    assert visible_english(CONTENT.sub("", opened.content.decode()), set()) == set()


def test_messages_and_the_log_of_readings(as_messenger: Client) -> None:
    case = make_case(State.SUBMITTED, title="示例面塑")
    message = Message.objects.filter(recipient=case.applicant).latest("pk")
    pages = ["/admin/messaging/", f"/admin/messaging/{message.pk}/"]
    assert left_in_english(as_messenger, pages) == {}


@pytest.fixture
def as_messenger() -> Client:
    user = make_staff("officer")
    rows = Permission.objects.filter(content_type__app_label="messaging")
    user.user_permissions.add(*rows)
    return client_of(user)

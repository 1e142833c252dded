"""Strangers, other units, experts and staff try every address of a case with its id in hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from applications.enums import State
from applications.models import Answer, Attachment, Case
from tests.applications.admin.conftest import client_of
from tests.factories.applications import (
    make_case,
    make_expert,
    make_organisation,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


def addresses(case: Case) -> list[tuple[str, str]]:
    """Method and address of everything that belongs to a case."""
    file = case.attachments.select_related("file").first()
    assert file is not None

    def at(name: str, *more: Any) -> str:
        return reverse(f"applications:{name}", args=[case.public_id, *more])

    return [
        ("get", at("case")),
        ("get", at("section", "applicant")),
        ("post", at("section", "applicant")),
        ("post", at("presence", "applicant")),
        ("get", at("materials")),
        ("post", at("materials")),
        ("get", at("file", file.file.public_id)),
        ("post", at("file-edit", file.file.public_id)),
        ("post", at("uploads", file.material)),
        ("delete", at("upload", file.material, file.file.public_id)),
        ("get", at("submit")),
        ("post", at("submit")),
        ("get", at("withdraw")),
        ("post", at("withdraw")),
        ("get", at("dossier-pdf")),
        ("get", at("check")),
        ("post", at("answers")),
        *(("get", at("letter", letter.pk)) for letter in case.letters.all()),
    ]


def an_expert() -> User:
    expert = make_expert()
    assert expert.user is not None
    return expert.user


STRANGERS: dict[str, Callable[[], User]] = {
    "stranger": make_user,
    "other unit": lambda: (make_organisation(user := make_user()), user)[1],
    "expert": an_expert,
    "guide": lambda: make_staff("guide"),
    "officer": lambda: make_staff("officer"),
    "administrator": lambda: make_staff("administrator"),
}


@pytest.mark.parametrize("state", [State.DRAFT, State.CORRECTING])
@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_but_the_applicants_side_meets_anything(who: str, state: State) -> None:
    applicant = make_user()
    case = make_case(state, applicant=applicant, organisation=make_organisation(applicant))
    before = list(case.answers.order_by("pk").values())
    client = client_of(STRANGERS[who]())
    body = json.dumps({"answers": {"title": {"text": "夺走", "seen": 1}}})
    for method, address in addresses(case):
        kind = {"content_type": "application/json"} if address.endswith("/answers/") else {}
        data = body if kind else {}
        answer = getattr(client, method)(address, data, headers={"Upload-Length": "10"}, **kind)
        assert answer.status_code == 404, (method, address)
    assert list(case.answers.order_by("pk").values()) == before
    case.refresh_from_db()
    assert case.state == state
    assert not Attachment.objects.filter(removed_at__isnull=False).exists()


def test_a_visitor_is_sent_to_sign_in_and_a_script_is_told() -> None:
    case = make_case(State.CORRECTING)
    for method, address in addresses(case):
        answer = getattr(Client(), method)(address, headers={"Upload-Length": "10"})
        if address.endswith(("/answers/", "/presence/")):
            assert answer.status_code == 401
            assert "登录" in answer.json()["error"]
        elif "/uploads/" in address:
            assert answer.status_code == 403
        else:
            assert answer.status_code == 302, address
            assert reverse("account_login") in answer["Location"]


def test_the_colleague_of_the_unit_may_all_the_same() -> None:
    applicant, colleague = make_user(), make_user()
    case = make_case(applicant=applicant, organisation=make_organisation(applicant, colleague))
    answer = client_of(colleague).get(
        reverse("applications:section", args=[case.public_id, "applicant"])
    )
    assert answer.status_code == 200


def test_a_file_or_letter_of_another_case_is_not_there() -> None:
    own, other = make_case(State.SUBMITTED), make_case(State.SUBMITTED)
    client = client_of(own.applicant)
    file = other.attachments.select_related("file").first()
    letter = other.letters.first()
    assert file is not None
    assert letter is not None
    for address in (
        reverse("applications:file", args=[own.public_id, file.file.public_id]),
        reverse("applications:letter", args=[own.public_id, letter.pk]),
        reverse("applications:section", args=[own.public_id, "nothing"]),
        reverse("applications:dossier-pdf", args=[own.public_id]) + "?version=9",
        reverse("applications:dossier-pdf", args=[own.public_id]) + "?version=x",
    ):
        assert client.get(address).status_code == 404


def test_what_experts_and_staff_say_among_themselves_is_on_no_page() -> None:
    case = make_case(State.COMMITTEE)
    client = client_of(case.applicant)
    panel = case.panels.get()
    hidden = [member.expert.name for member in panel.members.select_related("expert")]
    hidden += [
        event.actor_name for event in case.events.all() if event.actor_id != case.applicant_id
    ]
    case.reopening_requests.all().delete()
    pages = [reverse("applications:case", args=[case.public_id]), "/apply/"]
    for address in pages:
        text = client.get(address).content.decode()
        for word in hidden:
            assert word not in text, (address, word)


def test_what_was_typed_is_text_and_nothing_else() -> None:
    case = make_case()
    nasty = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    Answer.objects.filter(case=case).exclude(
        question__in=["category", "division", "listed-project"]
    ).update(text=nasty)
    Case.objects.filter(pk=case.pk).update(title=nasty, applicant_name=nasty)
    client = client_of(case.applicant)
    addresses = ["/apply/", reverse("applications:case", args=[case.public_id])]
    addresses += [
        reverse("applications:section", args=[case.public_id, section.value])
        for section in case.form.sections()
    ]
    for address in addresses:
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    found = client.get("/apply/suggest/projects/", {"q": nasty, "for": nasty})
    assert b"<script>" not in found.content

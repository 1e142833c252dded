"""Units and their people, mostly from the side of somebody who does not belong."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client

from accounts.domain import admissions, units
from accounts.enums import AdmissionState, UnitRole
from accounts.models import Invitation, JoinRequest, Membership, Organisation, User
from accounts.queries import invitations_for, organisations_of
from messaging.domain.delivery import deliver_due
from messaging.models import Envelope, Message
from messaging.queries import messages_for
from messaging.sms import MemoryBackend
from tests.factories.accounts import credit_code, make_person, make_unit

pytestmark = pytest.mark.django_db


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def filled(code: str, **changes: str) -> dict[str, str]:
    return {
        "credit_code": code,
        "name": "我以为的名称",
        "contact_name": "乙",
        "contact_phone": "022-24000000",
        **changes,
    }


def member(person: User, unit: Organisation) -> Membership:
    return Membership.objects.get(user=person, organisation=unit)


# --- registering ---
def test_who_registers_a_unit_is_its_head() -> None:
    person, code = make_person(), credit_code()
    answer = browser(person).post("/account/units/new/", filled(f" {code[:8]} {code[8:].lower()} "))
    unit = Organisation.objects.get()
    assert answer.url == f"/account/units/{unit.pk}/"
    assert (unit.credit_code, member(person, unit).role) == (code, UnitRole.HEAD)


@pytest.mark.parametrize("code", ["91120102MA06XXXXX0", "123", "", "９１１２０１０２"])
def test_a_code_whose_checksum_is_wrong_is_refused_and_nothing_lost(code: str) -> None:
    page = browser(make_person()).post("/account/units/new/", filled(code)).content.decode()
    assert "统一社会信用代码" in page
    assert "还有地方需要改一下" in page
    assert 'value="我以为的名称"' in page
    assert not Organisation.objects.exists()


def test_who_enters_a_code_that_is_here_asks_and_learns_nothing() -> None:
    head = make_person("赵负责", email="head@example.cn")
    unit = make_unit(head=head, name="登记的真名")
    person = make_person("钱申请")
    client = browser(person)
    answer = client.post("/account/units/new/", filled(unit.credit_code), follow=True)
    page = answer.content.decode()
    assert "您的申请已转给单位负责人" in page
    assert "我以为的名称" in page
    for secret in ("登记的真名", "赵负责", "head@example.cn", "022-24000000"):
        assert secret not in page
    assert not organisations_of(person).exists()
    assert client.get(f"/account/units/{unit.pk}/").status_code == 404
    assert JoinRequest.objects.get().user == person
    assert deliver_due() == 1
    assert mail.outbox[-1].to == ["head@example.cn"]
    assert [one.subject for one in messages_for(head)] == ["有人申请加入您的单位"]


def test_asking_twice_asks_once() -> None:
    unit = make_unit(head=make_person())
    client = browser(make_person())
    for _once in range(2):
        client.post("/account/units/new/", filled(unit.credit_code))
    assert JoinRequest.objects.count() == 1


# --- strangers ---
def all_posts(unit: Organisation) -> list[tuple[str, dict[str, str]]]:
    """Everything that can be done to a unit, with keys that are there."""
    membership = unit.memberships.order_by("pk").last()
    request = unit.join_requests.create(user=make_person(), named="x")
    invitation = admissions.invite(
        organisation=unit,
        contact="invited@example.cn",
        role=UnitRole.AGENT,
        by=unit.memberships.get(role=UnitRole.HEAD).user,
    )
    start = f"/account/units/{unit.pk}/"
    return [
        (f"{start}edit/", {"name": "改了", "contact_name": "x", "contact_phone": "1"}),
        (f"{start}invite/", {"contact": "me@example.cn", "role": "head"}),
        (f"{start}requests/{request.pk}/", {"do": "admit"}),
        (f"{start}invitations/{invitation.pk}/", {}),
        *[
            (f"{start}members/{membership.pk}/", {"do": do})
            for do in ("remove", "head", "agent", "hand-over")
        ],
    ]


def state(unit: Organisation) -> list[Any]:
    unit.refresh_from_db()
    return [
        unit.name,
        list(unit.memberships.order_by("pk").values_list("user", "role")),
        list(unit.join_requests.order_by("pk").values_list("user", "state")),
        list(unit.invitations.order_by("pk").values_list("email", "state")),
    ]


@pytest.mark.parametrize("who", ["stranger", "agent", "head of another"])
def test_only_its_heads_change_a_unit(who: str) -> None:
    agent, stranger, other_head = make_person(), make_person(), make_person()
    unit = make_unit(head=make_person(), agents=(agent, make_person()))
    make_unit(head=other_head)
    client = browser({"stranger": stranger, "agent": agent}.get(who, other_head))
    posts = all_posts(unit)
    before = state(unit)
    for address, sent in posts:
        assert client.post(address, sent).status_code == 404, address
    assert state(unit) == before
    assert client.get(f"/account/units/{unit.pk}/edit/").status_code == 404
    expected = 200 if who == "agent" else 404
    assert client.get(f"/account/units/{unit.pk}/").status_code == expected


def test_rows_of_another_unit_are_not_reached_through_ones_own() -> None:
    head = make_person()
    own = make_unit(head=head)
    other = make_unit(head=make_person(), agents=(make_person(),))
    posts, before = all_posts(other), state(other)
    client = browser(head)
    for address, sent in posts[2:]:
        mixed = address.replace(f"units/{other.pk}/", f"units/{own.pk}/")
        assert client.post(mixed, sent).status_code == 404, mixed
    assert state(other) == before


def test_nobody_without_an_account_gets_anywhere(client: Client) -> None:
    unit = make_unit(head=make_person())
    for address, sent in all_posts(unit):
        assert client.post(address, sent).url.startswith("/account/login/")


def test_the_domain_refuses_what_the_pages_do() -> None:
    agent = make_person()
    unit = make_unit(head=make_person(), agents=(agent,))
    for action in (
        lambda: units.change_role(membership=member(agent, unit), role="head", by=agent),
        lambda: units.hand_over(membership=member(agent, unit), by=agent),
        lambda: units.change_unit(organisation=unit, by=agent, name="x"),
        lambda: admissions.invite(organisation=unit, contact="a@b.cn", role="head", by=agent),
    ):
        with pytest.raises(PermissionDenied):
            action()


# --- invitations ---
def invite(unit: Organisation, contact: str) -> Invitation:
    head = unit.memberships.filter(role=UnitRole.HEAD).first()
    return admissions.invite(organisation=unit, contact=contact, role=UnitRole.AGENT, by=head.user)


@pytest.mark.parametrize("way", ["email", "phone"])
def test_whoever_holds_the_invited_contact_joins(way: str) -> None:
    contact = {"email": "qian@example.cn", "phone": "+8613812345678"}[way]
    unit, person = make_unit(head=make_person()), make_person(**{way: contact})
    invitation = invite(unit, contact)
    client = browser(person)
    assert "示例传习中心" in client.get("/account/").content.decode()
    client.post(f"/account/invitations/{invitation.pk}/", {"do": "accept"})
    assert member(person, unit).role == UnitRole.AGENT


def test_an_unverified_contact_is_not_enough() -> None:
    unit = make_unit(head=make_person())
    invitation = invite(unit, "qian@example.cn")
    thief = make_person(phone="+8613812345678")
    User.objects.filter(pk=thief.pk).update(email="qian@example.cn")
    thief.emailaddress_set.create(email="qian@example.cn", verified=False, primary=True)
    assert not invitations_for(thief).exists()
    answer = browser(thief).post(f"/account/invitations/{invitation.pk}/", {"do": "accept"})
    assert answer.status_code == 404
    assert not organisations_of(thief).exists()


def test_an_invitation_of_somebody_else_is_not_there() -> None:
    unit = make_unit(head=make_person())
    invitation = invite(unit, "qian@example.cn")
    stranger = browser(make_person())
    for do in ("accept", "decline"):
        answer = stranger.post(f"/account/invitations/{invitation.pk}/", {"do": do})
        assert answer.status_code == 404
    invitation.refresh_from_db()
    assert invitation.state == AdmissionState.OPEN


def test_a_withdrawn_or_old_invitation_opens_nothing() -> None:
    unit, person = make_unit(head=make_person()), make_person(email="qian@example.cn")
    withdrawn = invite(unit, "qian@example.cn")
    head = unit.memberships.get().user
    admissions.withdraw_invitation(invitation=withdrawn, by=head)
    with pytest.raises(PermissionDenied):
        admissions.accept_invitation(invitation=withdrawn, by=person)
    old = invite(unit, "qian@example.cn")
    Invitation.objects.filter(pk=old.pk).update(expires_at=old.created_at)
    with pytest.raises(PermissionDenied):
        admissions.accept_invitation(invitation=old, by=person)


def test_inviting_does_not_tell_who_has_an_account() -> None:
    head = make_person()
    unit = make_unit(head=head)
    make_person(email="there@example.cn")
    client = browser(head)
    answers = [
        client.post(
            f"/account/units/{unit.pk}/invite/", {"contact": who, "role": "agent"}, follow=True
        )
        for who in ("there@example.cn", "nobody@example.cn")
    ]
    assert all("邀请已发出" in one.content.decode() for one in answers)


# --- what people are told ---
@pytest.mark.parametrize("contact", ["qian@example.cn", "+8613812345678"])
def test_an_invitation_is_sent_once_and_its_address_kept_no_longer(contact: str) -> None:
    head = make_person()
    unit = make_unit(head=head)
    with transaction.atomic():
        invite(unit, contact)
    message = Message.objects.get()
    assert (message.address, message.body, message.created_by) == ("", "", head)

    assert deliver_due() == 1

    assert not Envelope.objects.exists()
    sent = {
        **dict(MemoryBackend.sent),
        **{address: str(one.body) for one in mail.outbox for address in one.to},
    }
    assert unit.name in sent[contact]
    assert "/account/" in sent[contact]
    assert deliver_due() == 0


def test_an_invitation_that_came_to_nothing_is_not_sent() -> None:
    unit = make_unit(head=make_person())
    with transaction.atomic():
        invite(unit, "qian@example.cn")
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_who_is_let_in_or_removed_is_told_on_the_site_and_by_what_he_has() -> None:
    head, person = make_person(), make_person(phone="+8613812345678")
    unit = make_unit(head=head)
    admissions.admit(
        request=units.ask(organisation=unit, named="x", message="", by=person), by=head
    )
    units.remove(membership=member(person, unit), by=head)
    assert [one.subject for one in messages_for(person)] == ["您已退出申报单位", "您已加入申报单位"]
    assert deliver_due() == 3
    assert [number for number, _text in MemoryBackend.sent] == ["+8613812345678"] * 2


# --- heads ---
def test_the_last_head_stays_until_somebody_takes_over() -> None:
    head, agent = make_person(), make_person()
    unit = make_unit(head=head, agents=(agent,))
    client = browser(head)
    page = client.post(f"/account/units/{unit.pk}/leave/", follow=True).content.decode()
    assert "至少要有一位负责人" in page
    with pytest.raises(ValidationError):
        units.change_role(membership=member(head, unit), role=UnitRole.AGENT, by=head)
    client.post(f"/account/units/{unit.pk}/members/{member(agent, unit).pk}/", {"do": "hand-over"})
    assert (member(agent, unit).role, member(head, unit).role) == ("head", "agent")
    client.post(f"/account/units/{unit.pk}/leave/")
    assert not organisations_of(head).exists()


def test_a_head_lets_somebody_in_once_and_as_an_agent() -> None:
    head, person = make_person(), make_person()
    unit = make_unit(head=head)
    request = units.ask(organisation=unit, named="x", message="", by=person)
    client = browser(head)
    address = f"/account/units/{unit.pk}/requests/{request.pk}/"
    client.post(address, {"do": "admit"})
    page = client.post(address, {"do": "refuse"}, follow=True).content.decode()
    assert "已经处理过" in page
    assert member(person, unit).role == UnitRole.AGENT


def test_who_was_removed_is_out_at_once() -> None:
    head, agent = make_person(), make_person()
    unit = make_unit(head=head, agents=(agent,))
    theirs = browser(agent)
    assert theirs.get(f"/account/units/{unit.pk}/").status_code == 200
    browser(head).post(
        f"/account/units/{unit.pk}/members/{member(agent, unit).pk}/", {"do": "remove"}
    )
    assert theirs.get(f"/account/units/{unit.pk}/").status_code == 404


def test_a_request_is_withdrawn_by_whoever_made_it() -> None:
    unit, person = make_unit(head=make_person()), make_person()
    request = units.ask(organisation=unit, named="x", message="", by=person)
    assert browser(make_person()).post(f"/account/requests/{request.pk}/").status_code == 404
    browser(person).post(f"/account/requests/{request.pk}/")
    request.refresh_from_db()
    assert request.state == AdmissionState.WITHDRAWN

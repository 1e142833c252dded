"""Who applies or reviews and reads English: the site speaks English, what people wrote is marked."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.domain.admissions import invite
from accounts.enums import UnitRole
from applications import expert_messages
from applications.domain import appointments, guiding
from applications.enums import ItemType, State
from applications.models import Case
from messaging.models import Message
from tests.applications.review.making import declare, make_panel, members_of, score
from tests.factories import applications as made
from tests.heritage_site.english import left_in_chinese

pytestmark = pytest.mark.django_db


def pages_of(case: Case) -> list[str]:
    """Every page an applicant has of a case."""
    own = [case.public_id]
    found = [
        reverse(f"applications:{name}", args=own)
        for name in ("case", "guidance", "check", "materials")
    ]
    sections = case.form.sections()
    return found + [
        reverse("applications:section", args=[*own, section.value]) for section in sections
    ]


def test_an_application_being_written(client: Any) -> None:
    case = made.make_case(State.DRAFT, title="示例面塑")
    person, guide = case.applicant, made.make_staff("guide")
    asked = guiding.ask(
        case=case, item_type=ItemType.QUESTION, item="history", text="写到哪一年？", by=person
    )
    guiding.answer(question=asked, text="写到今天。", by=guide)
    made.make_organisation(person, name="示例传承中心")
    made.make_case(State.NOT_ACCEPTED, title="示例剪纸", applicant=person)
    day = timezone.localdate() + datetime.timedelta(days=3)
    slots = appointments.offer_slots(
        by=guide,
        first_day=day,
        last_day=day,
        weekdays=range(7),
        starts=datetime.time(9),
        ends=datetime.time(10),
        minutes=30,
        place="示例街 1 号",
        on_holidays=True,
    )
    appointments.book(slot_id=slots[0].pk, by=person, case=case, topic="照片")
    client.force_login(person)
    pages = [*pages_of(case), reverse("applications:submit", args=[case.public_id])]
    pages += ["/apply/", reverse("applications:slots")]
    assert left_in_chinese(client, pages) == {}


@pytest.mark.parametrize("state", [State.GUIDED, State.CORRECTING, State.ON_NOTICE])
def test_an_application_under_way(client: Any, state: State) -> None:
    case = made.make_case(state, title="示例面塑")
    client.force_login(case.applicant)
    pages = pages_of(case)
    if state != State.ON_NOTICE:
        pages.append(reverse("applications:withdraw", args=[case.public_id]))
    assert left_in_chinese(client, pages) == {}


def test_a_review(client: Any) -> None:
    first, second = members_of(make_panel(2, title="示例面塑"))
    client.force_login(first.expert.user)
    invited = ["/review/", reverse("review:declaration", args=[first.pk])]
    assert left_in_chinese(client, invited) == {}
    declare(first)
    pages = [
        reverse(f"review:{name}", args=[first.pk]) for name in ("dossier", "sheet", "stepping-back")
    ]
    assert left_in_chinese(client, pages) == {}
    score(second)
    score(first)
    assert left_in_chinese(client, [reverse("review:scores", args=[first.pk])]) == {}


def test_a_unit_and_its_people(client: Any) -> None:
    head, agent, guest = (made.make_user(name) for name in ("张一", "李二", "王三"))
    unit = made.make_organisation(head, agent, name="示例传承中心")
    invite(organisation=unit, contact=guest.email, role=UnitRole.AGENT, by=head)
    pages = [reverse("account:overview"), reverse("account:profile")]
    client.force_login(head)
    pages += [reverse(f"account:{name}", args=[unit.pk]) for name in ("unit", "edit-unit")]
    assert left_in_chinese(client, pages) == {}
    client.force_login(guest)
    assert left_in_chinese(client, [reverse("account:overview")]) == {}


def test_an_objection(client: Any) -> None:
    case = made.make_case(State.ON_NOTICE, title="示例面塑")
    notice = case.candidacies.get().notice
    page = reverse("notices:object", args=[notice.pk])
    assert left_in_chinese(client, [page]) == {}
    html = client.get(page, headers={"cookie": "django_language=en"}).content.decode()
    assert 'lang="zh-Hans">' in html.split("<select")[1], "the choices are names in Chinese"


def test_what_is_missing_leads_to_where_it_is_filled_in(client: Any) -> None:
    case = made.make_case(State.DRAFT)
    case.answers.filter(question="history").delete()
    case.attachments.all().delete()
    client.force_login(case.applicant)
    html = client.get(reverse("applications:check", args=[case.public_id])).content.decode()
    section = case.form.question("history").section
    assert reverse("applications:section", args=[case.public_id, section]) + "#id_history" in html
    assert reverse("applications:materials", args=[case.public_id]) + "#m-" in html


def test_an_invitation_is_read_by_whoever_gets_it() -> None:
    """The other's language is not known: Chinese, and English after it from who acts in English."""
    head = made.make_user("张一")
    unit = made.make_organisation(head, name="示例传承中心")

    def body_to(contact: str) -> str:
        invitation = invite(organisation=unit, contact=contact, role=UnitRole.AGENT, by=head)
        return Message.objects.get(key=f"unit-invitation-{invitation.pk}").envelope.body

    assert "invites you" not in body_to("other@example.com")
    with override("en"):
        mail = body_to("guest@example.com")
        assert "邀请您一起办理申报" in mail
        assert "invites you to work on its applications" in mail
        assert "invites you" not in body_to("+8613800000000"), "an SMS is short"


def test_experts_are_written_to_in_chinese_whoever_acts() -> None:
    (member,) = members_of(make_panel(1, title="示例面塑"))
    with override("en"):
        expert_messages.remind(member, timezone.localdate())
    reminder = Message.objects.filter(recipient=member.expert.user).latest("pk")
    assert reminder.subject == "请提交评分：示例面塑"
    assert "Please" not in reminder.body

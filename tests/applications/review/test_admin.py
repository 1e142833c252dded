"""The secretary's pages inside the admin."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.domain import reviewing
from applications.enums import CaseAct, Decision, MemberState, State
from applications.models import Case, CommitteeDecision, Expert, PanelMember
from media.models import PrivateFile, PrivateFileReading
from tests.applications.review.making import make_panel, members_of, score
from tests.factories.applications import make_case, make_expert, make_round, make_staff, make_user
from tests.factories.media import pdf_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary() -> Any:
    return make_staff("secretary")


@pytest.fixture
def desk(secretary: Any) -> Client:
    return staff_client(secretary)


def staff_client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def before_committee(**fields: Any) -> Case:
    return make_case(State.COMMITTEE, now=timezone.now() - datetime.timedelta(hours=1), **fields)


def page(case: Case, name: str = "applications_review") -> str:
    return reverse(name, args=[case.pk])


def decided(**more: Any) -> dict[str, Any]:
    return {
        "met_on": timezone.localdate().isoformat(),
        "minutes": "会议纪要",
        "votes_for": "8",
        "votes_against": "1",
        "abstentions": "0",
        "decision": "notice",
        **more,
    }


def test_experts_are_chosen_from_the_pool_with_reasons_against(desk, secretary):
    case = make_case(State.ACCEPTED, round_=make_round(panel_size=2, quorum=2))
    one, other = make_expert(), make_expert()
    related = make_expert(user=case.applicant)
    html = desk.get(page(case, "applications_choose_experts")).content.decode()
    assert one.name in html
    assert "应当回避" in html
    assert html.count("disabled") == 1
    data = {"experts": [one.pk, related.pk], "action": "open", "seen": case.events_written}
    response = desk.post(page(case, "applications_choose_experts"), data)
    assert "应当回避" in response.content.decode()
    data["experts"] = [one.pk, other.pk]
    response = desk.post(page(case, "applications_choose_experts"), data)
    assert response.headers["Location"] == page(case)
    assert Case.objects.get(pk=case.pk).state == State.EXPERT_REVIEW
    assert PanelMember.objects.count() == 2


def test_a_draw_ticks_the_experts_and_names_nobody_yet(desk):
    case = make_case(State.ACCEPTED, round_=make_round(panel_size=2, quorum=2))
    for _one in range(4):
        make_expert().specialties.add(case.category)
    response = desk.post(page(case, "applications_choose_experts"), {"action": "draw"}, follow=True)
    html = response.content.decode()
    assert html.count(" checked") == 2
    assert not PanelMember.objects.exists()
    assert case.events.filter(step=CaseAct.DRAWN).count() == 1


def test_the_review_page_shows_figures_votes_and_opinions(desk):
    panel = make_panel(2)
    one, other = members_of(panel)
    score(one)
    score(other, less="1", in_favour=False)
    html = desk.get(page(panel.case)).content.decode()
    assert "同意 1 票，不同意 1 票" in html
    assert "未过半数" in html
    assert "建议列入" in html


def test_a_secretary_who_sits_in_the_panel_sees_no_scores(desk, secretary):
    panel = make_panel()
    (member,) = members_of(panel)
    score(member)
    PanelMember.objects.create(panel=panel, expert=make_expert(user=secretary))
    html = desk.get(page(panel.case)).content.decode()
    assert "您是这个专家组的成员" in html
    assert "建议列入" not in html


def test_other_offices_see_who_reviews_on_the_case_page_but_no_score_and_no_reason():
    panel = make_panel(2)
    one, other = members_of(panel)
    score(one)
    reviewing.recuse(member_id=other.pk, by=other.expert.user, reason="师徒关系")
    address = reverse("applications_case", args=[panel.case_id])
    for role, sees in (("officer", False), ("secretary", True)):
        html = staff_client(make_staff(role)).get(address).content.decode()
        assert one.expert.name in html
        assert "专家声明回避" in html
        assert ("建议列入" in html) is sees
        assert ("师徒关系" in html) is sees
        assert ("有据可查" in html) is sees


def test_another_expert_is_asked_in_place_of_one(desk):
    panel = make_panel()
    (member,) = members_of(panel)
    reviewing.recuse(member_id=member.pk, by=member.expert.user, reason="师徒关系")
    other = make_expert()
    address = reverse("applications_replace_expert", args=[panel.case_id, member.pk])
    assert "师徒关系" in desk.get(address).content.decode()
    assert "请选择一位专家" in desk.post(address, {"action": "replace"}).content.decode()
    response = desk.post(address, {"action": "replace", "experts": [other.pk]})
    assert response.headers["Location"] == page(panel.case)
    assert PanelMember.objects.get(expert=other).replaces == member


def test_a_member_of_another_cases_panel_is_not_replaced_from_here(desk):
    here, (elsewhere,) = make_panel(), members_of(make_panel())
    address = reverse("applications_replace_expert", args=[here.case_id, elsewhere.pk])
    data = {"action": "replace", "experts": [make_expert().pk], "reason": "试试"}
    assert desk.post(address, data).status_code == 404
    assert PanelMember.objects.get(pk=elsewhere.pk).state == MemberState.INVITED


def test_a_decision_with_its_scan_is_recorded_and_reading_it_is_noted(desk, secretary):
    case = before_committee()
    scan = SimpleUploadedFile("纪要.pdf", pdf_bytes(), content_type="application/pdf")
    data = decided(seen=case.events_written, minutes_file=scan)
    response = desk.post(page(case, "applications_decision"), data)
    assert response.headers["Location"] == page(case)
    decision = case.decisions.get()
    assert (decision.votes_for, decision.decision) == (8, Decision.NOTICE)
    address = reverse("applications_minutes", args=[case.pk, decision.pk])
    assert desk.get(address).status_code == 200
    assert PrivateFileReading.objects.get().reader == secretary
    other = before_committee()
    assert (
        desk.get(reverse("applications_minutes", args=[other.pk, decision.pk])).status_code == 404
    )


def test_a_refused_decision_keeps_what_was_typed_and_no_file(desk):
    case = before_committee()
    scan = SimpleUploadedFile("纪要.pdf", pdf_bytes(), content_type="application/pdf")
    data = decided(
        seen=case.events_written,
        votes_for="1",
        votes_against="8",
        minutes="写了很久的纪要",
        minutes_file=scan,
    )
    html = desk.post(page(case, "applications_decision"), data).content.decode()
    assert "未过半数" in html
    assert "写了很久的纪要" in html
    assert "请再选择一次" in html
    assert not CommitteeDecision.objects.exists()
    assert not PrivateFile.objects.filter(name="纪要.pdf").ready().exists()


def test_sending_back_asks_the_experts_ticked(desk):
    case = before_committee()
    before = case.panels.get().members.get().expert
    html = desk.get(page(case, "applications_decision")).content.decode()
    assert f'value="{before.pk}" checked' in html
    data = decided(
        seen=case.events_written,
        decision="return",
        votes_for="2",
        votes_against="7",
        reason="分歧较大",
        experts=[before.pk],
    )
    desk.post(page(case, "applications_decision"), data)
    assert Case.objects.get(pk=case.pk).state == State.EXPERT_REVIEW
    assert case.panels.count() == 2


def test_one_sitting_is_recorded_for_several_cases(desk):
    first, second, left = before_committee(), before_committee(), before_committee()
    data = {
        "met_on": timezone.localdate().isoformat(),
        "minutes": "会议纪要",
        f"for-{first.pk}": "9",
        f"decision-{first.pk}": "notice",
        f"for-{second.pk}": "1",
        f"against-{second.pk}": "8",
        f"decision-{second.pk}": "reject",
    }
    html = desk.post(reverse("applications_sitting"), data).content.decode()
    assert "请写明理由" in html
    assert not CommitteeDecision.objects.exists()
    data[f"reason-{second.pk}"] = "材料不实"
    assert desk.post(reverse("applications_sitting"), data).status_code == 302
    assert CommitteeDecision.objects.count() == 2
    assert Case.objects.get(pk=second.pk).state == State.NOT_PASSED
    assert not left.decisions.exists()


def test_the_sitting_leaves_out_ones_own_case(desk, secretary):
    own = before_committee(applicant=secretary)
    other = before_committee()
    html = desk.get(reverse("applications_sitting")).content.decode()
    assert other.number in html
    assert own.number not in html


def test_the_sitting_takes_the_same_queries_for_more_cases(desk):
    counts = []
    for more in (1, 4):
        for _one in range(more):
            before_committee()
        desk.get(reverse("applications_sitting"))
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("applications_sitting"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


ADDRESSES = ("applications_review", "applications_choose_experts", "applications_decision")


@pytest.mark.parametrize("role", ["officer", "guide", "publisher", "handler"])
def test_other_offices_do_not_come_in(role):
    panel = make_panel()
    (member,) = members_of(panel)
    client = staff_client(make_staff(role))
    for name in ADDRESSES:
        for response in (client.get(page(panel.case, name)), client.post(page(panel.case, name))):
            assert response.status_code == 302
            assert response.headers["Location"] == "/admin/"
    replace = reverse("applications_replace_expert", args=[panel.case_id, member.pk])
    data = {"experts": [make_expert().pk], "reason": "试试"}
    assert client.post(replace, data).headers["Location"] == "/admin/"
    assert client.get(reverse("applications_sitting")).headers["Location"] == "/admin/"
    assert PanelMember.objects.count() == 1


def test_of_ones_own_case_there_is_no_page(secretary, desk):
    case = make_case(State.EXPERT_REVIEW, applicant=secretary)
    for name in ADDRESSES:
        assert desk.get(page(case, name)).status_code == 404
        assert desk.post(page(case, name)).status_code == 404


def test_experts_applicants_and_strangers_do_not_reach_the_admin():
    panel = make_panel()
    (member,) = members_of(panel)
    for user in (member.expert.user, panel.case.applicant, make_user()):
        client = staff_client(user)
        for name in ADDRESSES:
            response = client.get(page(panel.case, name))
            assert response.status_code in (302, 403, 404)
            assert panel.case.title not in response.content.decode()


def test_the_pool_is_kept_in_the_admin_and_found_by_name_and_specialty():
    administrator = make_user("管理员", is_superuser=True, is_staff=True)
    client = staff_client(administrator)
    listing = reverse(Expert.snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]
    case = make_case(State.ACCEPTED)
    one, other = make_expert(), make_expert()
    one.specialties.add(case.category)
    other.active = False
    other.save()
    html = client.get(listing, {"specialties": case.category_id}).content.decode()
    assert one.name in html
    assert other.name not in html
    assert other.name in client.get(listing, {"q": other.name}).content.decode()
    assert other.name not in client.get(listing, {"standing": "serving"}).content.decode()
    add = reverse(Expert.snippet_viewset.get_url_name("add"))  # type: ignore[attr-defined]
    data = {
        "name": "新专家",
        "user": make_user().pk,
        "term_from": "2026-05-01",
        "term_to": "2026-01-01",
        "specialties": [case.category_id],
    }
    assert "聘期的结束不能早于开始" in client.post(add, data).content.decode()
    assert client.post(add, {**data, "term_to": "2029-01-01"}).status_code == 302
    assert Expert.objects.get(name="新专家").specialties.get() == case.category


def test_the_list_of_experts_takes_the_same_queries_for_more_of_them():
    client = staff_client(make_user("管理员", is_superuser=True, is_staff=True))
    listing = reverse(Expert.snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]
    case = make_case(State.ACCEPTED)
    counts = []
    for more in (3, 9):
        for _one in range(more):
            make_expert().specialties.add(case.category)
        client.get(listing)
        with CaptureQueriesContext(connection) as queries:
            client.get(listing)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_expert_who_sat_in_panels_is_not_deleted():
    (member,) = members_of(make_panel())
    client = staff_client(make_user("管理员", is_superuser=True, is_staff=True))
    delete = reverse(
        Expert.snippet_viewset.get_url_name("delete"),  # type: ignore[attr-defined]
        args=[member.expert_id],
    )
    client.post(delete)
    assert Expert.objects.filter(pk=member.expert_id).exists()

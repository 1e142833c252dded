"""The experts' pages, from the side of those who should not see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications import panels, queries
from applications.domain import reviewing
from applications.domain.transitioning import transition
from applications.enums import MemberState
from applications.models import Attachment, Case, PanelMember, Score
from media.models import PrivateFileReading
from tests.applications.review.making import (
    declare,
    make_panel,
    members_of,
    posted,
    score,
    whole_sheet,
)
from tests.factories.applications import make_expert, make_organisation, make_staff, make_user
from tests.factories.uploads import make_private_file

pytestmark = pytest.mark.django_db

CONTENT = ("dossier", "sheet", "scores")
PHONE = "13800000000"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(member: PanelMember, page: str = "dossier") -> str:
    return f"/review/{member.pk}/" + ("" if page == "dossier" else f"{page}/")


def file_address(member: PanelMember, material: str | None = None) -> str:
    files = Attachment.objects.filter(case=member.panel.case)
    if material is not None:
        files = files.filter(material=material)
    return f"/review/{member.pk}/files/{files.earliest('pk').pk}/"


def every_address(member: PanelMember) -> list[str]:
    pages = ("dossier", "declaration", "stepping-back", "sheet", "scores")
    return [address(member, page) for page in pages] + [file_address(member)]


def test_a_visitor_is_asked_to_sign_in():
    (member,) = members_of(make_panel())
    for one in ["/review/", *every_address(member)]:
        assert Client().get(one).status_code == 302, one


def test_before_the_declaration_only_title_kind_category_and_round_are_seen():
    (member,) = members_of(make_panel())
    client = signed_in(member.expert.user)
    case = member.panel.case
    for one in ("/review/", address(member, "declaration"), address(member, "stepping-back")):
        html = client.get(one).content.decode()
        assert case.title in html
        assert "这是示例内容" not in html
        assert case.applicant.get_full_name() not in html
    assert client.get(address(member)).headers["Location"] == address(member, "declaration")
    for one in (address(member, "sheet"), address(member, "scores"), file_address(member)):
        assert client.get(one).status_code == 404, one
    assert client.post(address(member, "sheet"), posted(case)).status_code == 404
    assert not PrivateFileReading.objects.exists()


def test_the_whole_way_of_an_expert():
    (member,) = members_of(make_panel())
    client = signed_in(member.expert.user)
    case = member.panel.case
    assert client.post(address(member, "declaration"), {}).status_code == 422
    response = client.post(address(member, "declaration"), {"unbound": "on"}, follow=True)
    assert "这是示例内容" in response.content.decode()
    half = {f"points-{case.form.rubric[0].key}": "2.5", "action": "save", "opinion": "再看看"}
    client.post(address(member, "sheet"), half)
    html = client.get(address(member, "sheet")).content.decode()
    assert 'value="2.5"' in html
    assert "再看看" in html
    refused = client.post(address(member, "sheet"), {**half, "revision": "1", "action": "hand-in"})
    assert refused.status_code == 422
    assert "请选择是否同意推荐" in refused.content.decode()
    whole = posted(case, revision="1", action="hand-in")
    response = client.post(address(member, "sheet"), whole, follow=True)
    assert "评分已提交" in response.content.decode()
    assert PanelMember.objects.get().state == MemberState.SCORED


def test_what_cannot_be_saved_is_kept_on_the_page():
    (member,) = members_of(make_panel())
    declare(member)
    client = signed_in(member.expert.user)
    item = member.panel.case.form.rubric[0]
    data = {f"points-{item.key}": "999", "opinion": "写了很久的意见", "action": "save"}
    response = client.post(address(member, "sheet"), data)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="999"' in html
    assert "写了很久的意见" in html
    assert not Score.objects.exists()


def test_an_autosave_on_its_way_is_not_another_window():
    (member,) = members_of(make_panel())
    declare(member)
    client = signed_in(member.expert.user)
    case = member.panel.case
    saved = client.post(
        address(member, "sheet"), posted(case, tab="a", revision="0", action="autosave")
    )
    assert "已保存" in saved.content.decode()
    # Pressed before the autosave has answered: the session knows nothing of it, nor does the form.
    at_once = signed_in(member.expert.user)
    late = posted(case, points="2", tab="a", revision="0", action="hand-in")
    assert at_once.post(address(member, "sheet"), late).status_code == 302
    other = posted(case, points="1", tab="b", revision="0", action="hand-in")
    response = client.post(address(member, "sheet"), other)
    assert response.status_code == 422
    assert "另一个窗口" in response.content.decode()
    assert set(Score.objects.values_list("points", flat=True)) == {2}
    again = {**other, "revision": "2"}
    assert 'name="revision" value="2"' in response.content.decode()
    assert client.post(address(member, "sheet"), again).status_code == 302


def test_identity_and_contact_are_kept_from_experts_and_so_are_private_files():
    panel = make_panel()
    (member,) = members_of(panel)
    declare(member)
    case = panel.case
    private = next(one for one in case.form.materials if one.private)
    client = signed_in(member.expert.user)
    html = client.get(address(member)).content.decode()
    assert "这是示例内容" in html
    for secret in (PHONE, "11010119900307299X"):
        assert secret not in html
    assert private.name not in html
    hidden = Attachment.objects.filter(case=case, material=private.key)
    for attachment in hidden:
        assert client.get(f"/review/{member.pk}/files/{attachment.pk}/").status_code == 404
    assert not PrivateFileReading.objects.exists()


def test_an_opened_file_is_served_and_noted():
    (member,) = members_of(make_panel())
    declare(member)
    public = next(
        one.key
        for one in member.panel.case.form.materials
        if not one.private and Attachment.objects.filter(material=one.key).exists()
    )
    response = signed_in(member.expert.user).get(file_address(member, public))
    assert response.status_code == 200
    reading = PrivateFileReading.objects.get()
    assert reading.reader == member.expert.user
    assert str(member.panel.case.number) in reading.purpose


def test_a_file_added_after_the_version_and_one_of_another_case_are_not_there():
    (member,) = members_of(make_panel())
    declare(member)
    (elsewhere,) = members_of(make_panel())
    public = next(one for one in member.panel.case.form.materials if not one.private)
    later = Attachment.objects.create(
        case=member.panel.case, material=public.key, file=make_private_file()
    )
    foreign = Attachment.objects.filter(case=elsewhere.panel.case, material=public.key).first()
    client = signed_in(member.expert.user)
    for pk in (later.pk, foreign.pk if foreign else 0, 10**9):
        assert client.get(f"/review/{member.pk}/files/{pk}/").status_code == 404


@pytest.mark.parametrize("who", ["stranger", "applicant", "expert", "secretary", "administrator"])
def test_pages_of_somebody_elses_review_are_not_there(who):
    (member,) = members_of(make_panel())
    declare(member)
    people = {
        "stranger": make_user,
        "applicant": lambda: member.panel.case.applicant,
        "expert": lambda: members_of(make_panel())[0].expert.user,
        "secretary": lambda: make_staff("secretary"),
        "administrator": lambda: make_staff("administrator"),
    }
    client = signed_in(people[who]())
    for one in every_address(member):
        assert client.get(one).status_code == 404, one
    assert client.post(address(member, "sheet"), posted(member.panel.case)).status_code == 404
    assert member.panel.case.title not in client.get("/review/").content.decode()


def _recused(member: PanelMember) -> None:
    reviewing.recuse(member_id=member.pk, by=member.expert.user, reason="亲属")


def _declined(member: PanelMember) -> None:
    reviewing.decline(member_id=member.pk, by=member.expert.user, reason="没有时间")


def _replaced(member: PanelMember) -> None:
    reviewing.replace_expert(
        member_id=member.pk,
        expert_id=make_expert().pk,
        by=make_staff("secretary"),
        reason="没有答复",
    )


def _withdrawn(member: PanelMember) -> None:
    case = member.panel.case
    transition(case_id=case.pk, name="withdraw", by=case.applicant, reason="不申报了")


def _closed(member: PanelMember) -> None:
    transition(
        case_id=member.panel.case_id, name="undo_review", by=make_staff("secretary"), reason="重组"
    )


@pytest.mark.parametrize("end", [_recused, _declined, _replaced, _withdrawn, _closed])
def test_nothing_is_left_to_see_once_the_part_is_over(end):
    (member,) = members_of(make_panel())
    declare(member)
    end(member)
    client = signed_in(member.expert.user)
    for one in every_address(member):
        assert client.get(one).status_code == 404, one
    assert client.post(address(member, "sheet"), posted(member.panel.case)).status_code == 404
    assert not Score.objects.exists()


def test_after_the_panel_is_closed_ones_own_scores_are_left_and_no_dossier():
    panel = make_panel(2)
    one, other = members_of(panel)
    score(one, less="0.5")
    score(other, less="1")
    transition(case_id=panel.case_id, name="close_review", by=make_staff("secretary"))
    client = signed_in(one.expert.user)
    assert address(one, "scores") in client.get("/review/").content.decode()
    html = client.get(address(one, "scores")).content.decode()
    assert "建议列入" in html
    assert "其他专家" not in html
    for page in ("dossier", "sheet", "stepping-back", "declaration"):
        assert client.get(address(one, page)).status_code == 404, page
    assert client.get(address(other, "scores")).status_code == 404


def test_others_scores_are_hidden_until_ones_own_are_in():
    panel = make_panel(3)
    first, second, third = members_of(panel)
    score(first)
    declare(second)
    second.refresh_from_db()
    sheet = whole_sheet(panel.case, less="1")
    reviewing.save_sheet(member_id=second.pk, by=second.expert.user, sheet=sheet)
    second = PanelMember.objects.select_related("panel").get(pk=second.pk)
    assert {one.member_id for one in panels.scores_visible_to(second)} == {second.pk}
    assert signed_in(second.expert.user).get(address(second, "scores")).status_code == 404
    reviewing.hand_in(member_id=second.pk, by=second.expert.user, sheet=sheet)
    declare(third)
    reviewing.save_sheet(member_id=third.pk, by=third.expert.user, sheet=sheet)
    second.refresh_from_db()
    assert {one.member_id for one in panels.scores_visible_to(second)} == {first.pk, second.pk}
    html = signed_in(second.expert.user).get(address(second, "scores")).content.decode()
    assert html.count("其他专家") == 1
    assert first.expert.name not in html


def test_who_stepped_back_sees_no_scores_at_all():
    one, other = members_of(make_panel(2))
    score(one)
    score(other)
    reviewing.recuse(member_id=other.pk, by=other.expert.user, reason="亲属")
    other.refresh_from_db()
    assert not panels.scores_visible_to(other).exists()


def test_an_expert_who_applies_never_meets_his_own_case_nor_his_units():
    panel = make_panel()
    (member,) = members_of(panel)
    own = PanelMember.objects.create(panel=panel, expert=make_expert(user=panel.case.applicant))
    colleague = make_expert()
    organisation = make_organisation(panel.case.applicant, colleague.user)
    employed = make_expert(organisation=organisation)
    Case.objects.filter(pk=panel.case_id).update(organisation=organisation)
    near = [
        own,
        PanelMember.objects.create(panel=panel, expert=colleague),
        PanelMember.objects.create(panel=panel, expert=employed),
    ]
    for part in near:
        assert not queries.invitations_of(part.expert.user).exists()
        client = signed_in(part.expert.user)
        for one in every_address(part):
            assert client.get(one).status_code == 404, one
    assert queries.invitations_of(member.expert.user).get() == member


def test_the_number_of_queries_does_not_grow_with_the_reviews():
    panel = make_panel()
    (member,) = members_of(panel)
    user = member.expert.user
    client = signed_in(user)
    client.get("/review/")
    counts = []
    for _unused in range(2):
        with CaptureQueriesContext(connection) as counted:
            client.get("/review/")
        counts.append(len(counted))
        for _more in range(3):
            PanelMember.objects.create(panel=make_panel(), expert=member.expert)
    assert counts[0] == counts[1], counts

"""The forms: what is made by itself, what is refused in which words, and that nothing typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.test.utils.form_data import inline_formset

from registry.models import Apprenticeship, HeritageProject, Inheritor
from tests.factories.registry import make_base, make_inheritor, make_inscription, make_project
from tests.registry.admin.forms import (
    LIST,
    create_project,
    edit_url,
    errors,
    inheritor_data,
    narrative,
    project_data,
)

pytestmark = pytest.mark.django_db


def test_pinyin_and_address_are_made_when_left_empty(as_editor: Client) -> None:
    project = create_project(as_editor)
    assert project.name_pinyin == "hé dōng jiǎn zhǐ"
    assert project.slug == "he-dong-jian-zhi"
    assert not project.live


def test_emptied_address_is_made_again(as_editor: Client) -> None:
    project = create_project(as_editor)
    response = as_editor.post(edit_url(project), project_data("河东窗花", slug=""))
    assert response.status_code == 302, errors(response)
    project.refresh_from_db()
    assert project.slug == "he-dong-chuang-hua"


def test_tags_split_at_chinese_marks_and_keep_blanks(as_editor: Client) -> None:
    project = create_project(as_editor, tags="剪纸、春节，天津 河东;窗花,剪纸")
    draft = project.get_latest_revision_as_object()
    assert {tag.name for tag in draft.tags.all()} == {"剪纸", "春节", "天津 河东", "窗花"}
    html = as_editor.get(edit_url(project)).content.decode()
    assert 'value="剪纸,天津 河东,春节,窗花"' in html or "剪纸" in html
    response = as_editor.post(edit_url(project), project_data(tags="剪纸,天津 河东,春节,窗花"))
    assert response.status_code == 302
    again = HeritageProject.objects.get(pk=project.pk).get_latest_revision_as_object()
    assert {tag.name for tag in again.tags.all()} == {"剪纸", "春节", "天津 河东", "窗花"}


def test_a_browser_without_scripts_does_not_empty_the_narrative(as_editor: Client) -> None:
    project = create_project(as_editor)
    before = HeritageProject.objects.get(pk=project.pk).latest_revision_id
    sent = {k: v for k, v in project_data().items() if not k.startswith("narrative")}
    response = as_editor.post(edit_url(project), sent)
    assert response.status_code == 200
    assert "没有收到项目说明，所以没有保存" in response.content.decode()
    assert "没有收到项目说明，所以没有保存" in str(errors(response))
    assert HeritageProject.objects.get(pk=project.pk).latest_revision_id == before


def test_refused_form_keeps_all_that_was_typed(as_editor: Client) -> None:
    data = project_data(
        name="只留下这个名称",
        latitude="95",
        longitude="117.2",
        address="大直沽某街 1 号",
        names=inline_formset([{"kind": "also", "text": "又一名"}]),
        inscriptions=inline_formset(
            [
                {
                    "level": "4",
                    "batch": "",
                    "kind": "new",
                    "code_as_written": "Ⅶ-3",
                    "sub_number": "",
                    "declaring_unit": "大直沽街",
                    "act": "",
                    "inscribed_on": "2024-13-40",
                    "removed_on": "",
                    "removal_act": "",
                }
            ]
        ),
        narrative=narrative(("summary", "写好的简介。"), ("history", "写好的历史。")),
    )
    response = as_editor.post(LIST + "add/", data)
    assert response.status_code == 200
    assert not HeritageProject.objects.exists()
    form = response.context["form"]
    assert "90" in str(form.errors["latitude"])
    assert form.formsets["inscriptions"].forms[0].errors["inscribed_on"]
    html = response.content.decode()
    for typed in ("只留下这个名称", "大直沽某街 1 号", "又一名", "Ⅶ-3", "大直沽街", "2024-13-40"):
        assert typed in html
    plain = html.replace("\\", "")
    for section in ("写好的简介。", "写好的历史。"):
        assert section.encode("unicode_escape").decode().replace("\\", "") in plain


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "请填写这一项"),
        ({"latitude": "39.1", "longitude": ""}, "纬度和经度要么都填，要么都不填"),
        ({"latitude": "三十九", "longitude": "117"}, "请填写数字"),
        ({"category": ""}, "请填写这一项"),
    ],
)
def test_wrong_input_is_refused_in_chinese(
    as_editor: Client, changes: dict[str, str], message: str
) -> None:
    response = as_editor.post(LIST + "add/", project_data(**changes))
    assert response.status_code == 200
    assert message.replace("，", "") in errors(response).replace("，", "").replace(",", "")


def test_two_equal_names_and_a_name_like_the_project_are_refused(as_editor: Client) -> None:
    rows = [{"kind": "also", "text": "窗花"}, {"kind": "common", "text": "窗花"}]
    assert (
        as_editor.post(LIST + "add/", project_data(names=inline_formset(rows))).status_code == 200
    )
    rows = [{"kind": "also", "text": "河东剪纸"}]
    response = as_editor.post(LIST + "add/", project_data(names=inline_formset(rows)))
    assert "与项目名称相同" in errors(response)


def test_project_is_not_related_to_itself(as_reviewer: Client) -> None:
    project = make_project("拦手门")
    rows = inline_formset([{"other": str(project.pk), "reason": "同门"}])
    data = {**project_data("拦手门", relations=rows), "action-publish": "1"}
    response = as_reviewer.post(edit_url(project), data)
    assert response.status_code == 200
    assert "相关项目不能是项目自己" in errors(response)


def test_lineage_circle_is_said_beside_the_master(as_reviewer: Client) -> None:
    elder = make_inheritor("张大山")
    younger = make_inheritor("张小山", masters=[Apprenticeship(master=elder)])
    row = {
        "master": str(younger.pk),
        "project": "",
        "kind": "master",
        "from_year": "",
        "to_year": "",
        "source": "",
    }
    for action in ("action-publish", "unused"):
        data = {**inheritor_data("张大山", masters=inline_formset([row])), action: "1"}
        response = as_reviewer.post(edit_url(elder), data)
        assert response.status_code == 200
        assert "师承关系成了一个圈" in errors(response)
    assert not Apprenticeship.objects.filter(apprentice=elder).exists()


def test_consent_needs_its_date_and_words(as_editor: Client) -> None:
    response = as_editor.post(
        "/admin/snippets/registry/inheritor/add/", inheritor_data(consent="given")
    )
    assert response.status_code == 200
    assert "请填写同意日期" in errors(response)
    assert "请写明本人同意的内容" in errors(response)
    assert not Inheritor.objects.exists()


def test_facilities_are_ticked(as_editor: Client) -> None:
    base = make_base("直沽传习所")
    html = as_editor.get(edit_url(base)).content.decode()
    assert html.count('name="accessibility"') == 6
    assert "无台阶出入口" in html


def test_help_says_what_to_write_and_whence_the_rule(as_editor: Client) -> None:
    html = as_editor.get(LIST + "add/").content.decode()
    assert "与公布名录的公文一致" in html
    assert "非物质文化遗产法" in html
    assert html.count('role="tab"') >= 5


def test_copy_is_a_new_draft_with_its_own_rows(as_editor: Client) -> None:
    original = make_project("拦手门", aliases=("直沽拦手",), inscriptions=[make_inscription()])
    page = as_editor.get(f"{LIST}copy/{original.pk}/")
    assert page.status_code == 200
    form = page.context["form"]
    assert form.instance.pk is None
    assert [row.instance.text for row in form.formsets["names"].forms] == ["直沽拦手"]
    rows = {
        "names-TOTAL_FORMS": "1",
        "names-INITIAL_FORMS": "1",
        "names-MIN_NUM_FORMS": "0",
        "names-MAX_NUM_FORMS": "1000",
        "names-0-id": "",
        "names-0-kind": "also",
        "names-0-text": "直沽拦手",
        "names-0-ORDER": "1",
        "names-0-DELETE": "",
    }
    response = as_editor.post(LIST + "add/", {**project_data("拦手门新编"), **rows})
    assert response.status_code == 302, errors(response)
    copy = HeritageProject.objects.latest("pk")
    assert [name.text for name in copy.names.all()] == ["直沽拦手"]
    assert [name.text for name in original.names.all()] == ["直沽拦手"]


def test_old_version_opens_after_what_it_names_was_deleted(as_reviewer: Client) -> None:
    other = make_project("要删的项目", publish=False)
    project = make_project("拦手门")
    row = {"other": str(other.pk), "reason": ""}
    data = project_data("拦手门", relations=inline_formset([row]))
    assert as_reviewer.post(edit_url(project), data).status_code == 302
    with_other = HeritageProject.objects.get(pk=project.pk).latest_revision
    data = project_data("拦手门", relations=inline_formset([]))
    assert as_reviewer.post(edit_url(project), data).status_code == 302
    assert as_reviewer.post(edit_url(other, "delete")).status_code == 302
    history = f"{LIST}history/{project.pk}/revisions"
    assert as_reviewer.get(f"{history}/{with_other.pk}/revert/").status_code == 200
    assert as_reviewer.get(f"{history}/compare/{with_other.pk}...latest/").status_code == 200


def test_versions_are_compared_in_words(as_reviewer: Client) -> None:
    project = make_project("拦手门")
    edited = project_data("拦手门", narrative=narrative(("history", "清代传入。")))
    assert as_reviewer.post(edit_url(project), edited).status_code == 302
    compared = as_reviewer.get(f"{LIST}history/{project.pk}/revisions/compare/earliest...latest/")
    html = compared.content.decode()
    assert "<dd>历史渊源</dd>" in html
    assert "<dd>公开</dd>" in html


@pytest.mark.parametrize(
    "numbers",
    [
        {"ordinal": "0"},
        {"ordinal": "100"},
        {"ordinal": "12345"},
        {"year": "99999"},
    ],
)
def test_no_batch_is_numbered_as_none_can_be(as_editor: Client, numbers: dict[str, str]) -> None:
    data = {"subject": "project", "level": "1", "ordinal": "9", "year": "", **numbers}
    data |= {"jurisdiction": "", "announced_on": "", "act": ""}
    address = LIST.replace("heritageproject", "batch") + "add/"
    response = as_editor.post(address, data)
    assert response.status_code == 200
    (field,) = numbers
    assert set(response.context["form"].errors) == {field}
    assert as_editor.post(address, data | {"ordinal": "9", "year": "2030"}).status_code == 302

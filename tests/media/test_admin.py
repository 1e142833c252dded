"""The administration's forms: uploading, describing, consent, publication."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.users.models import UserProfile

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR
from media.enums import Access, Consent, Licence
from media.models import HeritageDocument, HeritageImage, Recording
from tests.factories.media import (
    CLEARED,
    make_document,
    make_picture,
    make_public,
    make_recording,
    mp4_bytes,
    pdf_bytes,
    picture_bytes,
    upload,
    wav_bytes,
)
from tests.media.conftest import ClientFor
from tests.media.test_pictures import located

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client_for: ClientFor) -> Client:
    return client_for(ROLE_EDITOR)


def people(prefix: str = "people", *rows: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": sum("id" in row for row in rows),
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def picture_data(picture: HeritageImage, **changes: Any) -> dict[str, Any]:
    return {
        "title": picture.title,
        "description": picture.description,
        "access": picture.access,
        "collection": picture.collection_id,
        **CLEARED,
        **changes,
    }


def test_several_pictures_are_uploaded_at_once_and_start_as_internal(editor: Client) -> None:
    url = reverse("wagtailimages:add_multiple")
    response = editor.post(
        url,
        {"title": "灯笼", "files[]": upload(picture_bytes("JPEG", exif=located()), "灯笼.jpg")},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    answer = json.loads(response.content)
    assert answer["success"] is True, answer
    picture = HeritageImage.objects.get(pk=answer["image_id"])
    assert (picture.access, picture.licence) == (Access.INTERNAL, Licence.UNCLEAR)
    assert picture.original_name == "灯笼.jpg"
    assert b"SecretPhone" not in picture.file.open().read()
    assert "替代文字" in answer["form"]

    prefix = f"image-{picture.pk}"
    url = reverse("wagtailimages:edit_multiple", args=[picture.pk])
    data = picture_data(picture, description="")
    sent = {f"{prefix}-{name}": value for name, value in data.items()}
    ajax = {"x-requested-with": "XMLHttpRequest"}
    answer = json.loads(editor.post(url, sent, headers=ajax).content)
    assert answer["success"] is False
    assert "请填写替代文字" in answer["form"]
    sent[f"{prefix}-description"] = "一只红灯笼"
    answer = json.loads(editor.post(url, sent, headers=ajax).content)
    assert answer["success"] is True
    picture.refresh_from_db()
    assert picture.description == "一只红灯笼"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<svg/>", "图.png", "SVG"),
        (b"<html>", "图.jpg", "不是可用的图片"),
        (picture_bytes("JPEG")[:3000], "图.jpg", "已损坏"),
        (picture_bytes("JPEG") + b"PK\x03\x04", "图.jpg", "夹带"),
        (b"", "图.jpg", "空"),
    ],
)
def test_a_bad_picture_is_refused_with_a_sentence(
    editor: Client, content: bytes, name: str, said: str
) -> None:
    response = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "图", "files[]": upload(content, name)},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    answer = json.loads(response.content)
    assert answer["success"] is False
    assert said in answer["error_message"]
    assert HeritageImage.objects.count() == 0


def test_the_page_of_a_picture_shows_rights_and_people_in_chinese(editor: Client) -> None:
    picture = make_picture(people=[("李四", Consent.YES)])
    html = editor.get(reverse("wagtailimages:edit", args=[picture.pk])).content.decode()
    for words in (
        "权利人",
        "许可",
        "署名",
        "替代文字",
        "公开范围",
        "画面中的人物",
        "李四",
        "同意书",
    ):
        assert words in html, words


def test_a_picture_is_published_with_consent_and_not_without(editor: Client) -> None:
    picture = make_picture()
    url = reverse("wagtailimages:edit", args=[picture.pk])
    unsure = {"name": "王五", "consent": Consent.UNKNOWN, "consent_text": "", "consented_on": ""}
    data = picture_data(picture, access=Access.PUBLIC)

    response = editor.post(url, data | people("people", unsure))
    assert "王五" in str(response.context["form"].errors["access"])
    picture.refresh_from_db()
    assert (picture.access, picture.people.count()) == (Access.INTERNAL, 0)

    sure = unsure | {"consent": Consent.YES, "consent_text": "同意在本站展示"}
    response = editor.post(url, data | people("people", sure))
    assert response.status_code == 302, response.context["form"].errors
    picture = HeritageImage.objects.public().get()
    assert [person.name for person in picture.people.all()] == ["王五"]

    row = {"id": picture.people.get().pk, **unsure}
    response = editor.post(url, data | people("people", row))
    assert "王五" in str(response.context["form"].errors["access"])
    response = editor.post(url, data | people("people", row | {"DELETE": "on"}))
    assert response.status_code == 302
    assert picture.people.model.objects.count() == 0


def test_taking_back_consent_and_closing_the_picture_go_together(editor: Client) -> None:
    picture = make_public(make_picture, people=[("李四", Consent.YES)])
    row = {"id": picture.people.get().pk, "name": "李四", "consent": Consent.NO}
    response = editor.post(
        reverse("wagtailimages:edit", args=[picture.pk]),
        picture_data(picture, access=Access.INTERNAL) | people("people", row),
    )
    assert response.status_code == 302, response.context["form"].errors
    assert HeritageImage.objects.public().count() == 0
    assert HeritageImage.objects.get().people.get().consent == Consent.NO


def test_a_row_with_consent_but_no_words_is_sent_back(editor: Client) -> None:
    picture = make_picture()
    response = editor.post(
        reverse("wagtailimages:edit", args=[picture.pk]),
        picture_data(picture) | people("people", {"name": "李四", "consent": Consent.YES}),
    )
    assert response.status_code == 200
    assert "请填写同意的内容" in response.content.decode()
    assert picture.people.model.objects.count() == 0


def test_a_new_file_replaces_the_old_one_and_every_size_of_it(editor: Client) -> None:
    picture = make_picture()
    storage, old = picture.file.storage, picture.file.name
    picture.get_rendition("width-320|format-webp")
    new = upload(picture_bytes("PNG", 800, 500), "新.png")
    response = editor.post(
        reverse("wagtailimages:edit", args=[picture.pk]),
        picture_data(picture) | people() | {"file": new},
    )
    assert response.status_code == 302, response.context["form"].errors
    picture = HeritageImage.objects.get()
    assert (picture.width, picture.height, picture.media_type) == (800, 500, "image/png")
    assert picture.original_name == "新.png"
    assert not storage.exists(old)
    assert not picture.renditions.filter(filter_spec="width-320|format-webp").exists()


def test_a_document_is_uploaded_and_published(editor: Client) -> None:
    response = editor.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "公布通知", "files[]": upload(pdf_bytes(), "公布通知.pdf")},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    answer = json.loads(response.content)
    assert answer["success"] is True, answer
    document = HeritageDocument.objects.get()
    url = reverse("wagtaildocs:edit", args=[document.pk])
    assert "文件涉及的人物" in editor.get(url).content.decode()
    data = {"title": "公布通知", "collection": document.collection_id, **CLEARED}
    response = editor.post(url, data | {"access": Access.PUBLIC} | people())
    assert response.status_code == 302, response.context["form"].errors
    assert HeritageDocument.objects.public().get() == document


def test_a_bad_document_is_refused_with_a_sentence(editor: Client) -> None:
    response = editor.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "页", "files[]": upload(b"<html></html>", "公文.pdf")},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert "不是可以接收的文档" in json.loads(response.content)["error_message"]
    assert HeritageDocument.objects.count() == 0


def recording_data(**changes: Any) -> dict[str, Any]:
    return {"title": "京韵大鼓选段", "access": Access.INTERNAL, **CLEARED, **people(), **changes}


def test_a_recording_is_added_published_and_its_file_replaced(editor: Client) -> None:
    add = reverse("wagtailsnippets_media_recording:add")
    assert "音视频文件" in editor.get(add).content.decode()
    response = editor.post(add, recording_data(file=upload(wav_bytes(), "选段.wav")))
    assert response.status_code == 302, response.context["form"].errors
    recording = Recording.objects.get()
    assert recording.uploaded_by_user is not None
    old = recording.file.name

    edit = reverse("wagtailsnippets_media_recording:edit", args=[recording.pk])
    unsure = {"name": "演唱者", "consent": Consent.UNKNOWN, "ORDER": 1}
    response = editor.post(edit, recording_data(access=Access.PUBLIC) | people("people", unsure))
    assert "演唱者" in str(response.context["form"].errors["access"])
    sure = unsure | {"consent": Consent.YES, "consent_text": "同意"}
    response = editor.post(
        edit,
        recording_data(access=Access.PUBLIC)
        | people("people", sure)
        | {"file": upload(mp4_bytes(), "录像.mp4")},
    )
    assert response.status_code == 302, response.context["form"].errors
    recording = Recording.objects.public().get()
    assert (recording.kind, recording.people.count()) == ("video", 1)
    assert not recording.file.storage.exists(old)


def test_a_bad_recording_is_refused_with_a_sentence(editor: Client) -> None:
    response = editor.post(
        reverse("wagtailsnippets_media_recording:add"),
        recording_data(file=upload(b"<html></html>", "录像.mp4")),
    )
    assert "不是可以在网页上播放的音视频" in str(response.context["form"].errors["file"])
    assert Recording.objects.count() == 0


def test_lists_filters_choosers_and_deletion(editor: Client) -> None:
    recording = make_recording(title="法鼓")
    make_document(title="公布通知")
    listing = reverse("wagtailsnippets_media_recording:list")
    assert "法鼓" in editor.get(listing, {"q": "鼓"}).content.decode()
    assert "法鼓" not in editor.get(listing, {"kind": "video"}).content.decode()
    chooser = reverse("wagtailsnippetchoosers_media_recording:choose")
    assert "法鼓" in json.loads(editor.get(chooser).content)["html"]
    for name in ("wagtailimages:index", "wagtaildocs:index"):
        assert editor.get(reverse(name)).status_code == 200
    delete = reverse("wagtailsnippets_media_recording:delete", args=[recording.pk])
    assert editor.post(delete).status_code in {302, 403}
    assert Recording.objects.count() == 1


def test_an_avatar_is_cleaned_and_a_bad_one_refused(editor: Client) -> None:
    def send(content: bytes) -> Any:
        settings_of_account = {
            "name_email-display_name": "测试",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        }
        return editor.post(
            reverse("wagtailadmin_account"),
            settings_of_account | {"avatar-avatar": upload(content, "我.jpg")},
        )

    assert "SVG" in send(b"<svg/>").content.decode()
    response = send(picture_bytes("JPEG", 200, 200, exif=located()))
    assert response.status_code == 302, response.content.decode()[-3000:]
    avatar = UserProfile.objects.get(avatar__startswith="avatar_images/").avatar
    assert b"SecretPhone" not in avatar.open().read()
    assert editor.get(avatar.url).status_code == 200


@pytest.mark.parametrize("bulk", [False, True])
def test_a_letter_of_consent_in_use_is_not_deleted_and_its_use_is_named(
    client_for: ClientFor, bulk: bool
) -> None:
    letter = make_document(title="李四的同意书")
    picture = make_picture(title="剪纸", people=[("李四", Consent.YES)])
    picture.people.update(evidence=letter)
    administrator = client_for(ROLE_ADMINISTRATOR)
    if bulk:
        url = reverse("wagtail_bulk_action", args=["media", "heritagedocument", "delete"])
        url += f"?id={letter.pk}"
    else:
        url = reverse("wagtaildocs:delete", args=[letter.pk])
    response = administrator.post(url, follow=True)
    assert "没有删除" in response.content.decode()
    assert "剪纸" in response.content.decode()
    assert HeritageDocument.objects.filter(pk=letter.pk).exists()


def test_a_picture_and_a_recording_in_use_stay_and_others_go(client_for: ClientFor) -> None:
    administrator = client_for(ROLE_ADMINISTRATOR)
    cover, loose = make_picture(title="封面"), make_picture(title="多余")
    recording = make_recording(title="法鼓", poster=cover)
    ReferenceIndex.create_or_update_for_object(recording)
    response = administrator.post(reverse("wagtailimages:delete", args=[cover.pk]), follow=True)
    assert "法鼓" in response.content.decode()
    assert administrator.get(reverse("wagtailimages:delete", args=[loose.pk])).status_code == 200
    administrator.post(reverse("wagtailimages:delete", args=[loose.pk]))
    assert list(HeritageImage.objects.values_list("title", flat=True)) == ["封面"]
    administrator.post(reverse("wagtailsnippets_media_recording:delete", args=[recording.pk]))
    assert not Recording.objects.exists()


def test_the_uploaders_button_deletes_no_letter_in_use(client_for: ClientFor) -> None:
    letter = make_document(title="李四的同意书")
    picture = make_picture(title="剪纸", people=[("李四", Consent.YES)])
    picture.people.update(evidence=letter)
    administrator = client_for(ROLE_ADMINISTRATOR)
    url = reverse("wagtaildocs:delete_multiple", args=[letter.pk])
    answer = json.loads(administrator.post(url).content)
    assert answer["success"] is False
    assert "剪纸" in answer["error_message"]
    picture.people.update(evidence=None)
    assert json.loads(administrator.post(url).content)["success"] is True
    assert client_for("visitor").post(url).status_code in {302, 403}

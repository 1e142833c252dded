"""Pictures and recordings of records: what is not public is not in the index, nor stays in it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from media.enums import Access
from media.models import HeritageImage
from registry.enums import Consent, SectionKind
from registry.models import ProjectPicture, RecordChange
from registry.narrative import section_value
from search.documents import documents_for
from search.interface import SearchDocument
from tests.factories.media import make_picture, make_public
from tests.factories.registry import make_inheritor, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_private_folder(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"


def public_picture(**fields: Any) -> HeritageImage:
    picture: HeritageImage = make_public(make_picture, **fields)
    return picture


def document_of(record: Any) -> SearchDocument:
    (document,) = documents_for([record.key])
    return document


def noted() -> set[str]:
    return {str(change) for change in RecordChange.objects.all()}


def project_with(picture: HeritageImage, caption: str = "图注在此") -> Any:
    project = make_project(pictures=[ProjectPicture(image=picture, caption=caption)])
    RecordChange.objects.all().delete()
    return project


def make_private(picture: HeritageImage) -> None:
    picture.access = Access.INTERNAL
    picture.save()


def test_a_public_picture_is_on_the_card_and_its_file_can_be_fetched(client: Client) -> None:
    picture = public_picture(description="一盏灯笼")
    document = document_of(project_with(picture))

    assert document.has_pictures
    assert document.card["thumb_alt"] == "一盏灯笼"
    assert (document.card["thumb_width"], document.card["thumb_height"]) == (640, 480)
    assert ("图注", "图注在此") in document.texts
    answer = client.get(document.card["thumb"])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")


def test_a_private_picture_leaves_no_trace() -> None:
    picture = public_picture()
    make_private(picture)
    document = document_of(project_with(picture, caption="不能公开的图注"))

    assert not document.has_pictures
    assert "thumb" not in document.card
    assert "不能公开的图注" not in repr(asdict(document))


@pytest.mark.parametrize("way", ["access", "collection", "person", "deleted"])
def test_a_picture_that_ceases_to_be_public_reaches_its_records(way: str) -> None:
    picture = public_picture()
    project = project_with(picture)
    first = document_of(project).version

    if way == "access":
        make_private(picture)
    elif way == "collection":
        CollectionViewRestriction.objects.create(
            collection=Collection.get_first_root_node(),
            restriction_type=CollectionViewRestriction.LOGIN,
        )
    elif way == "person":
        make_private(picture)
        RecordChange.objects.all().delete()
        picture.people.model.objects.create(picture=picture, name="左二")
    else:
        project.pictures = []
        project.save()

    assert project.public_id in noted()
    assert document_of(project).version != first


def test_a_picture_inside_the_text_counts_and_reaches_its_record() -> None:
    picture = public_picture()
    section = section_value(SectionKind.SUMMARY, ["文字"])
    section["value"]["body"].append(
        {"type": "picture", "value": {"image": picture.pk, "caption": "文中图注"}}
    )
    project = make_project()
    project.narrative = [section]
    project.save()
    RecordChange.objects.all().delete()
    assert document_of(project).has_pictures

    make_private(picture)
    assert noted() == {project.public_id}
    document = document_of(project)
    assert not document.has_pictures
    assert "文中图注" not in repr(asdict(document))


def test_a_portrait_needs_the_persons_consent_too() -> None:
    portrait = public_picture(description="人物肖像")
    silent = make_inheritor("甲", portrait=portrait)
    spoken = make_inheritor("乙", portrait=portrait, consent=Consent.GIVEN, consent_on="2026-01-01")
    assert "人物肖像" not in repr(asdict(document_of(silent)))
    assert document_of(spoken).card["thumb_alt"] == "人物肖像"


def test_the_api_shows_public_pictures_with_their_rights_and_no_others(client: Client) -> None:
    shown, hidden = public_picture(description="公开的图"), public_picture(description="内部的图")
    project = make_project(
        pictures=[ProjectPicture(image=shown, caption="第一张"), ProjectPicture(image=hidden)]
    )
    make_private(hidden)

    answer = client.get(f"/api/v1/records/{project.public_id}").json()
    (picture,) = answer["pictures"]
    assert (picture["alternative_text"], picture["caption"]) == ("公开的图", "第一张")
    assert picture["rights_holder"]
    assert picture["licence"]
    assert "内部的图" not in str(answer)
    address = picture["url"].removeprefix("http://testserver")
    assert client.get(address).status_code == 200

"""Rights and consent: what may be public."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from media.enums import Access, Consent, Licence
from media.models import HeritageImage, PicturePerson
from tests.factories.media import make_document, make_picture, make_public, make_recording

pytestmark = pytest.mark.django_db

MAKERS = (make_picture, make_recording, make_document)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("consent", [Consent.NO, Consent.UNKNOWN])
def test_one_person_without_consent_keeps_a_file_internal(make: Any, consent: str) -> None:
    people = [("李四", Consent.YES), ("王五", consent)]
    assert make(people=people).access == Access.INTERNAL
    with pytest.raises(ValidationError) as caught:
        make_public(make, people=people)
    assert "王五" in caught.value.messages[0]
    assert "李四" not in caught.value.messages[0]


@pytest.mark.parametrize("make", MAKERS)
def test_with_everybodys_consent_it_may_be_public(make: Any) -> None:
    item = make_public(make, people=[("李四", Consent.YES)])
    assert type(item).objects.public().get() == item


@pytest.mark.parametrize("make", MAKERS)
def test_a_person_without_consent_cannot_be_added_to_a_public_file(make: Any) -> None:
    item = make_public(make)
    rows = type(item)._meta.get_field("people")
    with pytest.raises(ValidationError, match="尚未同意公开"):
        rows.related_model.objects.create(**{rows.field.name: item, "name": "赵六"})


def test_consent_that_is_taken_back_is_refused_until_the_picture_is_internal() -> None:
    picture = make_public(make_picture, people=[("李四", Consent.YES)])
    person = PicturePerson.objects.get()
    person.consent = Consent.NO
    with pytest.raises(ValidationError, match="李四"):
        person.save()
    picture.access = Access.INTERNAL
    picture.save()
    person.refresh_from_db()
    person.consent = Consent.NO
    person.save()
    assert HeritageImage.objects.public().count() == 0


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("missing", [{"licence": Licence.UNCLEAR}, {"rights_holder": ""}])
def test_rights_must_be_clear_before_publication(make: Any, missing: dict[str, str]) -> None:
    make(**missing)
    with pytest.raises(ValidationError, match=r"公开前|不能公开"):
        make_public(make, **missing)


def test_what_nobody_owns_needs_no_rights_holder() -> None:
    assert make_public(make_picture, licence=Licence.PUBLIC_DOMAIN, rights_holder="")


@pytest.mark.parametrize(
    "change", [{"licence": Licence.UNCLEAR}, {"rights_holder": ""}, {"description": ""}]
)
def test_the_database_holds_the_rule_as_well(change: dict[str, str]) -> None:
    picture = make_public(make_picture)
    with pytest.raises(IntegrityError), transaction.atomic():
        HeritageImage.objects.filter(pk=picture.pk).update(**change)


def test_a_public_picture_has_an_alternative_unless_it_is_decorative() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_public(make_picture, description="")
    decorative = make_public(make_picture, description="", is_decorative=True)
    assert decorative.alternative_text == ""
    assert HeritageImage.objects.get(pk=decorative.pk).is_decorative


def test_a_yes_says_to_what() -> None:
    person = PicturePerson(picture=make_picture(), name="李四", consent=Consent.YES)
    with pytest.raises(ValidationError, match="同意的内容"):
        person.full_clean()
    person.consent_text = "同意用于本站"
    person.full_clean()


def test_the_letter_of_consent_cannot_be_deleted_while_it_is_needed() -> None:
    from django.db.models import ProtectedError

    letter = make_document()
    PicturePerson.objects.create(
        picture=make_picture(), name="李四", consent=Consent.YES, evidence=letter
    )
    with pytest.raises(ProtectedError):
        letter.delete()

"""Sensitive personal data: encrypted, masked, and every reading logged."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts.models import User
from registry.domain.personal import masked, masked_details, reveal
from registry.models import Inheritor, PersonalDataReading, PersonalDetails
from tests.factories.registry import make_inheritor

pytestmark = pytest.mark.django_db

NATIONAL_ID = "110101199003070038"
PHONE = "13812345678"


@pytest.fixture
def details():
    return PersonalDetails.objects.create(
        inheritor=make_inheritor("王示例"), national_id=NATIONAL_ID, phone=PHONE
    )


@pytest.fixture
def reader():
    user = User.objects.create_user("reader", password="x")
    user.user_permissions.add(Permission.objects.get(codename="read_personaldetails"))
    return User.objects.get(pk=user.pk)


def test_the_database_never_sees_the_plain_value(details):
    with connection.cursor() as cursor:
        cursor.execute("SELECT national_id, phone FROM registry_personaldetails")
        row = cursor.fetchone()
    assert NATIONAL_ID not in row[0]
    assert PHONE not in row[1]
    assert PersonalDetails.objects.get().national_id == NATIONAL_ID


def test_an_old_key_still_reads_after_a_new_one_is_put_first(details, settings):
    settings.FIELD_ENCRYPTION_KEYS = ["new-key", *settings.FIELD_ENCRYPTION_KEYS]
    assert PersonalDetails.objects.get().phone == PHONE
    PersonalDetails.objects.get().save()
    settings.FIELD_ENCRYPTION_KEYS = ["new-key"]
    assert PersonalDetails.objects.get().phone == PHONE


def test_encrypted_columns_cannot_be_searched(details):
    with pytest.raises(TypeError):
        list(PersonalDetails.objects.filter(phone=PHONE))


def test_no_revision_of_the_record_holds_it(details):
    details.inheritor.save_revision()
    content = str(Inheritor.objects.get().latest_revision.content)
    assert NATIONAL_ID not in content
    assert "personal_details" not in content


def test_masks_show_no_more_than_needed(details):
    assert masked_details(details) == {
        "national_id": "110***********0038",
        "phone": "138****5678",
        "address": "",
        "birth_date": "",
        "bank_account": "",
    }
    assert masked("birth_date", "1956-03-08") == "1956-**-**"
    assert masked("address", "天津市河东区某街某号") == "天津市******"
    assert masked("phone", "24123") == "*****"


def test_reading_in_full_is_logged_with_reader_and_reason(details, reader):
    assert reveal(details=details, field="phone", reason="通知领取证书", by=reader) == PHONE
    log = PersonalDataReading.objects.get()
    assert (log.reader, log.field, log.inheritor_name) == (reader, "phone", "王示例")
    assert log.reason == "通知领取证书"


def test_without_permission_nothing_is_read(details):
    stranger = User.objects.create_user("stranger", password="x")
    with pytest.raises(PermissionDenied):
        reveal(details=details, field="phone", reason="只是好奇而已", by=stranger)
    assert not PersonalDataReading.objects.exists()


@pytest.mark.parametrize(("field", "reason"), [("phone", " "), ("inheritor_id", "核对身份材料")])
def test_without_a_reason_or_for_another_column_nothing_is_read(details, reader, field, reason):
    with pytest.raises(ValidationError):
        reveal(details=details, field=field, reason=reason, by=reader)
    assert not PersonalDataReading.objects.exists()


def test_a_wrong_national_id_is_refused_in_words(details):
    details.national_id = "110101199003070039"
    with pytest.raises(ValidationError, match="身份证号码有误"):
        details.full_clean()

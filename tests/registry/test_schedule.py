"""Records published and withdrawn at a time that staff have set."""

import datetime
import time

import pytest
from django.core.management import call_command
from django.utils import timezone

from registry.domain.publishing import save_record
from registry.models import HeritageProject, RecordChange
from tests.factories.registry import make_project

pytestmark = pytest.mark.django_db

MINUTE = datetime.timedelta(minutes=1)
SHORTLY = datetime.timedelta(seconds=2)


def test_a_record_goes_public_when_its_time_has_come_and_not_before():
    project = make_project("定时公开", publish=False)
    project.go_live_at = timezone.now() + SHORTLY
    save_record(record=project, by=None, publish=True)
    call_command("keep_schedule", once=True)
    assert not HeritageProject.objects.get(pk=project.pk).live

    time.sleep(SHORTLY.total_seconds())
    RecordChange.objects.all().delete()
    call_command("keep_schedule", once=True)

    assert HeritageProject.objects.get(pk=project.pk).live
    assert str(RecordChange.objects.first()) == project.public_id


def test_a_record_is_withdrawn_when_its_time_is_over():
    project = make_project("定时撤下", expire_at=timezone.now() + MINUTE)
    HeritageProject.objects.update(expire_at=timezone.now() - MINUTE)
    RecordChange.objects.all().delete()

    call_command("keep_schedule", once=True)

    assert not HeritageProject.objects.get(pk=project.pk).live
    assert str(RecordChange.objects.first()) == project.public_id

"""Records: drafts and what is published, addresses, pinyin, and the outbox."""

import pytest
from django.db import IntegrityError, transaction

from registry.domain.publishing import save_record, withdraw
from registry.models import HeritageProject, OldAddress, ProtectionAssignment, RecordChange
from tests.factories.registry import (
    make_base,
    make_inheritor,
    make_product,
    make_project,
    make_unit,
    make_workshop,
)

pytestmark = pytest.mark.django_db


def noted() -> set[str]:
    return {str(change) for change in RecordChange.objects.all()}


def test_a_draft_of_a_published_record_changes_nothing_the_public_sees():
    project = make_project("津门法鼓")
    project.name = "津门法鼓(改)"
    save_record(record=project, by=None, publish=False)

    assert HeritageProject.objects.get(pk=project.pk).name == "津门法鼓"
    assert project.get_latest_revision_as_object().name == "津门法鼓(改)"


def test_publishing_a_draft_puts_it_with_its_rows_before_the_public():
    project = make_project("津门法鼓", publish=False, aliases=("法鼓",))
    assert not project.live

    save_record(record=project, by=None, publish=True)

    published = HeritageProject.objects.get(pk=project.pk)
    assert published.live
    assert [name.text for name in published.names.all()] == ["法鼓"]


def test_pinyin_and_address_come_from_the_name():
    project = make_project("拦手门")
    assert project.name_pinyin == "lán shǒu mén"
    assert project.slug == "lan-shou-men"


def test_equal_names_get_addresses_of_their_own():
    slugs = {make_project("苗族古歌").slug for _ in range(3)}
    assert slugs == {"miao-zu-gu-ge", "miao-zu-gu-ge-2", "miao-zu-gu-ge-3"}


def test_a_name_without_any_readable_character_still_has_an_address():
    assert make_project("\ue000").slug == "record"


def test_an_address_given_up_is_remembered_until_it_is_taken_again():
    project = make_project("拦手门")
    project.slug = "lanshou"
    save_record(record=project, by=None, publish=True)
    assert OldAddress.objects.get(slug="lan-shou-men").object_id == project.pk

    project.slug = "lan-shou-men"
    save_record(record=project, by=None, publish=True)
    assert [old.slug for old in OldAddress.objects.all()] == ["lanshou"]


def test_a_draft_leaves_no_address_behind_and_takes_none_from_others():
    project = make_project("拦手门")
    project.slug = "lanshou"
    save_record(record=project, by=None, publish=True)
    draft = make_project("草稿", publish=False, slug="draft-slug")
    draft.slug = "lan-shou-men"
    draft.save()
    assert [(old.slug, old.object_id) for old in OldAddress.objects.all()] == [
        ("lan-shou-men", project.pk)
    ]


def test_saving_a_record_notes_it_and_all_that_show_it():
    unit = make_unit()
    project = make_project(unit=unit)
    inheritor = make_inheritor(project=project)
    base, workshop = make_base(project=project), make_workshop(project=project)
    product = make_product(project=project)
    RecordChange.objects.all().delete()

    save_record(record=project, by=None, publish=True)

    assert noted() == {record.public_id for record in (project, inheritor, base, workshop, product)}


def test_a_unit_renamed_notes_its_projects():
    unit = make_unit()
    project = make_project(unit=unit)
    RecordChange.objects.all().delete()
    unit.name = "更名后的文化馆"
    unit.save()
    assert noted() == {project.public_id}


def test_what_was_shown_before_is_noted_when_a_tie_is_cut():
    project = make_project()
    inheritor = make_inheritor(project=project)
    RecordChange.objects.all().delete()
    inheritor.recognitions = []
    save_record(record=inheritor, by=None, publish=True)
    assert noted() == {inheritor.public_id, project.public_id}


def test_the_note_goes_with_the_transaction():
    with transaction.atomic():
        make_project()
        transaction.set_rollback(True)
    assert not RecordChange.objects.exists()


def test_withdrawing_and_deleting_are_noted():
    project = make_project()
    RecordChange.objects.all().delete()
    withdraw(record=project, by=None)
    assert noted() == {project.public_id}
    RecordChange.objects.all().delete()
    key = project.public_id
    project.delete()
    assert noted() == {key}


def test_a_draft_saved_notes_nothing_for_a_published_record():
    project = make_project()
    RecordChange.objects.all().delete()
    project.name = "尚未公开的名称"
    save_record(record=project, by=None, publish=False)
    assert not RecordChange.objects.exists()


def test_a_unit_that_looks_after_a_project_cannot_be_deleted():
    unit = make_unit()
    make_project(unit=unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtectionAssignment.objects.first().unit.delete()

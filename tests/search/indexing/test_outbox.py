"""From an edit to the index: in order, once, and only after the engine has confirmed."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction

from registry.domain.publishing import save_record, withdraw
from registry.enums import Consent, SectionKind
from registry.models import Category, HeritageProject, Inheritor, RecordChange
from search import indexing, service
from search.documents import documents_for
from search.interface import Health, SearchDocument, SearchRequest, SearchUnavailable
from search.models import PendingUpdate
from tests.factories.registry import division, make_inheritor, make_project, make_unit

pytestmark = pytest.mark.django_db


def bring_up_to_date() -> None:
    indexing.collect()
    for target, engine in service.targets().items():
        indexing.drain(target, engine)


def found(text: str) -> list[str]:
    return [hit.id for hit in service.search(SearchRequest(text=text, wider=False)).hits]


class Recorder:
    """Keeps what it was told; can be away, or choke on one document."""

    name = "recorder"

    def __init__(self) -> None:
        self.held: dict[str, int] = {}
        self.calls: list[tuple[str, list[str]]] = []
        self.away = False
        self.choke_on = ""
        self.complaint: Exception = ValueError("cannot be written")

    def health(self) -> Health:
        return Health(ok=not self.away, documents=len(self.held), detail="")

    def index(self, documents: Iterable[SearchDocument]) -> int:
        batch = list(documents)
        self._answer("index", [document.id for document in batch])
        self.held.update({document.id: document.version for document in batch})
        return len(batch)

    def remove(self, ids: Iterable[str]) -> int:
        gone = list(ids)
        self._answer("remove", gone)
        for each in gone:
            self.held.pop(each, None)
        return len(gone)

    def _answer(self, call: str, ids: list[str]) -> None:
        self.calls.append((call, ids))
        if self.away:
            raise SearchUnavailable("away")
        if self.choke_on in ids:
            raise self.complaint


def test_a_published_record_is_found_and_a_withdrawn_one_is_not() -> None:
    project = make_project("拦手门")
    bring_up_to_date()
    assert found("拦手门") == [project.public_id]

    withdraw(record=project, by=None)
    bring_up_to_date()
    assert found("拦手门") == []
    assert not RecordChange.objects.exists()
    assert not PendingUpdate.objects.exists()


def test_a_draft_of_a_published_record_changes_nothing_that_is_found() -> None:
    project = make_project("拦手门", sections={SectionKind.SUMMARY: "旧文字"})
    bring_up_to_date()

    project.name = "尚未公布的新名"
    save_record(record=project, by=None, publish=False)
    bring_up_to_date()

    assert found("尚未公布的新名") == []
    assert found("拦手门") == [project.public_id]


def test_an_inheritors_new_name_is_found_on_the_project() -> None:
    project = make_project("拦手门")
    inheritor = make_inheritor("郭景春", project=project)
    bring_up_to_date()

    inheritor.name = "郭景秋"
    save_record(record=inheritor, by=None, publish=True)
    bring_up_to_date()

    assert set(found("郭景秋")) == {inheritor.public_id, project.public_id}
    assert found("郭景春") == []


def test_withdrawing_an_inheritor_takes_the_name_off_the_project() -> None:
    project = make_project("拦手门")
    inheritor = make_inheritor("郭景春", project=project)
    bring_up_to_date()
    withdraw(record=inheritor, by=None)
    bring_up_to_date()

    assert found("郭景春") == []


def test_withdrawing_consent_takes_the_biography_out() -> None:
    inheritor = make_inheritor(
        "郭景春", biography="<p>自幼习武</p>", consent=Consent.GIVEN, consent_on="2026-01-01"
    )
    bring_up_to_date()
    assert found("自幼习武") == [inheritor.public_id]

    inheritor.consent = Consent.WITHDRAWN
    save_record(record=inheritor, by=None, publish=True)
    bring_up_to_date()
    assert found("自幼习武") == []


@pytest.mark.parametrize("in_bulk", [False, True])
def test_deleting_a_record_takes_it_out_and_off_its_dependants(in_bulk: bool) -> None:
    project = make_project("拦手门")
    inheritor = make_inheritor("郭景春", project=project)
    bring_up_to_date()

    if in_bulk:  # as Wagtail's listing deletes what is ticked
        Inheritor.objects.filter(pk=inheritor.pk).delete()
    else:
        inheritor.delete()
    bring_up_to_date()

    assert found("郭景春") == []


def test_renaming_what_records_show_reaches_them() -> None:
    unit = make_unit("河东文化馆")
    project = make_project("拦手门", unit=unit, category=6)
    bring_up_to_date()

    unit.name = "河东艺术中心"
    unit.save()
    category = Category.objects.get(ordinal=6)
    category.former_name = "竞技旧称"
    category.save()
    district = division()
    district.former_names = ["大直沽旧县"]
    district.save()
    project.tags.add("武术")
    project.save()
    tag = project.tags.get()
    tag.name = "武艺"
    tag.save()
    bring_up_to_date()

    for words in ("河东艺术中心", "竞技旧称", "大直沽旧县", "武艺"):
        assert found(words) == [project.public_id], words
    assert found("河东文化馆") == []
    assert found("武术") == []


def test_several_changes_of_a_record_are_one_write() -> None:
    recorder = Recorder()
    project = make_project("拦手门")
    for _ in range(3):
        project.save()
    indexing.collect()
    indexing.drain("embedded", recorder)  # type: ignore[arg-type]

    assert recorder.calls == [("index", [project.public_id])]


def test_what_an_engine_has_not_confirmed_stays_until_it_is_back() -> None:
    recorder = Recorder()
    recorder.away = True
    project = make_project("拦手门")
    indexing.collect()
    with pytest.raises(SearchUnavailable):
        indexing.drain("embedded", recorder)  # type: ignore[arg-type]
    assert PendingUpdate.objects.count() == 1

    recorder.away = False
    indexing.drain("embedded", recorder)  # type: ignore[arg-type]
    assert set(recorder.held) == {project.public_id}
    assert not PendingUpdate.objects.exists()


def test_an_engine_away_holds_up_no_other(settings: Any) -> None:
    settings.SEARCH_URL = "http://127.0.0.1:9"  # nobody listens there
    project = make_project("拦手门")
    indexing.collect()
    embedded = service.targets()["embedded"]
    indexing.drain("embedded", embedded)

    assert set(embedded.versions()) == {project.public_id}
    assert list(PendingUpdate.objects.values_list("target", flat=True)) == ["elasticsearch"]


def test_a_record_changed_while_it_is_written_is_written_again() -> None:
    project = make_project("拦手门")

    class Editing(Recorder):
        def index(self, documents: Iterable[SearchDocument]) -> int:
            batch = list(documents)
            if not self.calls:
                HeritageProject.objects.get(pk=project.pk).save()
                indexing.collect()
            return super().index(batch)

    engine = Editing()
    indexing.collect()
    indexing.drain("embedded", engine)  # type: ignore[arg-type]

    assert engine.calls == [("index", [project.public_id])] * 2
    assert not PendingUpdate.objects.exists()


@pytest.mark.parametrize(
    "complaint", [ValueError("cannot be written"), SearchUnavailable("refused a document")]
)
def test_a_record_that_cannot_be_written_holds_up_no_other(complaint: Exception) -> None:
    recorder = Recorder()
    recorder.complaint = complaint
    bad, good = make_project("甲技艺"), make_project("乙技艺")
    recorder.choke_on = bad.public_id

    def tries_after_another_edit() -> int:
        before = len(recorder.calls)
        good.save()
        indexing.collect()
        with suppress(SearchUnavailable):
            indexing.drain("embedded", recorder)  # type: ignore[arg-type]
        return sum(bad.public_id in ids for _call, ids in recorder.calls[before:])

    tries = [tries_after_another_edit() for _ in range(indexing.MOST_FAILURES + 1)]
    assert set(recorder.held) == {good.public_id}
    assert PendingUpdate.objects.get().object_id == bad.pk
    assert tries[0] > 0
    assert tries[-1] == 0  # it is left alone

    recorder.choke_on = ""
    bad.save()
    indexing.collect()
    indexing.drain("embedded", recorder)  # type: ignore[arg-type]
    assert set(recorder.held) == {bad.public_id, good.public_id}


def test_a_second_drain_of_the_same_engine_does_nothing_meanwhile() -> None:
    make_project("拦手门")
    indexing.collect()
    recorder = Recorder()
    done_elsewhere = []

    def drain_elsewhere() -> None:
        done_elsewhere.append(indexing.drain("embedded", recorder))  # type: ignore[arg-type]
        connection.close()

    with indexing.only_one("embedded") as alone:
        assert alone
        other = threading.Thread(target=drain_elsewhere)
        other.start()
        other.join()
    assert done_elsewhere == [0]
    assert recorder.calls == []
    assert indexing.drain("embedded", recorder) == 1  # type: ignore[arg-type]


def test_nothing_is_noted_when_the_edit_is_rolled_back() -> None:
    project = make_project("拦手门")
    bring_up_to_date()

    with pytest.raises(RuntimeError):
        _renamed_in_vain(project)

    assert not RecordChange.objects.exists()
    (document,) = documents_for([project.key])
    assert document.name == "拦手门"


@transaction.atomic
def _renamed_in_vain(project: HeritageProject) -> None:
    project.name = "改了又不改"
    save_record(record=project, by=None, publish=True)
    raise RuntimeError


def test_looking_at_an_empty_outbox_is_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        indexing.collect()


def test_an_engine_that_refuses_everything_loses_nothing() -> None:
    class Full(Recorder):
        def index(self, documents: Iterable[SearchDocument]) -> int:
            raise SearchUnavailable("the disk is full")

    make_project("甲技艺"), make_project("乙技艺")
    indexing.collect()
    for _ in range(2 * indexing.MOST_FAILURES):
        with pytest.raises(SearchUnavailable):
            indexing.drain("embedded", Full())  # type: ignore[arg-type]
    recorder = Recorder()
    assert indexing.drain("embedded", recorder) == 2  # type: ignore[arg-type]

"""What Elasticsearch's engine keeps of documents: never another state than the one found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.documents import Documents

from .conftest import elasticsearch_engine
from .samples import asked, ids, project


@pytest.fixture
def engine(elasticsearch_url: str) -> Iterator[ElasticsearchEngine]:
    yield from elasticsearch_engine(elasticsearch_url)


@pytest.fixture
def read(engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids that were read from the server, besides what searches bring."""
    seen: list[str] = []
    server_reads = engine.server.read

    def reading(wanted: list[dict[str, str]]) -> list[dict[str, object]]:
        seen.extend(each["_id"] for each in wanted)
        return server_reads(wanted)

    monkeypatch.setattr(engine.server, "read", reading)
    return seen


def test_a_document_is_read_once(engine: ElasticsearchEngine, read: list[str]) -> None:
    engine.index([project(1, "泥人彩塑"), project(2, "面人彩塑")])
    assert set(ids(engine.search(asked("彩塑")))) == {"project-1", "project-2"}
    assert ids(engine.search(asked("泥人"))) == ["project-1"]
    assert sorted(read) == ["project-1", "project-2"]


def test_what_was_written_anew_is_read_anew(
    engine: ElasticsearchEngine, elasticsearch_url: str, read: list[str]
) -> None:
    engine.index([project(1, "泥人彩塑", card={"name": "泥人彩塑", "place": "旧"})])
    assert engine.search(asked("泥人")).hits[0].card["place"] == "旧"
    # as another process does it: this engine's memory is not told, and the version stays the same
    other = ElasticsearchEngine(elasticsearch_url, prefix=engine.alias, timeout=30)
    other.index([project(1, "泥人彩塑", card={"name": "泥人彩塑", "place": "新"})])
    assert engine.search(asked("泥人")).hits[0].card["place"] == "新"
    assert read == ["project-1", "project-1"]


def test_a_rebuild_changes_what_is_shown(engine: ElasticsearchEngine) -> None:
    engine.index([project(1, "泥人彩塑", card={"name": "泥人彩塑", "place": "旧"})])
    engine.search(asked("泥人"))
    engine.rebuild([project(1, "泥人彩塑", card={"name": "泥人彩塑", "place": "新"})])
    assert engine.search(asked("泥人")).hits[0].card["place"] == "新"


def test_a_document_that_goes_meanwhile_is_left_out(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.index([project(1, "泥人彩塑"), project(2, "面人彩塑")])
    reads = engine.server.read

    def gone_first(wanted: list[dict[str, str]]) -> list[dict[str, object]]:
        engine.remove(["project-1"])
        return reads(wanted)

    monkeypatch.setattr(engine.server, "read", gone_first)
    assert ids(engine.search(asked("彩塑"))) == ["project-2"]


def test_an_index_that_is_swapped_meanwhile_is_searched_again(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.index([project(1, "泥人彩塑")])
    reads = engine.server.read

    def swapped_first(wanted: list[dict[str, str]]) -> list[dict[str, object]]:
        monkeypatch.setattr(engine.server, "read", reads)
        engine.rebuild([project(1, "泥人彩塑"), project(2, "面人彩塑")])
        return reads(wanted)

    monkeypatch.setattr(engine.server, "read", swapped_first)
    assert set(ids(engine.search(asked("彩塑")))) == {"project-1", "project-2"}


def test_those_not_asked_for_longest_are_forgotten() -> None:
    kept = Documents(most=2)

    def hit(number: int) -> dict[str, object]:
        return {
            "_index": "i",
            "_primary_term": 1,
            "_seq_no": number,
            "fields": {"id": [f"project-{number}"]},
        }

    asked_for: list[str] = []

    def read(wanted: list[dict[str, str]]) -> list[dict[str, object]]:
        asked_for.extend(each["_id"] for each in wanted)
        return [
            hit(int(each["_id"][8:])) | {"found": True, "_source": {"stored": {"id": each["_id"]}}}
            for each in wanted
        ]

    for number in (1, 2, 1, 3, 1, 2):
        assert kept.of([hit(number)], read) == [{"id": f"project-{number}"}]
    assert asked_for == ["project-1", "project-2", "project-3", "project-2"]

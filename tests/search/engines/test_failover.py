"""Elasticsearch with its stand-in: stopped, frozen, killed and started again, for real."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines import engine_from_url
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.failover import Breaker, FailoverEngine
from search.interface import SearchDocument, SearchUnavailable
from tests.servers.elasticsearch import ElasticsearchServer

from .samples import asked, catalogue, ids, project

PREFIX = "failover"


@pytest.fixture
def pair(private_elasticsearch: ElasticsearchServer, tmp_path: Path) -> FailoverEngine:
    engine = engine_from_url(
        private_elasticsearch.url, directory=tmp_path, prefix=PREFIX, timeout=0.8
    )
    assert isinstance(engine, FailoverEngine)
    engine.breaker.rest = 0.5
    patiently(lambda: engine.rebuild(iter(catalogue())))
    return engine


def patiently(act: Callable[[], object], seconds: float = 40) -> None:
    """Until it succeeds: a server that has just been started takes its time."""
    until = time.monotonic() + seconds
    while True:
        try:
            act()
        except SearchUnavailable:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
        else:
            return


def seconds(act: Callable[[], object]) -> float:
    begin = time.monotonic()
    act()
    return time.monotonic() - begin


def test_the_server_answers_while_it_is_there(pair: FailoverEngine) -> None:
    back_in_service(pair)  # a server that has just started may be slow with its first answer
    result = pair.search(asked("皮影戏"))
    assert (result.engine, result.limited) == ("elasticsearch", False)
    assert pair.health().ok
    assert pair.suggest("皮影")


def test_killed_it_is_stood_in_for_and_comes_back_by_itself(
    pair: FailoverEngine, private_elasticsearch: ElasticsearchServer
) -> None:
    before = ids(pair.search(asked("皮影戏")))
    private_elasticsearch.kill()
    try:
        taken = seconds(lambda: pair.search(asked("皮影戏")))
        result = pair.search(asked("皮影戏"))
        assert taken < 1.0
        assert (result.engine, result.limited) == ("embedded", True)
        assert ids(result) == before
        assert pair.suggest("皮影")
        assert not pair.health().ok
        with pytest.raises(SearchUnavailable):
            pair.index([project(50, "断线时的新技艺")])
        assert ids(pair.search(asked("断线时的新技艺")))[:1] == ["project-50"]
        with pytest.raises(SearchUnavailable):
            pair.remove(["project-4"])
        assert "project-4" not in ids(pair.search(asked("皮影戏")))
    finally:
        private_elasticsearch.start()
    patiently(lambda: pair.index([project(50, "断线时的新技艺")]))
    patiently(lambda: pair.remove(["project-4"]))
    back_in_service(pair)
    result = pair.search(asked("断线时的新技艺"))
    assert (result.engine, ids(result)[:1]) == ("elasticsearch", ["project-50"])
    assert "project-4" not in ids(pair.search(asked("皮影戏")))


def back_in_service(pair: FailoverEngine, within: float = 40) -> None:
    until = time.monotonic() + within
    while pair.search(asked("皮影戏")).limited:
        assert time.monotonic() < until, "the server was not taken back into service"
        time.sleep(0.2)


def test_frozen_it_costs_one_request_a_second_at_the_most(
    pair: FailoverEngine, private_elasticsearch: ElasticsearchServer
) -> None:
    patiently(lambda: pair.index([project(51, "冻结之前的技艺")]))
    back_in_service(pair)
    group = private_elasticsearch.group
    assert group is not None
    os.killpg(group, signal.SIGSTOP)
    try:
        first = seconds(lambda: pair.search(asked("皮影戏")))
        then = [seconds(lambda: pair.search(asked("皮影戏"))) for _ in range(20)]
        assert first < 1.2  # the time-out of 0.8, and the stand-in's own answer
        assert max(then) < 1.2
        assert sorted(then)[len(then) // 2] < 0.2
    finally:
        os.killpg(group, signal.SIGCONT)
    back_in_service(pair)


def test_a_rebuild_without_the_server_rebuilds_the_stand_in_and_says_so(tmp_path: Path) -> None:
    engine = FailoverEngine(
        ElasticsearchEngine("http://127.0.0.1:9", prefix=PREFIX, timeout=0.3),
        EmbeddedEngine(tmp_path),
    )
    told: list[int] = []
    with pytest.raises(SearchUnavailable):
        engine.rebuild(iter(catalogue()), progress=told.append)
    assert set(engine.stand_in.versions()) == {document.id for document in catalogue()}
    assert told[-1] == len(catalogue())
    result = engine.search(asked("皮影戏"))
    assert (result.limited, ids(result)[0]) == (True, "project-4")


def test_edits_during_the_rebuild_of_both_are_in_both(pair: FailoverEngine) -> None:
    def documents() -> Iterator[SearchDocument]:
        for number, document in enumerate(catalogue()):
            if number == 3:
                pair.index([project(1, "面人彩塑", version=7), project(60, "新来的技艺")])
                pair.remove(["project-2"])
            yield document

    pair.rebuild(documents())
    for engine in (pair.first, pair.stand_in):
        versions = engine.versions()
        assert versions["project-1"] == 7
        assert "project-60" in versions
        assert "project-2" not in versions


def test_a_breaker_lets_one_try_after_its_rest() -> None:
    breaker = Breaker(rest=0.05)
    assert breaker.may_try()
    breaker.failed()
    assert not breaker.may_try()
    time.sleep(0.06)
    assert [breaker.may_try() for _ in range(3)] == [True, False, False]
    breaker.answered()
    assert all(breaker.may_try() for _ in range(3))


@pytest.mark.parametrize("url", ["ftp://example.org", "localhost:9200", "https//example.org"])
def test_an_address_that_is_none_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="http"):
        engine_from_url(url, directory=tmp_path)


def test_no_address_means_the_embedded_engine(tmp_path: Path) -> None:
    assert isinstance(engine_from_url("", directory=tmp_path), EmbeddedEngine)

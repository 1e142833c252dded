"""A rebuild beside the index in use: readers see the old or the new, and no edit is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from search.interface import Engine, SearchDocument

from .samples import asked, catalogue, ids, project


def during(
    documents: list[SearchDocument], act: Callable[[], object], at: int
) -> Iterator[SearchDocument]:
    """The documents, with something happening once so many of them were read."""
    for number, document in enumerate(documents):
        if number == at:
            act()
        yield document
    if at >= len(documents):
        act()


def test_holds_exactly_what_it_was_given(engine: Engine) -> None:
    engine.index([project(99, "旧的记录")])
    told: list[int] = []
    assert engine.rebuild(iter(catalogue()), progress=told.append) == len(catalogue())
    assert set(engine.versions()) == {document.id for document in catalogue()}
    assert engine.search(asked("旧的记录", wider=False)).total == 0
    assert told
    assert told[-1] == len(catalogue())
    assert told == sorted(told)


def test_rebuilding_an_empty_list_empties_the_index(engine: Engine) -> None:
    engine.index(catalogue())
    assert engine.rebuild([]) == 0
    assert engine.versions() == {}
    engine.index([project(1, "泥人")])
    assert engine.search(asked("泥人")).total == 1


@pytest.mark.parametrize("at", [0, 5, 99])
def test_edits_meanwhile_are_seen_at_once_and_kept(engine: Engine, at: int) -> None:
    old = [replace(document, version=1) for document in catalogue()]
    engine.index(old)
    seen: list[list[str]] = []

    def edit() -> None:
        engine.index([project(1, "面人彩塑", version=2), project(50, "新来的技艺", version=1)])
        engine.remove(["project-2", "project-3"])
        engine.remove(["project-50"])
        engine.index([project(3, "又回来的皮影", version=3)])
        seen.append(ids(engine.search(asked("面人彩塑"))))

    engine.rebuild(during(old, edit, at))
    assert seen == [["project-1"]]
    versions = engine.versions()
    assert versions["project-1"] == 2
    assert versions["project-3"] == 3
    assert "project-2" not in versions
    assert "project-50" not in versions
    assert ids(engine.search(asked("面人彩塑"))) == ["project-1"]
    assert engine.search(asked()).total == len(catalogue()) - 1
    assert len(versions) == len(catalogue()) - 1


def test_one_that_breaks_off_changes_nothing(engine: Engine) -> None:
    engine.index(catalogue())

    def broken() -> Iterator[SearchDocument]:
        yield project(77, "半途")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        engine.rebuild(broken())
    assert set(engine.versions()) == {document.id for document in catalogue()}
    engine.index([project(78, "之后的记录")])
    assert engine.rebuild(iter(catalogue()[:3])) == 3
    assert len(engine.versions()) == 3


def test_searches_go_on_and_never_see_it_half_full(engine: Engine) -> None:
    many = [project(number, f"同名技艺{number}") for number in range(600)]
    engine.index(many)
    totals: set[int] = set()
    over = threading.Event()

    def reading() -> None:
        while not over.is_set():
            totals.add(engine.search(asked("同名技艺", page_size=1, facets=())).total)

    reader = threading.Thread(target=reading)
    reader.start()
    try:
        for _ in range(3):
            engine.rebuild(iter(many))
    finally:
        over.set()
        reader.join()
    assert totals == {600}

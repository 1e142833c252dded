"""An index written by other code than the running one is never read, and cleared away in time."""

from django.core.management import call_command

from search import index_format, service
from search.interface import SearchRequest


def test_other_code_looks_for_its_index_in_another_place(monkeypatch):
    before = service.index_directory()
    monkeypatch.setattr(index_format, "_SOURCES", (("search.engines", ""),))
    index_format.index_format.cache_clear()
    try:
        assert service.index_directory().parent == before.parent
        assert service.index_directory() != before
    finally:
        monkeypatch.undo()
        index_format.index_format.cache_clear()
    assert service.index_directory() == before


def test_a_rebuild_clears_away_indexes_of_earlier_formats(db, settings):
    old = service.index_directory().parent / "0badc0de"
    kept = service.index_directory().parent / "notes"
    for folder in (old, kept):
        folder.mkdir(parents=True)
    call_command("rebuild_search", verbosity=0)
    assert not old.exists()
    assert kept.exists()
    assert service.search(SearchRequest()).total == 0

"""`python -m bench.wagtail_search`: the embedded engine against Wagtail's own database search.

The real list is imported into a SQLite database of its own, the way the site imports it. The same
published projects are then indexed by the embedded engine and by Wagtail's full-text backend
(SQLite FTS5), which is also given the introductions to search in. A search is what a listing
needs: how many there are, the first twenty, and counts for category, level, batch and area.

Wagtail's backend takes a run of Chinese for one word, so it finds far less; the ratio is therefore
given twice, for all queries and for those that it finds something for. Its fallback backend finds
any substring, as we do, by reading every row: that ratio is printed too, as no limit's yardstick.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench.ratios import Ratio, median_and_p95, record, table

LIMIT = 20.0
ROUNDS = 2
SAMPLE = 6  # Wagtail takes most of a second for some
COUNTED = ("inscriptions__level", "inscriptions__batch_id", "division_id")
FULL_TEXT, FALLBACK = "Wagtail full text", "Wagtail fallback"
BACKENDS = {
    FULL_TEXT: "wagtail.search.backends.database",
    FALLBACK: "wagtail.search.backends.database.fallback",
}
Call = Callable[[], int]
"""Answers one query and says how many it found."""


def main() -> int:
    from tests.search.national_list import ABSENT, SHARED_DATA

    path = SHARED_DATA / "national" / "projects_raw.jsonl"
    if not path.exists():
        print(f"Not measured: {ABSENT}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        _set_up(Path(folder), path)
        found = _measured(Path(folder))
    record(found)
    print(table(found))
    return 0


def _set_up(folder: Path, path: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'wagtail.sqlite3'}"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print("Importing the real list …", flush=True)
    try:
        call_command("import_registry", str(path), format="ihchina-projects")
    except SystemExit as left:  # some rows are left out: the others are what is measured
        if left.code != 1:
            raise


def _measured(folder: Path) -> list[Ratio]:
    from modelsearch.backends import get_search_backend

    from registry.models import HeritageProject
    from search.documents import all_documents
    from search.engines.embedded import EmbeddedEngine

    engine = EmbeddedEngine(folder / "index")
    documents = list(all_documents())
    engine.rebuild(iter(documents))
    _index_by_wagtail(HeritageProject)
    questions = _questions(documents)
    found: list[Ratio] = []
    for label, path in BACKENDS.items():
        theirs = [partial(_by_wagtail, get_search_backend(path), *each) for each in questions]
        ours = [partial(_by_engine, engine, *each) for each in questions]
        found += _compared(label, ours, theirs, len(documents))
    return found


def _compared(
    label: str, ours: Sequence[Call], theirs: Sequence[Call], records: int
) -> list[Ratio]:
    answered = [position for position, call in enumerate(theirs) if call()]
    found_by_us = sum(1 for call in ours if call())
    print(
        f"{label}: finds something for {len(answered)} of {len(theirs)} queries,"
        f" the embedded engine for {found_by_us}"
    )
    mine: list[list[float]] = [[] for _ in ours]
    other: list[list[float]] = [[] for _ in ours]
    for turn in range(ROUNDS):
        for position in range(len(ours)):
            pair = ((ours[position], mine), (theirs[position], other))
            for call, times in pair if turn % 2 else reversed(pair):
                begin = time.perf_counter()
                call()
                times[position].append((time.perf_counter() - begin) * 1000)
    ratios = []
    for what, positions in (
        ("search with facets", list(range(len(ours)))),
        ("search with facets, both answer", answered),
    ):
        if not positions:
            continue
        one = median_and_p95([each for position in positions for each in mine[position]])
        two = median_and_p95([each for position in positions for each in other[position]])
        for figure, a, b in zip(("median", "p95"), two, one, strict=True):
            if label == FALLBACK:
                print(f"  {what}, {figure}: {a:.2f} ms against {b:.2f} ms, {a / b:.1f} times")
                continue
            ratios.append(
                Ratio(
                    f"{label}: {what}",
                    "embedded engine",
                    "embedded",
                    records,
                    figure,
                    a,
                    b,
                    LIMIT,
                    at_least=True,
                )
            )
    return ratios


def _index_by_wagtail(model: Any) -> None:
    from django.core.management import call_command
    from django.test import override_settings
    from wagtail.search import index

    model.search_fields = [*model.search_fields, index.SearchField("narrative")]
    chosen = {"default": {"BACKEND": BACKENDS[FULL_TEXT]}}
    with override_settings(WAGTAILSEARCH_BACKENDS=chosen):
        call_command("wagtail_update_index", verbosity=0)


def _questions(documents: list[Any]) -> list[tuple[str, str]]:
    """Words and a category to filter by, "" for none: names, parts, places, words of texts."""
    draw = random.Random(5)
    asked: list[tuple[str, str]] = []
    for document in draw.sample(documents, SAMPLE):
        name = document.name
        start = draw.randrange(max(len(name) - 3, 1))
        asked += [(name, ""), (name[start : start + draw.randint(2, 4)], "")]
        asked += [(document.places[0], ""), (document.places[0], document.category)]
        if document.texts:
            body = document.texts[0][1]
            start = draw.randrange(max(len(body) - 4, 1))
            asked.append((body[start : start + draw.randint(2, 3)], ""))
        asked.append(("", document.category))
    return asked


def _by_engine(engine: Any, text: str, category: str) -> int:
    from search.interface import Facet, SearchRequest

    facets = (Facet.CATEGORY, Facet.LEVEL, Facet.BATCH, Facet.AREA)
    filters = {Facet.CATEGORY: (category,)} if category else {}
    return int(engine.search(SearchRequest(text, filters=filters, facets=facets)).total)


def _by_wagtail(backend: Any, text: str, category: str) -> int:
    from django.db.models import Count
    from modelsearch.query import MATCH_ALL

    from registry.models import Category, HeritageProject

    projects = HeritageProject.objects.filter(live=True)
    narrowed = projects
    if category:
        narrowed = projects.filter(category_id=Category.objects.get(name=category).pk)
    words = text or MATCH_ALL
    results = backend.search(words, narrowed)
    total = results.count()
    list(results[:20])
    # A facet is counted under all filters but its own.
    backend.search(words, projects).facet("category_id")
    for path in COUNTED:
        counted = results.get_queryset().order_by().values(path).annotate(n=Count("pk"))
        list(counted)
    return int(total)


if __name__ == "__main__":
    sys.exit(main())

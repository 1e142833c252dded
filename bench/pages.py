"""`python -m bench.pages`: what the catalogue's page costs against a bare Django view.

(b) The page against a bare view that renders as many cards from memory (bench.bare): no search, no
    facets, no header, no middleware, no translation, one template without a tag library. Limits:
    3 times on the embedded engine, 5 times with Elasticsearch; at most 4 database queries.
(e) The page's median on 100,000 records against its own on the real list: at most 2 times.

Method: both are served by granian, one worker, as the site is in production, and fetched over one
connection that is kept open: it is what the visitor's browser waits for. The page runs the site's
whole middleware, the bare view none. The queries are words of names, whole names, filters and later
pages; each round fetches the page and the bare view one after the other for the same query, so that
a busy machine slows both alike (not quite with Elasticsearch, a third process: measure it on a
quiet one). The cards of the real list are made from its names, places and people, the hundred
thousand from its characters.

Each page is measured twice, under the same limits. *First asking*: the site is told before each
page to forget every answer and every facet it has kept (bench.served), so the engine is asked all of
it, as after each change of the index. *Repeated asking*: the same queries again, all of them before
any comes a second time, while the index stays as it is. What does not depend on a question is there
both times, as on any running site: rendered cards, read documents, names of places, and how many
records of the whole index have each facet value. So the first fetch of each query is not counted,
with Elasticsearch the first ten, as its virtual machine compiles while it runs.

Beside the ratios the same is printed for Django's handler alone, called inside this process, where
no server's and no network's share hides the difference.

BENCH_RECORDS changes the hundred thousand, BENCH_PAGES_ROUNDS the rounds.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.catalogue_records import made_documents, queries_for, real_documents
from bench.ratios import Ratio, median_and_p95, record, table
from bench.visits import Times, alternating, call, fetch, prepared, served

MANY = int(os.environ.get("BENCH_RECORDS", "100000"))
ROUNDS = int(os.environ.get("BENCH_PAGES_ROUNDS", "6"))
MOST_QUERIES = 4
LIMITS = {"embedded": 3.0, "elasticsearch": 5.0}
GROWTH = 2.0
WARM = {"embedded": 1, "elasticsearch": 10}  # rounds before those that count
ASKING = {"first": "page, first asking", "repeated": "page, repeated asking"}
Measured = dict[str, Times]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        _set_up(Path(folder))
        return _run(Path(folder))


def _set_up(folder: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.sqlite3'}"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ROOT_URLCONF = "bench.bare"
    call_command("migrate", verbosity=0)


def _run(folder: Path) -> int:
    ratios: list[Ratio] = []
    medians: dict[tuple[str, str, int], float] = {}
    most = 0
    real = real_documents()
    many = made_documents(real, MANY)
    for engine, url in engines():
        for documents in (real, many):
            with filled(engine, url, documents, folder):
                measured, queries = measure(queries_for(real), folder, WARM[engine])
            most = max(most, queries)
            found = against_the_bare_view(engine, len(documents), measured)
            print(table(found), flush=True)
            ratios += found
            for asking, times in measured.items():
                medians[engine, asking, len(documents)] = median(times.page)
        ratios += growth(engine, medians, len(real), len(many))
    record(ratios)
    print(table(ratios))
    missed = any(not ratio.held for ratio in ratios if ratio.figure == "median")
    return int(most > MOST_QUERIES or missed)


def against_the_bare_view(engine: str, records: int, measured: Measured) -> list[Ratio]:
    """Median and 95th percentile of first and of repeated asking."""
    found = []
    for asking, times in measured.items():
        ours, yardstick = median_and_p95(times.page), median_and_p95(times.bare)
        for figure, one, other in zip(("median", "p95"), ours, yardstick, strict=True):
            limit = LIMITS[engine]
            found.append(
                Ratio(ASKING[asking], "bare view", engine, records, figure, one, other, limit)
            )
    return found


def growth(
    engine: str, medians: dict[tuple[str, str, int], float], few: int, many: int
) -> list[Ratio]:
    """The page's median as records grow."""
    return [
        Ratio(
            what=words,
            against=f"the same, {few:,} records",
            engine=engine,
            records=many,
            figure="median",
            ours=medians[engine, asking, many],
            yardstick=medians[engine, asking, few],
            limit=GROWTH,
        )
        for asking, words in ASKING.items()
    ]


def engines() -> Iterator[tuple[str, str]]:
    """The embedded engine, and Elasticsearch where one is running."""
    yield "embedded", ""
    url = os.environ.get("TEST_ELASTICSEARCH_URL", "")
    if url:
        yield "elasticsearch", url
    else:
        print("Elasticsearch was not measured: TEST_ELASTICSEARCH_URL names no running server.")


@contextmanager
def filled(engine: str, url: str, documents: list[Any], folder: Path) -> Iterator[None]:
    """The site with this engine, holding these documents."""
    from django.test import override_settings

    from search.service import targets
    from search.views.cards import cards

    cards.clear()
    directory = folder / f"{engine}-{len(documents)}"
    prefix = f"bench-pages-{os.getpid()}"
    with override_settings(
        SEARCH_URL=url, SEARCH_INDEX_DIR=directory, SEARCH_INDEX_PREFIX=prefix, SEARCH_TIMEOUT=10.0
    ):
        print(f"{engine}: indexing {len(documents):,} records …", flush=True)
        targets()[engine].rebuild(documents)
        yield


def measure(queries: list[str], folder: Path, warm: int) -> tuple[Measured, int]:
    """First and repeated asking behind the server, and the most database queries of a page."""
    full, most = prepared(queries)
    inside = {
        asking: alternating(full, call, ROUNDS, 1, first=asking == "first") for asking in ASKING
    }
    told = ", ".join(f"{asking} {median(times.page):.2f} ms" for asking, times in inside.items())
    print(
        f"  {len(full)} queries with a full page of cards, {ROUNDS} rounds, at most {most} database"
        f" queries a page; inside Django alone: {told},"
        f" bare view {median(inside['first'].bare):.2f} ms",
        flush=True,
    )
    with served(folder) as connection:

        def get(path: str, query: str) -> bytes:
            return fetch(connection, path, query)

        measured = {
            "first": alternating(full, get, ROUNDS, warm, first=True),
            "repeated": alternating(full, get, ROUNDS, 1, first=False),
        }
    return measured, most


if __name__ == "__main__":
    sys.exit(main())

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
quiet one). What a running site has in memory is there: the first fetch of each query is not
counted, with Elasticsearch the first ten, as its virtual machine compiles while it runs. The cards
of the real list are made from its names, places and people, the hundred thousand from its
characters. Beside the ratios the same is printed for Django's handler alone, called inside this
process, where no server's and no network's share hides the difference.

BENCH_RECORDS changes the hundred thousand, BENCH_PAGES_ROUNDS the rounds.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

MANY = int(os.environ.get("BENCH_RECORDS", "100000"))
ROUNDS = int(os.environ.get("BENCH_PAGES_ROUNDS", "6"))
QUERIES = 50
MOST_QUERIES = 4
LIMITS = {"embedded": 3.0, "elasticsearch": 5.0}
GROWTH = 2.0
WARM = {"embedded": 1, "elasticsearch": 10}  # rounds before those that count


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of each call, and the most database queries a page made."""

    page: list[float]
    bare: list[float]
    queries: int


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
    from bench.ratios import Ratio, median_and_p95, record, table

    ratios: list[Ratio] = []
    medians: dict[tuple[str, int], float] = {}
    too_many = False
    real, many = real_documents(), None
    for engine, url in engines():
        for documents in (real, None):
            documents = documents or (many := many or made_documents(real, MANY))
            with filled(engine, url, documents, folder):
                measured = measure(queries_for(real), folder, WARM[engine])
            count = len(documents)
            ours, yardstick = median_and_p95(measured.page), median_and_p95(measured.bare)
            medians[engine, count] = ours[0]
            for figure, one, other in zip(("median", "p95"), ours, yardstick, strict=True):
                ratios.append(
                    Ratio(
                        "catalogue page",
                        "bare Django view",
                        engine,
                        count,
                        figure,
                        one,
                        other,
                        LIMITS[engine],
                    )
                )
            print(table(ratios[-2:]), flush=True)
            too_many |= measured.queries > MOST_QUERIES
        few, more = (medians[engine, n] for n in (len(real), len(many or ())))
        ratios.append(
            Ratio(
                "page, many records",
                f"page, {len(real):,} records",
                engine,
                len(many or ()),
                "median",
                more,
                few,
                GROWTH,
            )
        )
    record(ratios)
    print(table(ratios))
    return int(too_many or any(not ratio.held for ratio in ratios if ratio.figure == "median"))


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


def measure(queries: list[str], folder: Path, warm: int) -> Measured:
    """Each query's page and the bare view with the same cards, alternating."""
    full, most = prepared(queries)
    inside = alternating(full, lambda path, query: call(path, query))
    print(
        f"  {len(full)} queries with a full page of cards, {ROUNDS} rounds, at most {most} database"
        f" queries a page; inside Django alone: page {median(inside[0]):.2f} ms,"
        f" bare view {median(inside[1]):.2f} ms",
        flush=True,
    )
    with served(folder) as connection:
        page, bare = alternating(full, lambda path, query: fetch(connection, path, query), warm)
    return Measured(page, bare, most)


def prepared(queries: list[str]) -> tuple[list[str], int]:
    """The queries that fill a page, their cards put into the bare view, and the most queries made."""
    from django.http import QueryDict

    from bench.bare import CARDS
    from search.forms import read_query
    from search.service import engine

    CARDS.clear()
    most, full = 0, []
    for query in queries:
        result = engine().search(read_query(QueryDict(query)).request())
        if len(result.hits) < 20:
            continue  # a page with fewer cards has less to be compared with
        full.append(query)
        CARDS[query] = [dict(hit.card) for hit in result.hits]
        with counting() as count:
            call("/catalogue/", query)
        most = max(most, count())
    return full, most


def alternating(
    queries: list[str], get: Callable[[str, str], bytes], warm: int = 1
) -> tuple[list[float], list[float]]:
    """Milliseconds of the page and of the bare view, after rounds that are not counted."""
    page: list[float] = []
    bare: list[float] = []
    for number in range(ROUNDS + warm):
        for query in queries:
            for path, times in (("/catalogue/", page), ("/bare/", bare)):
                begin = time.perf_counter()
                body = get(path, query)
                taken = (time.perf_counter() - begin) * 1000
                if body.count(b'class="card"') < 20:
                    raise RuntimeError(f"{path}?{query}: no page of cards")
                if number >= warm:
                    times.append(taken)
    return page, bare


@contextmanager
def served(folder: Path) -> Iterator[HTTPConnection]:
    """The site and the bare view behind granian, and a connection to them."""
    from django.conf import settings

    from bench.bare import CARDS
    from tests.servers.process import free_port

    held = folder / "cards.json"
    held.write_text(json.dumps(CARDS, ensure_ascii=False), encoding="utf-8")
    port = free_port()
    environment = {
        **os.environ,
        "BENCH_CARDS": str(held),
        "SEARCH_URL": settings.SEARCH_URL,
        "SEARCH_INDEX_DIR": str(settings.SEARCH_INDEX_DIR),
        "SEARCH_INDEX_PREFIX": settings.SEARCH_INDEX_PREFIX,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "error"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen([*command, "bench.served:application"], env=environment)
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        _wait_for(connection, process)
        yield connection
    finally:
        connection.close()
        process.terminate()
        process.wait(20)


def _wait_for(connection: HTTPConnection, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        if process.poll() is not None:
            raise RuntimeError("granian did not start")
        try:
            fetch(connection, "/catalogue/suggest/", "")
        except OSError:
            connection.close()
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("granian did not answer within a minute")


def fetch(connection: HTTPConnection, path: str, query: str) -> bytes:
    """One request over the open connection, to the last byte of its answer."""
    connection.request("GET", f"{path}?{query}")
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path}?{query}: {response.status}")
    return body


@cache
def _handlers() -> tuple[Any, Any]:
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    site = WSGIHandler()
    with override_settings(MIDDLEWARE=[]):
        return site, WSGIHandler()


def call(path: str, query: str) -> bytes:
    """One request through Django's handler inside this process."""
    site, plain = _handlers()
    statuses: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    handler = plain if path == "/bare/" else site
    response = handler(environ, lambda status, _headers, _info=None: statuses.append(status))
    body = b"".join(response)
    response.close()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{path}?{query}: {statuses[0]}")
    return body


@contextmanager
def counting() -> Iterator[Callable[[], int]]:
    """Counts the database queries inside."""
    from django.db import connection

    made = 0

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal made
        made += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield lambda: made


def queries_for(documents: list[Any]) -> list[str]:
    """Addresses as people make them; drawn from names, so that most find something."""
    chance = random.Random(3)
    names = [chance.choice(documents).name for _ in range(QUERIES)]
    words = ["传统", "民间", "技艺", "山", "戏", "龙", "年", "花", "歌", "制作"]
    addresses = ["", "view=grid", "sort=date&page=4", "sort=code", "level=" + quote("国家级")]
    addresses += [f"q={quote(word)}" for word in words]
    addresses += [f"q={quote(word)}&page=2&view=grid" for word in words[:5]]
    addresses += [f"q={quote(name[:2])}" for name in names]
    addresses += [f"category={quote(chance.choice(documents).category)}" for _ in range(5)]
    return list(dict.fromkeys(addresses))


def real_documents() -> list[Any]:
    """The 3,215 projects of the national list, or as many made ones where it is absent."""
    from tests.search.national_list import SHARED_DATA, national_projects
    from tests.search.views.catalogue_documents import documents

    if (SHARED_DATA / "national").is_dir():
        return [_with_card(document) for document in national_projects()]
    print("The national list is not here, so made records stand in for it.")
    return made_documents(documents(), 3_215)


def _with_card(document: Any) -> Any:
    """The card that the site would make of it."""
    from pypinyin import Style, lazy_pinyin

    from tests.search.national_list import CATEGORY_WORDS

    text = document.texts[0][1] if document.texts else ""
    card = {
        "name": document.name,
        "pinyin": " ".join(lazy_pinyin(document.name, style=Style.TONE)),
        "kind": document.kind.value,
        "kind_label": "代表性项目",
        "url": f"/catalogue/projects/{document.id}/",
        "code": document.codes[0].strip() if document.codes else "",
        "category": document.category,
        "category_key": list(CATEGORY_WORDS).index(document.category) + 1,
        "level": "国家级",
        "level_label": "国家级",
        "batch": document.batches[0],
        "place": document.places[0] if document.places else "",
        "summary": text[:90],
        "people": list(document.people[:3]),
        "unit": document.units[0] if document.units else "",
    }
    return replace(document, card=card)


def made_documents(models: list[Any], count: int) -> list[Any]:
    """Records like the models, with names and texts drawn anew from their characters."""
    chance = random.Random(7)
    names = "".join(model.name for model in models)
    texts = "".join(text for model in models for _label, text in model.texts) or names
    made = []
    for number in range(count):
        model = chance.choice(models)
        name = "".join(chance.choices(names, k=chance.randint(2, 5))) + model.name[-2:]
        start = chance.randrange(max(1, len(texts) - 300))
        text = texts[start : start + 300]
        card = {
            **model.card,
            "name": name,
            "url": f"/catalogue/projects/{number}/",
            "summary": text[:90],
        }
        made.append(
            replace(model, id=f"project-{number}", name=name, texts=(("简介", text),), card=card)
        )
    return made


if __name__ == "__main__":
    sys.exit(main())

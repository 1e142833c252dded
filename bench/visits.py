"""Visits to the catalogue and to the bare view: behind granian, as people meet them, and without.

Each is given the same addresses in turn, and what it takes to the last byte is timed.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from search.engines.answering import Answering

CATALOGUE, BARE, FORGET = "/catalogue/", "/bare/", "/forget/"
Get = Callable[[str, str], bytes]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each page and of the bare view beside it."""

    page: list[float]
    bare: list[float]


def alternating(queries: list[str], get: Get, rounds: int, warm: int, *, first: bool) -> Times:
    """The page and the bare view in turns for each query, after rounds that are not counted.

    ``first`` makes the site forget its kept answers before each page.
    """
    times = Times([], [])
    for number in range(rounds + warm):
        for query in queries:
            if first:
                get(FORGET, "")
            for path, taken in ((CATALOGUE, times.page), (BARE, times.bare)):
                spent = timed(get, path, query)
                if number >= warm:
                    taken.append(spent)
    return times


def timed(get: Get, path: str, query: str) -> float:
    begin = time.perf_counter()
    body = get(path, query)
    taken = (time.perf_counter() - begin) * 1000
    if body.count(b'class="card"') < 20:
        raise RuntimeError(f"{path}?{query}: no page of cards")
    return taken


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
            call(CATALOGUE, query)
        most = max(most, count())
    return full, most


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
            fetch(connection, f"{CATALOGUE}suggest/", "")
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
    if path == FORGET:
        forget_answers()
        return b""
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
    handler = plain if path == BARE else site
    response = handler(environ, lambda status, _headers, _info=None: statuses.append(status))
    body = b"".join(response)
    response.close()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{path}?{query}: {statuses[0]}")
    return body


def forget_answers() -> None:
    """Every question is a first one again."""
    from search.service import engine

    asked = engine()
    for one in (asked, getattr(asked, "first", None), getattr(asked, "stand_in", None)):
        if isinstance(one, Answering):
            one.kept.clear()


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

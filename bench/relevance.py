"""How well the judged queries over the real list are answered, per kind, by both engines.

Elasticsearch is asked where TEST_ELASTICSEARCH_URL or SEARCH_URL names a server, or where one can
be started. The list itself is not part of this project; without it nothing is measured.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from search.engines.embedded import EmbeddedEngine
from search.interface import Engine
from tests.search.judged import trial
from tests.search.judged.loader import (
    JudgedQuery,
    held_out_queries,
    judged_queries,
    strangers_queries,
)
from tests.search.judged.metrics import Summary, overlap
from tests.search.judged.trial import Answer
from tests.search.national_list import ABSENT, SHARED_DATA, national_documents
from tests.servers.elasticsearch import ElasticsearchServer
from tests.servers.process import ServerUnavailable

URLS = ("TEST_ELASTICSEARCH_URL", "SEARCH_URL")
HEADINGS = ("queries", "success@1", "success@10", "nDCG@10", "zero hits")
JUDGED = "Judged set"
HELD_OUT = "Held-out set"  # its failures are not named, or they would soon be tuned against
STRANGERS = "Strangers' set"
Answers = dict[str, tuple[Answer, ...]]


def main() -> int:
    if not (SHARED_DATA / "national").is_dir():
        print(f"Nothing measured: {ABSENT}")
        return 0
    sets = {
        JUDGED: judged_queries(),
        HELD_OUT: held_out_queries(),
        STRANGERS: strangers_queries(),
    }
    asked: dict[str, Answers] = {title: {} for title in sets}
    with engines() as running:
        for engine in running:
            engine.rebuild(national_documents())
            for title, queries in sets.items():
                asked[title][engine.name] = trial.ask(engine, queries)
    for title, answers in asked.items():
        report(title, sets[title], answers)
    return 0


@contextmanager
def engines() -> Iterator[list[Engine]]:
    """The embedded engine, and Elasticsearch if there is one; their indices go when done."""
    with ExitStack() as open_:
        folder = open_.enter_context(tempfile.TemporaryDirectory())
        running: list[Engine] = [EmbeddedEngine(Path(folder))]
        if url := open_.enter_context(elasticsearch()):
            running.append(open_.enter_context(trial.on_server(url)))
        yield running


@contextmanager
def elasticsearch() -> Iterator[str]:
    """A server's address: one that is named, else one started for this; "" where there is none."""
    named = next((os.environ[name] for name in URLS if os.environ.get(name)), "")
    if named:
        yield named
        return
    server = ElasticsearchServer()
    try:
        server.start()
    except ServerUnavailable as missing:
        print(f"Elasticsearch was not asked: {missing}")
        yield ""
        return
    try:
        yield server.url
    finally:
        server.remove()


def report(title: str, queries: Sequence[JudgedQuery], answers: Answers) -> None:
    """One table an engine, what failed, and how far the engines agree."""
    tuned = title != HELD_OUT
    print(f"\n{title}: {len(queries)} queries over the national list")
    for engine, given in answers.items():
        print(f"\n{engine:20}" + "".join(f"{heading:>12}" for heading in HEADINGS))
        for kind, summary in trial.table(given).items():
            print(row(kind, summary))
        print(f"  {trial.reached(given):.1%} found with the wider results shown below the answer")
        for failure in trial.failures(given) if tuned else ():
            print(f"  not found — {failure}")
    if len(answers) == 2:
        one, other = answers.values()
        share, apart = trial.agreement(one, other)
        common = sum(overlap(a.ranked, b.ranked) for a, b in zip(one, other, strict=True))
        print(
            f"\nFirst ten the same in {share:.1%} of queries; "
            f"{common / len(one):.3f} of the records shown are common on average."
        )
        print("".join(f"  differ — {text!r}\n" for text in apart if tuned), end="")


def row(kind: str, summary: Summary) -> str:
    figures = (summary.first, summary.ten, summary.ndcg, summary.empty)
    return f"{kind:20}{summary.queries:>12}" + "".join(f"{figure:>12.3f}" for figure in figures)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench [MODULE …]`: every benchmark there is, then one table of their ratios.

A benchmark is a module of this package that runs by itself (`python -m bench.engines`), prints
what it finds and hands its ratios to bench.ratios.record. Each gets a process of its own, so that
none measures what another left in memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import ratios
from tests.servers.elasticsearch import ElasticsearchServer
from tests.servers.process import ServerUnavailable

ROOT = Path(__file__).resolve().parent.parent
ORDER = ("cases", "outreach", "relevance", "wagtail_search", "engines", "pages")
URL = "TEST_ELASTICSEARCH_URL"


def modules(asked: list[str]) -> list[str]:
    """Those asked for, or all that this package holds, cheapest first."""
    unknown = [name for name in asked if not (ROOT / "bench" / f"{name}.py").exists()]
    if unknown:
        sys.exit(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(ORDER)}.")
    return asked or [name for name in ORDER if (ROOT / "bench" / f"{name}.py").exists()]


def run(names: list[str], environment: dict[str, str]) -> list[str]:
    """Run them one after the other; the names of those that failed."""
    failed = []
    for name in names:
        print(f"\n━━━ {name} ━━━", flush=True)
        command = [sys.executable, "-m", f"bench.{name}"]
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
            failed.append(name)
    return failed


def main() -> int:
    names = modules(sys.argv[1:])
    server: ElasticsearchServer | None = None
    with tempfile.TemporaryDirectory() as folder:
        collected = Path(folder) / "ratios.jsonl"
        collected.touch()
        environment = {**os.environ, ratios.VARIABLE: str(collected), "PYTHONUTF8": "1"}
        try:
            if not os.environ.get(URL):
                try:
                    server = ElasticsearchServer()
                    server.start()
                    environment[URL] = server.url
                except ServerUnavailable as missing:
                    print(f"Elasticsearch 没有测量：{missing}")
            failed = run(names, environment)
        finally:
            if server is not None:
                server.remove()
        found = ratios.read(collected)
    print(f"\n━━━ ratios ━━━\n{ratios.table(found)}")
    missed = [one for one in found if not one.held]
    print(
        f"\n{len(found)} ratios, {len(missed)} missed." + (f" Failed: {failed}" if failed else "")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

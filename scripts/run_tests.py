"""`make test`: lint, the whole suite on SQLite, its database part on PostgreSQL, and an account.

Starts what this machine can start, and has both databases migrated once, while lint runs. Ends by
saying what was not run and how to run it; with CI=true anything not run is a failure.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import migrated  # noqa: E402
from tests.conftest import IN_CI, NATIONAL_LIST_ABSENT, national_list_is_here  # noqa: E402
from tests.servers.elasticsearch import ElasticsearchServer  # noqa: E402
from tests.servers.postgres import PostgresServer  # noqa: E402
from tests.servers.process import Server, ServerUnavailable  # noqa: E402

REPORTS = ROOT / "var" / "test-reports"
WORKERS = os.environ.get("TEST_WORKERS", "2")
SERVERS: dict[str, type[Server]] = {
    "TEST_ELASTICSEARCH_URL": ElasticsearchServer,
    "TEST_DATABASE_URL": PostgresServer,
}


@contextlib.contextmanager
def servers(missing: list[str]) -> Iterator[dict[str, str]]:
    """Addresses by variable: those told by the environment, and those of servers started here."""
    started: list[Server] = []

    def start(kind: type[Server]) -> str | None:
        try:
            server = kind()
            started.append(server)
            server.start()
        except ServerUnavailable as reason:
            missing.append(str(reason))
            return None
        return server.url

    try:
        wanted = {name: kind for name, kind in SERVERS.items() if not os.environ.get(name)}
        with ThreadPoolExecutor() as pool:
            urls = dict(zip(wanted, pool.map(start, wanted.values()), strict=True))
        told = {name: os.environ[name] for name in SERVERS if os.environ.get(name)}
        yield told | {name: url for name, url in urls.items() if url}
    finally:
        for server in started:
            server.remove()


def databases(folder: Path, urls: dict[str, str]) -> dict[str, str]:
    """What the databases of both runs are copies of, by variable. Where migrating fails it has said
    why, and the tests, which then try it themselves, all fail.
    """
    makers = {migrated.FILE: lambda: migrated.migrate_file(folder / "migrated.sqlite3")}
    if "TEST_DATABASE_URL" in urls:
        makers[migrated.DATABASE] = lambda: migrated.migrate_database(urls["TEST_DATABASE_URL"])

    def made(name: str) -> str:
        try:
            return makers[name]()
        except subprocess.CalledProcessError:
            return ""

    with ThreadPoolExecutor() as pool:
        return dict(zip(makers, pool.map(made, makers), strict=True))


def heading(text: str) -> None:
    print(f"\n━━━ {text} ━━━", flush=True)


def pytest(name: str, options: list[str], environment: dict[str, str]) -> bool:
    """One run over the suite; its report goes to var/."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-n", WORKERS),
            *("--dist", "loadfile", "--no-loadscope-reorder"),  # tests/conftest.py has ordered them
            *(f"--junitxml={REPORTS / name}.xml", *options, *sys.argv[1:]),
        ],
        cwd=ROOT,
        # Compiled modules are kept where the environment forbids it, too: many processes read them.
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "", **environment},
        check=False,
    )
    return done.returncode == 0


def skipped(name: str) -> Counter[str]:
    """Why tests of that run were skipped, and how many for each reason."""
    report = REPORTS / f"{name}.xml"
    if not report.exists():
        return Counter()
    cases = ElementTree.parse(report).iter("skipped")
    return Counter(case.get("message", "") for case in cases)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended
    REPORTS.mkdir(parents=True, exist_ok=True)
    for old in REPORTS.glob("*.xml"):
        old.unlink()
    failed: list[str] = []
    missing: list[str] = []

    heading("静态检查，同时启动测试用的服务、准备数据库")
    lint = subprocess.Popen([sys.executable, "scripts/lint.py"], cwd=ROOT)
    with servers(missing) as urls, TemporaryDirectory(prefix="heritage-migrated-") as folder:
        made = databases(Path(folder), urls)
        if lint.wait() != 0:
            failed.append("静态检查")
        print(f"服务：{'、'.join(urls) or '都没有启动'}", flush=True)
        on_sqlite = {name: url for name, url in urls.items() if name != "TEST_DATABASE_URL"} | made
        heading("SQLite 上的全部测试")
        if not pytest("sqlite", [], on_sqlite):
            failed.append("SQLite 上的测试")
        if "TEST_DATABASE_URL" in urls:
            heading("PostgreSQL 上的数据库测试")
            on_postgres = {**on_sqlite, "DATABASE_URL": urls["TEST_DATABASE_URL"]}
            if not pytest("postgres", ["--only-database"], on_postgres):
                failed.append("PostgreSQL 上的测试")

    return account(failed, missing)


def account(failed: list[str], missing: list[str]) -> int:
    """The closing lines: what was not run and how to run it, then the verdict."""
    reasons = skipped("sqlite") + skipped("postgres")
    heading("结果")
    if missing or reasons or not national_list_is_here():
        print("没有运行的：")
        for sentence in missing:
            print(f"  · {sentence}")
        for reason, count in reasons.items():
            if reason not in missing:
                print(f"  · {count} 项测试：{reason}")
        if not national_list_is_here():
            print(f"  · 用真实名录的测试：{NATIONAL_LIST_ABSENT}")
    if IN_CI and (missing or reasons):
        failed.append("CI 中不允许有跳过的测试")
    print(f"未通过：{'、'.join(failed)}。" if failed else "全部通过。")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

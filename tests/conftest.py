"""Fixtures every test may use: real servers, and folders of its own for files and index."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.core.cache import caches
from django.db import connection

from messaging.sms import MemoryBackend
from tests import migrated
from tests.racing import database_to_race_on
from tests.servers.chromium import chromium
from tests.servers.elasticsearch import ElasticsearchServer
from tests.servers.process import ServerUnavailable
from tests.servers.shared import end_shared, shared_url

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
DATA = Path(
    os.environ.get("HERITAGE_SHARED_DATA")
    or Path(__file__).resolve().parents[2] / "shared" / "data"
)


# Playwright keeps an event loop in the thread of the tests; Django would refuse the database to
# every test after the first in a browser.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NATIONAL_LIST_ABSENT = (
    f"没有找到真实名录数据（{DATA}），它不是本项目的一部分。"
    "请把它放在与本项目并列的 shared/data 文件夹，或用环境变量 HERITAGE_SHARED_DATA 指出位置。"
)
T = TypeVar("T")


def national_list_is_here() -> bool:
    return (DATA / "national" / "projects.csv").exists()


def or_not_run(ask: Callable[[], T]) -> T:
    """What ``ask`` gives; where the machine lacks it the test is not run, and in CI that is a failure."""
    try:
        return ask()
    except ServerUnavailable as missing:
        if IN_CI:
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def elasticsearch_url(pytestconfig: pytest.Config) -> str:
    """A real Elasticsearch shared by the whole run: use index names of your own (index_prefix)."""
    return or_not_run(
        lambda: shared_url(pytestconfig, "TEST_ELASTICSEARCH_URL", ElasticsearchServer)
    )


@pytest.fixture
def index_prefix(request: pytest.FixtureRequest) -> str:
    """A prefix for index names that no other test and no other worker uses."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return f"test-{worker}-{os.getpid()}-{abs(hash(request.node.nodeid)) % 10**8}"


@pytest.fixture(scope="module")
def private_elasticsearch() -> Iterator[ElasticsearchServer]:
    """A running Elasticsearch of the module's own, to stop(), kill() and start() again."""
    server = or_not_run(_started_elasticsearch)
    yield server
    server.remove()


def _started_elasticsearch() -> ElasticsearchServer:
    server = ElasticsearchServer()
    try:
        server.start()
    except BaseException:
        server.remove()
        raise
    return server


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The installed browser's program, for Playwright's executable_path."""
    return or_not_run(chromium)


@pytest.fixture(scope="session")
def national_data() -> Path:
    """The folder with the real lists; tests that ask for it are left out where it is absent."""
    return DATA


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """No test writes into var/: uploaded files and the embedded index go to its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"
    settings.SEARCH_INDEX_DIR = tmp_path / "search"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Caches outlive a test's rows: renditions and counts are kept by keys that come again.
    So do the texts that the backend for tests keeps.
    """
    for one in caches.all(initialized_only=True):
        one.clear()
    MemoryBackend.sent.clear()


@pytest.fixture(scope="session")
def migrated_file(pytestconfig: pytest.Config) -> Path:
    """A migrated SQLite database to copy, for sites of several processes."""
    return migrated.file(pytestconfig)


@pytest.fixture(scope="session")
def migrated_database(pytestconfig: pytest.Config) -> str:
    """What the test databases are copies of: a file's path, on PostgreSQL a database's name."""
    if connection.vendor == "sqlite":
        return str(migrated.file(pytestconfig))
    return migrated.database(pytestconfig)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_keepdb: bool, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Django finds the test database migrated: a copy of the run's own. One kept with --reuse-db
    is left as it is, and one with a name of its own on SQLite is made as Django does it.
    """
    with ExitStack() as open_until_the_end:
        if not django_db_keepdb:
            source = request.getfixturevalue("migrated_database")
            creation: Any = connection.creation
            name = creation._get_test_db_name()
            if connection.vendor != "sqlite":
                connection.settings_dict["TEST"]["TEMPLATE"] = source
            elif creation.is_in_memory_db(name):
                memory = sqlite3.connect(name, uri=True)
                open_until_the_end.enter_context(closing(memory))
                with closing(sqlite3.connect(f"file:{source}?mode=rw", uri=True)) as file:
                    file.backup(memory)
        yield


@pytest.fixture
def racing_database(
    db: None, django_db_blocker: Any, migrated_database: str, tmp_path: Path
) -> Iterator[None]:
    """A database that threads and other processes may use at once; see tests/racing.py.

    It asks for ``db`` although the test never uses that one: pytest-django makes a test database
    only when some test of the run asks for it, and without one the copies were of the real one.
    """
    with django_db_blocker.unblock(), database_to_race_on(migrated_database, tmp_path):
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="only tests that touch the database: for a second run on another one",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    def left_out(item: pytest.Item) -> bool:
        names = set(getattr(item, "fixturenames", ()))
        if config.getoption("--only-database") and not (
            item.get_closest_marker("django_db") or "db" in names
        ):
            return True
        needs_list = item.get_closest_marker("national_list") or "national_data" in names
        return bool(needs_list) and not national_list_is_here()

    dropped = [item for item in items if left_out(item)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in set(dropped)]
    longest_file_first(items)


LONG = {
    "demo/test_load_demo.py": 27,
    "demo/test_sample.py": 40,
    "demo/test_sample_classes.py": 30,
    "applications/test_random_walks.py": 10,
    "applications/test_strangers.py": 50,
    "e2e/test_way_of_a_class.py": 50,
    "e2e/test_whole_way.py": 70,
    "outreach/planning/test_random_plans.py": 15,
    "outreach/test_strangers.py": 10,
    "registry/admin/test_language.py": 40,
    "registry/importing/test_national.py": 30,
    "search/engines/test_nation.py": 25,
    "search/indexing/test_elasticsearch_away.py": 80,
    "search/indexing/test_following.py": 60,
    "search/judged/test_judged.py": 25,
    "security/test_walk.py": 85,
}
"""Seconds that few tests of these files take together: one begun last keeps the whole run waiting."""


def longest_file_first(items: list[pytest.Item]) -> None:
    """So that the workers of a run, to whom files are given whole, end at about the same time.

    A test takes a fifth of a second, one in a browser, or of a site of several processes, about
    twenty times as long.
    """
    here = Path(__file__).parent
    length: Counter[Path] = Counter({here / name: 5 * taken for name, taken in LONG.items()})
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        slow = names & {"chromium_path", "migrated_file", "private_elasticsearch"}
        length[item.path] += 20 if slow else 1
    items.sort(key=lambda item: (-length[item.path], item.path))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not national_list_is_here():
        terminalreporter.write_line(NATIONAL_LIST_ABSENT)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        end_shared(config)
        migrated.end(config)

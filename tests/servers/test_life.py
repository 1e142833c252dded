"""The servers that other tests stop and kill keep their port and data, and leave nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.conftest import or_not_run
from tests.servers import chromium as browser
from tests.servers.postgres import PostgresServer
from tests.servers.process import ServerUnavailable, group_alive

ROOT = Path(__file__).resolve().parents[2]


def test_a_killed_server_starts_again_with_its_port_and_data() -> None:
    """Elasticsearch's turn comes with the tests of the catalogue's stand-in."""
    server = or_not_run(PostgresServer)
    try:
        server.start()
        url = server.url
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE mark (word text)")

        server.kill()
        assert not server.is_up()
        server.start()

        assert server.url == url
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT count(*) FROM mark").fetchone() == (0,)
    finally:
        group = server.group
        server.remove()
    assert group is not None
    assert not group_alive(group)
    assert not server.home.exists()


def test_a_server_run_from_the_command_line_ends_with_its_signal() -> None:
    or_not_run(PostgresServer).remove()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.servers.postgres"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

    process.terminate()

    assert process.wait(timeout=30) == 0
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_what_is_missing_is_named_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "CHROMIUM", "no-such-browser")

    with pytest.raises(ServerUnavailable, match="apt-get install chromium"):
        browser.chromium()

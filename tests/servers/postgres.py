"""A real PostgreSQL in a temporary folder, from the server package that is installed.

``python -m tests.servers.postgres`` runs one until Ctrl-C and prints its address for DATABASE_URL.
"""

from __future__ import annotations

import secrets
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path

import psycopg

from .process import Server, ServerUnavailable, serve_until_interrupted

USER = DATABASE = "heritage"


def program_folder() -> Path:
    """Where initdb and postgres are; Debian keeps them off the path, a folder per version."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda bin: int(bin.parent.name),
        reverse=True,
    )
    for folder in found:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise ServerUnavailable(
        "没有找到 PostgreSQL 服务端程序。请安装（Debian：apt-get install postgresql），再运行一次。"
    )


class PostgresServer(Server):
    """A cluster with one database. It survives kill -9, but not a crash of the machine."""

    name = "postgres"
    start_seconds = 60.0
    stop_signal = signal.SIGINT  # "fast": open connections do not delay the end
    in_memory = True  # each database is a thousand files, and tests make hundreds of databases

    @property
    def url(self) -> str:
        return f"postgres://{USER}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def data(self) -> Path:
        return self.home / "data"

    def prepare(self) -> None:
        programs = program_folder()
        self.password = secrets.token_hex(12)
        secret = self.home / "password"
        secret.write_text(self.password)
        self.give_away()
        self.run_once(
            [
                *(str(programs / "initdb"), f"--pgdata={self.data}", f"--username={USER}"),
                *(f"--pwfile={secret}", "--auth=scram-sha-256"),
                *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
            ]
        )

    def command(self) -> Sequence[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "fsync": "off",
            "full_page_writes": "off",
            "max_connections": 100,
            "max_wal_size": "256MB",  # it may stand in memory
        }
        pairs = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [str(program_folder() / "postgres"), "-D", str(self.data), *pairs]

    def is_up(self) -> bool:
        address = self.url.removesuffix(DATABASE) + "postgres"
        try:
            with psycopg.connect(address, connect_timeout=3, autocommit=True) as connection:
                known = connection.execute(
                    "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
                ).fetchone()
                if not known:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
                return True
        except psycopg.OperationalError:
            return False


if __name__ == "__main__":
    serve_until_interrupted(PostgresServer())

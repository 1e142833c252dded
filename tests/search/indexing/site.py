"""The site as several processes on a database and an index of their own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
READY = 240.0
"""Seconds for processes to start, on a machine with much else to do: no promise of the site's."""


def wait_until(true: Callable[[], bool], seconds: float, every: float = 0.05) -> float:
    """How long it took until it was true; fails after so many seconds."""
    started = time.monotonic()
    while not true():
        waited = time.monotonic() - started
        assert waited < seconds, f"not within {seconds} s"
        time.sleep(every)
    return time.monotonic() - started


def with_slack(seconds: float) -> float:
    """The promised seconds, and as much longer as a process waits for a processor here.

    Threefold on an idle machine: what is slower for a reason of its own, such as waiting for a
    server that hangs, still fails; the figures themselves are the benchmark's.
    """
    waiting = os.getloadavg()[0] / (os.cpu_count() or 1)
    return seconds * 3 * max(1.0, waiting)


class Site:
    """Starts and ends the processes; ``tell`` has the editing process do something."""

    def __init__(self, folder: Path, migrated: Path, **environment: str) -> None:
        self.folder = folder
        database = folder / "site.sqlite3"
        if not database.exists():
            shutil.copyfile(migrated, database)
        self.environment = {
            **os.environ,
            "ENV_FILE": os.devnull,
            "DJANGO_SETTINGS_MODULE": "heritage_site.settings.dev",
            "DATABASE_URL": f"sqlite:///{database}",
            "SEARCH_URL": "",
            "SEARCH_INDEX_DIR": str(folder / "index"),
            "MEDIA_ROOT": str(folder / "files"),
            "PRIVATE_MEDIA_ROOT": str(folder / "private"),
            "LOG_LEVEL": "WARNING",
            "DEBUG": "0",
            "ALLOWED_HOSTS": "127.0.0.1,testserver",
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        self._processes: list[subprocess.Popen[str]] = []
        self._editor: subprocess.Popen[str] | None = None

    def tell(self, command: str, *arguments: Any) -> Any:
        """Have the editing process do something, and what it answers."""
        if self._editor is None:
            self._editor = self._start(
                ["-m", "tests.search.indexing.site_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            assert self._read() == "ready"
        assert self._editor.stdin is not None
        self._editor.stdin.write(json.dumps([command, arguments]) + "\n")
        self._editor.stdin.flush()
        return self._read()

    def found(self, text: str) -> list[str]:
        """Ids the API answers with; its other words are in ``get``."""
        answer = self.tell("get", f"/api/v1/records?q={text}&wider=no")
        assert answer["status"] == 200, answer
        return [result["id"] for result in answer["body"]["results"]]

    def follow(self) -> subprocess.Popen[str]:
        """A process that keeps the index up to date."""
        return self._start(["manage.py", "index_changes", "--follow"], stdout=subprocess.DEVNULL)

    def start_command(self, *arguments: str) -> subprocess.Popen[str]:
        """A manage.py command that runs beside the others."""
        return self._start(
            ["manage.py", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def command(self, *arguments: str) -> tuple[int, str, str]:
        """A manage.py command: exit status, what it printed, what it complained of."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,  # it only keeps a command that hangs from hanging the run
        )
        return done.returncode, done.stdout, done.stderr

    def end(self) -> None:
        """End every process."""
        if self._editor is not None and self._editor.stdin is not None:
            self._editor.stdin.close()
        for process in self._processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self._processes:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _read(self) -> Any:
        assert self._editor is not None
        assert self._editor.stdout is not None
        line = self._editor.stdout.readline()
        assert line, "the editing process has ended"
        return json.loads(line)

    def _start(self, arguments: list[str], **streams: Any) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, text=True, **streams
        )
        self._processes.append(process)
        return process

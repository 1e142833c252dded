"""Whatever ends the launcher of `make run`, nothing it started goes on running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.process import free_port

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
# Three processes that do nothing, with a grandchild each as the web server has them.
LAUNCHER = """
import sys
sys.path.insert(0, {scripts!r})
import serve
child = ("import os, subprocess, sys, pathlib\\n"
         "kid = subprocess.Popen(['sleep', '120'])\\n"
         "pathlib.Path(sys.argv[1]).write_text(f'{{os.getpid()}} {{kid.pid}}')\\n"
         "kid.wait()")
serve.commands = lambda port: {{name: [sys.executable, "-c", child, {folder!r} + "/" + name]
                               for name in ("网站", "后台任务", "检索更新")}}
serve.prepare = lambda: None
serve.answers = lambda port: True
serve.main()
"""


@pytest.fixture
def launcher(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A running launcher whose three processes have told their numbers in ``tmp_path``."""
    code = LAUNCHER.format(scripts=str(SCRIPTS), folder=str(tmp_path))
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "MAKELEVEL"}
        | {"PORT": str(free_port())},
    )
    try:
        wait_until(lambda: len(numbers(tmp_path)) == 6)
        yield process
    finally:
        for number in [process.pid, *numbers(tmp_path)]:
            if alive(number):
                os.kill(number, signal.SIGKILL)
        process.wait()


def numbers(folder: Path) -> list[int]:
    return [int(word) for file in folder.iterdir() for word in file.read_text().split()]


def alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(done, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(done())


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT], ids=lambda sent: sent.name)
def test_a_signal_ends_all_of_them(
    launcher: subprocess.Popen[str], tmp_path: Path, sent: signal.Signals
) -> None:
    launcher.send_signal(sent)

    assert launcher.wait(timeout=20) == 0
    assert [number for number in numbers(tmp_path) if alive(number)] == []


def test_kill_minus_nine_ends_the_processes_too(
    launcher: subprocess.Popen[str], tmp_path: Path
) -> None:
    """Their own children are theirs to end, as the web server does on a TERM signal."""
    launcher.kill()

    started = [int(file.read_text().split()[0]) for file in tmp_path.iterdir()]
    assert wait_until(lambda: not any(map(alive, started)))


def test_the_end_of_one_is_the_end_of_all_and_is_said(
    launcher: subprocess.Popen[str], tmp_path: Path
) -> None:
    worker = int((tmp_path / "后台任务").read_text().split()[0])

    os.kill(worker, signal.SIGKILL)

    assert launcher.wait(timeout=20) == 1
    assert launcher.stderr is not None
    assert "“后台任务”进程意外结束（-9），网站已停止。" in launcher.stderr.read()
    assert [number for number in numbers(tmp_path) if alive(number)] == []

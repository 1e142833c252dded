"""Run the site on this machine: the web server and its background processes, as one.

The web server is granian, the same as in production, rather than Django's runserver: pages are as
quick as they will be, and whitenoise inside the site answers for static files straight from the
packages. Ctrl-C, a TERM signal or the end of any of them ends them all.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
START_SECONDS = 60
END_SECONDS = 10
PARENT = os.getppid()
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def commands(port: int) -> dict[str, list[str]]:
    """What runs, by the name a person is told when it ends."""
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "warning"]
    return {
        "网站": [
            *(*granian, "--host", HOST, "--port", str(port)),
            *("--workers", "1", "--blocking-threads", "4"),
            # a worker that is told to end while it still starts up does not hear it
            *("--workers-kill-timeout", "3", "heritage_site.wsgi:application"),
        ],
        "后台任务": [*MANAGE, "db_worker"],
        "检索更新": [*MANAGE, "index_changes", "--follow"],
        "定时发布": [*MANAGE, "keep_schedule"],
        "通知发送": [*MANAGE, "deliver_messages", "--follow"],
    }


def environment() -> dict[str, str]:
    """Development settings, but the pages that visitors see: error pages, not debug pages."""
    return {
        "DJANGO_SETTINGS_MODULE": "heritage_site.settings.dev",
        "DEBUG": "false",
        "PYTHONUTF8": "1",
        **os.environ,
    }


def chosen_port() -> int:
    """PORT from the environment, 8000 without; ends with a sentence if it cannot be used."""
    told = os.environ.get("PORT") or "8000"
    if not told.isdigit() or not 1 <= int(told) <= 65535:
        sys.exit(f"PORT 应是 1 到 65535 之间的数字，现在是“{told}”。例如：make run PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(told)))
        except OSError as error:
            other = 8001 if told != "8001" else 8002
            sys.exit(
                f"端口 {told} 不能使用（{error.strerror}），可能有另一个网站正在运行。"
                f"请先结束它，或换一个端口：make run PORT={other}"
            )
    return int(told)


def die_with_launcher() -> None:
    """On Linux a child gets TERM when this process ends in whatever way, kill -9 included."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


class Processes:
    """The processes that live and die together, by the name a person is told."""

    def __init__(self) -> None:
        self.by_name: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        end(list(self.by_name.values()))

    def start(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(),
            start_new_session=True,  # Ctrl-C reaches this process alone, which passes it on
            preexec_fn=die_with_launcher,
        )
        self.by_name[name] = process
        return process

    def check(self) -> None:
        """Ends the launcher with a sentence when one of them has ended."""
        for name, process in self.by_name.items():
            if process.poll() is not None:
                sys.exit(f"“{name}”进程意外结束（{process.returncode}），网站已停止。")
        if "MAKELEVEL" in os.environ and os.getppid() != PARENT:
            sys.exit("make 已经结束，网站随之停止。")  # nobody is left to press Ctrl-C


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """TERM to each group, a little patience, then KILL for what is left."""
    for process in processes:
        _signal(process, signal.SIGTERM)
    deadline = time.monotonic() + END_SECONDS
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.0, deadline - time.monotonic()))
        _signal(process, signal.SIGKILL)
        process.wait()


def _signal(process: subprocess.Popen[bytes], sent: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, sent)


def answers(port: int) -> bool:
    """Whether the site gives any answer at all, be it an error page."""
    try:
        urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def prepare() -> None:
    """Database, sample data, index; waits until all that is done."""
    with Processes() as own:
        process = own.start("准备", [*MANAGE, "prepare"])
        if process.wait() != 0:
            sys.exit(process.returncode)


def wait_until_it_answers(processes: Processes, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        processes.check()
        if time.monotonic() > deadline:
            sys.exit(f"网站在 {START_SECONDS} 秒内没有应答，已停止。")
        time.sleep(0.05)


def run(port: int) -> NoReturn:
    """The data first: nobody who asks early is answered out of a half made database."""
    prepare()
    web, *others = commands(port).items()
    with Processes() as processes:
        processes.start(*web)
        wait_until_it_answers(processes, port)
        print(
            f"\n网站    http://{HOST}:{port}/"
            f"\n检索    http://{HOST}:{port}/catalogue/"
            f"\n后台    http://{HOST}:{port}/admin/"
            f"\n接口    http://{HOST}:{port}/api/v1/docs"
            "\n\n按 Ctrl-C 结束。",
            flush=True,
        )
        for name, command in others:
            processes.start(name, command)
        while True:
            processes.check()
            time.sleep(0.2)


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sent, interrupt)
    try:
        run(chosen_port())
    except KeyboardInterrupt:
        print("\n网站已停止，数据都在 var/ 里。")


if __name__ == "__main__":
    main()

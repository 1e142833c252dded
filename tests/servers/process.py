"""One server process group in its own temporary folder: start, stop, kill -9, start again."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

UNPRIVILEGED = "nobody"  # both servers refuse to run as root
MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
"""Bytes that must be free there, and of memory in all, for a server's files to be kept in memory."""


class ServerUnavailable(Exception):
    """The server cannot run on this machine. The sentence says what is missing and how to get it."""


def free_port() -> int:
    """A port of the loopback address that nobody listened on a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def memory_folder() -> Path | None:
    """The machine's folder in memory, where it has one with room to spare: containers' have little."""
    try:
        told = Path("/proc/meminfo").read_text()
        free = shutil.disk_usage(MEMORY).free
    except OSError:
        return None
    available = re.search(r"^MemAvailable: +(\d+) kB$", told, re.MULTILINE)
    enough = available and min(int(available[1]) * 1024, free) >= ROOM
    return MEMORY if enough and os.access(MEMORY, os.W_OK) else None


def end_group(group: int, *, seconds: float = 20, first: signal.Signals = signal.SIGTERM) -> None:
    """Ask a process group to end, and kill it when it has not after so many seconds."""
    for sent, patience in ((first, seconds), (signal.SIGKILL, 10)):
        try:
            os.killpg(group, sent)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not group_alive(group):
                return
            time.sleep(0.05)


def group_alive(group: int) -> bool:
    """Whether any process of the group still runs; our own ended children are reaped on the way."""
    try:
        while os.waitpid(-group, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


class Server:
    """The life of one server; subclasses say how it is prepared, started and asked whether it is up."""

    name = "server"
    start_seconds = 90.0
    stop_signal = signal.SIGTERM
    in_memory = False
    """Whether its folder is in memory where the machine has the room."""

    def __init__(self) -> None:
        place = memory_folder() if self.in_memory else None
        self.home = Path(tempfile.mkdtemp(prefix=f"heritage-{self.name}-", dir=place))
        self.port = free_port()
        self.group: int | None = None
        self.scratch.mkdir()
        try:
            self.prepare()
        except BaseException:
            self.remove()
            raise

    @property
    def url(self) -> str:
        raise NotImplementedError

    def prepare(self) -> None:
        """Fill ``home``; runs once."""

    def command(self) -> Sequence[str]:
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        return {}

    def is_up(self) -> bool:
        raise NotImplementedError

    @property
    def scratch(self) -> Path:
        """Home and temporary folder of the server's user, apart from its programs."""
        return self.home / "scratch"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def running(self) -> bool:
        return self.group is not None and group_alive(self.group)

    def start(self) -> None:
        """Start, or start again on the same port and data, and return when it answers."""
        if self.running:
            return
        self.group = self._spawn().pid
        deadline = time.monotonic() + self.start_seconds
        while not self.is_up():
            if not self.running or time.monotonic() > deadline:
                tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
                self.kill()
                raise ServerUnavailable(f"{self.name} 没有启动成功。日志末尾：\n{tail}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End it properly; the data stays."""
        if self.group is not None:
            end_group(self.group, first=self.stop_signal)
            self.group = None

    def kill(self) -> None:
        """kill -9 on every process of it; the data stays as it was at that moment."""
        if self.group is not None:
            end_group(self.group, first=signal.SIGKILL)
            self.group = None

    def remove(self) -> None:
        """End it and delete its folder."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def give_away(self) -> None:
        """Hand ``home`` to the user the server runs as."""
        if os.geteuid() == 0:
            owner = pwd.getpwnam(UNPRIVILEGED)
            for folder, _, files in os.walk(self.home):
                os.chown(folder, owner.pw_uid, owner.pw_gid)
                for file in files:
                    os.lchown(Path(folder) / file, owner.pw_uid, owner.pw_gid)

    def run_once(self, command: Sequence[str]) -> None:
        """Run a preparing command as the server's user."""
        done = self._popen(command)
        if done.wait(timeout=self.start_seconds) != 0:
            tail = self.log.read_text(errors="replace")[-2000:]
            raise ServerUnavailable(f"{self.name} 准备失败（{command[0]}）。输出：\n{tail}")

    def _spawn(self) -> subprocess.Popen[bytes]:
        return self._popen(self.command())

    def _popen(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        environ = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.scratch),
            "TMPDIR": str(self.scratch),
            "LANG": "C.UTF-8",
            **self.environment(),
        }
        root = os.geteuid() == 0
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=self.home,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in a terminal is for the tests to handle
                user=UNPRIVILEGED if root else None,
                group=pwd.getpwnam(UNPRIVILEGED).pw_gid if root else None,
                extra_groups=[] if root else None,
            )


def serve_until_interrupted(server: Server) -> None:
    """Start it, print its address, wait for Ctrl-C or a TERM signal, then end and delete it."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    try:
        server.start()
        print(server.url, flush=True)
        while server.running:
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        server.remove()

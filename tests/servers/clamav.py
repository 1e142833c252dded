"""A real clamd that knows one virus: the harmless EICAR test string, from a signature written here."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Sequence
from pathlib import Path

from .process import Server, ServerUnavailable

# In two parts, so that no scanner of a developer's machine takes this file for the thing itself.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOST_BYTES = 1024 * 1024
"""What this clamd reads at most: small, so that a test can exceed it."""


def clamd() -> str:
    """The program's path; Debian keeps it in /usr/sbin, which is not on everybody's path."""
    found = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise ServerUnavailable(
            "没有找到 ClamAV 服务端程序 clamd。请安装（Debian：apt-get install clamav-daemon），再运行一次。"
        )
    return found


class ClamavServer(Server):
    """It needs no signatures from a network, so it starts in a second."""

    name = "clamav"
    start_seconds = 60.0

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"unix://{self.socket_path}"

    @property
    def socket_path(self) -> Path:
        return self.home / "clamd.sock"

    def prepare(self) -> None:
        self.program = clamd()
        signatures = self.home / "signatures"
        signatures.mkdir()
        (signatures / "test.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
        settings = {
            "Foreground": "yes",
            "DatabaseDirectory": signatures,
            "TemporaryDirectory": self.scratch,
            "TCPAddr": "127.0.0.1",
            "TCPSocket": self.port,
            "LocalSocket": self.socket_path,
            "StreamMaxLength": MOST_BYTES,
        }
        lines = [f"{name} {value}\n" for name, value in settings.items()]
        (self.home / "clamd.conf").write_text("".join(lines))
        self.give_away()

    def command(self) -> Sequence[str]:
        return [self.program, "--config-file", str(self.home / "clamd.conf")]

    def is_up(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as asked:
                asked.sendall(b"nPING\n")
                return asked.recv(16).startswith(b"PONG")
        except OSError:
            return False

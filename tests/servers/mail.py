"""A mail server that speaks enough SMTP to take mail, refuse it, or go away in the middle."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """``received`` holds what was given to it, confirmed or not; ``on_mail`` is called before that."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.received: list[Message] = []
        self.refuses = ""
        self.on_mail: Callable[[], bool] = lambda: True

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> MailServer:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 ready")
        for line in self.rfile:
            answer = self.answer(line.decode().strip().upper())
            if not answer:
                return
            self.say(answer)

    def answer(self, command: str) -> str:
        if command.startswith("RCPT") and self.server.refuses:
            return self.server.refuses
        if command.startswith("DATA"):
            self.say("354 go on")
            return self.take()
        return "221 bye" if command.startswith("QUIT") else "250 ok"

    def take(self) -> str:
        lines: list[bytes] = []
        for line in self.rfile:
            if line == b".\r\n":
                self.server.received.append(message_from_bytes(b"".join(lines), policy=default))
                return "250 taken" if self.server.on_mail() else ""
            lines.append(line)
        return ""

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def settings_for(server: MailServer, settings: Any) -> None:
    """Let the site send its mail there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port

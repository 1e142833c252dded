"""Asks ClamAV whether a file is clean, when CLAMAV_URL names one.

The two clients on the package index were read and left: one loses bytes on a busy socket and
connects without a time-out, the other's licence does not go with this project's. What clamd needs
is one command of its protocol, INSTREAM (`man clamd`): lengths and pieces, and a line in return.
"""

from __future__ import annotations

import logging
import re
import socket
import struct
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

PIECE = 256 * 1024
CONNECT_SECONDS = 5
FOUND = re.compile(r"stream: (.+) FOUND")
logger = logging.getLogger(__name__)


class ScannerAway(Exception):
    """The scanner gave no verdict: it is not running, or could not read the file."""


def scanner_is_set() -> bool:
    """Whether files are scanned at all."""
    return bool(settings.CLAMAV_URL)


def virus_in(stream: IO[bytes], *, seconds: float | None = None) -> str:
    """The name of the virus in the file, or nothing for a clean one.

    ScannerAway when there is no verdict, or none within so many seconds after any piece.
    """
    answer = _ask(stream, seconds)
    if found := FOUND.fullmatch(answer):
        return found[1]
    if answer == "stream: OK":
        return ""
    # Such as the scanner's own size limit: a file it has not read is not a clean one.
    logger.error("clamd gave no verdict: %s", answer or "no answer")
    raise ScannerAway(answer)


def _ask(stream: IO[bytes], seconds: float | None) -> str:
    try:
        with _connected() as connection:
            connection.settimeout(seconds)
            connection.sendall(b"nINSTREAM\n")
            try:
                while piece := stream.read(PIECE):
                    connection.sendall(struct.pack(">L", len(piece)) + piece)
                connection.sendall(struct.pack(">L", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has hung up on a file too large for it, and may have said so
            with connection.makefile("rb") as reader:
                line = reader.readline(4096)
    except OSError as error:
        logger.warning("clamd does not answer: %s", error)
        raise ScannerAway(str(error)) from error
    # A line without its end is the word of a scanner that died while speaking.
    return line.decode("utf-8", "replace").strip() if line.endswith(b"\n") else ""


def address_is_right(url: str) -> bool:
    """Whether the setting names a place where a scanner could be."""
    try:
        address = urlsplit(url)
        named = address.hostname and (address.port or True)
    except ValueError:
        return False
    return bool(named if address.scheme == "tcp" else address.scheme == "unix" and address.path)


def _connected() -> socket.socket:
    address = urlsplit(settings.CLAMAV_URL)
    if address.scheme == "tcp":
        connection = socket.create_connection(
            (address.hostname, address.port or 3310), timeout=CONNECT_SECONDS
        )
    else:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(address.path)
        except OSError:
            connection.close()
            raise
    return connection

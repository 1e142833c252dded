"""A progress bar for commands, on stderr: a moving line on a terminal, now and then one in a log."""

from __future__ import annotations

import sys
import time
from typing import TextIO

WIDTH = 30
LOG_EVERY = 10.0
"""Seconds between lines where nobody watches."""


class ProgressBar:
    """[###-------] 1,200 / 6,775  18 %  还需约 12 秒"""

    def __init__(self, label: str, total: int, stream: TextIO | None = None) -> None:
        self.label = label
        self.total = total
        self.stream = stream or sys.stderr
        self._watched = self.stream.isatty()
        self._started = self._shown = time.monotonic()

    def __call__(self, done: int) -> None:
        """Show that so many are done."""
        now = time.monotonic()
        if now - self._shown < (0.1 if self._watched else LOG_EVERY):
            return
        self._shown = now
        line = self._line(done, now)
        self.stream.write(f"\r\x1b[K{line}" if self._watched else f"{line}\n")
        self.stream.flush()

    def finish(self, done: int) -> None:
        """The last line, with the time it took."""
        seconds = time.monotonic() - self._started
        line = f"{self.label} [{'#' * WIDTH}] {done:,}  用时 {seconds:.1f} 秒"
        self.stream.write(f"\r\x1b[K{line}\n" if self._watched else f"{line}\n")
        self.stream.flush()

    def _line(self, done: int, now: float) -> str:
        share = min(1.0, done / self.total) if self.total else 1.0
        filled = round(share * WIDTH)
        left = (now - self._started) * (1 - share) / share if share else 0.0
        return (
            f"{self.label} [{'#' * filled}{'-' * (WIDTH - filled)}] "
            f"{done:,} / {self.total:,}  {share:.0%}  还需约 {left:.0f} 秒"
        )

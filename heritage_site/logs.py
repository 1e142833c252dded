"""What goes into the log, and lines that machines read: one JSON object a line."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

# Two lines for every background task and every record published, and the worker's farewell. By a
# filter and not by the loggers' levels, which the worker sets anew when it starts.
LEAST = {
    "django_tasks": logging.WARNING,
    "django_tasks_db": logging.ERROR,
    "wagtail": logging.WARNING,
}


class Quiet(logging.Filter):
    """Keeps what other packages tell about the ordinary course of things out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= LEAST.get(record.name, logging.NOTSET)


class JSONFormatter(logging.Formatter):
    """Time, level, logger and message, then whatever the caller passed as ``extra``."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update(
            (name, value)
            for name, value in vars(record).items()
            # Django attaches the request itself, which may hold what a visitor typed
            if name not in STANDARD and name != "request" and not name.startswith("_")
        )
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)

"""The WSGI application that bench.pages puts behind a real server: the site, and the bare view.

/forget/ makes the site forget the answers it has kept. The bare view is Django without middleware,
beside the site in the same process, so that both are measured with the same server, the same
connection and the same warm memory.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django
from django.conf import settings

django.setup()
settings.ROOT_URLCONF = "bench.bare"

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.test import override_settings  # noqa: E402

from bench.bare import CARDS  # noqa: E402
from bench.visits import BARE, FORGET, forget_answers  # noqa: E402

CARDS.update(json.loads(Path(os.environ["BENCH_CARDS"]).read_text(encoding="utf-8")))

_site = WSGIHandler()
with override_settings(MIDDLEWARE=[]):
    _plain = WSGIHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == FORGET:
        forget_answers()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b""]
    handler = _plain if environ["PATH_INFO"] == BARE else _site
    return handler(environ, start_response)

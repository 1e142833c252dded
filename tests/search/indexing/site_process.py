"""A process of the site that does as it is told: one JSON line in, one JSON line out.

Tests start it beside ``index_changes --follow``, so that edits, searches and indexing happen in
processes of their own, as they do in use. See ``Site`` in site.py.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402

from registry.domain.publishing import save_record, withdraw  # noqa: E402
from registry.models import HeritageProject, Inheritor, RecordChange  # noqa: E402
from search import service  # noqa: E402
from search.models import PendingUpdate  # noqa: E402
from tests.factories.registry import make_inheritor, make_project  # noqa: E402

client = Client(headers={"host": "127.0.0.1"})


def publish(*names: str) -> list[str]:
    """New projects, published one after the other."""
    return [make_project(name).public_id for name in names]


def publish_with_inheritor(name: str, person: str) -> list[str]:
    project = make_project(name)
    return [project.public_id, make_inheritor(person, project=project).public_id]


def rename(record_id: str, name: str) -> None:
    kind, _dash, pk = record_id.partition("-")
    model: Any = Inheritor if kind == "inheritor" else HeritageProject
    record = model.objects.get(pk=int(pk))
    record.name = name
    save_record(record=record, by=None, publish=True)


def take_off(record_id: str) -> None:
    withdraw(record=HeritageProject.objects.get(pk=int(record_id.rpartition("-")[2])), by=None)


def lose(record_id: str) -> None:
    """As if the index had been damaged by hand."""
    service.targets()["embedded"].remove([record_id])


def get(path: str) -> dict[str, Any]:
    """An address of the site: status, answer and how long it took."""
    started = time.perf_counter()
    answer = client.get(path)
    seconds = time.perf_counter() - started
    body = answer.json() if answer["Content-Type"].startswith("application/json") else None
    return {"status": answer.status_code, "seconds": seconds, "body": body}


def backlog() -> dict[str, int]:
    """How many records wait, by engine, and in the outbox."""
    waiting = {"outbox": RecordChange.objects.count()}
    for target in PendingUpdate.objects.values_list("target", flat=True):
        waiting[target] = waiting.get(target, 0) + 1
    return waiting


COMMANDS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (publish, publish_with_inheritor, rename, take_off, lose, get, backlog)
}

print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    name, arguments = json.loads(line)
    print(json.dumps(COMMANDS[name](*arguments)), flush=True)

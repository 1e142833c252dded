"""One server for all workers of a test run: the first that needs it starts it, the run's end ends it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from .process import Server, ServerUnavailable, end_group

FOLDER = "shared-servers"


def run_folder(config: pytest.Config) -> Path:
    """A folder that pytest and all its xdist workers know alike."""
    factory: Any = config._tmp_path_factory  # type: ignore[attr-defined]
    base = Path(factory.getbasetemp())
    return (base.parent if hasattr(config, "workerinput") else base) / FOLDER


def shared_url(config: pytest.Config, variable: str, kind: Callable[[], Server]) -> str:
    """The server's address: from the environment if it names one, else of one started for this run."""
    told = os.environ.get(variable)
    if told:
        return told
    folder = run_folder(config)
    folder.mkdir(exist_ok=True)
    state = folder / f"{variable}.json"
    with locked(folder / f"{variable}.lock"):
        if not state.exists():
            state.write_text(json.dumps(_started(kind)))
    known = json.loads(state.read_text())
    if "missing" in known:
        raise ServerUnavailable(known["missing"])
    return str(known["url"])


def end_shared(config: pytest.Config) -> None:
    """End what the run started; called once, by the process that is not a worker."""
    for state in run_folder(config).glob("*.json"):
        known = json.loads(state.read_text())
        if "group" in known:
            end_group(known["group"], seconds=10)
            shutil.rmtree(known["home"], ignore_errors=True)
        state.unlink()


def _started(kind: Callable[[], Server]) -> dict[str, Any]:
    try:
        server = kind()
        try:
            server.start()
        except BaseException:
            server.remove()
            raise
    except ServerUnavailable as missing:
        return {"missing": str(missing)}
    return {"url": server.url, "group": server.group, "home": str(server.home)}


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """While inside, no other process of the run is."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

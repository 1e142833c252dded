"""The embedded index shared by processes: all read, one at a time writes, and any may be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from search.engines.embedded import EmbeddedEngine
from search.interface import SearchUnavailable

from .samples import asked, project

ROOT = Path(__file__).resolve().parents[3]
PREAMBLE = """
import sys
from pathlib import Path
from search.engines.embedded import EmbeddedEngine
from search.interface import SearchRequest
from tests.search.engines.samples import project
engine = EmbeddedEngine(Path(sys.argv[1]))
"""


def start(directory: Path, code: str) -> subprocess.Popen[str]:
    """Another process with an engine over the same directory."""
    return subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + textwrap.dedent(code), str(directory)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(process: subprocess.Popen[str], line: str) -> str:
    """Send a line and wait for one."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


READER = """
for line in sys.stdin:
    print(engine.search(SearchRequest(text=line.strip(), wider=False)).total, flush=True)
"""


def test_every_process_sees_a_write_at_once(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.index([project(1, "泥人彩塑")])
    readers = [start(tmp_path, READER) for _ in range(2)]
    try:
        assert [ask(reader, "泥人") for reader in readers] == ["1", "1"]
        engine.index([project(2, "海河泥人")])
        assert [ask(reader, "泥人") for reader in readers] == ["2", "2"]
        engine.rebuild([project(3, "新泥人"), project(4, "老泥人"), project(5, "小泥人")])
        assert [ask(reader, "泥人") for reader in readers] == ["3", "3"]
        engine.remove(["project-3"])
        assert [ask(reader, "泥人") for reader in readers] == ["2", "2"]
    finally:
        for reader in readers:
            reader.communicate(timeout=20)


WRITER = """
first = int(sys.stdin.readline())
for number in range(first, first + 15):
    engine.index([project(number, f"同名技艺{number}")])
print("done", flush=True)
"""


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    writers = [start(tmp_path, WRITER) for _ in range(3)]
    for number, writer in enumerate(writers):
        assert writer.stdin is not None
        writer.stdin.write(f"{number * 100}\n")
        writer.stdin.flush()
    for writer in writers:
        out, _ = writer.communicate(timeout=120)
        assert (out.strip(), writer.returncode) == ("done", 0)
    assert len(engine.versions()) == 45


def test_a_writer_that_waits_too_long_says_so(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, lock_timeout=0.2)
    engine.index([project(1, "泥人")])
    with engine.storage.writing(), pytest.raises(SearchUnavailable):
        EmbeddedEngine(tmp_path, lock_timeout=0.2).index([project(2, "面人")])
    assert engine.search(asked("泥人")).total == 1


ENDLESS = """
number = 1000
print("ready", flush=True)
while True:
    engine.index([project(number + i, "反复写入的技艺") for i in range(20)])
    number += 20
    print(number, flush=True)
"""


@pytest.mark.parametrize("pause", [0.05, 0.11, 0.23, 0.4])
def test_survives_a_writer_killed_in_the_middle(tmp_path: Path, pause: float) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.index([project(1, "泥人彩塑")])
    writer = start(tmp_path, ENDLESS)
    assert writer.stdout is not None
    assert writer.stdout.readline().strip() == "ready"
    writer.stdout.readline()
    time.sleep(pause)
    os.kill(writer.pid, signal.SIGKILL)
    told, _ = writer.communicate()
    acknowledged = [int(line) for line in told.split()] or [1020]
    found = engine.search(asked("反复写入的技艺", wider=False)).total
    assert found >= acknowledged[-1] - 1000
    assert found % 20 == 0  # a batch is there or it is not
    assert engine.index([project(2, "海河泥人")]) == 1
    assert engine.search(asked("泥人")).total == 2
    assert len(EmbeddedEngine(tmp_path).versions()) == found + 2


REBUILDER = """
def endless():
    number = 0
    while True:
        if number == 500:
            print("half", flush=True)
        yield project(number, f"重建中的技艺{number}")
        number += 1
engine.rebuild(endless())
"""


def test_survives_a_rebuild_killed_in_the_middle(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.index([project(1, "泥人彩塑")])
    rebuilder = start(tmp_path, REBUILDER)
    assert rebuilder.stdout is not None
    assert rebuilder.stdout.readline().strip() == "half"
    engine.index([project(2, "海河泥人")])
    with pytest.raises(SearchUnavailable):
        engine.rebuild([project(9, "第二个重建")])
    os.kill(rebuilder.pid, signal.SIGKILL)
    rebuilder.communicate()
    assert set(engine.versions()) == {"project-1", "project-2"}
    engine.index([project(3, "河边泥人")])
    assert engine.search(asked("泥人")).total == 3
    assert engine.rebuild([project(4, "新泥人")]) == 1
    assert set(engine.versions()) == {"project-4"}
    assert len(engine.storage.generations()) == 1


def test_a_deleted_directory_is_an_empty_index(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path / "never" / "made")
    assert engine.health().ok
    assert engine.search(asked("泥人")).total == 0


def test_a_damaged_index_is_told_and_a_rebuild_mends_it(tmp_path: Path) -> None:
    EmbeddedEngine(tmp_path).index([project(1, "泥人")])
    for path in EmbeddedEngine(tmp_path).storage.current().iterdir():
        if path.name == "meta.json":
            path.write_text("{broken", encoding="utf-8")
    engine = EmbeddedEngine(tmp_path)
    with pytest.raises(SearchUnavailable):
        engine.search(asked("泥人"))
    assert not engine.health().ok
    assert engine.rebuild([project(1, "泥人")]) == 1
    assert engine.search(asked("泥人")).total == 1

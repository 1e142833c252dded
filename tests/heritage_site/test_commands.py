"""The commands of the Makefile say what they do, and what to do when they cannot."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_make_help_lists_every_command() -> None:
    declared = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert declared
    wanted = {f"make {name}" for name in declared[1].split() if name.islower()}

    listed = set(re.findall(r"make [a-z-]+(?=  )", run("make", "help").stdout))

    assert listed == wanted
    assert {"make run", "make test", "make bench", "make lint", "make reset-demo"} <= listed


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused_in_words(port: str) -> None:
    done = run(sys.executable, "scripts/serve.py", PORT=port)

    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"PORT 应是 1 到 65535 之间的数字，现在是“{port}”。例如：make run PORT=8001"
    )


def test_a_port_in_use_is_said_before_anything_is_started() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = run(sys.executable, "scripts/serve.py", PORT=str(port))

    assert done.returncode == 1
    assert f"端口 {port} 不能使用" in done.stderr
    assert "make run PORT=8001" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_python_that_is_too_old_is_said_in_words(tmp_path: Path) -> None:
    for name in ("python", "python3", "python3.11", "python3.12", "python3.13"):
        old = tmp_path / name
        old.write_text("#!/bin/sh\nexit 1\n")  # as any Python before 3.11 answers the question
        old.chmod(0o755)

    done = run("/bin/sh", "scripts/make-venv", str(tmp_path / "venv"), PATH=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.startswith("没有找到 Python 3.11 或更新的版本。请先安装")
    assert not (tmp_path / "venv").exists()


def test_the_first_python_that_is_new_enough_is_used(tmp_path: Path) -> None:
    (tmp_path / "python3.11").symlink_to(Path(sys.executable).resolve())

    done = run("/bin/sh", "scripts/make-venv", str(tmp_path / "venv"), PATH=f"{tmp_path}:/bin")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "venv" / "bin" / "python").exists()

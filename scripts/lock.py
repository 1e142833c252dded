"""Compile requirements*.in to lock files with hashes that plain pip can install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = [
    *("--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    # whoever installs chooses the index: no address of one stands in the lock
    *("--no-emit-index-url", "--no-emit-find-links"),
    *("--custom-compile-command", "make lock"),
]

if __name__ == "__main__":
    for name in ("requirements", "requirements-dev"):  # the second is held to the first
        command = [str(Path(sys.executable).parent / "uv"), "pip", "compile", *OPTIONS]
        subprocess.run(
            [*command, *sys.argv[1:], f"{name}.in", "--output-file", f"{name}.txt"],
            cwd=ROOT,
            check=True,
        )

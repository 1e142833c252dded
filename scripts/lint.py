"""Every check that needs no test run. ``--fix`` rewrites what can be rewritten instead."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TEMPLATES = [
    "heritage_site",
    "pages",
    "search",
    "applications",
    "outreach",
    "registry",
    "media",
    "accounts",
    "messaging",
    "workcalendar",
    "demo",
]
MANAGE = [sys.executable, "manage.py"]

CHECKS = {
    "代码风格 ruff": [str(BIN / "ruff"), "check", "."],
    "代码格式 ruff format": [str(BIN / "ruff"), "format", "--check", "."],
    "模板 djlint": [str(BIN / "djlint"), *TEMPLATES, "--lint"],
    "模板格式 djlint": [str(BIN / "djlint"), *TEMPLATES, "--check"],
    "引用方向 import-linter": [str(BIN / "lint-imports"), "--no-cache"],
    "类型 mypy": [str(BIN / "mypy")],
    "系统检查 manage.py check": [*MANAGE, "check", "--fail-level", "WARNING"],
    "迁移 makemigrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
}
FIXES = {
    "代码风格 ruff": [str(BIN / "ruff"), "check", "--fix", "."],
    "代码格式 ruff format": [str(BIN / "ruff"), "format", "."],
    "模板 djlint": [str(BIN / "djlint"), *TEMPLATES, "--reformat", "--quiet"],
}


def run(checks: dict[str, list[str]]) -> list[str]:
    """Run them all, show the output of those that fail, and return their names."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "heritage_site.settings.test"}
    failed = []
    for name, command in checks.items():
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        verdict = "通过" if done.returncode == 0 else "未通过"
        print(f"{verdict}  {name}（{time.monotonic() - began:.1f} 秒）", flush=True)
        if done.returncode != 0:
            print(done.stdout + done.stderr, flush=True)
            failed.append(name)
    return failed


def main() -> int:
    fixing = "--fix" in sys.argv[1:]
    failed = run(FIXES if fixing else CHECKS)
    if failed and not fixing:
        print(f"{len(failed)} 项检查未通过：{'、'.join(failed)}。格式问题可用 make format 改正。")
    return 1 if failed and not fixing else 0


if __name__ == "__main__":
    sys.exit(main())

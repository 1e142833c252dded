"""What keeps the room tidy."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def importers_of(package: str, folders: tuple[str, ...]) -> set[str]:
    found = set()
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    names = [node.module or ""]
                else:
                    continue
                if any(name.split(".")[0] == package for name in names):
                    found.add(str(path.relative_to(ROOT)))
    return found


def test_one_module_knows_pillow() -> None:
    assert importers_of("PIL", ("media", "accounts", "registry", "search", "pages")) == {
        "media/domain/pictures.py"
    }


def test_models_know_no_domain_and_no_views() -> None:
    for path in [*(ROOT / "media/models").glob("*.py"), ROOT / "media/fields.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:  # what is imported for types alone stands inside an `if`
            if isinstance(node, ast.ImportFrom):
                assert not {"domain", "views", "queries", "admin"} & set(
                    (node.module or "").split(".")
                ), path

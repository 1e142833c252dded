"""The project's own Python files and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "heritage_site",
    "demo",
    "pages",
    "search",
    "applications",
    "outreach",
    "registry",
    "media",
    "accounts",
    "messaging",
    "workcalendar",
    "printing",
    "safeguards",
)


def modules(*names: str) -> Iterator[Path]:
    """The files of these packages, given by dotted name; migrations excepted."""
    for name in names:
        place = ROOT / name.replace(".", "/")
        found = [place.with_suffix(".py")] if place.with_suffix(".py").exists() else []
        yield from (
            path for path in [*found, *place.rglob("*.py")] if "migrations" not in path.parts
        )


def dotted(path: Path) -> str:
    """``registry/models/__init__.py`` is ``registry.models``."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    """Every dotted name the file imports, at its top or inside a function."""
    package = dotted(path) if path.name == "__init__.py" else dotted(path).rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]).strip(".")
            found.add(base)
            found.update(f"{base}.{alias.name}" for alias in node.names)
    return found


def imports_below(path: Path, seen: set[Path] | None = None) -> dict[str, str]:
    """What the file imports, and what those of our own that it imports import: name → by whom."""
    seen = set() if seen is None else seen
    if path in seen:
        return {}
    seen.add(path)
    found = {name: dotted(path) for name in imports(path)}
    for name in list(found):
        if name.split(".")[0] in APPS:
            place = ROOT / name.replace(".", "/")
            for file in (place.with_suffix(".py"), place / "__init__.py"):
                if file.exists():
                    found = imports_below(file, seen) | found
    return found

"""One stylesheet and one script for the whole site, joined from their parts without a build step.

A part is a file of its own, one component each. The finder offers the joined file to Django's
static files as if it lay on the disk, so that the development server, ``collectstatic`` and the
hashed names of production all treat it like any other file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

STATIC = Path(__file__).resolve().parent / "static"

# The order of the parts is the order of the cascade inside one layer; layers.css names the layers.
STYLES = (
    "layers",
    "tokens",
    "base",
    "layout",
    "header",
    "footer",
    "buttons",
    "search-field",
    "seal",
    "motif",
    "card",
    "chips",
    "facets",
    "results",
    "pagination",
    "messages",
    "upload",
    "form",
    "home",
    "article",
    "record",
    "record-parts",
    "account",
    "review",
    "guidance",
    "notices",
    "dossier",
    "confirming",
    "classes",
    "class-calendar",
    "figures",
    "requesting",
    "joining",
    "elder",
    "print",
)
SCRIPTS = ("combobox", "catalogue")
# Modules that a component loads itself, on the few pages that have it, and
# one for the elder-friendly version.
MODULES = ("dossier", "read-aloud", "share", "upload")


def _styles() -> list[Path]:
    return [STATIC / "css" / f"{name}.css" for name in STYLES]


def _scripts() -> list[Path]:
    """htmx comes from django-htmx's own files, pinned with that package."""
    htmx = Path(str(files("django_htmx"))) / "static" / "django_htmx" / "htmx-2.min.js"
    return [htmx, *(STATIC / "js" / f"{name}.js" for name in SCRIPTS)]


BUNDLES = {"site.css": _styles, "site.js": _scripts}


def join(parts: Iterable[Path]) -> str:
    """The parts one after the other; a line break between them ends an unfinished comment line.

    The joined file lies one folder above its parts, and so do the addresses inside it.
    """
    text = "\n".join(part.read_text(encoding="utf-8").strip() for part in parts) + "\n"
    return text.replace('url("../', 'url("')


class BundleFinder(BaseFinder):
    """Finds ``site.css`` and ``site.js``, joining them anew when their text has changed."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "bundles")
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        # Django renamed the argument from ``all`` to ``find_all`` in 5.2; either may come.
        many = find_all or kwargs.get("all", False)
        if path not in BUNDLES:
            return []
        found = self._fresh(path)
        return [found] if many else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in BUNDLES:
            self._fresh(name)
            yield name, self.storage

    def _fresh(self, name: str) -> str:
        text = join(BUNDLES[name]())
        target = Path(self.storage.path(name))
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Written beside and moved, so that no reader sees half a file.
            fresh = target.with_name(f".{name}.new")
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(target)
        return str(target)

"""Rules of docs/architecture.md that import-linter cannot see; its contracts run in `make lint`."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.sources import APPS, ROOT, dotted, imports, imports_below, modules, tree

RECORDS = ("registry.models", "registry.queries", "registry.domain")
# Wagtail's admin and the API's own documentation have a looser policy: see settings/base.py.
STAFF_TEMPLATES = re.compile(r"/(wagtailadmin|admin|wagtailsnippets|wagtailimages)/")


@pytest.mark.parametrize("path", list(modules(*RECORDS)), ids=dotted)
def test_records_do_not_need_the_admin(path) -> None:
    """An import, a command or a test must be able to write records without loading screens."""
    found = {
        name: by
        for name, by in imports_below(path).items()
        if name == "wagtail.admin" or name.startswith("wagtail.admin.")
    }

    assert found == {}


def test_the_environment_is_read_in_settings_only() -> None:
    readers = {
        dotted(path)
        for path in modules(*APPS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }

    assert {name for name in readers if not name.startswith("heritage_site.settings")} <= {
        "heritage_site.wsgi"  # names the settings to load
    }


def test_one_module_speaks_to_elasticsearch_through_one_name() -> None:
    """elasticsearch_dsl and elasticsearch.dsl are the same classes under two names: never mix them."""
    roots = {
        "elasticsearch_dsl" if name.startswith("elasticsearch_dsl") else "elasticsearch.dsl"
        for path in modules(*APPS)
        for name in imports(path)
        if name.startswith(("elasticsearch_dsl", "elasticsearch.dsl"))
    }

    assert len(roots) <= 1


def test_public_templates_hold_no_inline_script_or_style() -> None:
    """The content security policy would keep them from working, and only the browser would say so."""
    inline = re.compile(
        r"<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:"
        r"|<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)",
        re.IGNORECASE,
    )
    found = [
        f"{template.relative_to(ROOT)}: {match[0]}"
        for app in APPS
        for template in (ROOT / app).rglob("templates/**/*.html")
        if not STAFF_TEMPLATES.search(str(template))
        for match in inline.finditer(template.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_file_names_a_place_of_one_machine() -> None:
    place = re.compile(r"(?<![\w.])/(?:home|root|work)/[a-z.]")
    files = [
        path
        for folder in (*APPS, "tests", "bench", "scripts", "docs")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".html", ".css", ".js", ".svg", ".sh"}
    ]

    assert len(files) > 100
    assert [
        str(path.relative_to(ROOT)) for path in files if place.search(path.read_text("utf-8"))
    ] == []

"""One stylesheet and one script, joined from parts that lie beside each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from heritage_site import bundles

INLINE = re.compile(
    r"\sstyle=|<style|<script(?![^>]*\ssrc=)"
    r"|\son(?:click|change|input|load|submit|error|focus|blur|key\w+|mouse\w+|pointer\w+)="
)


@pytest.fixture
def finder(settings: Any, tmp_path: Path) -> bundles.BundleFinder:
    settings.VAR_DIR = tmp_path
    return bundles.BundleFinder()


def test_every_part_is_in_the_bundle_and_every_stylesheet_is_a_part() -> None:
    on_disk = {path.stem for path in (bundles.STATIC / "css").glob("*.css")}
    assert on_disk == set(bundles.STYLES)
    scripts = {path.stem for path in (bundles.STATIC / "js").glob("*.js")}
    assert scripts == {*bundles.SCRIPTS, *bundles.MODULES}


def test_the_site_finds_both_files() -> None:
    for name in bundles.BUNDLES:
        found = finders.find(name)
        assert isinstance(found, str)
        assert Path(found).stat().st_size > 1000


def test_a_changed_part_changes_the_bundle(
    finder: bundles.BundleFinder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    part = tmp_path / "part.css"
    part.write_text("a { color: red }", encoding="utf-8")
    monkeypatch.setitem(bundles.BUNDLES, "site.css", lambda: [part])
    first = Path(finder.find("site.css"))
    assert first.read_text(encoding="utf-8") == "a { color: red }\n"
    part.write_text("a { color: blue }", encoding="utf-8")
    assert Path(finder.find("site.css")).read_text(encoding="utf-8") == "a { color: blue }\n"


def test_other_names_are_left_to_other_finders(finder: bundles.BundleFinder) -> None:
    assert finder.find("css/tokens.css") == []
    assert sorted(name for name, _storage in finder.list(None)) == ["site.css", "site.js"]


def test_the_stylesheet_begins_with_the_order_of_its_layers_and_uses_no_other() -> None:
    css = bundles.join(bundles.BUNDLES["site.css"]())
    order = re.search(r"@layer ([a-z, ]+);", css)
    assert order
    assert css.index(order[0]) < css.index("{")
    assert set(re.findall(r"@layer (\w+) \{", css)) <= set(order[1].split(", "))


def test_colours_stand_only_in_tokens_and_modes() -> None:
    for name in bundles.STYLES:
        if name not in {"tokens", "elder", "print"}:
            css = (bundles.STATIC / "css" / f"{name}.css").read_text(encoding="utf-8")
            assert not re.findall(r"#[0-9a-f]{3,8}\b", css), name


def test_every_token_that_is_used_is_given() -> None:
    css = bundles.join(bundles.BUNDLES["site.css"]())
    given = set(re.findall(r"(--[a-z0-9-]+):", css))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", css))
    assert used <= given


@pytest.mark.parametrize("folder", ["heritage_site", "search", "pages"])
def test_no_template_holds_a_style_or_a_script(folder: str) -> None:
    root = bundles.STATIC.parents[1] / folder / "templates"
    for template in root.rglob("*.html"):
        html = template.read_text(encoding="utf-8")
        assert not INLINE.search(html), template

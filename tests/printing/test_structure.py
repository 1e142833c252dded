"""The room stands on nothing of ours, and its templates on nothing of the network."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.sources import APPS
from tests.media.test_structure import importers_of

ROOT = Path(__file__).resolve().parents[2]


def test_one_room_knows_the_typesetter() -> None:
    assert importers_of("typst", APPS) == {"printing/fonts.py", "printing/typesetting.py"}
    assert importers_of("fontTools", APPS) == {"printing/fonts.py"}


def test_templates_fetch_no_package_and_evaluate_no_text() -> None:
    templates = [path for app in APPS for path in (ROOT / app).glob("typst/**/*.typ")]

    assert len(templates) >= 8
    for path in templates:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"@preview|@local|\beval\(|\bplugin\(|\bread\(", source), path

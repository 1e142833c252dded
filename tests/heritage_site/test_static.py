"""Static files as production serves them: collected, every reference found, hashed, compressed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "static"


def test_all_references_resolve_and_names_carry_a_hash(collected: Path) -> None:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]

    for wanted in ("site.css", "site.js"):
        assert re.fullmatch(rf"site\.[0-9a-f]{{12}}\.{wanted[5:]}", names[wanted])
        assert (collected / names[wanted]).exists()
        assert (collected / f"{names[wanted]}.gz").exists()

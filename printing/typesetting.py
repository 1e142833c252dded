"""Setting documents: a template of ours and the data to fill it become a PDF.

Data reaches the template as a JSON file and is never written into the template, so what people
typed is text and nothing but text. Templates and data are handed over in memory; all the typesetter
sees of this machine is a folder of the moment with the pictures of one document.
"""

from __future__ import annotations

import datetime
import json
import logging
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import typst
from django.apps import apps

from printing import fonts
from printing.text import Fitting, code_point

logger = logging.getLogger(__name__)

LONGEST = 500_000
"""Characters of data in one document; setting takes time in proportion to them, here some 4 s."""

STANDARDS = ["a-2a", "ua-1"]
"""For the archive, with all fonts inside; and read aloud in the right order by a screen reader."""

PIECES = Path(__file__).parent / "typst"
MIDDAY = datetime.time(12, tzinfo=datetime.UTC)


class TooLong(ValueError):
    """There is more in a document than can be set in the time a person waits."""


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    dated: datetime.date,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the PDF that ``app/name.typ``, found as ``<app>/typst/name.typ``, makes of ``data``.

    ``dated`` is the day written into the file as its making; the same template, data, pictures and
    day give the same bytes. ``data`` holds what JSON can hold. ``pictures`` are found by the template
    under the names given here; only pictures that were checked when they were uploaded belong here.

    A character that no typeface holds is printed as 〓 and named at the foot of the last page and
    in the log.
    """
    fitting = Fitting()
    fit = fitting.fit(data)
    written = json.dumps(
        {**fit, "missing": [code_point(character) for character in fitting.missing]},
        ensure_ascii=False,
    )
    if len(written) > LONGEST:
        raise TooLong(f"{template}: {len(written)} characters of data")
    if fitting.missing:
        codes = " ".join(code_point(character) for character in fitting.missing)
        logger.warning("%s: no glyph for %s", template, codes)
    sources = _sources(template.partition("/")[0])
    files = {**sources, "main.typ": sources[template], "data.json": written.encode()}
    with _folder_of(pictures or {}) as folder:
        return typst.compile(
            cast(Any, files),  # its types know single files only
            root=folder,
            font_paths=fonts.loaded(),
            timestamp=datetime.datetime.combine(dated, MIDDAY),
            pdf_standards=cast(Any, STANDARDS),
        )


@contextmanager
def _folder_of(pictures: Mapping[str, bytes]) -> Iterator[Path]:
    """Lay pictures where the typesetter looks for them; others may not read there."""
    with tempfile.TemporaryDirectory(prefix="printing-") as name:
        folder = Path(name) / "pictures"
        folder.mkdir()
        for picture, content in pictures.items():
            if Path(picture).name != picture:
                raise ValueError(f"a picture's name is no path: {picture}")
            (folder / picture).write_bytes(content)
        yield Path(name)


def _sources(app: str) -> dict[str, bytes]:
    """Return the templates of an app and the pieces shared by all, by the path they import."""
    found = {}
    for label, folder in (
        ("printing", PIECES),
        (app, Path(apps.get_app_config(app).path) / "typst"),
    ):
        for path in sorted(folder.rglob("*.typ")):
            found[f"{label}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    return found

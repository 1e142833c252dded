"""Tags as Chinese readers type them: separated by ， 、 ； or commas, never by blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SEPARATOR = re.compile("[,，、;；\n\r]+")
_QUOTES = "\"“”'‘’「」 \t\u3000"


def tags_from_string(text: str) -> list[str]:
    """剪纸、春节 → ["剪纸", "春节"]; sorted, each once. Blanks stay inside a tag."""
    parts = (" ".join(part.strip(_QUOTES).split()) for part in _SEPARATOR.split(text or ""))
    return sorted({part for part in parts if part})


def string_from_tags(tags: Iterable[object]) -> str:
    """The text ``tags_from_string`` reads back as the same tags; the tag field splits at commas."""
    return ",".join(sorted(str(tag) for tag in tags))

"""A sample project's narrative out of its entry."""

from __future__ import annotations

from typing import Any

from demo.reading import Entry
from registry.enums import Access, SectionKind
from registry.narrative import section_value

PUBLIC_SECTIONS = {
    "summary": SectionKind.SUMMARY,
    "history": SectionKind.HISTORY,
    "content": SectionKind.CONTENT,
    "features": SectionKind.FEATURES,
    "value": SectionKind.VALUE,
    "state": SectionKind.STATE,
}


def narrative(entry: Entry) -> list[dict[str, Any]]:
    """Its public sections, and the one that is kept secret where there is one."""
    sections = [
        section_value(kind, [entry[key]]) for key, kind in PUBLIC_SECTIONS.items() if key in entry
    ]
    if "secret" in entry:
        sections.append(section_value(SectionKind.CONTENT, [entry["secret"]], Access.SECRET))
    return sections

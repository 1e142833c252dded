"""A project's narrative as plain text, read from the stored JSON: no block is built, no query made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from registry.enums import Access, SectionKind
from registry.models import HeritageProject
from registry.narrative import plain_text

_ORDER = {kind.value: number for number, kind in enumerate(SectionKind)}


@dataclass(slots=True)
class PublicNarrative:
    """The sections everyone may read, in their order, and the files shown in them."""

    sections: list[tuple[SectionKind, str]] = field(default_factory=list)
    pictures: list[tuple[int, str]] = field(default_factory=list)  # key, caption
    recordings: list[int] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """The 简介; where there is none, the first section."""
        return self.sections[0][1] if self.sections else ""


def public_narrative(project: HeritageProject) -> PublicNarrative:
    """Sections marked 公开 and nothing else: whatever is not said to be public is not."""
    narrative = PublicNarrative()
    found = [
        block["value"]
        for block in project.narrative.raw_data
        if block.get("type") == "section"
        and block["value"].get("access") == Access.PUBLIC.value
        and block["value"].get("section") in _ORDER
    ]
    for value in sorted(found, key=lambda value: _ORDER[value["section"]]):
        lines = [line for block in value.get("body") or [] for line in _lines(block, narrative)]
        text = "\n".join(line for line in lines if line)
        if text:
            narrative.sections.append((SectionKind(value["section"]), text))
    return narrative


def _lines(block: dict[str, Any], narrative: PublicNarrative) -> Iterator[str]:
    value: Any = block.get("value")
    match block.get("type"):
        case "paragraph":
            yield plain_text(value or "")
        case "quotation":
            yield value.get("text") or ""
            yield value.get("source") or ""
        case "picture":
            # the caption is shown with its picture: whether that is public is asked later
            if value.get("image"):
                narrative.pictures.append((value["image"], value.get("caption") or ""))
        case "recording" if value:
            narrative.recordings.append(value)

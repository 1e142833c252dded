"""Reading a project's narrative: by section, by access, as plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.enums import Access, SectionKind

if TYPE_CHECKING:
    from registry.models import HeritageProject

_BLOCK_END = re.compile(r"</(p|li|h[1-6])>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"[ \t\u3000\xa0]+")


@dataclass(frozen=True, slots=True)
class Section:
    """One section: ``body`` is the bound StreamBlock value a template can render."""

    kind: SectionKind
    access: Access
    body: Any

    @property
    def label(self) -> str:
        """历史渊源, …"""
        return str(self.kind.label)

    @property
    def text(self) -> str:
        """Its words, a paragraph a line, without markup."""
        return "\n".join(_block_texts(self.body)).strip()


def sections(
    project: HeritageProject, *, access: Iterable[Access] = (Access.PUBLIC,)
) -> list[Section]:
    """The project's sections that may be read with this access, in the order of SectionKind."""
    allowed = set(access)
    order = list(SectionKind)
    found = [
        Section(
            SectionKind(block.value["section"]), Access(block.value["access"]), block.value["body"]
        )
        for block in project.narrative
        if block.block_type == "section" and block.value["section"]
    ]
    readable = [section for section in found if section.access in allowed]
    return sorted(readable, key=lambda section: order.index(section.kind))


def plain_text(markup: str) -> str:
    """Rich text without its markup: a paragraph or line break becomes a line of its own."""
    text = _TAG.sub("", _BLOCK_END.sub("\n", markup))
    lines = (_SPACE.sub(" ", line).strip() for line in html.unescape(text).splitlines())
    return "\n".join(line for line in lines if line)


def section_value(
    kind: SectionKind, paragraphs: Iterable[str], access: Access = Access.PUBLIC
) -> dict[str, Any]:
    """Raw StreamField data of a section made of plain paragraphs, for imports and samples."""
    body = [
        {"type": "paragraph", "value": "<p>" + html.escape(line, quote=False) + "</p>"}
        for line in paragraphs
        if line.strip()
    ]
    return {
        "type": "section",
        "value": {"section": kind.value, "access": access.value, "body": body},
    }


def _block_texts(body: Any) -> Iterator[str]:
    for block in body:
        if block.block_type == "paragraph":
            yield plain_text(block.value.source)
        elif block.block_type == "quotation":
            yield block.value["text"]
        elif block.block_type == "picture" and block.value["caption"]:
            yield block.value["caption"]

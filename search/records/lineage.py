"""A lineage laid out for drawing: a row a generation, masters above their apprentices."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.queries import LineageNode
from search.addresses import record_url
from search.wording import ordinal_words

BOX_WIDTH, BOX_HEIGHT = 132, 52
GAP_ACROSS, GAP_DOWN = 28, 56
MARGIN = 4
NAME_LENGTH = 7
"""Characters of a name that fit into its box; the list below the drawing has all of it."""


@dataclass(frozen=True, slots=True)
class Box:
    """One person: position in pixels of the drawing, and what stands in the box."""

    x: int
    y: int
    name: str
    short_name: str
    url: str
    recognised: bool
    generation: int
    masters: tuple[str, ...]

    @property
    def centre(self) -> int:
        return self.x + BOX_WIDTH // 2

    @property
    def name_baseline(self) -> int:
        return self.y + BOX_HEIGHT // 2 + 6


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole lineage. ``lines`` are SVG path data from master to apprentice."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Box, ...]], ...]
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def generation_label(number: int) -> str:
    """第一代, 第十一代, …"""
    return _("第%(number)s代") % {"number": ordinal_words(number)}


def draw(nodes: list[LineageNode]) -> Drawing | None:
    """Places for everyone; None where nobody learnt from anybody: a list says it as well."""
    if not any(node.masters for node in nodes):
        return None
    tied = {
        pk
        for node in nodes
        for pk in [*node.masters, *([node.inheritor.pk] if node.masters else [])]
    }
    rows: dict[int, list[LineageNode]] = {}
    for node in nodes:
        if node.inheritor.pk in tied:
            rows.setdefault(node.generation, []).append(node)
    across = max(len(row) for row in rows.values())
    width = across * (BOX_WIDTH + GAP_ACROSS) - GAP_ACROSS + 2 * MARGIN
    names = {node.inheritor.pk: node.inheritor.name for node in nodes}
    placed: dict[int, Box] = {}
    for row_number, generation in enumerate(sorted(rows)):
        _place_row(rows[generation], row_number, width, names, placed)
    lines = [
        _line(placed[master], placed[node.inheritor.pk])
        for node in nodes
        for master in node.masters
        if master in placed
    ]
    boxes = tuple(placed.values())
    return Drawing(
        width=width,
        height=len(rows) * (BOX_HEIGHT + GAP_DOWN) - GAP_DOWN + 2 * MARGIN,
        boxes=boxes,
        lines=tuple(lines),
        rows=tuple(
            (generation_label(generation), tuple(b for b in boxes if b.generation == generation))
            for generation in sorted(rows)
        ),
    )


def _place_row(
    row: list[LineageNode],
    row_number: int,
    width: int,
    names: dict[int, str],
    placed: dict[int, Box],
) -> None:
    """One generation, in the order of their masters, so that few lines cross."""

    def under(node: LineageNode) -> float:
        above = [placed[master].centre for master in node.masters if master in placed]
        return sum(above) / len(above) if above else width

    row = sorted(row, key=under) if row_number else row
    room = width / len(row)
    for column, node in enumerate(row):
        name = node.inheritor.name
        short = name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1] + "…"
        placed[node.inheritor.pk] = Box(
            x=round(room * column + (room - BOX_WIDTH) / 2),
            y=MARGIN + row_number * (BOX_HEIGHT + GAP_DOWN),
            name=name,
            short_name=short,
            url=record_url("inheritor", node.inheritor.slug),
            recognised=node.recognised,
            generation=node.generation,
            masters=tuple(names[master] for master in node.masters if master in names),
        )


def _line(master: Box, apprentice: Box) -> str:
    start, end = master.y + BOX_HEIGHT, apprentice.y
    middle = (start + end) // 2
    return (
        f"M{master.centre} {start}C{master.centre} {middle} "
        f"{apprentice.centre} {middle} {apprentice.centre} {end}"
    )

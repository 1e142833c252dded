"""Pictures for sample records, drawn here: four families of ornament on paper.

The same name always gives the same picture. Each category has a family and a palette, so that a
listing looks varied and a category looks like itself.
"""

from __future__ import annotations

import math
import random
import zlib
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 900
OVERSAMPLING = 2
PAPERS = ["#f4ecdc", "#f7f1e6", "#efe6d2", "#f2e9dd"]
PALETTES = {
    1: ["#7c3a2d", "#b5562f", "#d9a05b"],
    2: ["#22505f", "#4f8a8b", "#c8963e"],
    3: ["#a32638", "#d1495b", "#edae49"],
    4: ["#6b2d5c", "#a23b72", "#e0a458"],
    5: ["#3d405b", "#81523f", "#e07a5f"],
    6: ["#2f3e46", "#52796f", "#bc6c25"],
    7: ["#a4161a", "#c1292e", "#f1a208"],
    8: ["#1b4965", "#5f6f65", "#bc8a5f"],
    9: ["#31572c", "#6a994e", "#a98467"],
    10: ["#9b2226", "#ca6702", "#0a6e7a"],
}

Shape = list[tuple[float, float]]


def draw(name: str, category: int) -> bytes:
    """A JPEG of 1200 by 900 pixels for the record of this name."""
    chance = random.Random(zlib.crc32(name.encode()))  # noqa: S311 - ornament, not secrets
    size = (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING)
    paper = chance.choice(PAPERS)
    image = Image.new("RGB", size, paper)
    painter = ImageDraw.Draw(image)
    colours = PALETTES[category][:]
    chance.shuffle(colours)
    family = (_rosette, _waves, _lattice, _fans)[(category + chance.randrange(2)) % 4]
    family(painter, colours, chance)
    _mount(painter, paper, colours[0])
    image = image.reduce(OVERSAMPLING)
    out = BytesIO()
    image.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()


def _centre() -> tuple[float, float]:
    return WIDTH * OVERSAMPLING / 2, HEIGHT * OVERSAMPLING / 2


def _mount(painter: ImageDraw.ImageDraw, paper: str, colour: str) -> None:
    """A margin of paper with two thin lines, as on a mounted print."""
    right, bottom = WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING
    margin = 60 * OVERSAMPLING
    painter.rectangle([0, 0, right - 1, bottom - 1], outline=paper, width=margin)
    for inset, width in ((44, 4), (margin // OVERSAMPLING, 2)):
        inset, width = inset * OVERSAMPLING, width * OVERSAMPLING
        painter.rectangle(
            [inset, inset, right - inset, bottom - inset], outline=colour, width=width
        )


def _petal(angle: float, inner: float, outer: float, spread: float) -> Shape:
    """A pointed leaf from ``inner`` to ``outer``, widest in the middle."""
    x, y = _centre()
    points = []
    for side in (1, -1):
        steps = range(13) if side == 1 else range(12, -1, -1)
        for step in steps:
            along = step / 12
            radius = inner + (outer - inner) * along
            bend = spread * math.sin(math.pi * along) * side
            points.append(
                (x + radius * math.cos(angle + bend), y + radius * math.sin(angle + bend))
            )
    return points


def _rosette(painter: ImageDraw.ImageDraw, colours: list[str], chance: random.Random) -> None:
    """团花: rings of petals around a centre, like a papercut for a window."""
    x, y = _centre()
    count = chance.choice([8, 10, 12])
    ground = "#f6efe1"
    for ring, (inner, outer) in enumerate([(330, 400), (190, 330), (70, 200)]):
        turn = math.pi / count if ring % 2 else 0.0
        colour = colours[ring % len(colours)]
        for number in range(count):
            angle = 2 * math.pi * number / count + turn
            scale = OVERSAMPLING
            painter.polygon(
                _petal(angle, inner * scale, outer * scale, 0.9 * math.pi / count), fill=colour
            )
            middle = (inner + outer) / 2 * scale
            width = (outer - inner) * scale
            painter.polygon(
                _petal(angle, middle - width * 0.25, middle + width * 0.3, 0.4 * math.pi / count),
                fill=ground,
            )
    for radius, colour in ((64, colours[0]), (40, ground), (22, colours[1])):
        radius *= OVERSAMPLING
        painter.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)


def _waves(painter: ImageDraw.ImageDraw, colours: list[str], chance: random.Random) -> None:
    """海水: rows of overlapping scales under a sun or moon."""
    scale = OVERSAMPLING
    sun = chance.uniform(0.25, 0.75) * WIDTH * scale
    radius = chance.randrange(80, 130) * scale
    top = 250 * scale
    painter.ellipse([sun - radius, top - radius, sun + radius, top + radius], fill=colours[1])
    step = chance.choice([84, 100, 120]) * scale
    row, y = 0, 420.0 * scale
    while y < (HEIGHT + 120) * scale:
        shift = step / 2 if row % 2 else 0
        x = -step + shift
        while x < WIDTH * scale + step:
            for ring in range(4):
                size = step * (1 - ring * 0.24)
                colour = colours[0] if ring % 2 == 0 else "#f4ecdc"
                painter.ellipse(
                    [x - size / 2, y - size / 2, x + size / 2, y + size / 2], fill=colour
                )
            x += step
        y += step / 2.6
        row += 1


def _lattice(painter: ImageDraw.ImageDraw, colours: list[str], chance: random.Random) -> None:
    """窗棂: a carved window of turned squares with flowers at the crossings."""
    scale = OVERSAMPLING
    cell = chance.choice([120, 150, 180]) * scale
    width = 9 * scale
    for row in range(-1, HEIGHT * scale // cell + 2):
        for column in range(-1, WIDTH * scale // cell + 2):
            x, y = column * cell + cell / 2, row * cell + cell / 2
            half = cell * 0.5
            diamond = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
            painter.line([*diamond, diamond[0]], fill=colours[0], width=width, joint="curve")
            inner = half * 0.46
            square = [(x - inner, y - inner), (x + inner, y + inner)]
            painter.rectangle([*square[0], *square[1]], outline=colours[2], width=width // 2)
            for number in range(6):
                angle = math.pi * number / 3
                fx, fy = x + inner * 0.42 * math.cos(angle), y + inner * 0.42 * math.sin(angle)
                dot = inner * 0.24
                painter.ellipse([fx - dot, fy - dot, fx + dot, fy + dot], fill=colours[1])
            dot = inner * 0.2
            painter.ellipse([x - dot, y - dot, x + dot, y + dot], fill=colours[0])


def _fans(painter: ImageDraw.ImageDraw, colours: list[str], chance: random.Random) -> None:
    """折扇: open fans laid over one another."""
    scale = OVERSAMPLING
    for number in range(3):
        x = (0.26 + 0.24 * number) * WIDTH * scale
        y = (0.62 + chance.uniform(-0.04, 0.1)) * HEIGHT * scale
        radius = chance.randrange(330, 420) * scale
        colour = colours[number % len(colours)]
        turn = chance.uniform(-12, 12)
        start, end = 200 + turn, 340 + turn
        painter.pieslice([x - radius, y - radius, x + radius, y + radius], start, end, fill=colour)
        rim = radius * 0.86
        painter.arc(
            [x - rim, y - rim, x + rim, y + rim], start, end, fill="#f7f1e6", width=6 * scale
        )
        for rib in range(11):
            angle = math.radians(start + (end - start) * rib / 10)
            painter.line(
                [x, y, x + radius * math.cos(angle), y + radius * math.sin(angle)],
                fill="#f7f1e6",
                width=3 * scale,
            )
        hub = radius * 0.3
        painter.pieslice([x - hub, y - hub, x + hub, y + hub], start, end, fill="#f4ecdc")
        knob = 14 * scale
        painter.ellipse([x - knob, y - knob, x + knob, y + knob], fill=colours[(number + 1) % 3])

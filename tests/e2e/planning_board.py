"""The planner's calendar under the hands of a test."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

HOUR = 48
"""Pixels of an hour: --minute times sixty."""


def event(page: Page, title: str) -> Locator:
    named = page.locator("strong", has_text=title)
    return page.locator("a.plan-event[data-session]:not(.plan-ghost)", has=named)


def drag(page: Page, what: Locator, *, to_day: str, down: float = 0, edge: bool = False) -> None:
    """By the middle of its first line, or by its lower edge; ``down`` in pixels. The button stays down."""
    box = what.bounding_box()
    assert box is not None
    x, y = box["x"] + 20, box["y"] + (box["height"] - 3 if edge else 8)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y + 8)
    page.mouse.move(x if edge else _middle_of(page, to_day), y + down, steps=5)


def drag_on(page: Page, *, to_day: str, hour: float) -> None:
    """What is held already, to this hour of the day."""
    grid = page.locator(".plan-grid")
    column = page.locator(f'.plan-column[data-day="{to_day}"]').bounding_box()
    first = int(grid.get_attribute("data-first-hour") or 0)
    assert column is not None
    page.mouse.move(_middle_of(page, to_day), column["y"] + (hour - first) * HOUR + 8, steps=5)


def begins(what: Locator) -> str:
    return what.get_attribute("data-begins") or ""


def _middle_of(page: Page, day: str) -> float:
    column = page.locator(f'.plan-column[data-day="{day}"]').bounding_box()
    assert column is not None
    return column["x"] + 30

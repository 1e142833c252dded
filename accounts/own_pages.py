"""我的事项: what somebody who is signed in has here, told by every room that keeps something for him.

Accounts know nothing of the rooms above them. Such a room registers its page in AppConfig.ready():

    register_own_page(_("我的申报"), "applications:start", order=10)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of one's own: what it is called, and the name of its address."""

    label: Any
    address: str
    order: int


_pages: dict[str, OwnPage] = {}


def register_own_page(label: Any, address: str, *, order: int) -> None:
    """List this page in the account; again is as once."""
    _pages[address] = OwnPage(label, address, order)


def own_pages() -> list[OwnPage]:
    return sorted(_pages.values(), key=lambda page: page.order)

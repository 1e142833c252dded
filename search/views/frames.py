"""Templates rendered once, with slots that each request fills.

Most of a listing's page is the same for everyone: head, foot, labels, the boxes around what moves.
A frame renders its template once for each language and keeps it as a format string; filling it
costs a hundredth of rendering it. Whoever fills a slot hands over HTML, already escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.signals import setting_changed
from django.dispatch import receiver
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 256  # variants of one frame
_SLOT = re.compile("\x00([a-z_]+)\x00")
_frames: list[Frame] = []


class Frame:
    """One template and the names of its slots."""

    def __init__(self, template: str, *slots: str) -> None:
        self._template = template
        self._slots = {name: SafeString(f"\x00{name}\x00") for name in slots}
        self._kept: dict[tuple[Any, ...], str] = {}
        _frames.append(self)

    def forget(self) -> None:
        self._kept.clear()

    def filled(
        self,
        fills: Mapping[str, str],
        *,
        variant: tuple[str | bool, ...] = (),
        context: Mapping[str, Any] | None = None,
        request: HttpRequest | None = None,
    ) -> SafeString:
        """The template with every slot filled.

        ``context`` and what ``request`` brings may matter only so far as ``variant`` tells them
        apart: the first page of a variant is rendered for all that follow.
        """
        key = (get_language(), *variant)
        html = self._kept.get(key)
        if html is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            html = self._kept[key] = self.format(context or {}, request)
        return SafeString(html % fills)

    def format(self, context: Mapping[str, Any], request: HttpRequest | None = None) -> str:
        """The template as a format string, for whoever keeps it in a place of their own."""
        tidy = {k: v.replace("\x00", "") if isinstance(v, str) else v for k, v in context.items()}
        html = get_template(self._template).render({**tidy, **self._slots}, request)
        return _SLOT.sub(r"%(\1)s", html.replace("%", "%%").rstrip("\n"))


@receiver(setting_changed)
def _forget(**kwargs: Any) -> None:
    """Tests that change a setting see pages made with it."""
    for frame in _frames:
        frame.forget()

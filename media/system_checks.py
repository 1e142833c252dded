"""What must be right before the site starts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from .domain.scanning import address_is_right


def check_scanner(**kwargs: Any) -> list[CheckMessage]:
    """A misspelt address would leave every upload waiting for its scan."""
    if not settings.CLAMAV_URL or address_is_right(settings.CLAMAV_URL):
        return []
    hint = "写法：tcp://主机:3310 或 unix:///run/clamav/clamd.ctl；不扫描则留空。"
    return [Error(f"看不懂 CLAMAV_URL：{settings.CLAMAV_URL}", hint=hint, id="media.E001")]

"""Names in the visitor's language, where somebody gave them one; letters and logs stay in Chinese."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def in_chinese() -> bool:
    """Whether what is being written will be read in Chinese."""
    return (get_language() or settings.LANGUAGE_CODE).startswith("zh")


def named(chinese: str, english: str) -> str:
    """The English name for who reads English, if there is one."""
    return chinese if in_chinese() or not english else english

"""In which language somebody is written to: the one in which he registered or asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

Row = TypeVar("Row", bound=Any)
"""A registration or a request for a class: what has a ``language``."""
More = ParamSpec("More")
Written = TypeVar("Written")


def language_now() -> str:
    """What the visitor reads just now; the default of the column that keeps it."""
    found = translation.get_language()
    return found if found in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def in_his_language(
    write: Callable[Concatenate[Row, More], Written],
) -> Callable[Concatenate[Row, More], Written]:
    """A message is written in its reader's language, whoever or whatever is the cause of it."""

    @wraps(write)
    def written(row: Row, /, *args: More.args, **kwargs: More.kwargs) -> Written:
        with translation.override(row.language):
            return write(row, *args, **kwargs)

    return written


def show_as_written(request: HttpRequest, row: Any) -> None:
    """A page behind a link that we wrote, for whoever has not chosen a language on this device."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) not in dict(settings.LANGUAGES):
        translation.activate(row.language)

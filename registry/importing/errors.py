"""What stops a whole file."""

from __future__ import annotations


class ImportRefused(Exception):
    """Nothing was done. The message is a Chinese sentence: what happened and what to do next."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UnusableFile(ImportRefused):
    """The file as a whole cannot be read as what it is said to be."""


class BadOption(ImportRefused):
    """An option of the import is missing or contradicts another."""

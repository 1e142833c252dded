"""What stops a whole file."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text with "?" for what no terminal and no database takes: file names in another encoding."""
    return text.encode("utf-8", "replace").decode()


class ImportRefused(Exception):
    """Nothing was done. The message is a Chinese sentence: what happened and what to do next."""

    def __init__(self, message: str) -> None:
        self.message = printable(message)
        super().__init__(self.message)


class UnusableFile(ImportRefused):
    """The file as a whole cannot be read as what it is said to be."""


class BadOption(ImportRefused):
    """An option of the import is missing or contradicts another."""

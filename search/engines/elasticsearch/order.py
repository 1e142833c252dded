"""The order of names as numbers: to sort equal hits by words costs a server as much as finding them."""

from __future__ import annotations

from search.interface import Kind

FIELDS = ("name_head", "name_tail", "record_order")
_LETTERS = 10  # of 6 bits each, in a number of 63
_DIGITS = 16
_KINDS = sorted(Kind)


def order_numbers(by_name: str) -> dict[str, int]:
    """What sorts as ``by_name`` ("ni ren zhang\\tproject-12") does, by field.

    Twenty characters of the name, then the id; names that agree so far are in the order of their ids.
    """
    name, _, record = by_name.rpartition("\t")
    kind, _, number = record.partition("-")
    numbers = (_packed(name[:_LETTERS]), _packed(name[_LETTERS:]), _of_record(kind, number))
    return dict(zip(FIELDS, numbers, strict=True))


def _packed(text: str) -> int:
    found = 0
    for place in range(_LETTERS):
        found = found << 6 | (_code(text[place]) if place < len(text) else 0)
    return found


def _code(character: str) -> int:
    """Six bits that grow with the character: digits and small letters exactly, others by range."""
    if character.isascii() and character.isdigit():
        return 2 + int(character)
    if "a" <= character <= "z":
        return 13 + ord(character) - ord("a")
    if character < "0":
        return 1
    return 12 if character < "a" else 39


def _of_record(kind: str, number: str) -> int:
    """An id as its text sorts: project-10 before project-2."""
    found = sum(each < kind for each in _KINDS)
    for place in range(_DIGITS):
        digit = number[place : place + 1]
        found = found * 11 + (1 + int(digit) if digit.isascii() and digit.isdigit() else 0)
    return found

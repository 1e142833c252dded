"""The sample data as written in demo/samples: our own words, invented people and places."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent / "samples"
PROJECT_FILES = ("words_and_music", "stage", "sport_and_art", "crafts", "medicine_and_customs")

Entry = dict[str, Any]


def projects() -> list[Entry]:
    """Every sample project, in the order of the categories."""
    return [entry for name in PROJECT_FILES for entry in _table(name, "project")]


def people() -> list[Entry]:
    """Every sample inheritor; a master always stands before the apprentice."""
    return _table("people", "person")


def bases() -> list[Entry]:
    """Every sample base."""
    return _table("places", "base")


def workshops() -> list[Entry]:
    """Every sample workshop."""
    return _table("places", "workshop")


def products() -> list[Entry]:
    """Every sample product."""
    return _table("products", "product")


def cases() -> list[Entry]:
    """Every sample application."""
    return _table("cases", "case")


def classes(kind: str) -> list[Entry]:
    """Every sample ``programme``, ``venue``, ``teacher`` or ``request`` of the classes."""
    return _table("classes", kind)


def streets() -> dict[str, str]:
    """The district's streets, by code."""
    return {entry["code"]: entry["name"] for entry in _table("streets", "street")}


def _table(name: str, key: str) -> list[Entry]:
    with (SAMPLES / f"{name}.toml").open("rb") as file:
        rows: list[Entry] = tomllib.load(file)[key]
    return rows

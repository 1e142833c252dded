"""The terms of a round as a case keeps them: plain data, frozen when the round is published.

A case never reads a round's editable rows. It reads the version it began with, so that staff may
change form, periods and letters while cases are running.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from applications.enums import AnswerType, ClockKind, Kind, LetterKind, Section
from media.enums import FileKind
from workcalendar.enums import DayUnit


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form. ``most`` and ``least`` count characters; 0 is no limit.

    What ``private`` questions answer (identity, contact) is stored encrypted and kept from experts.
    """

    key: str
    section: Section
    label: str
    answer_type: AnswerType = AnswerType.TEXT
    help: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    required: bool = True
    private: bool = False
    least: int = 0
    most: int = 0
    article: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """One item of the checklist; ``categories`` are ordinals, empty for all of them."""

    key: str
    name: str
    help: str = ""
    required: bool = True
    private: bool = False
    files: tuple[FileKind, ...] = (FileKind.DOCUMENT, FileKind.PICTURE)
    least_files: int = 1
    most_files: int = 10
    most_bytes: int = 50 * 1024 * 1024
    categories: tuple[int, ...] = ()
    article: str = ""


@dataclass(frozen=True, slots=True)
class RubricItem:
    """What experts score, from 0 to ``points``."""

    key: str
    name: str
    points: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """So many days of this sort."""

    days: int
    unit: DayUnit


@dataclass(frozen=True, slots=True)
class Form:
    """Questions, materials and rubric for one kind of application."""

    questions: tuple[Question, ...] = ()
    materials: tuple[Material, ...] = ()
    rubric: tuple[RubricItem, ...] = ()

    def sections(self) -> list[Section]:
        """The sections that have questions, in the form's order."""
        asked = {question.section for question in self.questions}
        return [section for section in Section if section in asked]

    def of_section(self, section: Section) -> list[Question]:
        """The questions of one section, in order."""
        return [question for question in self.questions if question.section == section]

    def question(self, key: str) -> Question | None:
        """The question with this key."""
        return next((one for one in self.questions if one.key == key), None)

    def material(self, key: str) -> Material | None:
        """The material with this key."""
        return next((one for one in self.materials if one.key == key), None)

    def materials_for(self, category: int | None) -> Iterator[Material]:
        """Those asked for in this category; one that is not chosen yet gets the general ones."""
        for material in self.materials:
            if not material.categories or category in material.categories:
                yield material

    @property
    def full_score(self) -> int:
        """The most points one expert can give."""
        return sum(item.points for item in self.rubric)


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and body of a letter, with {place_holders} of applications.letters."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything a running case needs to know of its round."""

    forms: dict[Kind, Form] = field(default_factory=dict)
    periods: dict[ClockKind, Period] = field(default_factory=dict)
    letters: dict[LetterKind, Letter] = field(default_factory=dict)
    panel_size: int = 5
    quorum: int = 5
    corrections_allowed: int = 1
    reminder_days: int = 3

    def to_json(self) -> dict[str, Any]:
        """Plain lists, texts and numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Terms:
        """Read what ``to_json`` wrote; after a passage through a JSON column as well."""
        return cls(
            forms={Kind(kind): _form(form) for kind, form in data["forms"].items()},
            periods={
                ClockKind(kind): Period(one["days"], DayUnit(one["unit"]))
                for kind, one in data["periods"].items()
            },
            letters={LetterKind(kind): Letter(**one) for kind, one in data["letters"].items()},
            panel_size=data["panel_size"],
            quorum=data["quorum"],
            corrections_allowed=data["corrections_allowed"],
            reminder_days=data["reminder_days"],
        )


def _form(data: dict[str, Any]) -> Form:
    return Form(
        questions=tuple(_question(one) for one in data["questions"]),
        materials=tuple(_material(one) for one in data["materials"]),
        rubric=tuple(RubricItem(**one) for one in data["rubric"]),
    )


def _question(data: dict[str, Any]) -> Question:
    changed = {
        "section": Section(data["section"]),
        "answer_type": AnswerType(data["answer_type"]),
        "choices": tuple(data["choices"]),
    }
    return Question(**{**data, **changed})


def _material(data: dict[str, Any]) -> Material:
    changed = {
        "files": tuple(FileKind(one) for one in data["files"]),
        "categories": tuple(data["categories"]),
    }
    return Material(**{**data, **changed})

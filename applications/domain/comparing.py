"""What differs between two versions of a dossier, down to the character."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from applications.domain.reading import texts_of
from applications.models import Case, DossierVersion

_TOKEN = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
ALIKE = 0.35
"""Below this likeness a passage counts as written anew: single characters in common mislead."""
LONGEST = 4_000
"""Characters of a passage that are compared one by one; the time grows with their square."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: kept, taken out or put in."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One question before and after. ``sealed``: only that it changed may be told."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that one version has and the other has not."""

    material: str
    name: str
    added: bool


def differences(case: Case, old: DossierVersion, new: DossierVersion) -> list[Difference]:
    """The questions whose answers differ, in the form's order."""
    before, after = texts_of(case, old), texts_of(case, new)
    found = []
    for question in case.form.questions:
        if question.private:
            if before.sealed.get(question.key, "") != after.sealed.get(question.key, ""):
                found.append(Difference(question.label, (), (), sealed=True))
            continue
        one, two = before.open.get(question.key, ""), after.open.get(question.key, "")
        if one != two:
            found.append(Difference(question.label, *compare(one, two)))
    return found


def file_changes(case: Case, old: DossierVersion, new: DossierVersion) -> list[FileChange]:
    """Files taken out and put in, told by their content."""
    before = {row["sha256"]: row for row in old.content["attachments"]}
    after = {row["sha256"]: row for row in new.content["attachments"]}

    def change(row: dict[str, str], added: bool) -> FileChange:
        material = case.form.material(row["material"])
        return FileChange(material.name if material else row["material"], row["name"], added)

    gone = [change(row, False) for key, row in before.items() if key not in after]
    return gone + [change(row, True) for key, row in after.items() if key not in before]


def compare(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces. Lines are matched first, then the characters of lines that differ."""
    one, two = old.splitlines(keepends=True), new.splitlines(keepends=True)
    before: list[Piece] = []
    after: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        left, right = "".join(one[a:b]), "".join(two[c:d])
        if tag == "equal":
            before.append(Piece(left))
            after.append(Piece(right))
        else:
            before += _pieces(left, right, old_side=True)
            after += _pieces(left, right, old_side=False)
    return tuple(_joined(before)), tuple(_joined(after))


def _pieces(left: str, right: str, *, old_side: bool) -> list[Piece]:
    shown = left if old_side else right
    if not left or not right or max(len(left), len(right)) > LONGEST:
        return [Piece(shown, changed=True)]
    one, two = _TOKEN.findall(left), _TOKEN.findall(right)
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    if matcher.ratio() < ALIKE:
        return [Piece(shown, changed=True)]
    pieces = []
    for tag, a, b, c, d in matcher.get_opcodes():
        text = "".join(one[a:b]) if old_side else "".join(two[c:d])
        pieces.append(Piece(text, changed=tag != "equal"))
    return pieces


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Neighbours of one sort become one piece; empty ones go."""
    kept: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if kept and kept[-1].changed == piece.changed:
            kept[-1] = Piece(kept[-1].text + piece.text, piece.changed)
        else:
            kept.append(piece)
    return kept

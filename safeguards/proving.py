"""Proves many logs in one go, for the command of each room that has one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from safeguards.chain import flaws_of


@dataclass(slots=True)
class Proof:
    """How many logs were read, one hash over all their heads, and what is wrong with which."""

    checked: int = 0
    heads: str = ""
    flaws: list[tuple[str, str]] = field(default_factory=list)
    """Name of the subject and sentence."""

    @property
    def flawed(self) -> int:
        return len({name for name, _sentence in self.flaws})


def prove(subjects: Iterable[Any], *, name: Callable[[Any], str]) -> Proof:
    """Read the logs of all subjects in the order given; see ``chain.flaws_of``."""
    proof, heads = Proof(), hashlib.sha256()
    for subject in subjects:
        proof.checked += 1
        heads.update(f"{subject.pk}:{subject.log_head}\n".encode())
        proof.flaws += [(name(subject), flaw) for flaw in flaws_of(subject)]
    proof.heads = heads.hexdigest()
    return proof


def report(proof: Proof, *, out: Any, err: Any, unit: str) -> None:
    """Write down what was found, flaws to ``err``; ``unit`` is the counter word of the subjects."""
    for name, flaw in proof.flaws:
        err.write(f"{name}：{flaw}")
    out.write(f"核对 {proof.checked} {unit}，链头合并哈希 {proof.heads}")
    out.write("请把它记在别处：下次核对时，以前的记录若被整体改写，这个值就会变。")

"""A measured ratio: what a benchmark hands to the one table that `make bench` ends with."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

VARIABLE = "BENCH_RATIOS"  # the file that `python -m bench` collects the ratios of all modules in


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours against a yardstick measured in the same run; times in milliseconds or as you say."""

    what: str  # "search call"
    against: str  # "bare client"
    engine: str  # "elasticsearch", "embedded", "" where neither
    records: int
    figure: str  # "median", "p95", "total"
    ours: float
    yardstick: float
    limit: float  # the most it may be, or the least where at_least
    at_least: bool = False
    unit: str = "ms"

    @property
    def value(self) -> float:
        return self.ours / self.yardstick if self.yardstick else float("inf")

    @property
    def held(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def median_and_p95(times: Sequence[float]) -> tuple[float, float]:
    """The two figures every call is judged by."""
    return statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]


def record(ratios: Iterable[Ratio]) -> None:
    """Hand them to the table; nothing happens when a module runs by itself."""
    told = os.environ.get(VARIABLE)
    if told:
        with Path(told).open("a", encoding="utf-8") as file:
            file.writelines(
                json.dumps(asdict(ratio), ensure_ascii=False) + "\n" for ratio in ratios
            )


def read(path: Path) -> list[Ratio]:
    """What was recorded there."""
    return [Ratio(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def table(ratios: Iterable[Ratio]) -> str:
    """One line a ratio, with the limit it is held to."""
    lines = [
        f"{'what':34} {'against':26} {'engine':14} {'records':>8} {'figure':7}"
        f" {'ours':>10} {'yardstick':>10} {'ratio':>7} {'limit':>7}"
    ]
    for one in ratios:
        sign = "≥" if one.at_least else "≤"
        lines.append(
            f"{one.what:34} {one.against:26} {one.engine:14} {one.records:>8,} {one.figure:7}"
            f" {one.ours:>8.2f}{one.unit:2} {one.yardstick:>8.2f}{one.unit:2} {one.value:>7.2f}"
            f" {sign}{one.limit:>5g} {'' if one.held else '  MISSED'}"
        )
    return "\n".join(lines)

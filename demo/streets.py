"""The streets of the district, so that sample records, venues and classes lie somewhere."""

from __future__ import annotations

from demo import reading
from registry.domain.divisions import enter_divisions
from registry.models import Division


def load_streets() -> None:
    """Enter those that are not there yet; a street the bureau has entered itself stays as it is."""
    names = reading.streets()
    there = Division.objects.filter(code__in=names, sample_data=False).values_list(
        "code", flat=True
    )
    wanted = {code: name for code, name in names.items() if code not in set(there)}
    enter_divisions(names=wanted, by=None, sample_data=True)


def street_of(address: str) -> Division:
    """The street with whose name a sample address begins. Raises LookupError where there is none."""
    for code, name in reading.streets().items():
        if address.startswith(name):
            return Division.objects.get(code=code)
    raise LookupError(address)

"""Who was signed in to a session: what its head count is proposed from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from outreach.enums import SignInWay
from outreach.models import Session


@dataclass(frozen=True, slots=True)
class Heads:
    """Adults and minors, and how many of both by each way; rows without anybody are left out."""

    adults: int
    minors: int
    by_way: list[tuple[str, int]]

    @property
    def people(self) -> int:
        return self.adults + self.minors


def heads_signed_in(session: Session) -> Heads:
    """All sign-ins added up; one query."""
    rows = (
        session.sign_ins.order_by()
        .values("way")
        .annotate(adults_in=Sum("adults"), minors_in=Sum("minors"))
    )
    sums = {row["way"]: (row["adults_in"], row["minors_in"]) for row in rows}
    return Heads(
        adults=sum(adults for adults, _minors in sums.values()),
        minors=sum(minors for _adults, minors in sums.values()),
        by_way=[(str(way.label), sum(sums[way])) for way in SignInWay if way in sums],
    )

"""The sample's batches, each with the act that announced it."""

from __future__ import annotations

import datetime

from registry.enums import Level
from registry.models import Act, Batch, Division

DISTRICT, MUNICIPALITY = "120102", "120000"
ISSUERS = {Level.COUNTY: "天津市河东区人民政府", Level.PROVINCIAL: "天津市人民政府"}
FIRST_YEAR, YEARS_APART = 2008, 2
"""The sample's batches: the first in 2008, then one every two years."""


def batch_of(subject: str, level: int, ordinal: int) -> Batch:
    """The sample's batch with its act, made when first asked for."""
    code = MUNICIPALITY if level == Level.PROVINCIAL else DISTRICT
    year = FIRST_YEAR + YEARS_APART * (ordinal - 1)
    day = datetime.date(year, 6, 10)
    jurisdiction = Division.objects.get(code=code)
    found = Batch.objects.filter(
        subject=subject, level=level, jurisdiction=jurisdiction, ordinal=ordinal
    ).first()
    if found:
        return found
    of_people = subject == Batch.SUBJECT_INHERITOR
    act = Act.objects.create(
        title=f"关于公布第{ordinal}批代表性{'传承人' if of_people else '项目'}的通知（示例公文）",
        kind="recognition" if of_people else "inscription",
        issuer=ISSUERS[Level(level)],
        document_number=f"示例〔{year}〕{ordinal + (10 if of_people else 0)}号",
        published_on=day,
    )
    return Batch.objects.create(
        subject=subject,
        level=level,
        jurisdiction=jurisdiction,
        ordinal=ordinal,
        year=year,
        announced_on=day,
        act=act,
    )

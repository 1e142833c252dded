"""Takes the sample registry away again, and nothing else."""

from __future__ import annotations

from django.db import transaction

from applications.domain.sample_removal import remove_sample_cases
from applications.models import Expert
from demo.accounts import ACCOUNTS
from demo.media import SOURCE
from media.models import HeritageImage
from outreach.domain.sample_removal import remove_sample_classes
from registry.domain.divisions import remove_sample_divisions
from registry.models import (
    Act,
    Apprenticeship,
    Batch,
    CreativeProduct,
    HeritageProject,
    Inheritor,
    PracticeBase,
    ProjectRelation,
    ProtectingUnit,
    Recognition,
    RecordChange,
    Workshop,
)

Sampled = HeritageProject | Inheritor | PracticeBase | Workshop | CreativeProduct

RECORDS: tuple[type[Sampled], ...] = (
    CreativeProduct,
    Workshop,
    PracticeBase,
    Inheritor,
    HeritageProject,
)
"""In an order in which nothing is taken away that something left still refers to."""


def holds_sample() -> bool:
    """Whether the sample has been loaded."""
    return any(model._default_manager.filter(sample_data=True).exists() for model in RECORDS)


def holds_real_records() -> bool:
    """Whether there is any record that is not part of the sample, drafts too."""
    return any(model._default_manager.filter(sample_data=False).exists() for model in RECORDS)


@transaction.atomic
def remove_sample() -> None:
    """Delete the sample's classes, cases, records, units, batches, acts, pictures and streets."""
    remove_sample_classes()
    remove_sample_cases()
    names = [account.username for account in ACCOUNTS]
    Expert.objects.filter(user__username__in=names, memberships__isnull=True).delete()
    Apprenticeship.objects.filter(apprentice__sample_data=True).delete()
    Recognition.objects.filter(inheritor__sample_data=True).delete()
    ProjectRelation.objects.filter(project__sample_data=True).delete()
    for model in RECORDS:
        records = model._default_manager.filter(sample_data=True)
        RecordChange.note([(model.kind, pk) for pk in records.values_list("pk", flat=True)])
        records.delete()
    ProtectingUnit.objects.filter(name__startswith="示例", assignments__isnull=True).delete()
    sample_acts = Act.objects.filter(document_number__startswith="示例〔")
    Batch.objects.filter(act__in=sample_acts).delete()
    sample_acts.delete()
    HeritageImage.objects.filter(source=SOURCE).delete()
    remove_sample_divisions()

"""The models of the registry, one aggregate a module."""

from registry.models.acts import Act, Batch
from registry.models.bulk import BulkRow, BulkRun
from registry.models.changes import OldAddress, RecordChange
from registry.models.importing import ImportRow, ImportRun, SourceIdentity
from registry.models.inheritors import Apprenticeship, Inheritor, Recognition
from registry.models.inscriptions import Inscription
from registry.models.personal import PersonalDataReading, PersonalDetails
from registry.models.products import CreativeProduct, ProductPicture, ProductProject
from registry.models.projects import (
    HeritageProject,
    ProjectDocument,
    ProjectName,
    ProjectPicture,
    ProjectRecording,
    ProjectRelation,
    ProjectSource,
)
from registry.models.record import Record, Tracked
from registry.models.sites import (
    BasePicture,
    BaseProject,
    PracticeBase,
    Workshop,
    WorkshopPicture,
    WorkshopProject,
)
from registry.models.targets import YearlyTarget
from registry.models.units import ProtectingUnit, ProtectionAssignment
from registry.models.vocabulary import BaseType, Category, Division

__all__ = [
    "Act",
    "Apprenticeship",
    "BasePicture",
    "BaseProject",
    "BaseType",
    "Batch",
    "BulkRow",
    "BulkRun",
    "Category",
    "CreativeProduct",
    "Division",
    "HeritageProject",
    "ImportRow",
    "ImportRun",
    "Inheritor",
    "Inscription",
    "OldAddress",
    "PersonalDataReading",
    "PersonalDetails",
    "PracticeBase",
    "ProductPicture",
    "ProductProject",
    "ProjectDocument",
    "ProjectName",
    "ProjectPicture",
    "ProjectRecording",
    "ProjectRelation",
    "ProjectSource",
    "ProtectingUnit",
    "ProtectionAssignment",
    "Recognition",
    "Record",
    "RecordChange",
    "SourceIdentity",
    "Tracked",
    "Workshop",
    "WorkshopPicture",
    "WorkshopProject",
    "YearlyTarget",
]

"""Builds the sample registry out of demo/samples, through the functions staff's forms use."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from demo import reading
from demo.accounts import create_accounts
from demo.batches import DISTRICT, batch_of
from demo.media import add_picture
from demo.sections import narrative
from demo.streets import load_streets, street_of
from registry.domain.publishing import save_record
from registry.enums import Consent, InscriptionKind
from registry.models import (
    Apprenticeship,
    BasePicture,
    BaseProject,
    BaseType,
    Batch,
    Category,
    CreativeProduct,
    Division,
    HeritageProject,
    Inheritor,
    Inscription,
    PracticeBase,
    ProductPicture,
    ProductProject,
    ProjectName,
    ProjectPicture,
    ProjectRelation,
    ProtectingUnit,
    ProtectionAssignment,
    Recognition,
    Record,
    Workshop,
    WorkshopPicture,
    WorkshopProject,
)

CONSENT_TEXT = "示例：本人同意公开姓名、性别、民族、出生年份、生平与肖像。"
WITHOUT_PICTURE = 4
"""Every fourth project has no picture, as in a registry of one's own."""

Progress = Callable[[str], None]


def attach(record: Model, **children: Sequence[Model]) -> None:
    """Give the record its rows; they are saved with it. The type checker's plugin knows them not."""
    for name, rows in children.items():
        setattr(record, name, rows)


class SampleRegistry:
    """Everything built so far, by name."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.accounts = create_accounts()
        self.by = self.accounts["reviewer"]
        load_streets()
        self.district = Division.objects.get(code=DISTRICT)
        self.categories = {one.ordinal: one for one in Category.objects.all()}
        self.projects: dict[str, HeritageProject] = {}
        self.people: dict[str, Inheritor] = {}
        self.records: list[Record] = []

    def build(self) -> int:
        """All sample records; the number of them."""
        builders = (
            (reading.projects(), self.add_project),
            (reading.people(), self.add_person),
            (reading.bases(), self.add_base),
            (reading.workshops(), self.add_workshop),
            (reading.products(), self.add_product),
        )
        with disable_reference_index_auto_update():
            for entries, add in builders:
                for entry in entries:
                    add(entry)
                    self.progress(entry["name"])
            self.relate_projects()
        for record in self.records:
            ReferenceIndex.create_or_update_for_object(record)
        return len(self.records)

    def add_project(self, entry: reading.Entry) -> None:
        batch = batch_of(Batch.SUBJECT_PROJECT, entry["level"], entry["batch"])
        number = len(self.projects) + 1
        pictures = []
        if number % WITHOUT_PICTURE:
            image = add_picture(entry["name"], entry["category"], entry["summary"])
            pictures.append(ProjectPicture(image=image))
        project = HeritageProject(
            name=entry["name"],
            category=self.categories[entry["category"]],
            narrative=narrative(entry),
            division=street_of(entry["address"]),
            address=f"河东区{entry['address']}（示例地址）",
            place_as_declared="天津市河东区",
            viability=entry["viability"],
            viability_assessed_on=datetime.date(2026, 3, 1),
            featured=entry.get("featured", False),
            sample_data=True,
        )
        attach(
            project,
            names=[ProjectName(text=alias) for alias in entry.get("aliases", [])],
            inscriptions=[
                Inscription(
                    level=entry["level"],
                    batch=batch,
                    act=batch.act,
                    kind=InscriptionKind.NEW,
                    code_as_written=entry["code"],
                    declaring_unit="天津市河东区",
                )
            ],
            assignments=[
                ProtectionAssignment(unit=self.unit(entry["unit"]), assigned_on=batch.announced_on)
            ],
            pictures=pictures,
        )
        project.tags.add(*entry["tags"])
        self.projects[entry["name"]] = self.publish(project)

    def add_person(self, entry: reading.Entry) -> None:
        project = self.projects[entry["project"]]
        consent = entry.get("consent", Consent.GIVEN)
        given = consent == Consent.GIVEN
        recognitions = []
        if "level" in entry:
            batch = batch_of(Batch.SUBJECT_INHERITOR, entry["level"], entry["batch"])
            recognitions.append(
                Recognition(
                    project=project,
                    level=entry["level"],
                    batch=batch,
                    act=batch.act,
                    recognised_on=batch.announced_on,
                    standing=entry.get("standing", "listed"),
                )
            )
        person = Inheritor(
            name=entry["name"],
            bearer_kind=entry.get("bearer", "person"),
            sex=entry.get("sex", ""),
            ethnicity=entry.get("ethnicity", "汉族") if "sex" in entry else "",
            birth_year=entry.get("born"),
            death_year=entry.get("died"),
            honours=entry.get("honours", ""),
            biography=f"<p>{entry['biography']}</p>",
            members="\n".join(entry.get("members", [])),
            division=self.district,
            place_as_declared="天津市河东区",
            consent=consent,
            consent_on=datetime.date(2025, 5, 10) if given else None,
            consent_text=CONSENT_TEXT if given else "",
            sample_data=True,
        )
        attach(
            person,
            recognitions=recognitions,
            masters=[
                Apprenticeship(
                    master=self.people[name],
                    project=project,
                    kind=entry.get("kind", "master"),
                    source="示例口述",
                )
                for name in entry.get("masters", [])
            ],
        )
        self.people[entry["name"]] = self.publish(person)

    def add_base(self, entry: reading.Entry) -> None:
        projects = [self.projects[name] for name in entry["projects"]]
        base = PracticeBase(
            **self.site_fields(entry),
            base_type=BaseType.objects.get_or_create(name=entry["type"])[0],
        )
        attach(
            base,
            projects=[BaseProject(project=project) for project in projects],
            pictures=[BasePicture(image=self.picture(entry, projects[0]))],
        )
        self.publish(base)

    def add_workshop(self, entry: reading.Entry) -> None:
        projects = [self.projects[name] for name in entry["projects"]]
        workshop = Workshop(
            **self.site_fields(entry),
            people_employed=entry["employed"],
            employed_counted_on=datetime.date(2025, 12, 31),
            premises=entry["premises"],
            certificate_number=entry["certificate"],
            certificate_valid_until=datetime.date.fromisoformat(entry["valid_until"]),
        )
        attach(
            workshop,
            projects=[WorkshopProject(project=project) for project in projects],
            pictures=[WorkshopPicture(image=self.picture(entry, projects[0]))],
        )
        self.publish(workshop)

    def add_product(self, entry: reading.Entry) -> None:
        projects = [self.projects[name] for name in entry["projects"]]
        product = CreativeProduct(
            name=entry["name"],
            maker_inheritor=self.people[entry["maker"]] if "maker" in entry else None,
            maker_unit=self.unit(entry["unit"]) if "unit" in entry else None,
            description=f"<p>{entry['description']}</p>",
            materials=entry["materials"],
            released_in=entry["released"],
            where_to_find=entry["where"],
            sample_data=True,
        )
        attach(
            product,
            projects=[ProductProject(project=project) for project in projects],
            pictures=[ProductPicture(image=self.picture(entry, projects[0]))],
        )
        product.tags.add(*entry["tags"])
        self.publish(product)

    def relate_projects(self) -> None:
        """Projects that share a tag told of each other: the first two of each tag."""
        for first, second, reason in (
            ("大王庄剪纸", "吊钱年俗", "吊钱出自剪纸艺人之手"),
            ("直沽烧锅酿造技艺", "直沽漕运传说", "粮船带来高粱，也带来故事"),
            ("大直沽妈祖祭典", "大直沽法鼓", "出会时法鼓为前导"),
            ("剧装厚底靴制作技艺", "京剧靴鞋衬里技法与穿戴", "一做一穿"),
        ):
            project = self.projects[first]
            attach(project, relations=[ProjectRelation(other=self.projects[second], reason=reason)])
            self.publish(project)

    def site_fields(self, entry: reading.Entry) -> dict[str, Any]:
        latitude, longitude = entry["point"]
        return {
            "name": entry["name"],
            "host_unit": self.unit(entry["unit"]),
            "host_inheritor": self.people[entry["host"]] if "host" in entry else None,
            "level": entry.get("level"),
            "introduction": f"<p>{entry['introduction']}</p>",
            "activities": entry["activities"],
            "opening_hours": entry["hours"],
            "capacity": entry["capacity"],
            "booking": entry.get("booking", ""),
            "accessibility": entry["accessibility"],
            "division": street_of(entry["address"]),
            "address": f"河东区{entry['address']}",
            "latitude": latitude,
            "longitude": longitude,
            "sample_data": True,
        }

    def picture(self, entry: reading.Entry, project: HeritageProject) -> Any:
        return add_picture(entry["name"], project.category.ordinal, entry["name"])

    def publish(self, record: Any) -> Any:
        if record.pk is None:
            self.records.append(record)
        return save_record(record=record, by=self.by, publish=True)

    def unit(self, name: str) -> ProtectingUnit:
        return ProtectingUnit.objects.get_or_create(
            name=name, defaults={"division": self.district}
        )[0]

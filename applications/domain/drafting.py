"""Turns a dossier into an unsaved record of the registry, kind by kind.

Everything is read from the version that was promulgated, not from what was written since.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

from applications.enums import Kind
from applications.models import Case, DossierVersion
from registry.enums import BearerKind, InscriptionKind, NameKind, SectionKind, Sex
from registry.models import (
    Act,
    BaseProject,
    BaseType,
    Batch,
    Division,
    HeritageProject,
    Inheritor,
    Inscription,
    PersonalDetails,
    PracticeBase,
    ProjectName,
    ProtectingUnit,
    ProtectionAssignment,
    Recognition,
    Record,
    Workshop,
    WorkshopProject,
)
from registry.narrative import section_value

SECTIONS = {
    "summary": SectionKind.SUMMARY,
    "history": SectionKind.HISTORY,
    "content": SectionKind.CONTENT,
    "lineage": SectionKind.LINEAGE,
    "features": SectionKind.FEATURES,
    "value": SectionKind.VALUE,
    "state": SectionKind.STATE,
}
"""Answers of the house's own forms that become narrative sections."""
SEXES = {"男": Sex.MALE, "女": Sex.FEMALE}
_SEPARATORS = re.compile(r"[、，,；;\n]+")


def draft(*, case: Case, version: DossierVersion, act: Act, batch: Batch, code: str) -> Record:
    """The unsaved record, with its inscription, recognition or designation by this act."""
    answers: dict[str, str] = version.content["answers"]
    return DRAFTS[Kind(case.kind)](case, answers, act, batch, code)


def keep_private_details(*, record: Record, case: Case, version: DossierVersion) -> None:
    """Identity and contact of an inheritor go to the registry's encrypted table, never to the draft."""
    if not isinstance(record, Inheritor):
        return
    sealed: dict[str, str] = json.loads(version.sealed or "{}")
    PersonalDetails.objects.update_or_create(
        inheritor=record,
        defaults={
            "national_id": sealed.get("national-id", ""),
            "phone": sealed.get("contact-phone", ""),
            "address": sealed.get("contact-address", ""),
        },
    )


def _project(
    case: Case, answers: dict[str, str], act: Act, batch: Batch, code: str
) -> HeritageProject:
    project = HeritageProject(
        name=case.title,
        category=case.category,
        narrative=[
            section_value(kind, answers[key].splitlines())
            for key, kind in SECTIONS.items()
            if answers.get(key, "").strip()
        ],
        division=_division(answers) or case.round.jurisdiction,
        place_as_declared=str(case.round.jurisdiction or ""),
        sample_data=case.sample_data,
    )
    names = _SEPARATORS.split(answers.get("aliases", ""))
    _attach(
        project,
        names=[
            ProjectName(kind=NameKind.ALSO, text=name.strip())
            for name in dict.fromkeys(names)
            if name.strip()
        ],
        inscriptions=[
            Inscription(
                level=case.round.level,
                batch=batch,
                act=act,
                kind=InscriptionKind.EXTENSION if case.listed_project else InscriptionKind.NEW,
                code_as_written=code,
                declaring_unit=case.applicant_name,
                inscribed_on=act.published_on,
            )
        ],
        assignments=[
            ProtectionAssignment(unit=_unit(name), assigned_on=act.published_on)
            for name in [answers.get("protecting-unit", "").strip()]
            if name
        ],
    )
    return project


def _person(case: Case, answers: dict[str, str], act: Act, batch: Batch, code: str) -> Inheritor:
    is_group = case.kind == Kind.GROUP
    year = answers.get("birth-year", "").strip()
    person = Inheritor(
        name=case.title,
        bearer_kind=BearerKind.GROUP if is_group else BearerKind.PERSON,
        sex=SEXES.get(answers.get("sex", ""), ""),
        ethnicity=answers.get("ethnicity", "").strip()[:20],
        birth_year=int(year) if year.isdigit() else None,
        honours=answers.get("honours", "").strip()[:300],
        biography=_paragraphs(answers.get("summary", "")),
        members=answers.get("members", ""),
        division=case.round.jurisdiction,
        sample_data=case.sample_data,
    )
    _attach(
        person,
        recognitions=[
            Recognition(
                project=case.listed_project,
                level=case.round.level,
                batch=batch,
                act=act,
                number=code,
                recognised_on=act.published_on,
            )
        ],
    )
    return person


def _site_fields(case: Case, answers: dict[str, str], act: Act, batch: Batch) -> dict[str, Any]:
    capacity = answers.get("capacity", "").strip()
    unit = case.organisation.name if case.organisation else answers.get("applicant-name", "")
    return {
        "name": case.title,
        "host_unit": _unit(unit.strip()) if unit.strip() else None,
        "level": case.round.level,
        "batch": batch,
        "act": act,
        "designated_on": act.published_on,
        "introduction": _paragraphs(answers.get("summary", "")),
        "activities": answers.get("activities", ""),
        "opening_hours": answers.get("opening-hours", ""),
        "capacity": int(capacity) if capacity.isdigit() else None,
        "division": _division(answers) or case.round.jurisdiction,
        "address": answers.get("address", "").strip()[:200],
        "sample_data": case.sample_data,
    }


def _workshop(case: Case, answers: dict[str, str], act: Act, batch: Batch, code: str) -> Workshop:
    employed = answers.get("employed", "").strip()
    workshop = Workshop(
        **_site_fields(case, answers, act, batch),
        certificate_number=code,
        people_employed=int(employed) if employed.isdigit() else None,
        premises=answers.get("premises", "").strip()[:300],
    )
    links = [WorkshopProject(project=case.listed_project)] if case.listed_project else []
    _attach(workshop, projects=links)
    return workshop


def _base(case: Case, answers: dict[str, str], act: Act, batch: Batch, code: str) -> PracticeBase:
    name = answers.get("base-type", "").strip()[:40] or "传习基地"
    base = PracticeBase(
        **_site_fields(case, answers, act, batch),
        certificate_number=code,
        base_type=BaseType.objects.get_or_create(name=name)[0],
    )
    links = [BaseProject(project=case.listed_project)] if case.listed_project else []
    _attach(base, projects=links)
    return base


DRAFTS: dict[Kind, Callable[[Case, dict[str, str], Act, Batch, str], Record]] = {
    Kind.PROJECT: _project,
    Kind.INHERITOR: _person,
    Kind.GROUP: _person,
    Kind.WORKSHOP: _workshop,
    Kind.BASE: _base,
}


def _attach(record: Record, **children: Any) -> None:
    """Give the record its rows; they are saved with it."""
    for name, rows in children.items():
        setattr(record, name, rows)


def _division(answers: dict[str, str]) -> Division | None:
    return Division.objects.filter(code=answers.get("division", "")).first()


def _unit(name: str) -> ProtectingUnit:
    return ProtectingUnit.objects.get_or_create(name=name[:160])[0]


def _paragraphs(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)

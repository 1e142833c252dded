"""The page of an inheritor or a bearer group. What is personal shows only with consent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from media.models import HeritageImage
from registry.enums import BearerKind, RecordKind, Standing
from registry.models import Apprenticeship, Inheritor, Recognition
from search.records.parts import (
    Link,
    base_context,
    fact,
    facts,
    kind_crumb,
    link_to,
    place_link,
    seal,
)
from search.wording import category_name, day, level_words, one


def context(inheritor: Inheritor) -> dict[str, Any]:
    """Everything public of the inheritor."""
    recognitions = [r for r in inheritor.recognitions.all() if r.project.live]
    public = inheritor.details_public
    first = recognitions[0].project if recognitions else None
    return {
        **base_context(inheritor, kind_crumb(RecordKind.INHERITOR)),
        "seals": [
            seal(r.level, inheritor.division, r.batch)
            for r in recognitions
            if r.standing == Standing.LISTED
        ],
        "motif": first.category.ordinal if first else 0,
        "portrait": _portrait(inheritor) if public else None,
        "biography": inheritor.biography if public else "",
        "members": inheritor.members.splitlines() if public else [],
        "facts": facts(
            fact(_("身份"), one(_bearer(inheritor))),
            fact(_("性别"), inheritor.get_sex_display() if public and inheritor.sex else None),
            fact(_("民族"), inheritor.ethnicity if public else None),
            fact(_("生卒"), _years(inheritor) if public else None),
            fact(_("称号与荣誉"), inheritor.honours if public else None),
            fact(_("申报地区"), inheritor.place_as_declared),
            fact(_("所在地"), place_link(inheritor.division)),
        ),
        "recognitions": [_recognition_row(r, inheritor) for r in recognitions],
        "masters": _masters(inheritor),
        "apprentices": _apprentices(inheritor),
        "bases": _hosted(inheritor, "practicebases"),
        "workshops": _hosted(inheritor, "workshops"),
        "products": _hosted(inheritor, "products"),
    }


def _bearer(inheritor: Inheritor) -> str:
    """传承人 or 传承团体, in Chinese: what is said of it is looked up by these words."""
    with override(settings.LANGUAGE_CODE):
        return str(BearerKind(inheritor.bearer_kind).label)


def _years(inheritor: Inheritor) -> str:
    if inheritor.birth_year and inheritor.death_year:
        return f"{inheritor.birth_year}—{inheritor.death_year}"
    if inheritor.birth_year:
        return _("%(year)d 年生") % {"year": inheritor.birth_year}
    if inheritor.death_year:
        return _("%(year)d 年去世") % {"year": inheritor.death_year}
    return ""


def _portrait(inheritor: Inheritor) -> HeritageImage | None:
    return HeritageImage.objects.filter(pk=inheritor.portrait_id).public().first()


def _recognition_row(recognition: Recognition, inheritor: Inheritor) -> dict[str, Any]:
    project = recognition.project
    return {
        "project": link_to(project),
        "category": category_name(project.category),
        "level": level_words(recognition.level, inheritor.division),
        "batch": recognition.batch,
        "number": recognition.number,
        "day": day(recognition.recognised_on),
        "standing": recognition.get_standing_display(),
        "listed": recognition.standing == Standing.LISTED,
    }


def _masters(inheritor: Inheritor) -> list[Link]:
    return [link_to(tie.master, _tie(tie)) for tie in inheritor.masters.all() if tie.master.live]


def _apprentices(inheritor: Inheritor) -> list[Link]:
    if not inheritor.pk:
        return []
    ties = inheritor.apprentices.filter(apprentice__live=True).select_related("apprentice")
    return [link_to(tie.apprentice, _tie(tie)) for tie in ties]


def _tie(tie: Apprenticeship) -> str:
    words = str(tie.get_kind_display())
    if tie.from_year:
        return _("%(kind)s，%(year)d 年起") % {"kind": words, "year": tie.from_year}
    return words


def _hosted(inheritor: Inheritor, relation: str) -> list[Link]:
    if not inheritor.pk:
        return []
    return [link_to(record) for record in getattr(inheritor, relation).filter(live=True)]

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
    ActShown,
    Link,
    acts_shown,
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
    acts = acts_shown(row.made_by for row in recognitions)
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
        "recognitions": [_recognition_row(r, inheritor, acts) for r in recognitions],
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


def _recognition_row(
    recognition: Recognition, inheritor: Inheritor, acts: dict[int, ActShown]
) -> dict[str, Any]:
    project, act = recognition.project, recognition.made_by
    return {
        "project": link_to(project),
        "category": category_name(project.category),
        "level": level_words(recognition.level, inheritor.division),
        "batch": recognition.batch,
        "number": recognition.number,
        "day": day(recognition.recognised_on),
        "act": acts.get(act.pk) if act else None,
        "standing": recognition.get_standing_display(),
        "since": day(recognition.standing_since) if recognition.standing != Standing.LISTED else "",
        "listed": recognition.standing == Standing.LISTED,
    }


def _masters(inheritor: Inheritor) -> list[Link]:
    ties = inheritor.masters.select_related("master", "project")
    return [link_to(tie.master, _tie(tie)) for tie in ties if tie.master.live]


def _apprentices(inheritor: Inheritor) -> list[Link]:
    if not inheritor.pk:
        return []
    ties = inheritor.apprentices.filter(apprentice__live=True).select_related(
        "apprentice", "project"
    )
    return [link_to(tie.apprentice, _tie(tie)) for tie in ties]


def _tie(tie: Apprenticeship) -> str:
    """How, when, in what and how one knows: 师徒传承，1985 至 1992 年 · 剪纸 · 依据：口述记录."""
    words = str(tie.get_kind_display())
    years = {"kind": words, "year": tie.from_year, "last": tie.to_year}
    if tie.from_year and tie.to_year:
        words = _("%(kind)s，%(year)d 至 %(last)d 年") % years
    elif tie.from_year:
        words = _("%(kind)s，%(year)d 年起") % years
    elif tie.to_year:
        words = _("%(kind)s，至 %(last)d 年") % years
    project = tie.project.name if tie.project and tie.project.live else ""
    source = _("依据：%(source)s") % {"source": tie.source} if tie.source else ""
    return " · ".join(part for part in (words, project, source) if part)


def _hosted(inheritor: Inheritor, relation: str) -> list[Link]:
    if not inheritor.pk:
        return []
    return [link_to(record) for record in getattr(inheritor, relation).filter(live=True)]

"""The pages of practice bases and workshops."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.enums import RecordKind
from registry.models import PracticeBase, Workshop
from search.interface import Facet
from search.records.parts import (
    Link,
    acts_shown,
    base_context,
    fact,
    facts,
    kind_crumb,
    link_to,
    place_link,
    point_link,
    public_pictures,
    seal,
    value_link,
)
from search.wording import category_name, day, one

AnySite = PracticeBase | Workshop


def context(site: AnySite) -> dict[str, Any]:
    """Everything public of a base or workshop."""
    projects = [row.project for row in site.projects.all() if row.project.live]
    point = point_link(site)
    act = acts_shown([site.act]).get(site.act_id or 0)
    return {
        **base_context(site, kind_crumb(RecordKind(site.kind))),
        "seals": [seal(site.level, site.division, site.batch)] if site.level else [],
        "motif": projects[0].category.ordinal if projects else 0,
        "pictures": public_pictures(site.pictures.all()),
        "introduction": site.introduction,
        "activities": site.activities,
        "visit": facts(
            fact(_("开放时间"), *site.opening_hours.splitlines()),
            fact(_("预约方式"), site.booking),
            fact(
                _("电话"),
                Link(site.public_phone, f"tel:{site.public_phone}") if site.public_phone else None,
            ),
            fact(_("地址"), site.address),
            fact(_("所在地"), place_link(site.division)),
            fact(_("坐标"), point),
            fact(
                _("可容纳"),
                _("约 %(count)d 人") % {"count": site.capacity} if site.capacity else None,
            ),
            fact(_("无障碍"), *site.accessibility_labels, site.accessibility_note),
            fact(_("网站"), Link(site.website, site.website) if site.website else None),
        ),
        "facts": facts(
            fact(_("类型"), one(str(site.base_type)) if isinstance(site, PracticeBase) else None),
            fact(
                _("主办单位"),
                value_link(Facet.UNIT, site.host_unit.name) if site.host_unit else None,
            ),
            fact(_("主持传承人"), _host(site)),
            fact(_("认定日期"), day(site.designated_on)),
            fact(_("认定公文"), Link(str(site.act), act.pdf or act.url) if act else None),
            fact(_("证书编号"), site.certificate_number),
            fact(_("证书有效期"), _validity(site)),
            *_employment(site),
            fact(_("标签"), *(value_link(Facet.TAG, tag.name) for tag in site.tags.all())),
        ),
        "projects": [link_to(project, category_name(project.category)) for project in projects],
        "nearby": point.url if point else "",
    }


def _host(site: AnySite) -> Link | None:
    host = site.host_inheritor
    if host is None:
        return None
    return link_to(host) if host.live else None


def _validity(site: AnySite) -> str:
    until = site.certificate_valid_until
    if until is None:
        return ""
    words = _("至 %(day)s") % {"day": day(until)}
    return words + _("（已过期）") if until < timezone.localdate() else words


def _employment(site: AnySite) -> list[Any]:
    if not isinstance(site, Workshop):
        return []
    employed = None
    if site.people_employed:
        employed = _("%(count)d 人") % {"count": site.people_employed}
        if site.employed_counted_on:
            employed += _("（%(day)s统计）") % {"day": day(site.employed_counted_on)}
    return [fact(_("带动就业"), employed), fact(_("场所与设备"), site.premises)]

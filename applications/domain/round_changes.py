"""What a round's terms say now that its last version did not: in sentences for whoever publishes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.domain.opening import shorter_than_law
from applications.enums import ClockKind, Kind, LetterKind
from applications.models import Round
from applications.models.rounds import NOTICE_DAYS
from applications.terms import Form, Terms
from workcalendar.enums import DayUnit
from workcalendar.queries import known_years


def changes(old: Terms, new: Terms) -> list[str]:
    """Everything that differs; empty when a new version would say the same."""
    return [
        *_numbers(old, new),
        *_periods(old, new),
        *_forms(old, new),
        *_letters(old, new),
    ]


def warnings(round_: Round, today: datetime.date | None = None) -> list[str]:
    """What does not stop a round, and should be known before it is published."""
    found = []
    if shorter_than_law(round_):
        found.append(
            _(
                "公示期限是 %(days)d 天，少于《非物质文化遗产法》第二十三条的 %(law)d 天。"
                "请确认本地有规定可以更短。"
            )
            % {"days": round_.notice_days, "law": NOTICE_DAYS}
        )
    unknown = sorted(_years_of(round_, today or timezone.localdate()) - known_years())
    if unknown and _counts_workdays(round_):
        found.append(
            _(
                "有期限按工作日计算，但 %(years)s 的工作日历还没有录入节假日，到期日可能不准。"
                "请先在“工作日历”里录入。"
            )
            % {"years": "、".join(_("%(year)d 年") % {"year": year} for year in unknown)}
        )
    return found


def _years_of(round_: Round, today: datetime.date) -> set[int]:
    first = max(timezone.localdate(round_.opens_at), today)
    last = timezone.localdate(round_.closes_at) + datetime.timedelta(days=round_.acceptance_days)
    return set(range(first.year, max(last, first).year + 1))


def _counts_workdays(round_: Round) -> bool:
    units = (
        round_.acceptance_unit,
        round_.correction_unit,
        round_.scoring_unit,
        round_.notice_unit,
    )
    return DayUnit.WORKING in units


def _numbers(old: Terms, new: Terms) -> Iterator[str]:
    names = {
        "panel_size": _("专家组人数"),
        "quorum": _("有效评分人数"),
        "corrections_allowed": _("可补正次数"),
        "reminder_days": _("到期前几天提醒"),
    }
    for name, label in names.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield _("%(label)s：%(before)s → %(after)s") % {
                "label": label,
                "before": before,
                "after": after,
            }


def _periods(old: Terms, new: Terms) -> Iterator[str]:
    for kind in ClockKind:
        before, after = old.periods.get(kind), new.periods.get(kind)
        if before and after and before != after:
            yield _("%(label)s期限：%(before)d %(old)s → %(after)d %(new)s") % {
                "label": kind.label,
                "before": before.days,
                "old": before.unit.label,
                "after": after.days,
                "new": after.unit.label,
            }


def _forms(old: Terms, new: Terms) -> Iterator[str]:
    for kind in Kind:
        before, after = old.forms.get(kind), new.forms.get(kind)
        if before and not after:
            yield _("不再接受：%(kind)s") % {"kind": kind.label}
        elif after and not before:
            yield _("新接受：%(kind)s") % {"kind": kind.label}
        elif before and after and before != after:
            yield from (
                _("%(kind)s申报表：%(what)s") % {"kind": kind.label, "what": what}
                for what in _within(before, after)
            )


def _within(old: Form, new: Form) -> Iterator[str]:
    parts = (
        (_("问题"), old.questions, new.questions),
        (_("材料"), old.materials, new.materials),
        (_("评分项"), old.rubric, new.rubric),
    )
    for label, before, after in parts:
        rows = {row.key: row for row in before}
        now = {row.key: row for row in after}
        for key, row in now.items():
            name = getattr(row, "label", "") or getattr(row, "name", "")
            what = {"part": label, "name": name}
            if key not in rows:
                yield _("增加%(part)s“%(name)s”") % what
            elif rows[key] != row:
                yield _("修改%(part)s“%(name)s”") % what
        for key, row in rows.items():
            if key not in now:
                name = getattr(row, "label", "") or getattr(row, "name", "")
                yield _("去掉%(part)s“%(name)s”") % {"part": label, "name": name}
        if [*rows] != [*now] and set(rows) == set(now):
            yield _("调整%(part)s的顺序") % {"part": label}


def _letters(old: Terms, new: Terms) -> Iterator[str]:
    for letter in LetterKind:
        if old.letters.get(letter) != new.letters.get(letter):
            yield _("文书文本：%(letter)s") % {"letter": letter.label}

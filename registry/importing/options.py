"""What the person importing says about a list that the list itself does not say."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from registry.enums import Level
from registry.importing.columns import INHERITOR_HEADINGS, PROJECT_HEADINGS
from registry.importing.errors import BadOption
from registry.importing.values import read_category, read_date, read_level
from registry.models import Division

COLUMN_FIELDS = {"-", *PROJECT_HEADINGS, *INHERITOR_HEADINGS}
"""What a column can be said to hold by hand; "-" leaves it out."""


@dataclass(slots=True)
class ImportOptions:
    """Options of a run; kept with it as JSON."""

    kind: str = "auto"  # auto, projects, inheritors
    level: int = Level.COUNTY.value
    division: str = ""  # whose list it is; empty = the site's own division
    batch: int | None = None
    date: str = ""
    act: str = ""
    issuer: str = ""
    category: str = ""
    columns: dict[str, str] = field(default_factory=dict)  # heading of the file → field
    overwrite_conflicts: bool = False
    publish: bool = True

    def __post_init__(self) -> None:
        self.division = self.division or settings.SITE_DIVISION

    def as_json(self) -> dict[str, Any]:
        """Plain data for ImportRun.options."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ImportOptions:
        """The options as_json() wrote; keys it does not know are left out."""
        known = cls.__dataclass_fields__
        return cls(**{key: value for key, value in data.items() if key in known})

    @property
    def announced_on(self) -> datetime.date | None:
        """The day given for the whole list."""
        said = read_date(self.date) if self.date else None
        return said.whole if said else None

    def check(self) -> None:
        """Raise BadOption where an option cannot be read."""
        if self.date and read_date(self.date) is None:
            raise BadOption(
                _("看不懂日期“%(value)s”。请写成 2021-05-24 或 2021年5月24日。")
                % {"value": self.date}
            )
        if self.category and read_category(self.category) is None:
            raise BadOption(
                _("没有“%(value)s”这一类别。请写十大门类之一，如:传统技艺。")
                % {"value": self.category}
            )
        if not Division.objects.filter(code=self.division).exists():
            raise BadOption(
                _("没有区划代码“%(value)s”。请填写六位代码，如 120102。") % {"value": self.division}
            )
        if self.batch is not None and not 1 <= self.batch <= 99:
            raise BadOption(_("批次只能是 1 到 99。"))
        unknown = [field for field in self.columns.values() if field not in COLUMN_FIELDS]
        if unknown:
            raise BadOption(
                _("没有“%(field)s”这一项。可用的有：%(known)s；不导入某列写“-”。")
                % {"field": unknown[0], "known": "、".join(sorted(COLUMN_FIELDS - {"-"}))}
            )
        if self.kind not in {"auto", "projects", "inheritors"}:
            raise BadOption(_("名录种类只能是 auto、projects 或 inheritors。"))
        if self.level not in Level.values:
            raise BadOption(_("级别只能是国家级、省级、市级或区县级。"))


def level_option(text: str) -> int:
    """The level a person typed: 区县级, 区级, 4, …"""
    if text in {"1", "2", "3", "4"}:
        return int(text)
    level = read_level(text)
    if level is None:
        raise BadOption(
            _("没有“%(value)s”这一级别。请写国家级、省级、市级或区县级。") % {"value": text}
        )
    return level.value

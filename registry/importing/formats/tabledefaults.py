"""What holds for the rows of a table that do not say it themselves."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from registry.enums import InscriptionKind, Level
from registry.importing.formats.base import Vocabulary
from registry.importing.options import ImportOptions
from registry.importing.places import Place
from registry.importing.values import (
    MUNICIPALITIES,
    plain,
    read_batch,
    read_category,
    read_date,
    read_level,
)

_LEVEL_IN_TITLE = re.compile(r"(?:国家|省|自治区|市|州|盟|区县|区|县|旗)级")


@dataclass(slots=True)
class Defaults:
    """What holds for rows that do not say it themselves."""

    home: Place
    level: Level
    batch: int | None
    year: int | None
    date: datetime.date | None
    act: str
    category: int | None
    kind: InscriptionKind | None = None
    notices: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls, options: ImportOptions, vocabulary: Vocabulary, titles: list[str], sheet: str = ""
    ) -> Defaults:
        """Options first, then what the title above the table says, then the sheet's name."""
        home = vocabulary.places.by_code.get(options.division)
        if home is None:
            home = vocabulary.places.by_code[settings.SITE_DIVISION]
        said = read_date(options.date) if options.date else None
        defaults = cls(
            home=home,
            level=Level(options.level),
            batch=options.batch,
            year=said.year if said else None,
            date=said.whole if said else None,
            act=options.act,
            category=read_category(options.category) if options.category else None,
        )
        defaults._compare_level(" ".join(titles))
        if defaults.batch is None:
            defaults._read_title(" ".join(titles)) or defaults._read_title(sheet)
        if defaults.category is None:
            defaults._read_sheet_name(sheet)
        return defaults

    def _compare_level(self, title: str) -> None:
        """The level is an option: a title that says another one must not pass unseen."""
        said = _LEVEL_IN_TITLE.search(plain(title))
        level = read_level(said[0], municipality=self.municipality) if said else None
        if level is not None and level != self.level:
            self.notices.append(
                _(
                    "标题“%(title)s”写的是%(said)s，没有写级别的行按选项登记为%(level)s。如不对，请改选级别。"
                )
                % {"title": title[:60], "said": level.label, "level": self.level.label}
            )

    def _read_sheet_name(self, sheet: str) -> None:
        """A workbook with a sheet for each category."""
        if any(character.isalpha() for character in sheet) and len(sheet) > 1:
            self.category = read_category(sheet.split("(")[0].split("（")[0])
        if self.category is not None:
            self.notices.append(
                _("工作表“%(sheet)s”中没有写类别的各行，按工作表名登记类别。") % {"sheet": sheet}
            )

    def _read_title(self, title: str) -> bool:
        batch = read_batch(title) if "批" in title else None
        if batch is not None and batch.ordinal is not None:
            self.batch = batch.ordinal
            self.notices.append(
                _("按标题“%(title)s”，各行登记为第 %(n)d 批。")
                % {"title": title[:60], "n": batch.ordinal}
            )
        return self.batch is not None

    @property
    def municipality(self) -> bool:
        """Whether 市级 here means the provincial list."""
        return self.home.code[:2] in MUNICIPALITIES

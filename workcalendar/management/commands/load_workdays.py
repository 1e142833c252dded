"""manage.py load_workdays: fill the work calendar with the holidays the State Council announced."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from workcalendar.domain.filling import fill_unknown_years, fill_year


class Command(BaseCommand):
    """Without years: only those of which nothing has been entered, so it may run at each start."""

    help = (
        "按国务院公布的放假安排填写工作日历；已录入的日期保持不变。不写年份则只填还没有录入的年份。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("years", nargs="*", type=int, metavar="年份", help="如：2026 2027")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["years"]:
            self._fill(options["years"])
            return
        filled = fill_unknown_years()
        if filled:
            self.stdout.write(
                _("工作日历：录入 %(first)d 至 %(last)d 年的节假日与调休，共 %(count)d 天。")
                % {"first": min(filled), "last": max(filled), "count": sum(filled.values())}
            )

    def _fill(self, years: list[int]) -> None:
        refused = []
        for year in years:
            try:
                count = len(fill_year(year=year))
            except ValidationError as error:
                refused += error.messages
            else:
                self.stdout.write(
                    _("%(year)d 年：新增 %(count)d 天。") % {"year": year, "count": count}
                )
        if refused:
            raise CommandError("\n".join(refused))

"""The list of one level as it stood on any day."""

from __future__ import annotations

import datetime

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from registry import queries
from registry.enums import Level
from search.records.parts import link_to
from search.wording import category_name, day, level_words

ROWS = 100
FIRST_DAY = datetime.date(2000, 1, 1)


class DayForm(forms.Form):
    """Which day, and of which level; without a day, today."""

    on = forms.DateField(
        label=gettext_lazy("截至日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("请按“2011-05-23”的样子填写日期。")},
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("级别"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("全部级别")), *Level.choices],
    )

    def clean_on(self) -> datetime.date:
        """A day after the first list and not far in the future."""
        given: datetime.date | None = self.cleaned_data["on"]
        if given is not None and not FIRST_DAY <= given <= timezone.localdate():
            raise forms.ValidationError(_("请填写 2000 年以来、今天及以前的日期。"))
        return given or timezone.localdate()


@require_safe
def as_of(request: HttpRequest) -> HttpResponse:
    """Everything in force on the day asked for, a hundred rows a page, at an address of its own.

    What nobody knows the day of cannot be in it; the page says how many those are.
    """
    form = DayForm({"on": timezone.localdate().isoformat(), **request.GET.dict()})
    valid = form.is_valid()
    on = form.cleaned_data.get("on") or timezone.localdate()
    level = form.cleaned_data.get("level")
    entries = queries.list_as_of(on, level=Level(level) if level else None)
    entries = entries.select_related("project__division", "batch__jurisdiction", "act")
    page = Paginator(entries, ROWS).get_page(request.GET.get("page"))
    undated = queries.listed_without_day(level=Level(level) if level else None).count()
    kept = {"on": on.isoformat(), **({"level": level} if level else {})}
    return render(
        request,
        "catalogue/collections/as_of.html",
        {
            "title": _("截至某日的名录"),
            "section": "catalogue",
            "crumbs": [
                (_("名录"), reverse("catalogue:list")),
                (_("截至某日的名录"), reverse("catalogue:as-of")),
            ],
            "form": form,
            "day": day(on),
            "page": page,
            "undated": undated,
            "rows": [
                {
                    "code": entry.code_as_written.strip(),
                    "project": link_to(entry.project),
                    "category": category_name(entry.project.category),
                    "level": level_words(entry.level, entry.project.division),
                    "inscribed": day(entry.inscribed_on),
                }
                for entry in page
            ],
            "kept": urlencode(kept),
        },
        status=200 if valid else 422,
    )

"""Forms of programmes, venues and teachers: what a field alone cannot check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from accounts.validators import normal_phone
from registry.admin.forms import RecordForm, mark
from registry.enums import Accessibility


class ProgrammeForm(WagtailAdminModelForm):
    """A programme whose ages follow each other."""

    def clean_title(self) -> str:
        """Blanks around a title are never meant."""
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        least, most = data.get("min_age"), data.get("max_age")
        if least is not None and most is not None and most < least:
            self.add_error("max_age", _("最大年龄不能小于最小年龄。"))
        return data


class VenueForm(RecordForm):
    """A venue: facilities are ticked, its point is whole, and no room holds more than it does."""

    accessibility = forms.MultipleChoiceField(
        label=gettext_lazy("无障碍设施"),
        choices=Accessibility.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
            given = data.get(one) is not None
            if given and data.get(other) is None and other not in self.errors:
                self.add_error(other, _("纬度和经度要么都填，要么都不填。"))
        return data

    def _rows_agree(self) -> bool:
        most, agree = self.cleaned_data.get("capacity"), True
        for row in self.rows("rooms"):
            room = row.cleaned_data.get("capacity")
            if most is not None and room is not None and room > most:
                mark(row, "capacity", _("房间容纳的人数不能超过整个场地（%d 人）。") % most)
                agree = False
        return agree


class TeacherForm(RecordForm):
    """A teacher. The phone number is kept as messages are sent to it."""

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        return normal_phone(phone) if phone else ""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if email:
            try:
                validate_email(email)
            except ValidationError as error:
                raise ValidationError(
                    _("邮箱地址好像不完整，请核对，例如 name@example.cn。")
                ) from error
        return str(email)

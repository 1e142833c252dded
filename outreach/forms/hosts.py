"""Who is on the spot."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import User
from outreach.domain.hosting import possible_hosts


class PeopleField(forms.ModelMultipleChoiceField):
    """Members of staff by the name people know."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name() or obj.get_username())


class HostsForm(forms.Form):
    """Some of those who may sign people in; nobody leaves a session without."""

    hosts = PeopleField(
        label=gettext_lazy("现场人员"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "账号有“现场”岗位的人。要添加人，请管理员在“设置 → 用户”里给账号加上这个岗位。"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hosts"].queryset = possible_hosts()  # type: ignore[attr-defined]

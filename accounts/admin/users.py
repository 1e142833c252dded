"""Wagtail's screens for users, fitted to people with one full name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from ..models import User

USERNAME_HELP = _("登录时用。只能用文字、数字和 @ . + - _ 这几个符号。")
FULL_NAME_HELP = _("真实姓名，会显示在修改记录和审核意见旁。")
EMAIL_HELP = _("用来收通知和找回密码；没有可以不填。")


class FullNameFormMixin(UserForm):
    """Asks for the full name; given and family name are not asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields.pop(name, None)
        self.fields["username"].help_text = USERNAME_HELP
        self.fields["display_name"].required = True
        self.fields["display_name"].help_text = FULL_NAME_HELP
        self.fields["email"].required = False
        self.fields["email"].help_text = EMAIL_HELP


class StaffCreationForm(FullNameFormMixin, UserCreationForm):
    """A new account."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"display_name"}
        widgets = {"groups": forms.CheckboxSelectMultiple}


class StaffEditForm(FullNameFormMixin, UserEditForm):
    """An account as it is."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"display_name"}
        widgets = {"groups": forms.CheckboxSelectMultiple}


class StaffCreateView(CreateView):
    """Only a superuser makes superusers."""

    def get_form(self, form_class: Any = None) -> forms.ModelForm:
        return _without_superuser(super().get_form(form_class), self.request.user)


class StaffEditView(EditView):
    """Only a superuser changes superusers, or makes somebody one."""

    def get_form(self, form_class: Any = None) -> forms.ModelForm:
        if self.object.is_superuser and not self.request.user.is_superuser:
            raise PermissionDenied
        return _without_superuser(super().get_form(form_class), self.request.user)


class StaffDeleteView(DeleteView):
    """Only a superuser deletes superusers."""

    def get_object(self, queryset: Any = None) -> Any:
        found = super().get_object(queryset)
        if found.is_superuser and not self.request.user.is_superuser:
            raise PermissionDenied
        return found


def _without_superuser(form: forms.ModelForm, user: Any) -> forms.ModelForm:
    if not user.is_superuser and "is_superuser" in form.fields:
        # Kept and not taken out: Wagtail's page would show "None" in its place.
        form.fields["is_superuser"].disabled = True
    return form


def guard_superusers(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    """Refuses a bulk action on superusers by anyone who is none; no user of those is changed."""
    if request.user.is_superuser:
        return
    if any(isinstance(one, User) and one.is_superuser for one in objects):
        raise PermissionDenied


class StaffViewSet(UserViewSet):
    """Users of the administration."""

    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
    # A copy's form would ask for everything, the switch that makes superusers too.
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return StaffEditForm if for_update else StaffCreationForm

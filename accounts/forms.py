"""What people fill in about themselves and their units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from .enums import UnitRole
from .models import Organisation, User
from .signin.fields import EmailOrPhoneField
from .signin.forms import WordedForm


class ProfileForm(forms.ModelForm[User]):
    """The name; mailbox and number are changed with a code (signin)."""

    class Meta:
        model = User
        fields = ("display_name",)
        help_texts = {"display_name": _("请用真实姓名，申报材料和通知上会用到。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["display_name"]
        field.required = True
        field.error_messages["required"] = _("请填写姓名。")
        field.widget.attrs["autocomplete"] = "name"

    def clean_display_name(self) -> str:
        return " ".join(str(self.cleaned_data["display_name"]).split())


class CreditCodeField(forms.CharField):
    """A credit code as it is copied from a certificate: blanks and small letters do not matter."""

    def clean(self, value: Any) -> str:
        return super().clean(uscc.compact(str(value or "")))


class UnitForm(forms.ModelForm[Organisation]):
    """A unit that is changed; its code says which one it is and stays."""

    class Meta:
        model = Organisation
        fields = ("name", "address", "contact_name", "contact_phone")
        labels = {"name": _("单位全称")}
        help_texts = {
            "name": _("与营业执照或法人证书上的一致。"),
            "contact_phone": _("手机或带区号的座机，只供受理时联系。"),
        }
        widgets = {
            "contact_phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "contact_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            words = _("请填写%(label)s。") % {"label": field.label}
            field.error_messages["required"] = words


class NewUnitForm(UnitForm):
    """A unit that is registered, or asked to be let into: the code decides."""

    credit_code = CreditCodeField(
        label=_("统一社会信用代码"),
        help_text=_("营业执照、法人证书上的 18 位代码。"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    message = forms.CharField(
        label=_("给负责人的话（可不填）"),
        max_length=200,
        required=False,
        help_text=_("如果单位已有人登记，我们会把申请转给单位负责人，请说明您是谁。"),
    )
    field_order = ["credit_code", "name", "address", "contact_name", "contact_phone", "message"]

    def clean_credit_code(self) -> str:
        code: str = self.cleaned_data["credit_code"]
        for validator in Organisation._meta.get_field("credit_code").validators:
            validator(code)
        return code


class InviteForm(WordedForm):
    """Whom to invite, and as what."""

    contact = EmailOrPhoneField(widget=forms.TextInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(choices=UnitRole.choices, initial=UnitRole.AGENT)
    labels = {"contact": _("对方的电子邮箱或手机号"), "role": _("身份")}
    helps = {
        "contact": _("对方用这个邮箱或手机号登录后，就能看到邀请。"),
        "role": _("经办人填写和提交申报；负责人还能增减成员。"),
    }


class ConfirmDeletionForm(WordedForm):
    """One tick, so that no stray click ends an account."""

    sure = forms.BooleanField(
        error_messages={"required": _("请先勾选，确认要注销账户。")},
    )
    labels = {"sure": _("我知道注销后不能恢复")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].error_messages["required"] = _("请先勾选，确认要注销账户。")

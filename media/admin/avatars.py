"""The small picture beside a member of staff's name is checked and cleaned like any other."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import AvatarPreferencesForm

from .forms import PictureUploadField


class CheckedAvatarForm(AvatarPreferencesForm):
    """Wagtail's form with our judgement of the upload."""

    avatar = PictureUploadField(label=_("头像"), required=False)

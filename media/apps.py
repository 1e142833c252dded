"""Pictures, recordings and documents: rights, consent, checked uploads, guarded serving."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("图片、音视频与文件")

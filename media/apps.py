"""Pictures, recordings and documents: rights, consent, checked uploads, guarded serving."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("图片、音视频与文件")

    def ready(self) -> None:
        from .cleanup import delete_file
        from .models import Recording
        from .system_checks import check_scanner

        post_delete.connect(delete_file, sender=Recording, dispatch_uid="media.delete_file")
        checks.register(check_scanner)

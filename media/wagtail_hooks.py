"""Registers media/admin with Wagtail."""

from wagtail import hooks
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.snippets.models import register_snippet

from .admin.avatars import CheckedAvatarForm
from .admin.recordings import RecordingViewSet
from .admin.serving import refuse_unseen_document

register_snippet(RecordingViewSet)
# Wagtail has no hook for this form.
AvatarSettingsPanel.form_class = CheckedAvatarForm
hooks.register("before_serve_document", refuse_unseen_document, order=-100)

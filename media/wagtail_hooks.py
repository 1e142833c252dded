"""Registers media/admin with Wagtail."""

from wagtail import hooks
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.snippets.models import register_snippet

from .admin import deletion
from .admin.avatars import CheckedAvatarForm
from .admin.recordings import RecordingViewSet
from .admin.serving import refuse_unseen_document

register_snippet(RecordingViewSet)
hooks.register("register_admin_urls", deletion.admin_urls, order=-100)
hooks.register("before_bulk_action", deletion.before_deleting_several)
hooks.register("before_delete_snippet", deletion.before_deleting_a_snippet)
# Wagtail has no hook for this form.
AvatarSettingsPanel.form_class = CheckedAvatarForm
hooks.register("before_serve_document", refuse_unseen_document, order=-100)

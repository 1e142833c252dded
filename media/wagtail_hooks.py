"""Registers media/admin with Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin.recordings import RecordingViewSet
from .admin.serving import refuse_unseen_document

register_snippet(RecordingViewSet)
hooks.register("before_serve_document", refuse_unseen_document, order=-100)

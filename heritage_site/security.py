"""The content security policy: strict for visitors, looser where other people's pages need it."""

from __future__ import annotations

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, with a second policy for addresses under certain prefixes."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(settings.LOOSER_POLICY_PREFIXES):
            parts.config = parts.config or settings.LOOSER_POLICY_DIRECTIVES
        if not report_only and getattr(request, "is_preview", False):
            # Wagtail shows a draft's page in a frame beside its form.
            parts.replace = {**(parts.replace or {}), "frame-ancestors": [SELF]}
        return parts

"""Registers what registry/admin/ holds with Wagtail's admin; nothing else."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet

from registry.admin.viewsets import GROUPS

for group in GROUPS:
    register_snippet(group)

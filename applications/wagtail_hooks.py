"""Registers applications/admin with Wagtail; nothing else."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from applications.admin.guidance import hooks as guidance_hooks
from applications.admin.review import hooks as review_hooks
from applications.admin.review.experts import ExpertViewSet

register_snippet(ExpertViewSet)
hooks.register("register_admin_urls", guidance_hooks.admin_urls)
hooks.register("register_admin_menu_item", guidance_hooks.menu_item)
hooks.register("register_admin_urls", review_hooks.admin_urls)
hooks.register("register_admin_menu_item", review_hooks.sitting_item)

"""Registers messaging/admin with Wagtail; nothing else."""

from wagtail import hooks

from .admin.log import register_log_actions

hooks.register("register_log_actions", register_log_actions)

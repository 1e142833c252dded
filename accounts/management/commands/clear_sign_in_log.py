"""Deletes old rows of the log of sign-ins, never those the law wants kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

# 网络安全法 article 21: network logs are kept for six months at the least.
LEAST_DAYS = 183


class Command(BaseCommand):
    help = "删去超过 SIGN_IN_LOG_DAYS 天的登录记录；不足六个月的不会删。"

    def handle(self, *args: Any, **options: Any) -> None:
        days = settings.SIGN_IN_LOG_DAYS
        if days < LEAST_DAYS:
            raise CommandError(
                f"SIGN_IN_LOG_DAYS 是 {days}，少于 {LEAST_DAYS} 天：依法登录记录须保存六个月以上。"
            )
        before = timezone.now() - timedelta(days=days)
        deleted = sum(
            model.objects.filter(attempt_time__lt=before).delete()[0]
            for model in (AccessLog, AccessFailureLog, AccessAttempt)
        )
        self.stdout.write(f"已删去 {before:%Y-%m-%d} 之前的 {deleted} 条登录记录。")

"""Loads the sample data, once, into a registry that holds nothing else."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Max, ProtectedError

from demo.accounts import close_accounts
from demo.building import SampleRegistry
from demo.cases import SampleCases
from demo.classes import SampleClasses
from demo.removing import holds_real_records, holds_sample, remove_sample
from messaging.domain.delivery import count_as_sent
from messaging.models import Message


class Command(BaseCommand):
    help = "载入示例数据（虚构，标有“示例数据”）。库中有真实记录时拒绝执行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--reset", action="store_true", help="先删除示例数据，再重新载入")
        choice.add_argument(
            "--remove", action="store_true", help="删除示例数据并停用示例账号，真实记录不动"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self.remove()
            return
        if holds_real_records():
            raise CommandError(
                "库中已有真实记录，示例数据不会载入，也不会改动任何内容。"
                "想试用示例，请另设一个空库（DATABASE_URL）。"
            )
        if holds_sample():
            if not options["reset"]:
                self.stdout.write("示例数据已经在库中，没有改动。要恢复原样，请加 --reset。")
                return
            remove_sample()
        with transaction.atomic():
            before = Message.objects.aggregate(last=Max("pk"))["last"] or 0
            registry = SampleRegistry(self.tell)
            count = registry.build()
            cases = SampleCases(registry.accounts, self.tell).build()
            sessions = SampleClasses(registry.accounts, self.tell).build()
            count_as_sent(after=before)  # nobody lives at the sample's addresses
        done = f"已载入示例记录 {count} 条、示例申报 {cases} 件、示例课程 {sessions} 场。"
        self.stdout.write(self.style.SUCCESS(done))

    def remove(self) -> None:
        try:
            remove_sample()
        except ProtectedError as error:
            names = "、".join(sorted({str(one) for one in error.protected_objects})[:5])
            raise CommandError(
                f"有真实记录引用了示例数据，没有删除任何内容。请先在后台改掉这些引用：{names}"
            ) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        close_accounts()
        self.stdout.write("示例数据已删除，示例账号已停用。")

    def tell(self, name: str) -> None:
        if self.verbosity > 1:
            self.stdout.write(f"  {name}")

    def execute(self, *args: Any, **options: Any) -> str | None:
        self.verbosity = options["verbosity"]
        return super().execute(*args, **options)

"""Proves that the log of every case is as it was written."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from applications.models import Case
from safeguards.proving import prove, report


class Command(BaseCommand):
    help = "核对办理记录的哈希链。发现改动、缺失或截断时列出，并以 1 退出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--case", help="只核对这个受理编号")

    def handle(self, *args: Any, **options: Any) -> None:
        cases = Case.objects.order_by("pk")
        if options["case"]:
            cases = cases.filter(number=options["case"])
            if not cases.exists():
                raise CommandError(f"没有受理编号为 {options['case']} 的申报。")
        proof = prove(
            cases.iterator(chunk_size=200), name=lambda case: case.number or case.public_id
        )
        report(proof, out=self.stdout, err=self.stderr, unit="件")
        if proof.flaws:
            raise CommandError(f"{proof.flawed} 件的办理记录与写入时不符。")

"""Proves that the log of every session is as it was written, and leads to where the session stands."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outreach.models import Session
from safeguards.proving import prove, report


class Command(BaseCommand):
    help = "核对场次办理记录的哈希链。发现改动、缺失或截断时列出，并以 1 退出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--session", type=int, help="只核对这个编号的场次")

    def handle(self, *args: Any, **options: Any) -> None:
        sessions = Session.objects.select_related("programme").order_by("pk")
        if options["session"] is not None:
            sessions = sessions.filter(pk=options["session"])
            if not sessions.exists():
                raise CommandError(f"没有编号为 {options['session']} 的场次。")
        proof = prove(
            sessions.iterator(chunk_size=200),
            name=lambda session: f"{session.pk} {session}",
        )
        report(proof, out=self.stdout, err=self.stderr, unit="场")
        if proof.flaws:
            raise CommandError(f"{proof.flawed} 场的办理记录与写入时不符。")

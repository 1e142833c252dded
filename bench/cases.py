"""`python -m bench.cases`: what 2,000 applications make of the staff's pages that 20 have.

Limits: each page's median with 2,000 cases at most 1.5 times its median with 20, and with the same
number of database queries.

Method: 20 cases are brought by the real steps to where cases are in the middle of a year, from the
draft to the one that is published. A copy of that database gets each of them another 99 times, with
all that belongs to it (answers, versions, files, events sealed anew, clocks, letters, panels, scores,
votes, candidates), other names, other applicants and days of its own. The same administrator asks
for the same pages in both, in turns, through the whole site inside this process; the first rounds
are not counted.

BENCH_CASES changes the 2,000, BENCH_CASES_ROUNDS the rounds.
"""

from __future__ import annotations

import copy
import datetime
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from bench.visits import counting

FEW = 20
MANY = int(os.environ.get("BENCH_CASES", "2000"))
ROUNDS = int(os.environ.get("BENCH_CASES_ROUNDS", "9"))
WARM = 2
GROWTH = 1.5
APPLICANTS = 400


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few.sqlite3", Path(folder) / "many.sqlite3"
        _set_up(Path(folder), few)
        begin = time.perf_counter()
        user = fill()
        _close()
        shutil.copy(few, many)
        _open(many)
        multiply(MANY // FEW - 1)
        print(f"{FEW} and {MANY:,} cases made in {time.perf_counter() - begin:.0f} s", flush=True)
        return _run(user, few, many)


def _set_up(folder: Path, database: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ["DATABASE_URL"] = f"sqlite:///{database}"
    os.environ["PRIVATE_MEDIA_ROOT"] = str(folder / "private")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)


def _close() -> None:
    """The database written out whole, so that its file can be copied."""
    from django.db import connection

    if connection.vendor != "sqlite":
        sys.exit("The two databases are files: this benchmark runs on SQLite.")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _open(database: Path) -> None:
    """From now on this file is the database."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(database)
    connection.ensure_connection()


def _run(user: Any, few: Path, many: Path) -> int:
    from bench.ratios import Ratio, record, table

    pages, answers = addresses(), {"few": few, "many": many}
    times: dict[tuple[str, str], list[float]] = {}
    made: dict[tuple[str, str], int] = {}
    for number in range(ROUNDS + WARM):
        for size, database in answers.items():
            _open(database)
            for page, path in pages:
                taken, queries = visit(user, path)
                if number >= WARM:
                    times.setdefault((page, size), []).append(taken)
                    if made.setdefault((path, size), queries) != queries:
                        raise RuntimeError(f"{path}: {queries} queries, then another number")
    ratios = [
        Ratio(
            f"{page}, many cases",
            f"{page}, {FEW} cases",
            "",
            MANY,
            "median",
            median(times[page, "many"]),
            median(times[page, "few"]),
            GROWTH,
        )
        for page in dict.fromkeys(page for page, _path in pages)
    ]
    record(ratios)
    print(table(ratios))
    return int(queries_differ(pages, made) or not all(ratio.held for ratio in ratios))


def queries_differ(pages: list[tuple[str, str]], made: dict[tuple[str, str], int]) -> bool:
    """Print how many queries each page makes; whether any makes more with many cases."""
    for page, path in pages:
        print(f"{page:22} {path:45} {made[path, 'few']:>3} queries, {made[path, 'many']:>3}")
    return any(made[path, "few"] != made[path, "many"] for _page, path in pages)


def addresses() -> list[tuple[str, str]]:
    """The queue as it opens, sorted, filtered and searched; the page of a case in each state."""
    from applications.enums import State
    from applications.models import Case

    first = {case.state: case.pk for case in Case.objects.order_by("-pk")[:]}
    cases = [pk for state, pk in first.items() if state not in (State.DRAFT, State.GUIDED)]
    queue, found = (
        ("", "?ordering=-submitted_at", "?ordering=title"),
        ("?state=submitted", "?q=技艺"),
    )
    return [
        *(("queue", f"/admin/applications/{words}") for words in queue),
        *(("queue, searched", f"/admin/applications/{words}") for words in found),
        *(("case page", f"/admin/applications/cases/{pk}/") for pk in sorted(cases)),
        ("home of the staff", "/admin/"),
    ]


def visit(user: Any, path: str) -> tuple[float, int]:
    """Milliseconds and queries of one visit by somebody who has signed in."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    with counting() as queries:
        begin = time.perf_counter()
        answer = client.get(path)
        taken = (time.perf_counter() - begin) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return taken, queries()


def fill() -> Any:
    """The few cases, and the administrator who looks at them."""
    from applications.enums import Kind, State
    from tests.factories.applications import make_case, make_round, make_staff, make_user

    spread = (
        *(State.DRAFT, State.GUIDED, State.SUBMITTED, State.SUBMITTED, State.SUBMITTED),
        *(State.CORRECTING, State.CORRECTING, State.ACCEPTED, State.ACCEPTED, State.EXPERT_REVIEW),
        *(State.EXPERT_REVIEW, State.COMMITTEE, State.COMMITTEE, State.ON_NOTICE, State.REPORTING),
        *(State.PROMULGATED, State.PROMULGATED, State.NOT_PASSED, State.NOT_ACCEPTED, State.LAPSED),
    )
    rounds = [make_round(*Kind, panel_size=5, quorum=3) for _one in range(2)]
    for number, state in enumerate(spread):
        kind = Kind.WORKSHOP if number % 7 == 3 else Kind.PROJECT
        make_case(state, round_=rounds[number % 2], kind=kind, applicant=make_user())
    return make_staff("administrator")


def multiply(times: int) -> None:
    """Each case with all that belongs to it so many times more."""
    from django.db import transaction

    from accounts.models import User
    from bench.made import Maker

    names, chance = Maker(), random.Random(11)
    applicants = User.objects.bulk_create(
        User(username=f"applicant-{number}", display_name=f"示例申报人{number}", password="!")
        for number in range(APPLICANTS)
    )
    with transaction.atomic():
        models = {model: list(model._base_manager.order_by("pk")) for model in belonging()}
        for turn in range(times):
            _copy_once(models, turn, names, chance, applicants)


def belonging() -> tuple[Any, ...]:
    """Cases and what belongs to them, owners before what they own."""
    from applications import models as of
    from media.models import PrivateFile

    return (
        *(PrivateFile, of.Case, of.DossierVersion, of.Answer, of.AnswerText, of.Attachment),
        *(of.CaseEvent, of.Clock, of.Correction, of.CorrectionItem, of.IssuedLetter),
        *(of.Panel, of.PanelMember, of.Score, of.CommitteeDecision, of.NoticeCandidate),
    )


def _copy_once(
    models: dict[Any, list[Any]],
    turn: int,
    names: Any,
    chance: random.Random,
    applicants: list[Any],
) -> None:
    """One more of each row, belonging to the new one of its owner."""
    new: dict[Any, dict[int, int]] = {}
    for model, rows in models.items():
        made = [_copy(row, new) for row in rows]
        if model.__name__ == "Case":
            for number, case in enumerate(made):
                _make_its_own(case, f"{turn}-{number}", names, chance, applicants)
        elif model.__name__ == "CaseEvent":
            _seal(made)
        elif model.__name__ == "PrivateFile":
            for file in made:
                file.public_id = file._meta.get_field("public_id").get_default()
        elif model.__name__ == "IssuedLetter":
            for letter in made:
                letter.number = letter.number and f"{letter.number}-{turn}"
        model._base_manager.bulk_create(made, batch_size=500)
        pairs = zip(rows, made, strict=True)
        new[model] = {old.pk: one.pk for old, one in pairs}


def _copy(row: Any, new: dict[Any, dict[int, int]]) -> Any:
    made = copy.copy(row)
    made._state = copy.copy(row._state)
    made._state.adding, made._state.fields_cache = True, {}
    made.pk = None
    for field in row._meta.concrete_fields:
        owner = field.related_model
        if owner in new:
            old = getattr(row, field.attname)
            setattr(made, field.attname, new[owner].get(old, old))
    return made


def _make_its_own(
    case: Any, number: str, names: Any, chance: random.Random, applicants: list[Any]
) -> None:
    from applications.models.cases import new_public_id

    later = datetime.timedelta(days=chance.randint(-40, 40))
    case.public_id = new_public_id()
    case.title = next(names.documents(1)).name + chance.choice(("技艺", "", "工艺"))
    case.applicant = chance.choice(applicants)
    case.applicant_name = case.applicant.display_name
    if case.number:
        case.number = f"{case.number[:8]}{number}"
        case.submitted_at += later
    if case.due_on:
        case.due_on += later


def _seal(events: Iterable[Any]) -> None:
    """The log of each new case as its own chain."""
    heads: dict[int, str] = {}
    for event in sorted(events, key=lambda one: (one.case_id, one.sequence)):
        event.previous_hash = heads.get(event.case_id, "")
        event.hash = heads[event.case_id] = event.seal()


if __name__ == "__main__":
    sys.exit(main())

"""Sample applications: one in every state, by real steps, and gone without a trace before going live."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from applications.enums import Kind, State
from applications.models import Case, CaseEvent, Expert, Notice, Round
from demo import reading
from demo.accounts import ACCOUNTS
from media.models import PrivateFile
from registry.models import HeritageProject
from safeguards.chain import flaws_of
from tests.factories.applications import make_case, make_round

pytestmark = pytest.mark.django_db


def test_the_sample_has_a_case_in_every_state():
    assert {entry["state"] for entry in reading.cases()} == set(State)
    assert {entry["kind"] for entry in reading.cases()} >= {"project", "inheritor", "workshop"}


def test_cases_come_by_real_steps_and_go_without_a_trace(loaded):
    cases = list(Case.objects.all())
    assert {one.state for one in cases} == set(State)
    assert not [flaw for one in cases for flaw in flaws_of(one)]
    promulgated = Case.objects.get(state=State.PROMULGATED)
    assert HeritageProject.objects.get(pk=promulgated.record_id).sample_data
    for account in ACCOUNTS:
        told = {"login": account.login, "password": account.password}
        assert Client().post("/account/login/", told).status_code == 302, account.username

    with transaction.atomic():
        make_case(round_=Round.objects.get(), kind=Kind.PROJECT)
        before = Case.objects.count()
        with pytest.raises(CommandError, match="真实的申报"):
            call_command("load_demo", "--remove", verbosity=0)
        assert Case.objects.count() == before
        transaction.set_rollback(True)

    real = make_case(State.ACCEPTED, round_=make_round())
    call_command("load_demo", "--remove", verbosity=0)
    assert list(Case.objects.all()) == [real]
    assert list(flaws_of(Case.objects.get())) == []
    assert list(Round.objects.all()) == [real.round]
    assert not Expert.objects.filter(user__username__startswith="expert").exists()
    assert not Notice.objects.exists()
    assert set(CaseEvent.objects.values_list("case", flat=True)) == {real.pk}
    assert set(PrivateFile.objects.values_list("owner", flat=True)) == {real.applicant_id}

"""Two heads who leave at once leave one after the other, and two who register a code found one unit."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from accounts.domain import units
from accounts.enums import UnitRole
from accounts.models import JoinRequest, Membership, Organisation
from tests.factories.accounts import credit_code, make_person, make_unit
from tests.racing import race

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("racing_database")
def test_one_of_two_heads_who_leave_at_once_stays() -> None:
    for _again in range(3):
        first, second = make_person(), make_person()
        unit = make_unit(head=first)
        Membership.objects.create(organisation=unit, user=second, role=UnitRole.HEAD)
        rows = list(unit.memberships.select_related("user", "organisation"))
        found = race(*(partial(units.remove, membership=row, by=row.user) for row in rows))
        assert [type(one) for one in found if one is not None] == [ValidationError]
        assert unit.memberships.filter(role=UnitRole.HEAD).count() == 1


@pytest.mark.usefixtures("racing_database")
def test_of_two_who_register_a_code_at_once_one_founds_and_the_other_asks() -> None:
    code = credit_code()
    people = [make_person(), make_person()]
    race(
        *(
            partial(
                units.found_or_ask,
                name="示例传习中心",
                credit_code=code,
                contact_name="乙",
                contact_phone="022-24000000",
                by=person,
            )
            for person in people
        )
    )
    assert Organisation.objects.filter(credit_code=code).count() == 1
    assert Membership.objects.count() == 1
    assert JoinRequest.objects.count() == 1

"""People who sign in, and their units."""

from __future__ import annotations

import itertools
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from stdnum.cn import uscc

from accounts.domain.phones import set_phone
from accounts.enums import UnitRole
from accounts.models import Membership, Organisation, User

PASSWORD = "很长的口令-7391-灯笼"
_numbers = itertools.count(1)


def make_person(
    name: str = "", *, email: str = "", phone: str = "", role: str = "", **values: Any
) -> User:
    """Somebody with a verified mailbox (one is made up), or a number; ``role``: a staff role."""
    number = next(_numbers)
    email = email or ("" if phone else f"person{number}@example.cn")
    user = User.objects.create_user(
        f"person-{number}",
        email=email,
        password=PASSWORD,
        display_name=name or f"甲{number}",
        **values,
    )
    if email:
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if phone:
        set_phone(user=user, number=phone, verified=True)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def credit_code(number: int | None = None) -> str:
    """A code whose checksum is right."""
    start = f"91120102{number or next(_numbers):09}"
    return start + uscc.calc_check_digit(start)


def make_unit(
    *, head: User, agents: tuple[User, ...] = (), name: str = "示例传习中心"
) -> Organisation:
    """A unit with its head and agents."""
    unit = Organisation.objects.create(
        name=name, credit_code=credit_code(), contact_name="乙", contact_phone="022-24000000"
    )
    Membership.objects.create(organisation=unit, user=head, role=UnitRole.HEAD)
    for agent in agents:
        Membership.objects.create(organisation=unit, user=agent, role=UnitRole.AGENT)
    return unit

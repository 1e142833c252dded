"""Numbers that sort as names do."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from search.engines.elasticsearch.order import order_numbers
from search.interface import Kind

names = st.text("abcz 09~-·ⅷ", max_size=24)
ids = st.builds("{}-{}".format, st.sampled_from([each.value for each in Kind]), st.integers(1))


def numbers(name: str, record: str) -> tuple[int, ...]:
    return tuple(order_numbers(f"{name}\t{record}").values())


@given(st.lists(st.text("abcdefz 0189", max_size=20), min_size=2, unique=True))
def test_letters_digits_and_blanks_are_told_apart(some: list[str]) -> None:
    found = [numbers(each, "project-1") for each in sorted(some)]
    assert all(one < next_one for one, next_one in pairwise(found))


@given(st.lists(ids.filter(lambda each: len(each) < 24), min_size=2, unique=True))
def test_records_of_one_name_are_in_the_order_of_their_ids(some: list[str]) -> None:
    found = [numbers("ni ren", each) for each in sorted(some)]
    assert all(one < next_one for one, next_one in pairwise(found))


@given(names, ids)
def test_a_number_fits_into_what_a_server_holds(name: str, record: str) -> None:
    assert all(0 <= each < 2**63 for each in numbers(name, record))

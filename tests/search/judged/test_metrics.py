"""The measures, against sums worked out by hand."""

from __future__ import annotations

import pytest

from tests.search.judged.metrics import (
    Score,
    Summary,
    ndcg,
    overlap,
    same_ten,
    score,
    success,
    summarise,
)

TWELVE = [f"n{place}" for place in range(1, 13)]


def test_success_looks_no_deeper_than_asked() -> None:
    assert success(TWELVE, {"n10"})
    assert not success(TWELVE, {"n11"})
    assert success(TWELVE, {"n1", "n12"}, depth=1)
    assert not success(TWELVE, {"n2"}, depth=1)


def test_a_rejected_record_spoils_success_only_within_the_first_ten() -> None:
    assert not success(TWELVE, {"n1"}, {"n10"})
    assert success(TWELVE, {"n1"}, {"n11"})


def test_all_means_every_record_meant_as_far_as_ten_places_reach() -> None:
    assert success(TWELVE, {"n1", "n9"}, need_all=True)
    assert not success(TWELVE, {"n1", "n11"}, need_all=True)
    assert success(TWELVE, set(TWELVE), need_all=True)  # twelve do not fit into ten


def test_no_hits_are_no_success() -> None:
    assert not success([], {"n1"})
    assert not success(TWELVE, set())


def test_ndcg_of_the_best_order_is_one() -> None:
    assert ndcg(["a", "b", "c"], {"a": 3, "b": 2, "c": 1}) == pytest.approx(1.0)


def test_ndcg_worked_out_by_hand() -> None:
    # b, x, a: 3/log2(2) + 0 + 7/log2(4) = 3 + 3.5 = 6.5
    # best is a, b: 7/log2(2) + 3/log2(3) = 7 + 1.892789 = 8.892789
    assert ndcg(["b", "x", "a"], {"a": 3, "b": 2}) == pytest.approx(6.5 / 8.892789, abs=1e-6)


def test_ndcg_expects_no_more_than_ten_places_hold() -> None:
    grades = dict.fromkeys(TWELVE, 3)
    assert ndcg(TWELVE, grades) == pytest.approx(1.0)
    assert ndcg([*"0123456789", "n1"], {"n1": 3}) == 0.0  # the eleventh place does not count


def test_ndcg_counts_a_record_that_stands_twice_once() -> None:
    # a, a, b is as good as a, b
    assert ndcg(["a", "a", "b"], {"a": 3, "b": 3}) == pytest.approx(1.0)
    assert ndcg(["a", "a"], {"a": 3, "b": 3}) == pytest.approx(7 / (7 + 7 / 1.5849625), abs=1e-6)


def test_ndcg_without_hits_or_judgements_is_nothing() -> None:
    assert ndcg([], {"a": 3}) == 0.0
    assert ndcg(["a"], {}) == 0.0


def test_score_of_one_answer() -> None:
    result = score(["b", "a"], {"a": 3, "b": 2})
    assert (result.first, result.ten, result.empty) == (False, True, False)
    # 3 + 7/log2(3) over 7 + 3/log2(3)
    assert result.ndcg == pytest.approx(7.416508 / 8.892789, abs=1e-6)
    assert score([], {"a": 3}) == Score(first=False, ten=False, ndcg=0.0, empty=True)


def test_grade_two_alone_is_no_success() -> None:
    assert not score(["b"], {"a": 3, "b": 2}).ten


def test_success_at_one_asks_for_one_where_all_are_needed() -> None:
    result = score(["a", "x"], {"a": 3, "b": 3}, need_all=True)
    assert result.first
    assert not result.ten


def test_summary_is_the_mean() -> None:
    scores = [Score(True, True, 1.0, False), Score(False, True, 0.5, False)]
    scores += [Score(False, False, 0.0, True), Score(False, True, 0.1, False)]
    assert summarise(scores) == Summary(
        queries=4, first=0.25, ten=0.75, ndcg=pytest.approx(0.4), empty=0.25
    )
    assert summarise([]) == Summary(queries=0, first=0.0, ten=0.0, ndcg=0.0, empty=0.0)


def test_the_same_ten_in_any_order_and_only_ten() -> None:
    assert same_ten(TWELVE, [*reversed(TWELVE[:10]), "other"])
    assert not same_ten(TWELVE, [*TWELVE[:9], "n11"])
    assert not same_ten(TWELVE, TWELVE[:9])
    assert same_ten([], [])


def test_overlap_is_what_both_share_of_what_either_shows() -> None:
    assert overlap(["a", "b"], ["b", "c"]) == pytest.approx(1 / 3)
    assert overlap(TWELVE, TWELVE[:10]) == 1.0
    assert overlap([], []) == 1.0
    assert overlap(["a"], []) == 0.0

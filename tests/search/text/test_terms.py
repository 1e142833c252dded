"""Terms: a phrase of pairs stands exactly where its characters stand side by side."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from search.text.characters import fold
from search.text.terms import joined_text, phrase_terms, split_name, split_text

HAN = st.text(alphabet="皮影戏剪纸京剧天津河东", min_size=1, max_size=6)
TEXT = st.lists(st.one_of(HAN, st.sampled_from(["，", " ", "abc", "3d", "（"])), max_size=8).map(
    "".join
)


def side_by_side(terms: list[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return any(terms[start : start + size] == wanted for start in range(len(terms) - size + 1))


def test_pairs_and_the_last_character() -> None:
    assert split_text("皮影戏，京剧a") == ["皮影", "影戏", "戏", "京剧", "剧", "a"]
    assert split_text("戏") == ["戏"]


def test_a_phrase_has_no_last_character() -> None:
    assert phrase_terms("皮影戏") == ["皮影", "影戏"]
    assert phrase_terms("皮影 戏曲") == ["皮影", "影", "戏曲"]


def test_names_also_have_the_letter_pairs_of_their_words() -> None:
    assert split_name("clay人") == ["clay", "人", "_cl", "_la", "_ay"]


@given(TEXT, st.text(alphabet="皮影戏剪纸京剧天津河东", min_size=2, max_size=5))
def test_exactly_the_substrings_of_two_or_more_are_found(text: str, wanted: str) -> None:
    assert side_by_side(split_text(fold(text)), phrase_terms(wanted)) == (wanted in text)


WORDS = st.text(alphabet="皮影戏a1é_'’，（ \n\0\1㐂\ue000😀\U00020000", max_size=12)


@given(st.one_of(TEXT, WORDS))
@example("x" * 100 + "皮")
def test_long_texts_give_the_same_terms_joined(text: str) -> None:
    folded = fold(text)
    assert joined_text(folded) == " ".join(split_text(folded))

"""Lines on a plain terminal break between words, and nothing of them is lost."""

from hypothesis import given
from hypothesis import strategies as st

from companion.plain.console import wrapped
from companion.plain.jam_words import KEYS, TOP, WORDS


def test_no_word_is_broken_at_the_edge_of_a_terminal() -> None:
    for line in (TOP, *KEYS, *WORDS):
        shown = wrapped(line, 40)
        assert max(map(len, shown.split("\n"))) <= 40
        assert shown.split() == line.split()


@given(st.text("ab -\t\n", max_size=60), st.integers(1, 30))
def test_words_stay_as_they_are_and_short_lines_untouched(text: str, columns: int) -> None:
    shown = wrapped(text, columns)
    assert shown.split() == text.split()
    if all(len(line) <= columns for line in text.split("\n")):
        assert shown == text

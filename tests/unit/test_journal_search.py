"""Looking for entries: words anywhere in them, days, kinds, tags and feelings, typed as it comes."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.affect import CheckIn
from companion.domain.entry import Body, Entry, Reflection, SessionRecord, Words
from companion.domain.song import Song
from companion.domain.take import Take
from companion.domain.tempo import TempoMap
from companion.services.journal.query import Query, filters, in_words, read_query
from companion.services.journal.search import Shelf, excerpt, with_near_words
from companion.services.words.nearness import folded, is_near

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
TODAY = NOW.date()


def entry(number: int, body: Body, days_ago: int = 0, title: str = "", tags: tuple[str, ...] = ()) -> Entry:
    moment = NOW - timedelta(days=days_ago)
    return Entry(str(UUID(int=number)), moment, moment, title, body, tags, is_favourite=number == 4)


@pytest.fixture
def shelf(song: Song) -> Shelf:
    return Shelf(
        [
            entry(1, Reflection("Der Garten ist grün und die Brücke weiß.", "zärtlich"), 0, tags=("Zuhause",)),
            entry(2, Words(("When the house is still", "a march of little lights"), ("lights",)), 3, tags=("night",)),
            entry(3, CheckIn("sad", distress=4), 8),
            entry(4, song, 240, title="The quiet stairs", tags=("night", "for later")),
            entry(5, Take("Played over it", TempoMap(60.0), (), 12.0, backing_title="The quiet stairs"), 240),
            entry(6, SessionRecord("A steady place", (), True), 400, title="A steady place"),
        ],
        UTC,
    )


def found(shelf: Shelf, words: str) -> list[int]:
    return [UUID(each.id).int for each in shelf.find(read_query(words, TODAY)).entries]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("HOUSE", [2, 4]),
        ("gruen", [1]),
        ("grun brucke weiss", [1]),
        ("house lights", [2]),
        ("lights, house; since 2020,", [2]),
        ('"is still"', [2, 4]),
        ('"still house"', []),
        ("stairs", [4, 5]),
        ("hosue", [2, 4]),
        ("stiars", [4, 5]),
        ("#night", [2, 4]),
        ("tag:night tag:for_later", [4]),
        ("zuhause", [1]),
        ("kind:song", [4]),
        ("songs", [4]),
        ("notes", [1]),
        ("feeling:sad", [3]),
        ("sad", [3]),
        ("feeling:zartlich", [1]),
        ("last week", [3]),
        ("since last week", [1, 2, 3]),
        ("stairs before october", [4, 5]),
        ("2025", [6]),
        ("march", [2, 4, 5]),
        ("march 2026", [4, 5]),
        ("when:march", [4, 5]),
        ("yesterday", []),
        ("xylophone", []),
    ],
)
def test_what_people_type_finds_what_they_mean(shelf: Shelf, words: str, expected: list[int]) -> None:
    assert found(shelf, words) == expected


def test_a_slip_is_told(shelf: Shelf) -> None:
    query = read_query("hosue", TODAY)
    result = shelf.find(query)
    assert result.read_as == (("hosue", "house"),)
    assert excerpt(result.entries[0], with_near_words(query, result)) == ""
    assert "house is still" in excerpt(result.entries[1], with_near_words(query, result))


def test_a_word_that_is_there_is_not_read_as_another(shelf: Shelf) -> None:
    assert shelf.find(read_query("night", TODAY)).read_as == ()


def test_filters_for_the_command_line(shelf: Shelf) -> None:
    query = filters(TODAY, tags=["#Night"], kinds=["songs"], feelings=["CALM"], days=["since 2026"])
    assert [UUID(each.id).int for each in shelf.find(query).entries] == [4]
    assert [each.is_favourite for each in shelf.find(filters(TODAY, only_favourites=True)).entries] == [True]
    assert in_words(query.and_also(read_query("stairs", TODAY))) == (
        "“stairs”, tag night, a song, feeling calm, since 1 January 2026"
    )
    assert in_words(Query()) == ""
    with pytest.raises(ValueError, match="'poem' is no kind of entry; there are check-in, words"):
        filters(TODAY, kinds=["poem"])
    with pytest.raises(ValueError, match="no date"):
        read_query("since:bananas", TODAY)


def test_days_are_those_where_the_reader_is() -> None:
    late = Entry(str(UUID(int=1)), datetime(2026, 11, 21, 23, 30, tzinfo=UTC), NOW, "late", Reflection("x"))
    east = timezone(timedelta(hours=2))
    assert Shelf([late], UTC).find(read_query("yesterday", TODAY)).entries == (late,)
    assert Shelf([late], east).find(read_query("when:today", TODAY)).entries == (late,)


def test_an_excerpt_is_one_short_line() -> None:
    long = entry(1, Reflection("word " * 500 + "the\nneedle here " + "more " * 500), title="Long")
    shown = excerpt(long, read_query("needle", TODAY))
    assert "the needle here" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 130


@given(st.text(max_size=60))
def test_any_line_is_a_query_or_one_sentence(words: str) -> None:
    shelf = Shelf([entry(1, Reflection(words), title=words)], UTC)
    with suppress(ValueError):
        query = read_query(words, TODAY)
        assert len(shelf.find(query).entries) <= 1
        assert isinstance(in_words(query), str)


@given(st.text(min_size=1, max_size=30).filter(lambda text: '"' not in text and folded(text).strip()))
def test_a_phrase_finds_the_text_it_is_from(words: str) -> None:
    shelf = Shelf([entry(1, Reflection(f"before {words} after"))], UTC)
    assert found(shelf, f'"{words}"') == [1]


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        ("hosue", "house", True),
        ("hous", "house", True),
        ("teh", "the", False),
        ("lulaby", "lullaby", True),
        ("accomodaton", "accommodation", True),
        ("word", "cord", True),
        ("cat", "hat", False),
        ("stairs", "stares", False),
    ],
)
def test_slips(typed: str, word: str, expected: bool) -> None:
    assert is_near(typed, word) is expected


def words_of(letters: str) -> Iterator[str]:
    yield from (letters[:at] + letters[at + 1 :] for at in range(len(letters)))


@given(st.text("abcde", min_size=4, max_size=12))
def test_one_letter_left_out_is_always_forgiven(word: str) -> None:
    assert all(is_near(shorter, word) for shorter in words_of(word) if len(shorter) >= 4)
    assert all(is_near(word, shorter) for shorter in words_of(word))

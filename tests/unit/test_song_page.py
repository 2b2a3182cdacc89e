"""A song on a page: every syllable and chord in its place, in any width, for any words."""

import pytest

from companion.domain.song import Song, SongRequest
from companion.engine.composing import suggest
from companion.services.songs.columns import columns_of
from companion.services.songs.page import HEIGHTS, SAME_CHORD, PageLine, line_of_chord, song_page

WORDS = ("When the house is still and gray,", "I keep the candle close to me", "", "[chorus]", "Stay a little longer,")
ANY_WORDS = [
    WORDS,
    (),
    ("la",),
    (" ".join(["wonderful"] * 30),),
    ("[b]not markup[/b] [red]",),
    ("静かな家に", "灯りがひとつ"),
    ("بيت هادئ في الليل",),
    ("🕯 a candle 🕯 and 12 stars",),
]


def made(words: tuple[str, ...]) -> Song:
    """A song on some words."""
    (song,) = suggest(SongRequest(words, feeling="calm", seed=3))
    return song


def sung(page: tuple[PageLine, ...]) -> str:
    """All that is sung, without spaces and hyphens."""
    return "".join(row.words for line in page for row in line.rows).replace(" ", "").replace("-", "")


@pytest.mark.parametrize("words", ANY_WORDS)
@pytest.mark.parametrize("width", [30, 66, 110])
def test_nothing_is_lost_and_rows_are_no_wider_than_asked(words: tuple[str, ...], width: int) -> None:
    song = made(words)
    page = song_page(song, width)
    assert sung(page) == "".join(note.syllable or "" for note in song.melody).replace(" ", "").replace("-", "")
    assert [chord for line in page for chord in line.chords] == list(range(len(song.chords)))
    assert [index for line in page for row in line.rows for _, index, _ in row.chords] == list(range(len(song.chords)))
    for line in page:
        for row in line.rows:
            assert columns_of(row.words.rstrip()) <= width
            assert columns_of(row.roll) == columns_of(row.words)


@pytest.mark.parametrize("words", ANY_WORDS)
def test_lines_follow_each_other_without_a_gap(words: tuple[str, ...]) -> None:
    song = made(words)
    page = song_page(song, 66)
    assert page[0].start_beats == 0
    assert page[-1].end_beats == song.total_beats
    assert [line.end_beats for line in page[:-1]] == [line.start_beats for line in page[1:]]


def test_names_of_chords_never_touch_and_stand_over_their_syllable() -> None:
    song = made(WORDS)
    for line in song_page(song, 66):
        for row in line.rows:
            ends = [column + columns_of(name) for column, _, name in row.chords]
            assert all(column > end for (column, _, _), end in zip(row.chords[1:], ends, strict=False))
            for column, index, _ in row.chords:
                chord = song.chords[index]
                note = next((n for n in song.melody if abs(n.start_beats - chord.start_beats) < 1e-6), None)
                if note is not None and note.syllable is not None:
                    assert row.words[column:].startswith(note.syllable)


def test_sections_are_named_where_they_begin() -> None:
    page = song_page(made(WORDS), 66)
    assert [line.section for line in page if line.text == WORDS[4] or line.section] == ["verse", "chorus", ""]
    assert page[0].section == "verse"


def test_chords_by_numeral_and_a_chord_that_goes_on_by_a_dot() -> None:
    song = made(WORDS)
    names = [name for line in song_page(song, 66, has_romans=True) for row in line.rows for _, _, name in row.chords]
    for index, name in enumerate(names):
        same = index and song.chords[index - 1].symbol == song.chords[index].symbol
        assert name == song.chords[index].roman or (name == SAME_CHORD and same)


def test_heights_rise_where_the_tune_rises() -> None:
    song = made(WORDS)
    roll = [row for line in song_page(song, 66) for row in line.rows]
    heights = {sign for row in roll for sign in row.roll if sign != " "}
    assert heights <= set(HEIGHTS)
    assert {HEIGHTS[0], HEIGHTS[-1]} <= heights


def test_the_line_of_a_chord() -> None:
    song = made(WORDS)
    page = song_page(song, 66)
    assert [line_of_chord(page, line.chords[0]) for line in page] == list(range(len(page)))


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("abc", 3), ("静か", 4), ("e\u0301", 1), ("🕯", 1)])
def test_columns(text: str, columns: int) -> None:
    assert columns_of(text) == columns

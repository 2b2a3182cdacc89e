"""The studio on a plain terminal: everything by numbers, nothing that a screen reader can't say."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.domain.entry import Entry
from companion.domain.song import Song
from companion.midi.protocol import Play
from companion.plain import playing
from companion.plain import session as plain_session
from companion.services.songs.studio_keeping import STUDIO_STEP
from companion.services.songs.wishing import WISHES
from companion.services.walking import questions as q
from tests.unit.faces import House, house_in
from tests.unit.pilots import session_at
from tests.unit.talks import Talk, at_home, talked

MADE = "2"
"""The door to what was made, where nothing is under way."""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(playing, "KEY_WAIT_SECONDS", 0.001)
    monkeypatch.setattr(playing, "ENDS_AFTER_SECONDS", 0.005)
    monkeypatch.setattr(plain_session, "CLOSING_SECONDS", 0.0)
    with house_in(tmp_path) as house:
        yield house


def kept_song(house: House) -> Entry:
    """A song in the journal."""
    session = session_at(house, "play")
    song = session.draft.song
    assert song is not None
    house.companion.draft_file.clear()
    return house.companion.journal.add(song, title=song.title, step="song", session_id="walk")


def in_studio(house: House, *answers: str) -> Talk:
    """Home, to what was made, the newest, the studio, and these answers."""
    return at_home(house, MADE, "1", "change", *answers)


def songs(house: House) -> list[Entry]:
    """All songs, newest first."""
    return house.companion.journal.entries(kind="song")


def test_the_page_is_read_line_by_line(house: House) -> None:
    song = kept_song(house).body
    assert isinstance(song, Song)
    talk = in_studio(house, "", "", "")
    assert f"{song.key.name}, {song.meter.name}, {song.tempo_bpm:g} beats a minute" in talk.text
    first = next(line for line in talk.said if line.startswith("Verse. Line 1."))
    assert song.lines[0] in first
    assert "Chords: " in first
    assert songs(house)[0].body == song


def test_a_changed_song_is_asked_about_and_kept_beside_the_first(house: House) -> None:
    first = kept_song(house)
    talk = in_studio(house, "4", "3", "", "3", "8", "15", "1", "", "4")
    assert "Kept in your journal, beside the first one." in talk.text
    newest, oldest = songs(house)
    assert oldest.body == first.body
    assert (newest.step, newest.session_id) == (STUDIO_STEP, "walk")
    assert isinstance(newest.body, Song)
    assert isinstance(first.body, Song)
    assert newest.body.melody != first.body.melody
    assert newest.body.tempo_bpm == first.body.tempo_bpm - 2
    assert not house.companion.seat.studio_file.path.exists()


def test_a_changed_song_that_is_not_kept_leaves_nothing(house: House) -> None:
    first = kept_song(house)
    in_studio(house, "4", "3", "", "2")
    assert [each.body for each in songs(house)] == [first.body]
    assert not house.companion.seat.studio_file.path.exists()


def test_the_end_of_the_input_loses_nothing(house: House) -> None:
    first = kept_song(house)
    in_studio(house, "4", "3")
    talk = at_home(house, "4")
    assert "A song that was being changed when the program ended is in your journal" in talk.text
    found, oldest = songs(house)
    assert oldest.body == first.body
    assert found.body != first.body


def test_a_chord_is_heard_and_then_taken_or_typed(house: House) -> None:
    first = kept_song(house).body
    assert isinstance(first, Song)
    talk = in_studio(
        house, "3", "1", "2", "hear 1", "hear Dm7", "hear 99", "", "3", "1", "2", "Xx", "am7", "10", "11", "", "1", ""
    )
    assert house.server.wait_for(Play, 2)
    assert "'Xx' is not a chord that is known here." in talk.text
    changed = songs(house)[0].body
    assert isinstance(changed, Song)
    assert [chord.symbol for chord in changed.chords][1] == "Am7"
    assert len(changed.chords) == len(first.chords)


def test_key_groove_tempo_and_lines_that_are_kept(house: House) -> None:
    first = kept_song(house).body
    assert isinstance(first, Song)
    talk = in_studio(house, "5", "2", "6", "hear 2", "2", *["7"] * 6, "9", "1", "4", "3", "", "1", "", "")
    assert "This song is calm up to" in talk.text
    assert "stay as they are." in talk.text
    changed = songs(house)[0].body
    assert isinstance(changed, Song)
    assert changed.key != first.key
    assert changed.groove != first.groove
    assert changed.tempo_bpm > first.tempo_bpm


def test_undo_to_the_first_and_a_file(house: House) -> None:
    kept_song(house)
    talk = in_studio(house, "10", "11", "4", "3", "10", "13", "2", "", "")
    assert "This is how the song came in." in talk.text
    assert "Nothing was undone." in talk.text
    (file,) = house.places.exports.iterdir()
    assert file.suffix == ".mid"
    assert f"Written: {file}" in talk.text
    assert len(songs(house)) == 1


def test_hearing_singing_and_going_back_at_each_question(house: House) -> None:
    kept_song(house)
    talk = in_studio(house, "1", "1", "1", "back", "2", "3", "back", "12", "enough", "13", "back", "back", "back", "3")
    assert talk.left == []
    assert len(songs(house)) == 1


def test_one_suggestion_is_changed_and_the_others_stay(house: House) -> None:
    session = session_at(house, "song")
    session.offer(house.composer.compose(session.song_request()))
    before = session.draft.songs
    talked(house, session, "another 2")
    assert (session.draft.songs[0], session.draft.songs[2]) == (before[0], before[2])
    assert session.draft.songs[1].melody != before[1].melody
    talked(house, session, "another 2")
    assert session.draft.songs[1] not in before


@pytest.mark.parametrize(("number", "wish"), enumerate([wish for wish, _, _ in WISHES], start=1))
def test_each_wish_for_a_suggestion_has_a_number(house: House, number: int, wish: str) -> None:
    session = session_at(house, "song")
    session.offer(house.composer.compose(session.song_request()))
    before = session.draft.songs
    talk = talked(house, session, "change 2", str(number))
    assert (session.draft.songs[0], session.draft.songs[2]) == (before[0], before[2])
    assert session.draft.songs[1] != before[1] or wish in ("lower", "higher"), talk.text
    if wish == "keep rhythm":
        assert [note.start_beats for note in session.draft.songs[1].melody] == [
            note.start_beats for note in before[1].melody
        ]


def test_some_bars_of_a_suggestion_stay_and_all_of_it_is_undone(house: House) -> None:
    session = session_at(house, "song")
    session.offer(house.composer.compose(session.song_request()))
    before = session.draft.songs
    talk = talked(house, session, "change 1", "7", "1", "3")
    assert "Bars 1 to 4 stay as they are." in talk.text
    after = session.draft.songs[0]
    first_four = 4 * after.meter.bar_beats
    kept = [note for note in before[0].melody if note.start_beats < first_four]
    assert after.melody[: len(kept)] == tuple(kept)
    assert after.melody != before[0].melody
    talked(house, session, "simpler 1", "open 2", "4", "3", "", "undo", "undo", "undo")
    assert session.draft.songs == (after, *before[1:])


@pytest.mark.parametrize("answers", [("undo",), ("change 1", ""), ("change 1", "back"), ("change 1", "7", "", "")])
def test_nothing_changes_where_nothing_is_wished(house: House, answers: tuple[str, ...]) -> None:
    session = session_at(house, "song")
    session.offer(house.composer.compose(session.song_request()))
    before = session.draft.songs
    talk = talked(house, session, *answers)
    assert session.draft.songs == before
    assert isinstance(session.question, q.SongQuestion)
    assert ("This is how the song came in." in talk.text) == (answers == ("undo",))


def test_a_suggestion_opened_in_the_studio_comes_back_as_the_chosen_one(house: House) -> None:
    session = session_at(house, "song")
    session.offer(house.composer.compose(session.song_request()))
    before = session.draft.songs
    talked(house, session, "open 3", "4", "3", "")
    assert session.draft.chosen == 2
    assert session.draft.songs[2] != before[2]
    assert isinstance(session.question, q.SongQuestion)
    waiting = house.companion.waiting_session()
    assert waiting is not None
    assert waiting.draft.songs == session.draft.songs

"""The studio without a face: undo without end, where one stands, marks, tempo limits, and what is left behind."""

from math import ceil
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion.domain.limits import MusicLimits
from companion.domain.song import Song, SongRequest
from companion.engine.changes import Change, OtherChord, OtherTempo, Wished, changed
from companion.engine.composing import suggest
from companion.errors import WrongUseError
from companion.journal.drafts import DraftFile
from companion.journal.store import Journal
from companion.messages import RECOVERED_TAG
from companion.services.songs.exporting import SONG_FORMATS, song_of
from companion.services.songs.exporting_apart import FORMAT_WORDS, place_for, write_apart
from companion.services.songs.studio import TEMPO_STEP, Studio, TempoAsksError
from companion.services.songs.studio_keeping import STUDIO_STEP, SongUnderWay, recover
from companion.services.songs.studio_offers import chord_offers, groove_offers, key_offers
from companion.services.songs.wishing import WISHES
from tests.unit.services import ticking

WORDS = (
    "When the house is still and gray,",
    "I keep the candle close to me",
    "",
    "[chorus]",
    "Stay a little longer,",
    "stay until it's light",
)


@pytest.fixture(scope="module")
def made() -> Song:
    (song,) = suggest(SongRequest(WORDS, feeling="calm", seed=3))
    return song


@pytest.fixture
def studio(made: Song) -> Studio:
    return Studio(made)


def take(studio: Studio, change: Change) -> Song:
    """Have it composed here, and take it."""
    studio.take(changed(studio.song, change))
    return studio.song


def press(studio: Studio, by: float) -> None:
    """Change the tempo again and again."""
    for _ in range(20):
        take(studio, studio.tempo(by))


def test_everything_is_undone_and_done_again_in_order(studio: Studio) -> None:
    forms = [studio.song]
    for wish in ("another", "simpler", "keep rhythm"):
        forms.append(take(studio, studio.wish(wish)))
    assert len(set(forms)) == 4
    for form in reversed(forms[:-1]):
        assert studio.undo()
        assert studio.song == form
    assert not studio.undo()
    assert not studio.is_changed
    for form in forms[1:]:
        assert studio.redo()
        assert studio.song == form
    assert not studio.redo()


def test_a_new_form_lets_go_of_what_was_undone(studio: Studio) -> None:
    take(studio, studio.wish("another"))
    studio.undo()
    other = take(studio, studio.wish("simpler"))
    assert not studio.can_redo
    assert studio.song == other
    assert studio.undo()
    assert not studio.can_undo


def test_the_same_song_again_is_no_step(studio: Studio) -> None:
    assert not studio.take(studio.song)
    assert not studio.can_undo


def test_every_form_is_told(made: Song) -> None:
    told: list[Song] = []
    studio = Studio(made, told.append)
    other = take(studio, studio.wish("another"))
    studio.undo()
    studio.redo()
    assert told == [other, made, other]


def test_each_wish_has_a_seed_of_its_own_and_the_same_walk_the_same_seeds(made: Song) -> None:
    seeds = []
    for _ in range(2):
        studio = Studio(made)
        wishes = [studio.wish("another") for _ in range(5)]
        seeds.append([each.seed for each in wishes if isinstance(each, Wished)])
    assert seeds[0] == seeds[1]
    assert len(set(seeds[0])) == 5


def test_lines_and_chords_are_walked_to_the_ends_and_no_further(studio: Studio) -> None:
    studio.move_line(-1)
    assert (studio.line, studio.chord) == (0, 0)
    for _ in studio.song.chords:
        studio.move_chord(1)
    assert studio.chord == len(studio.song.chords) - 1
    assert studio.line == len(studio.page) - 1
    studio.move_line(-1)
    assert studio.chord == studio.line_here.chords[0]
    studio.move_line(99)
    assert studio.line == len(studio.page) - 1


def test_marks_grow_over_lines_between_and_go_from_a_marked_one(studio: Studio) -> None:
    assert studio.keep_bars is None
    studio.mark()
    bar = studio.song.meter.bar_beats
    assert studio.keep_bars == (1, ceil(studio.page[0].end_beats / bar))
    studio.move_line(2)
    studio.mark()
    assert [studio.is_kept(line) for line in range(4)] == [True, True, True, False]
    first, last = studio.keep_bars or (0, 0)
    beats = last * bar
    assert first == 1
    assert studio.page[2].end_beats <= beats < studio.page[2].end_beats + bar
    before = studio.song.melody
    after = take(studio, studio.wish("another")).melody
    assert after != before
    assert [n for n in after if n.start_beats < beats] == [n for n in before if n.start_beats < beats]
    studio.mark()
    assert studio.keep_bars is None


def test_a_chord_is_exchanged_where_one_stands_and_the_unknown_named(studio: Studio) -> None:
    studio.move_chord(2)
    change = studio.own_chord("  am7 ")
    assert change == OtherChord(2, "Am7")
    take(studio, change)
    assert studio.chord_here.symbol == "Am7"
    assert studio.chord == 2
    with pytest.raises(WrongUseError, match="'Hx' is not a chord"):
        studio.own_chord("Hx")


def test_tempo_stays_within_calm_unless_asked_twice(studio: Studio) -> None:
    (check,) = [each for each in studio.song.contract.checks if each.name == "tempo"]
    with pytest.raises(TempoAsksError, match="calm up to"):
        press(studio, TEMPO_STEP)
    assert studio.song.tempo_bpm <= check.high < studio.song.tempo_bpm + TEMPO_STEP
    take(studio, studio.tempo(TEMPO_STEP))
    assert studio.song.tempo_bpm > check.high
    assert studio.song.contract.holds
    with pytest.raises(TempoAsksError, match="at ease down to"):
        press(studio, -TEMPO_STEP)
    assert check.low <= studio.song.tempo_bpm


def test_limits_that_were_agreed_on_are_told_at_once_and_hold_when_asked_twice(made: Song) -> None:
    limits = MusicLimits(tempo_low=made.tempo_bpm - 2, tempo_high=made.tempo_bpm)
    studio = Studio(replace(made, limits=limits))
    for _ in range(2):
        with pytest.raises(WrongUseError, match="The pace of this song stays from"):
            studio.tempo(TEMPO_STEP)
    take(studio, studio.tempo(-TEMPO_STEP))
    with pytest.raises(WrongUseError, match="stays from"):
        studio.tempo(-TEMPO_STEP)
    assert studio.song.tempo_bpm == made.tempo_bpm - 2


def test_quick_presses_add_up_before_the_first_is_composed(studio: Studio) -> None:
    bpm = studio.song.tempo_bpm
    first, second = studio.tempo(-1.0), studio.tempo(-1.0)
    assert (first, second) == (OtherTempo(bpm - 1.0), OtherTempo(bpm - 2.0))


def test_a_line_is_heard_by_itself_and_a_chord_with_its_neighbours(studio: Studio) -> None:
    bar = studio.song.meter.bar_beats
    studio.move_line(1)
    line, chord = studio.line_here, studio.chord_here
    assert studio.line_score.total_beats == (ceil(line.end_beats / bar) - line.start_beats // bar) * bar
    around = studio.around_chord(studio.song).total_beats
    assert chord.duration_beats + bar <= around <= chord.duration_beats + 4 * bar
    assert studio.opening(studio.song).total_beats == ceil(studio.page[0].end_beats / bar) * bar
    assert studio.score.total_beats == studio.song.total_beats


def test_what_is_offered_can_be_done(studio: Studio) -> None:
    song = studio.song
    offers = [*chord_offers(song, 1), *key_offers(song), *groove_offers(song)]
    assert len(groove_offers(song)) >= 12
    assert all(offer.label for offer in offers)
    assert all(offer.note for offer in chord_offers(song, 1))
    for offer in offers:
        assert changed(song, offer.change).contract.holds, offer.label
    assert {wish for wish, _, _ in WISHES} == {"simpler", "more movement", "another", "keep rhythm", "lower", "higher"}


def test_a_changed_song_is_kept_beside_the_first_and_takes_stay_with_the_first(tmp_path: Path, made: Song) -> None:
    with Journal.open(tmp_path / "journal", clock=ticking()) as journal:
        origin = journal.add(made, title=made.title, exercise="a-steady-place", step="song", session_id="walk")
        studio = Studio(made)
        other = take(studio, studio.wish("another"))
        entry = SongUnderWay.of(other, origin).keep(journal)
        assert (entry.body, entry.title, entry.session_id) == (other, made.title, "walk")
        assert (entry.exercise, entry.step) == ("a-steady-place", STUDIO_STEP)
        assert journal.get(origin.id).body == made
        assert song_of(entry, journal) == made


def test_a_song_under_way_is_found_again_once(tmp_path: Path, made: Song) -> None:
    file = DraftFile(tmp_path / "song-under-way.json")
    with Journal.open(tmp_path / "journal", clock=ticking()) as journal:
        assert not recover(file, journal)
        file.save(SongUnderWay(made, None, "walk"))
        assert recover(file, journal)
        (entry,) = journal.entries(kind="song")
        assert (entry.body, entry.tags) == (made, (RECOVERED_TAG,))
        assert not recover(file, journal)


def test_files_are_named_after_the_song_and_never_written_over(tmp_path: Path, made: Song) -> None:
    assert set(FORMAT_WORDS) == set(SONG_FORMATS)
    first = place_for(made, ".mid", tmp_path)
    assert first.name == "when-the-house-is-still-and-gray.mid"
    write_apart(made, first)
    assert first.read_bytes().startswith(b"MThd")
    assert place_for(made, ".mid", tmp_path).name == "when-the-house-is-still-and-gray-2.mid"


def test_what_keeps_a_file_from_being_written_is_said(tmp_path: Path, made: Song) -> None:
    (tmp_path / "exports").write_text("a file where the folder should be")
    with pytest.raises(Exception, match=r"Could not .*exports"):
        write_apart(made, tmp_path / "exports" / "song.mid")


@pytest.mark.parametrize("bpm", [152.0, 240.0])
def test_a_song_made_quicker_than_words_are_sung_takes_wishes_all_the_same(made: Song, bpm: float) -> None:
    studio = Studio(changed(made, OtherTempo(bpm)))
    for wish, _, _ in WISHES:
        assert take(studio, studio.wish(wish)).tempo_bpm == bpm

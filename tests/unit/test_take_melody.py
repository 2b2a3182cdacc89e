"""A take as the tune of a song: its bars, the words on it, and chords that it was played to without a song."""

import pytest

from companion.domain.harmony import Key, Meter, chord_at
from companion.domain.song import VOICE_RANGES, MelodyNote, Song, SongRequest
from companion.domain.take import NOTE_OFF, NOTE_ON, BackingPlan, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.engine.composing import suggest
from companion.engine.refitting import clashes
from companion.errors import WrongUseError
from companion.services.takes.beside import backing_of
from companion.services.takes.laying_words import lay_words
from companion.services.takes.melody import melody_from, song_for

WORDS = ("When the house is still and gray,", "I keep a lamp beside the stairs.")


@pytest.fixture(scope="module")
def made() -> Song:
    (found,) = suggest(SongRequest(WORDS, feeling="calm", seed=3, meter=Meter(4, 4), tempo_bpm=72))
    return found


def take_of(notes: list[tuple[float, float, int]], tempo: TempoMap, backing: tuple[BackingPlan, ...] = ()) -> Take:
    """A take of notes (onset and length in beats, pitch), played a little off the beat."""
    events = []
    for number, (onset, length, pitch) in enumerate(notes):
        off = 0.03 * (number % 3 - 1)
        events.append(PlayedEvent(tempo.seconds_at(onset + off), NOTE_ON, pitch, 80))
        events.append(PlayedEvent(tempo.seconds_at(onset + length - 0.05), NOTE_OFF, pitch, 0))
    end = max(event.seconds for event in events)
    return Take("mine", tempo, tuple(sorted(events, key=lambda event: event.seconds)), end + 1, backing=backing)


def words_of(song: Song) -> list[str]:
    return [note.syllable for note in song.melody if note.syllable]


def quarters(song: Song, bars: range, low: int = 60) -> list[tuple[float, float, int]]:
    bar = song.meter.bar_beats
    scale = [pitch for pitch in range(low, low + 13) if pitch % 12 in song.key.scale_pcs]
    return [
        (number * bar + beat, 1.0, scale[(number + beat) % len(scale)]) for number in bars for beat in range(4)
    ]


def test_the_picked_bars_are_what_was_played_and_the_rest_stays(made: Song) -> None:
    take = take_of(quarters(made, range(1, 3)), made.tempo)
    song = melody_from(take, made, (2, 3))
    bar = made.meter.bar_beats
    before, kept = (
        [(note.pitch, note.start_beats, note.syllable) for note in each.melody if not bar <= note.start_beats < 3 * bar]
        for each in (made, song)
    )
    assert kept == before
    played = [note for note in song.melody if bar <= note.start_beats < 3 * bar]
    assert {note.start_beats for note in played} >= {bar + beat for beat in range(8)}
    assert words_of(song) == words_of(made)
    assert (song.chords, song.lines, song.contract.holds) == (made.chords, made.lines, True)
    assert song.why[-1] == "The tune of bars 2 to 3 is what you played."


def test_notes_fit_the_chords_and_the_voice(made: Song) -> None:
    take = take_of(quarters(made, range(4), low=84), made.tempo)
    song = melody_from(take, made, (1, 4))
    low, high = VOICE_RANGES[made.voice]
    for note in song.melody:
        chord = chord_at(song.chords, note.start_beats + 1e-6)
        assert chord is not None
        assert low - 4 <= note.pitch <= high + 4
        if note.start_beats < 4 * made.meter.bar_beats:
            assert not clashes(note, chord, song)


def test_bars_are_counted_through_the_loops_and_stand_where_they_were_heard(made: Song) -> None:
    first = melody_from(take_of(quarters(made, range(2)), made.tempo), made, (1, 2))
    later = [(onset + made.total_beats, length, pitch) for onset, length, pitch in quarters(made, range(2))]
    second = melody_from(take_of(later, made.tempo), made, (made.bars + 1, made.bars + 2))
    assert second.melody == first.melody


def test_an_early_note_belongs_to_the_bar_that_it_was_meant_for(made: Song) -> None:
    take = take_of([(3.97, 1.0, 62), (5.0, 1.0, 64)], made.tempo)
    song = melody_from(take, made, (2, 2))
    assert made.meter.bar_beats in [note.start_beats for note in song.melody]


@pytest.mark.parametrize("bars", [(3, 4), (0, 1), (2, 1), (90, 99)])
def test_bars_without_playing_are_refused(made: Song, bars: tuple[int, int]) -> None:
    take = take_of(quarters(made, range(1)), made.tempo)
    with pytest.raises(WrongUseError) as caught:
        melody_from(take, made, bars)
    assert "bar 1 to bar 1" in caught.value.hint


def test_the_same_take_gives_the_same_song(made: Song) -> None:
    take = take_of(quarters(made, range(4)), made.tempo)
    assert melody_from(take, made, (1, 4)) == melody_from(take, made, (1, 4))


@pytest.mark.parametrize("lines", [(), WORDS])
def test_a_take_over_chords_becomes_a_song_on_them(lines: tuple[str, ...]) -> None:
    plan = BackingPlan(chords="C | Am | F | G", groove="folk", key=Key("C"), meter=Meter(4, 4), seed=4)
    tempo = TempoMap(80)
    notes = [(float(beat), 1.0, 60 + (0, 4, 7, 9)[beat % 4]) for beat in range(16)]
    take = take_of(notes, tempo, (plan,))
    song = melody_from(take, song_for(take, lines, "Mine"), (1, 4))
    assert [chord.symbol for chord in song.chords][:4] == ["C", "Am", "F", "G"]
    assert song.bars % 4 == 0
    assert song.title == "Mine"
    assert [note.start_beats for note in song.melody][:3] == [0, 1, 2]
    assert backing_of(take, None).part("chords") is not None
    if lines:
        assert len(words_of(song)) >= 15


def sung(*found: tuple[float, str]) -> list[MelodyNote]:
    return [MelodyNote(60, start, 1.0, text, line=0) for start, text in found]


def test_words_take_the_nearest_notes_and_more_notes_where_there_are_too_few() -> None:
    tune = [MelodyNote(62, float(start), 1.0) for start in range(4)]
    laid = lay_words(tune, sung((0, "far"), (3, "off")))
    assert [note.syllable for note in laid] == ["far", None, None, "off"]
    few = lay_words([MelodyNote(62, 0.0, 2.0)], sung((0, "far"), (1, "off")))
    assert [(n.start_beats, n.duration_beats, n.syllable) for n in few] == [(0, 1, "far"), (1, 1, "off")]
    assert lay_words(tune, []) == tune

"""A song changed by wish: what must be heard of each change, and what must stay."""

from itertools import pairwise
from statistics import mean

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.song import VOICE_RANGES, Song, SongRequest
from companion.engine import transposing
from companion.engine.composing import suggest
from companion.engine.revising import WISHES, Wish, for_voice, in_key, revise, with_chord, with_groove, with_tempo
from companion.engine.rewriting import movement
from companion.errors import WrongUseError

FOUR = (
    "Today I carry a heavy coat",
    "but under it I am warm",
    "There is a window I look through",
    "and behind it is the garden",
)


def song_of(seed: int, feeling: str = "calm", lines: tuple[str, ...] = FOUR) -> Song:
    return suggest(SongRequest(lines, feeling=feeling, seed=seed))[0]


def mean_pitch(song: Song) -> float:
    return mean(note.pitch for note in song.melody)


def rhythm(song: Song) -> list[tuple[float, float]]:
    return [(note.start_beats, note.duration_beats) for note in song.melody]


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("lines", [FOUR, ()])
def test_a_wish_keeps_words_chords_pace_and_contract(wish: Wish, lines: tuple[str, ...]) -> None:
    for seed in range(4):
        song = song_of(seed, lines=lines)
        changed = revise(song, wish, 3)
        assert changed == revise(song, wish, 3)
        assert changed.contract.holds
        assert changed.melody != song.melody
        assert changed.lines == song.lines
        assert (changed.tempo_bpm, changed.meter, changed.bars) == (song.tempo_bpm, song.meter, song.bars)
        assert [chord.roman for chord in changed.chords] == [chord.roman for chord in song.chords]
        assert [note.syllable for note in changed.melody] == [note.syllable for note in song.melody]
        low, high = VOICE_RANGES[song.voice]
        past = 5 if wish in ("lower", "higher") else 0  # where the voice has no room left, the person's wish goes first
        assert all(low - past <= note.pitch <= high + past for note in changed.melody)


@pytest.mark.parametrize("feeling", ["calm", "sad", "joyful"])
def test_simpler_moves_less_and_more_movement_moves_more(feeling: str) -> None:
    songs = [song_of(seed, feeling) for seed in range(8)]
    simpler = [movement(revise(song, "simpler", 1)) / movement(song) for song in songs]
    livelier = [movement(revise(song, "more movement", 1)) / movement(song) for song in songs]
    assert mean(simpler) < 0.95
    assert mean(livelier) > 1.05


def test_lower_and_higher_move_the_whole_song_and_stop_at_the_end_of_the_voice() -> None:
    for seed in range(5):
        song = song_of(seed)
        lower = revise(song, "lower", 0)
        by = lower.melody[0].pitch - song.melody[0].pitch
        assert -5 <= by < 0
        assert [note.pitch - by for note in lower.melody] == [note.pitch for note in song.melody]
        assert mean_pitch(revise(song, "higher", 0)) > mean_pitch(song)
    lowest = transposing.moved(song, VOICE_RANGES["high"][0] - 5 - min(note.pitch for note in song.melody))
    with pytest.raises(WrongUseError, match="lower"):
        revise(lowest, "lower", 0)


def test_the_rhythm_is_kept() -> None:
    for seed in range(5):
        song = song_of(seed)
        assert rhythm(revise(song, "keep rhythm", 9)) == rhythm(song)


@pytest.mark.parametrize("wish", ["another", "simpler", "lower", "higher"])
def test_kept_bars_stay_as_they_are(wish: Wish) -> None:
    for seed in range(5):
        song = song_of(seed)
        end = 4 * song.meter.bar_beats
        changed = revise(song, wish, 2, (1, 4))
        kept = [note for note in song.melody if note.start_beats < end]
        assert list(changed.melody[: len(kept)]) == kept
        assert changed.melody != song.melody


def test_bars_that_are_not_there_are_refused_in_a_sentence() -> None:
    with pytest.raises(WrongUseError, match="bars 1 to"):
        revise(song_of(1), "another", 1, (7, 900))


def test_a_chord_of_ones_own_moves_only_what_clashes() -> None:
    song = song_of(2)
    for index in (0, 1, len(song.chords) // 2):
        changed = with_chord(song, index, "eb7")
        place = changed.chords[index]
        assert place.symbol == "Eb7"
        assert changed.chords[:index] + changed.chords[index + 1 :] == song.chords[:index] + song.chords[index + 1 :]
        moved = [a for a, b in zip(song.melody, changed.melody, strict=True) if a != b]
        assert all(place.start_beats <= note.start_beats < place.end_beats for note in moved)
        assert rhythm(changed) == rhythm(song)
        assert changed.contract.holds


def test_a_chord_of_ones_own_leaves_the_tune_where_the_voice_is_at_ease() -> None:
    request = SongRequest(lines=("slowly", "", "2 of 24", "سلام"), seed=275, count=1, bars=2, meter=Meter(6, 8))
    song = suggest(request)[0]
    low, high = VOICE_RANGES[song.voice]
    for index in range(len(song.chords)):
        changed = with_chord(song, index, "Absus4")
        assert changed.contract.holds
        assert all(low <= note.pitch <= high for note in changed.melody)


def test_the_same_chord_again_changes_no_note() -> None:
    song = song_of(5)
    assert with_chord(song, 2, song.chords[2].symbol).melody == song.melody


def test_what_a_person_overruled_is_said_and_not_taken_back() -> None:
    song = song_of(3)
    for index, symbol in enumerate(("Ab", "F#m", "Bb7", "E", "Db")):
        song = with_chord(song, index, symbol)
    assert song.contract.holds
    told = [check for check in song.contract.checks if check.is_overruled]
    assert "different chords" in [check.name for check in told]
    assert all(check.why.endswith("You chose it so.") for check in told)
    assert any("as you chose" in sentence for sentence in song.why)
    assert "different chords" in [c.name for c in revise(song, "another", 1).contract.checks if c.is_overruled]


@pytest.mark.parametrize("symbol", ["H", "x", "C#somethingelse", ""])
def test_an_unknown_chord_is_named(symbol: str) -> None:
    with pytest.raises(WrongUseError):
        with_chord(song_of(1), 0, symbol)


def test_moving_to_a_key_by_way_of_another_ends_in_the_same_place() -> None:
    for seed in range(6):
        song = song_of(seed, "sad" if seed % 2 else "calm")
        for tonic, by_way_of in (("C", "Ab"), ("F#", "Bb"), ("E", "A")):
            there = Key(tonic, song.key.mode)
            if there.tonic_pc == song.key.tonic_pc:
                continue
            straight = in_key(song, there)
            assert in_key(in_key(song, Key(by_way_of, song.key.mode)), there) == straight
            steps = [[b.pitch - a.pitch for a, b in pairwise(one.melody)] for one in (song, straight)]
            assert steps[0] == steps[1]
            assert [chord.roman for chord in straight.chords] == [chord.roman for chord in song.chords]


def test_a_key_of_another_mode_changes_the_colour_and_stays_in_its_scale() -> None:
    song = song_of(4)
    darker = in_key(song, Key(song.key.tonic, "minor"))
    assert darker.contract.holds
    for note in darker.melody:
        chord = next(c for c in darker.chords if c.start_beats <= note.start_beats < c.end_beats)
        assert note.pitch % 12 in {*darker.key.scale_pcs, *chord.pitch_classes}


def test_a_voice_can_be_changed_there_and_back() -> None:
    for seed in range(5):
        song = song_of(seed)
        low = for_voice(song, "low")
        assert all(VOICE_RANGES["low"][0] <= note.pitch <= VOICE_RANGES["low"][1] for note in low.melody)
        assert for_voice(low, "high") == song


def test_groove_and_tempo_leave_the_tune_alone() -> None:
    song = song_of(1)
    other = with_groove(song, "Hymn")
    assert (other.groove, other.melody, other.chords) == ("hymn", song.melody, song.chords)
    slower = with_tempo(song, 50)
    assert (slower.tempo_bpm, slower.melody) == (50.0, song.melody)
    assert slower.contract.holds
    for bpm in (10, 400):
        with pytest.raises(WrongUseError, match="pace"):
            with_tempo(song, bpm)
    with pytest.raises(WrongUseError, match="polka"):
        with_groove(song, "polka")


def test_a_rhythm_is_kept_where_the_same_words_come_back_on_another_one() -> None:
    lines = ("I keep the candle close to me", "and let the evening in")
    request = SongRequest(lines, feeling="hopeful", to_feeling="hopeful", seed=462, bars=10, meter=Meter(6, 8))
    song = suggest(request)[0]
    changed = revise(song, "keep rhythm", 3)
    assert [note.start_beats for note in changed.melody] == [note.start_beats for note in song.melody]
    assert changed.melody != song.melody


def test_the_last_note_of_kept_bars_stays_as_long_as_it_is() -> None:
    request = SongRequest(
        ("I keep the candle close to me", "and let the evening in"), feeling="hopeful", seed=200, bars=16, voice="low",
        chords="dm gm A7", meter=Meter(3, 4),
    )  # fmt: skip
    song = suggest(request)[0]
    for seed in range(5):
        changed = revise(song, "another", seed, (1, 2))
        assert [n for n in changed.melody if n.start_beats < 6] == [n for n in song.melody if n.start_beats < 6]
        assert changed.melody != song.melody

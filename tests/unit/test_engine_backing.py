"""Songs and chords as parts to play."""

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import DRUM_CHANNEL, Score
from companion.domain.song import Song, SongRequest
from companion.domain.tempo import TempoMap
from companion.engine.arriving import pulse, welcome
from companion.engine.backing import CHANNELS, TIMING_MS, arrange, backing
from companion.engine.composing import suggest
from companion.engine.groove import groove_names
from companion.engine.profile import CALM_VELOCITY, profile_of
from companion.engine.progressions import read_chords

WORDS = (
    "When the house is still and gray,", "I keep the candle close to me.", "",
    "Stay a little longer,", "stay until it's light.", "",
    "Rain is writing on the stone,", "the kettle hums a patient tune.", "",
    "Stay a little longer,", "stay until it's light.",
)  # fmt: skip
METERS = [Meter.parse(text) for text in ("2/4", "3/4", "4/4", "6/8", "5/4")]


def song(groove: str | None = None, meter: Meter | None = None, feeling: str = "calm") -> Song:
    return suggest(SongRequest(WORDS, feeling=feeling, seed=4, groove=groove, meter=meter))[0]


def assert_is_playable(score: Score) -> None:
    for part in score.parts:
        assert list(part.notes) == sorted(part.notes, key=lambda n: (n.onset_beats, n.pitch))
        sounding: dict[int, float] = {}
        for note in part.notes:
            assert 0 <= note.onset_beats < score.total_beats
            assert note.onset_beats + note.duration_beats <= score.total_beats + 0.1
            assert sounding.get(note.pitch, 0.0) <= note.onset_beats + 1e-6
            sounding[note.pitch] = note.onset_beats + note.duration_beats


@pytest.mark.parametrize("groove", groove_names())
@pytest.mark.parametrize("meter", METERS, ids=lambda m: m.name)
def test_every_groove_carries_a_song_in_every_meter(groove: str, meter: Meter) -> None:
    made = song(groove, meter)
    score = arrange(made)
    assert_is_playable(score)
    assert score.total_beats == made.total_beats == made.bars * meter.bar_beats
    bars = {int(n.onset_beats / meter.bar_beats + 0.1) for n in score.parts[1].notes}
    assert len(bars) >= made.bars - 1


def test_a_score_carries_the_words_and_the_sections() -> None:
    made = song()
    score = arrange(made)
    assert [marker.text for marker in score.markers] == ["verse 1", "chorus", "verse 2", "chorus"]
    assert "".join(event.text for event in score.lyrics).split() == " ".join(WORDS).split()
    melody = score.part("melody")
    assert melody is not None
    assert [note.pitch for note in melody.notes] == [note.pitch for note in made.melody]
    assert {part.name: part.channel for part in score.parts} == {p.name: CHANNELS[p.name] for p in score.parts}


def test_calm_stays_within_its_velocities_and_humans_within_their_bounds() -> None:
    made = song("heartbeat")
    score = arrange(made)
    low, high = CALM_VELOCITY
    assert all(low <= note.velocity <= high for part in score.parts for note in part.notes)
    beats = TIMING_MS / 60_000 * made.tempo_bpm
    for part in score.parts:
        for note in part.notes:
            off = abs(note.onset_beats * 2 - round(note.onset_beats * 2)) / 2
            assert off <= (1e-9 if part.channel == DRUM_CHANNEL else beats + 1e-3)


def test_the_same_seed_plays_the_same_and_another_differs() -> None:
    made = song()
    assert arrange(made) == arrange(made) == arrange(made, made.seed)
    assert arrange(made) != arrange(made, 99)


def test_a_given_loop_of_chords_is_played_as_a_steady_loop() -> None:
    meter = Meter(4, 4)
    chords = read_chords("C | Am7 | F/A | G", meter, bars=32)
    score = backing(chords, key=Key("C"), meter=meter, tempo=TempoMap(72.0, 66.0, 64.0), groove="folk", seed=3)
    assert_is_playable(score)
    assert score.total_beats == 128
    bass = score.part("bass")
    assert bass is not None
    first = [note.pitch % 12 for note in bass.notes if note.onset_beats % 16 < 0.3]
    assert set(first) == {0}
    assert score == backing(chords, key=Key("C"), meter=meter, tempo=TempoMap(72.0, 66.0, 64.0), groove="folk", seed=3)


def test_lively_feelings_are_louder_than_calm_ones() -> None:
    def mean(score: Score) -> float:
        velocities = [note.velocity for part in score.parts for note in part.notes]
        return sum(velocities) / len(velocities)

    assert mean(arrange(song("folk", feeling="joyful"))) > mean(arrange(song("folk", feeling="calm"))) + 5


@pytest.mark.parametrize("tonic", ["C", "F", "Bb", "A", "F#"])
@pytest.mark.parametrize("mode", ["major", "minor"])
def test_the_pulse_is_soft_steady_and_in_its_key(tonic: str, mode: str) -> None:
    key = Key.parse(f"{tonic} {mode}")
    score = pulse(bars=16, key=key, seed=2)
    assert_is_playable(score)
    assert score.total_beats == 64
    beats = score.part("pulse")
    assert beats is not None
    assert [n.onset_beats % 2 for n in beats.notes] == [0.0, 0.5] * 32
    for part in score.parts:
        assert all(note.velocity <= 58 for note in part.notes)
        if part.name != "pulse":
            assert {note.pitch % 12 for note in part.notes} <= set(key.scale_pcs)


def test_the_welcome_rises_softly_and_is_short() -> None:
    score = welcome()
    harp = score.part("chords")
    assert harp is not None
    assert [n.pitch for n in harp.notes] == sorted(n.pitch for n in harp.notes)
    assert 3 <= score.total_seconds <= 10
    assert max(n.velocity for part in score.parts for n in part.notes) <= 60


def test_a_profile_lies_behind_each_groove() -> None:
    chords = read_chords("Am | G", Meter(3, 4))
    angry = profile_of(song(feeling="angry").affect)
    soft = backing(chords, key=Key("A", "minor"), meter=Meter(3, 4), tempo=TempoMap(70), groove="lullaby")
    loud = backing(
        chords, key=Key("A", "minor"), meter=Meter(3, 4), tempo=TempoMap(70), groove="lullaby", profile=angry
    )
    assert soft.parts[0].notes[0].velocity < loud.parts[0].notes[0].velocity

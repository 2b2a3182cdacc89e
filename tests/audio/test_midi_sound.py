"""What the real sound process puts into a file, measured."""

import time

import numpy as np
import pytest
import soundfile

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi import synth
from companion.midi.listening import envelope, onsets, rms
from companion.midi.protocol import (
    NoteHeard,
    NoteOff,
    NoteOn,
    Panic,
    Play,
    SetPlayerProgram,
    SetVolume,
    Stop,
)
from tests.audio.concert import ORGAN, SILENCE, Concert, blocks, errors_ms, organ, steps_db

pytestmark = pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")


def test_onsets_stand_at_the_scores_times(concert: Concert) -> None:
    tempo = TempoMap(132, 96, 8.0)
    beats = [0.0, 1.0, 1.5, 2.25, 3.0, 3.75, 4.5, 5.0, 6.0, 7.0, 7.3, 7.7]
    concert.play(Play(1, blocks(*beats, bars=2, tempo=tempo), fade_in_seconds=0.0))
    audio, rate = concert.heard()
    errors = errors_ms(onsets(audio, rate), [tempo.seconds_at(beat) for beat in beats])
    assert max(abs(error) for error in errors) < 1.5


def test_a_loop_has_no_seam(concert: Concert) -> None:
    concert.client.send(Play(1, blocks(0, 1, 2, 3, bars=1, tempo=TempoMap(240)), is_loop=True, fade_in_seconds=0.0))
    time.sleep(3.5)
    concert.client.send(Stop(0.1))
    concert.wait_for_end(1)
    audio, rate = concert.heard()
    found = onsets(audio, rate)[:13]
    assert max(abs(e) for e in errors_ms(found, [0.25 * number for number in range(13)])) < 1.5


def test_there_is_sound_where_notes_are_and_silence_elsewhere(concert: Concert) -> None:
    concert.play(Play(1, blocks(0, 4, bars=2, tempo=TempoMap(120)), fade_in_seconds=0.0))
    audio, rate = concert.heard()
    first, second = onsets(audio, rate)
    assert second - first == pytest.approx(2.0, abs=0.003)
    for start in (first, second):
        assert rms(audio, rate, start, start + 0.05) > 0.02
        assert rms(audio, rate, start + 1.2, start + 1.95) < SILENCE
    assert rms(audio, rate, 0.0, first - 0.002) < SILENCE


def test_music_comes_and_goes_without_a_step(concert: Concert) -> None:
    concert.client.send(Play(1, organ(16), fade_in_seconds=1.5))
    time.sleep(2.5)
    concert.client.send(Stop(1.0))
    concert.wait_for_end(1)
    audio, rate = concert.heard()
    levels = envelope(audio, rate, 0.05)
    full = float(np.median(levels[40:50]))
    start = int(np.argmax(levels > full / 30))
    assert levels[start + 5] < 0.5 * full < levels[start + 24]
    assert levels[-1] < full / 300
    fine = envelope(audio, rate, 0.025)
    assert steps_db(fine[2 * start :]) < 4.0  # 30 dB down, 0.11 s before its end, the fade falls by 3.5 dB a window
    middle = levels[start + 10 : -12]
    assert steps_db(middle) < 2.5


def test_one_piece_gives_way_to_the_next_without_a_click(concert: Concert) -> None:
    concert.client.send(Play(1, organ(16), fade_in_seconds=0.1))
    time.sleep(1.0)
    concert.client.send(Play(2, organ(16), fade_in_seconds=0.5))
    concert.wait_for_end(1)
    time.sleep(1.0)
    concert.client.send(Stop(0.2))
    concert.wait_for_end(2)
    audio, rate = concert.heard()
    jumps = np.abs(np.diff(audio))
    steady = jumps[round(0.6 * rate) : round(0.9 * rate)].max()
    assert jumps.max() < 1.6 * steady


def test_the_volume_moves_without_a_click(concert: Concert) -> None:
    concert.client.send(SetPlayerProgram(ORGAN))
    concert.client.send(NoteOn(48, 100))
    time.sleep(0.8)
    concert.client.send(SetVolume(0.2))
    time.sleep(1.0)
    concert.client.send(NoteOff(48))
    audio, rate = concert.heard()
    loud, soft = rms(audio, rate, 0.5, 0.7), rms(audio, rate, 1.5, 1.7)
    assert soft < 0.25 * loud
    jumps = np.abs(np.diff(audio))
    assert jumps.max() < 1.3 * jumps[round(0.4 * rate) : round(0.7 * rate)].max()


def test_played_notes_sound_when_they_are_said_to(concert: Concert) -> None:
    concert.client.send(SetPlayerProgram(115))  # wood block
    for _ in range(6):
        concert.client.send(NoteOn(76, 100, 0.1))
        time.sleep(0.25)
    audio, rate = concert.heard()
    said = [f.event.seconds for f in concert.facts if isinstance(f, NoteHeard) and f.event.kind == 0x90]
    late = np.array(onsets(audio, rate)) - np.array(said)
    assert len(said) == 6
    assert -0.02 < late.min() <= late.max() < 0.08


def test_panic_is_silence(concert: Concert) -> None:
    concert.client.send(Play(1, organ(16), fade_in_seconds=0.1))
    concert.client.send(NoteOn(60, 100))
    time.sleep(0.6)
    concert.client.send(Panic())
    concert.wait_for_end(1)
    time.sleep(0.8)
    audio, rate = concert.heard()
    levels = envelope(audio, rate, 0.05)
    assert np.max(levels[8:-1] / levels[9:]) > 5.0
    assert rms(audio, rate, audio.size / rate - 0.2, audio.size / rate) < SILENCE / 10


def test_a_full_band_and_two_hands_stay_below_full_scale_at_full_volume(concert: Concert) -> None:
    parts = (
        Part("melody", 0, 73, (NoteEvent(0, 3, 77, 85),)),
        Part("chords", 1, 0, tuple(NoteEvent(0, 3, pitch, 70) for pitch in (53, 57, 60, 65))),
        Part("bass", 2, 32, (NoteEvent(0, 3, 41, 75),)),
        Part("air", 3, 48, tuple(NoteEvent(0, 3, pitch, 55) for pitch in (60, 65, 69))),
        Part("pulse", 9, 0, (NoteEvent(0, 1, 36, 80), NoteEvent(1, 1, 38, 70))),
    )
    concert.client.send(SetVolume(1.0))
    time.sleep(0.3)
    concert.client.send(Play(1, Score("full", Key("C"), Meter(), TempoMap(240), 4.0, parts), fade_in_seconds=0.0))
    time.sleep(0.2)
    for pitch in (65, 69, 72):
        concert.client.send(NoteOn(pitch, 95, 0.5))
    concert.wait_for_end(1)
    concert.client.close()
    audio, _ = soundfile.read(concert.file)
    assert 0.1 < float(np.abs(audio).max()) < 0.95

"""What is heard of music that is changed while it runs, recorded from the real sound process."""

import time

import numpy as np
import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi import synth
from companion.midi.listening import envelope, onsets, rms
from companion.midi.protocol import Cue, Play, Revise, Revised, SetPart, SetPartLevel, SetTempo, Stop, TempoChanged
from tests.audio.concert import ORGAN, SILENCE, WOOD_BLOCK, Concert, blocks, errors_ms, organ, steps_db

pytestmark = pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")

BLOCK_MS = 64 / 48


def on_blocks(found: list[float], expected: list[float]) -> bool:
    """Whether every onset is within one of FluidSynth's blocks of its place."""
    return max(abs(error) for error in errors_ms(found, expected)) <= BLOCK_MS + 0.1


def test_onsets_stay_on_their_blocks_across_revisions_of_a_loop(concert: Concert) -> None:
    concert.client.send(Play(1, blocks(0, 1, 2, 3, bars=1, tempo=TempoMap(240)), is_loop=True, fade_in_seconds=0.0))
    for step in (0.5, 0.8, 0.5):
        time.sleep(1.3)
        beats = [step * number for number in range(round(4 / step) + 1) if step * number < 4]
        concert.client.send(Revise(1, blocks(*beats, bars=1, tempo=TempoMap(60))))
    time.sleep(1.5)
    concert.client.send(Stop(0.05))
    concert.wait_for_end(1)
    turns = [fact.from_beats for fact in concert.facts if isinstance(fact, Revised)]
    audio, rate = concert.heard()
    found = onsets(audio, rate)
    expected: list[float] = []
    for start, end, step in zip((0.0, *turns), (*turns, 1e3), (1.0, 0.5, 0.8, 0.5), strict=True):
        bars = np.arange(start, min(end, 64.0), 4.0)
        expected += [float(bar + beat) * 0.25 for bar in bars for beat in np.arange(0, 4, step)]
    assert len(turns) == 3
    assert len(found) > 25
    assert on_blocks(found, expected[: len(found)])


def test_a_glide_is_exact_by_its_integral(concert: Concert) -> None:
    concert.client.send(Play(1, blocks(0, 1, 2, 3, bars=1, tempo=TempoMap(240)), is_loop=True, fade_in_seconds=0.0))
    time.sleep(0.8)
    concert.client.send(SetTempo(1, 130.0, over_seconds=3.0))
    time.sleep(2.0)
    concert.client.send(SetTempo(1, 180.0, over_seconds=1.0))
    time.sleep(3.5)
    concert.client.send(Stop(0.05))
    concert.wait_for_end(1)
    tempo = [fact.tempo for fact in concert.facts if isinstance(fact, TempoChanged)][-1]
    audio, rate = concert.heard()
    found = onsets(audio, rate)
    assert len(tempo.changes) == 2
    assert len(found) > 15
    assert on_blocks(found, [tempo.seconds_at(beat) for beat in range(len(found))])


def test_a_part_goes_and_comes_and_the_others_do_not_notice(concert: Concert) -> None:
    strokes = tuple(NoteEvent(beat, 0.1, WOOD_BLOCK, 100) for beat in range(4))
    air = Part("air", 0, ORGAN, (NoteEvent(0, 4, 48, 100),))
    score = Score("both", Key("C"), Meter(), TempoMap(60), 4.0, (air, Part("pulse", 9, 0, strokes)))
    concert.client.send(SetPart("pulse", False))  # of nothing that plays: it is not remembered
    concert.client.send(Play(1, score, is_loop=True, fade_in_seconds=0.0))
    concert.client.send(SetPart("pulse", False))
    time.sleep(1.5)
    concert.client.send(SetPart("air", False))
    time.sleep(1.5)
    concert.client.send(SetPart("air", True))
    concert.client.send(SetPartLevel("air", 0.25))
    time.sleep(1.5)
    concert.client.send(Stop(0.3))
    concert.wait_for_end(1)
    audio, rate = concert.heard()
    levels = envelope(audio, rate, 0.05)
    start = int(np.argmax(levels > 0.01)) * 0.05
    full, gone, soft = (rms(audio, rate, start + at, start + at + 0.3) for at in (0.9, 2.2, 3.9))
    assert gone < SILENCE
    assert soft == pytest.approx(full / 4, rel=0.2)
    first = round(start / 0.05)
    assert steps_db(levels[first + 5 : first + 88]) < 14.0  # a third of a second from nothing
    jumps = np.abs(np.diff(audio))
    steady = jumps[round((start + 0.8) * rate) : round((start + 1.2) * rate)].max()
    assert jumps[round((start + 0.5) * rate) :].max() < 1.5 * steady


def test_a_held_note_gives_way_to_another_score_without_a_click_and_nothing_hangs(concert: Concert) -> None:
    fast = organ(16)
    concert.client.send(Play(1, fast, is_loop=True, fade_in_seconds=0.3))
    time.sleep(0.8)
    concert.client.send(SetTempo(1, 240.0))
    concert.client.send(Revise(1, organ(4), from_beats=8.0, is_loop=False))
    concert.wait_for_end(1)
    time.sleep(0.5)
    audio, rate = concert.heard()
    jumps = np.abs(np.diff(audio))
    assert jumps.max() < 2.5 * jumps[round(0.7 * rate) : rate].max()
    assert rms(audio, rate, audio.size / rate - 0.1, audio.size / rate) < SILENCE


def test_cued_notes_stand_on_their_blocks_too(concert: Concert) -> None:
    concert.client.send(Play(1, blocks(0, 2, bars=1, tempo=TempoMap(240)), is_loop=True, fade_in_seconds=0.0))
    time.sleep(0.5)
    strokes = tuple(NoteEvent(beat, 0.1, WOOD_BLOCK, 100) for beat in (1.0, 3.0, 5.25))
    concert.client.send(Cue(1, 8.0, Part("echo", 9, 0, strokes)))
    time.sleep(3.5)
    concert.client.send(Stop(0.05))
    concert.wait_for_end(1)
    audio, rate = concert.heard()
    found = onsets(audio, rate)
    expected = sorted([*(0.5 * number for number in range(40)), 9 / 4, 11 / 4, 13.25 / 4])
    assert len(found) > 9
    assert on_blocks(found, expected[: len(found)])

"""How a jam over a song comes to rest, as it is heard in the written sound: slower and slower, and ringing out."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from companion.domain.song import SongRequest
from companion.engine.composing import suggest
from companion.journal.drafts import DraftFile
from companion.midi import synth
from companion.midi.listening import envelope, onsets
from companion.midi.protocol import Ended, TempoChanged
from companion.services.jamming.backing import PARTS
from companion.services.jamming.jam import Jam
from companion.services.sounding.playback import Playback
from tests.audio.concert import Concert, errors_ms, steps_db

pytestmark = pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")

WORDS = ("Stay a little longer,", "stay until it's light.")
BPM = 150.0
PATIENCE_SECONDS = 30.0
LOW_DRUM = 36
"""The first of the heart's two strokes; the second may drown in its ringing."""


class Evening:
    """A jam over a song, recorded, that is asked to end after its first bar."""

    def __init__(self, concert: Concert, folder: Path, only: str | None) -> None:
        (song,) = suggest(SongRequest(WORDS, feeling="calm", seed=3))
        self.song = replace(song, tempo_bpm=BPM, groove="heartbeat")
        self._concert = concert
        self._playback = Playback(concert.client)
        self._jam = Jam(self.song, self._playback, DraftFile(folder / "take.json"))
        self._jam.start()
        for name in PARTS if only else ():
            self._jam.backing.set_part(name, is_on=name == only)
        self._until(lambda: (self._playback.beats or 0.0) > self.song.meter.bar_beats)
        self._jam.end_softly()
        closing = self._jam.backing.rounds[-1]
        self.from_beats = closing.at_beats
        self.pulse = next(part.notes for part in closing.score.parts if part.name == "pulse")
        self._until(lambda: any(isinstance(fact, Ended) for fact in concert.facts))

    def _until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < deadline, "the music did not come to rest"
            for fact in self._concert.client.poll():
                self._playback.hear(fact)
                self._jam.hear(fact)
                self._concert.facts.append(fact)
            self._jam.tick()
            time.sleep(0.01)


def test_the_pulse_slackens_to_the_end(concert: Concert, tmp_path: Path) -> None:
    played = Evening(concert, tmp_path, "pulse")
    audio, rate = concert.heard()
    found = onsets(audio, rate)
    tempo = [fact.tempo for fact in concert.facts if isinstance(fact, TempoChanged)][-1]
    strokes = [played.from_beats + note.onset_beats for note in played.pulse if note.pitch == LOW_DRUM]
    expected = [tempo.seconds_at(beats) for beats in strokes]
    late = found[-1] - expected[-1]
    heard = [min(found, key=lambda at, due=due: abs(at - late - due)) for due in expected]  # type: ignore[misc]
    assert max(map(abs, errors_ms(heard, expected))) < 3.0
    paces = [(b2 - b1) / (t2 - t1) * 60 for (b1, b2), (t1, t2) in zip(pairwise(strokes), pairwise(heard), strict=True)]
    assert paces[-1] < 0.85 * BPM, "at the end it is heard to be slower"
    assert all(later < earlier + 2.0 for earlier, later in pairwise(paces)), "and it never hurries on the way"


def test_the_last_chord_rings_out_and_is_not_cut(concert: Concert, tmp_path: Path) -> None:
    Evening(concert, tmp_path, None)
    audio, rate = concert.heard()
    levels = envelope(audio, rate, 0.1)
    loud = np.flatnonzero(levels > levels.max() * 10 ** (-50 / 20))
    tail = levels[: loud[-1] + 1][-12:]
    assert tail[-1] < 0.05 * tail[0], "it went by itself"
    assert steps_db(tail[tail > tail.max() * 0.1]) < 6.0, "no step down: nothing was cut"

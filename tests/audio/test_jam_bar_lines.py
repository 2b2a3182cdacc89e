"""What is changed in a jam is heard from the next bar or sooner, as the real sound process tells."""

import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from companion.domain.song import SongRequest
from companion.engine.composing import suggest
from companion.journal.drafts import DraftFile
from companion.midi.client import SoundClient
from companion.midi.protocol import Fact, Open, Position, Revised, TempoChanged
from companion.services.jamming.jam import Jam
from companion.services.sounding.playback import SOONEST_SECONDS, Playback

WORDS = ("Stay a little longer,", "stay until it's light,", "", "let the day be stronger", "than the longest night.")
PATIENCE_SECONDS = 20.0


class Stage(NamedTuple):
    """A jam over the real sound process, in silence."""

    jam: Jam
    playback: Playback
    sound: SoundClient

    def until(self, kind: type[Fact]) -> Fact:
        """Let the jam run until a fact of a kind comes."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for fact in self.sound.poll():
                self.playback.hear(fact)
                self.jam.hear(fact)
                if isinstance(fact, kind):
                    return fact
            self.jam.tick()
            time.sleep(0.01)
        raise AssertionError(f"no {kind.__name__} came")

    def next_bar(self) -> float:
        """The bar line from which on a change that is asked for now is to be heard."""
        beats = self.sound.beats_now()
        assert beats is not None
        assert self.playback.tempo is not None
        soonest = beats + SOONEST_SECONDS * self.playback.tempo.bpm_at(beats) / 60
        return math.ceil(soonest / self.jam.song.meter.bar_beats) * self.jam.song.meter.bar_beats


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    (song,) = suggest(SongRequest(WORDS, feeling="calm", seed=3))
    sound = SoundClient()
    sound.start(Open("none", None, None, "none", 0.4, 0.0), tmp_path / "sound.log")
    playback = Playback(sound)
    jam = Jam(song, playback, DraftFile(tmp_path / "take.json"))
    jam.start()
    yield Stage(jam, playback, sound)
    sound.close()


CHANGES: dict[str, tuple[Callable[[Jam], None], type[Fact]]] = {
    "groove": (lambda jam: jam.choose_groove("heartbeat"), Revised),
    "drone": (lambda jam: jam.stay_on_chord(), Revised),
    "chords again": (lambda jam: jam.stay_on_chord(), Revised),
    "next section": (lambda jam: jam.next_section(), Revised),
    "key up": (lambda jam: jam.shift_key(1), Revised),
    "key down": (lambda jam: jam.shift_key(-1), Revised),
    "tempo": (lambda jam: jam.change_tempo(4.0), TempoChanged),
    "glide": (lambda jam: jam.glide_to(90.0, 0.5), TempoChanged),
}


def test_every_change_is_heard_from_the_next_bar(stage: Stage) -> None:
    for name, (change, kind) in CHANGES.items():
        stage.until(Position)  # what came before it is taken in
        expected = stage.next_bar()
        change(stage.jam)
        fact = stage.until(kind)
        heard = fact.from_beats if isinstance(fact, Revised) else last_change(fact)
        assert heard <= expected, name


def last_change(fact: Fact) -> float:
    """Where the newest change of a tempo begins."""
    assert isinstance(fact, TempoChanged)
    return fact.tempo.changes[-1].at_beats

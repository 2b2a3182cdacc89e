"""A jam for tests: the real one over a fake sound process whose time is moved by hand."""

import time
from collections.abc import Callable
from pathlib import Path

from companion.domain.song import Song, SongRequest
from companion.domain.take import NOTE_OFF, NOTE_ON, PlayedEvent
from companion.engine.composing import suggest
from companion.journal.drafts import DraftFile
from companion.midi import protocol as p
from companion.midi.client import SoundClient
from companion.midi.testing import FakeClock, FakeSoundServer
from companion.services.jamming.ground import ground_for
from companion.services.jamming.jam import Jam
from companion.services.jamming.state import JamState
from companion.services.sounding.playback import Playback

CALM = ground_for("calm", 4)
BAR = CALM.meter.bar_beats


class Room:
    """A jam over a fake sound process whose time is moved by hand."""

    def __init__(self, folder: Path, song: Song | None = None) -> None:
        self.song: Song = song or suggest(SongRequest(feeling="calm", tempo_bpm=60.0, seed=3))[0]
        self.clock = FakeClock(0.0)
        self._marks = 0
        self.server = FakeSoundServer()
        self.sound = SoundClient(self.server.launch, clock=self.clock)
        self.sound.start(p.Open("none", None, None, "none", 0.5, 0.0))
        assert self.sound.wait_until_ready() is not None
        self.playback = Playback(self.sound)
        self.checkpoint = DraftFile(folder / "take.json")
        self.jam = Jam(self.song, self.playback, self.checkpoint, clock=self.clock)

    def settle(self, holds: Callable[[], bool]) -> None:
        """Take in facts until something holds."""
        deadline = time.monotonic() + 5
        while True:
            for fact in self.sound.poll():
                self.playback.hear(fact)
                self.jam.hear(fact)
            if holds():
                return
            assert time.monotonic() < deadline
            time.sleep(0.001)

    def start(self) -> None:
        """Begin, and wait for the first position."""
        self.jam.start()
        self.settle(lambda: self.playback.beats is not None)

    def play(self, *seconds: float) -> None:
        """Play notes at these times, as heard from a keyboard."""
        assert self.playback.now is not None
        before = self.jam.tick().played
        for at in seconds:
            self.server.say(p.NoteHeard(PlayedEvent(at, NOTE_ON, 60, 80), self.playback.now.play_id, "keyboard"))
        self.settle(lambda: self.jam.tick().played == before + len(seconds))

    def move(self, beats: float) -> JamState:
        """Let so many beats pass at 60 beats a minute, a tenth of a beat at a time."""
        for _ in range(round(beats * 10)):
            self.clock.move(0.1)
            self.server.heard_seconds = self.playback.beats or 0.0
            self.take_in()
            state = self.jam.tick()
            self._settle_commands()
        return state

    def take_in(self) -> None:
        """Take in what the sound process has said by now."""
        for fact in self.sound.poll():
            self.playback.hear(fact)
            self.jam.hear(fact)

    def strike(self, at: float, pitch: int = 60, velocity: int = 80, length: float = 0.4) -> None:
        """One note of a keyboard, from its start to its end, at seconds of the music."""
        assert self.playback.now is not None
        for seconds, kind, loud in ((at, NOTE_ON, velocity), (at + length, NOTE_OFF, 0)):
            event = PlayedEvent(seconds, kind, pitch, loud)
            self.jam.hear(p.NoteHeard(event, self.playback.now.play_id, "keyboard"))

    def sent(self, kind: type[p.Command], count: int = 1) -> p.Command:
        """The newest command of a kind, once there were `count`."""
        return self.server.wait_for(kind, count)

    def all_sent(self, kind: type[p.Command]) -> list[p.Command]:
        """Every command of a kind that has come by now."""
        self._settle_commands()
        return [each for each in self.server.commands if isinstance(each, kind)]

    def _settle_commands(self) -> None:
        """Wait until the sound process has taken in everything that it was told."""
        self._marks += 1
        self.sound.send(p.SetKeyboard())
        self.server.wait_for(p.SetKeyboard, self._marks)


def room_event(at: float) -> PlayedEvent:
    """A note that was struck at a time."""
    return PlayedEvent(at, 0x90, 60, 80)


def cues(room: Room, name: str) -> list[p.Cue]:
    """What was cued of a part."""
    return [each for each in room.all_sent(p.Cue) if isinstance(each, p.Cue) and each.part.name == name]

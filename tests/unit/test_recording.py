"""A recording against a sound process that says what the test wants: what belongs to a take, and what may go wrong."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.take import NOTE_OFF, NOTE_ON, BackingPlan, PlayedEvent, Take
from companion.domain.tempo import TempoChange, TempoMap
from companion.errors import CompanionError, NoDeviceError
from companion.journal.drafts import DraftFile
from companion.midi.client import SoundClient
from companion.midi.protocol import Ended, Fact, Missing, NoteHeard, Open, Play, Position, Ready, TempoChanged
from companion.midi.testing import FakeSoundServer
from companion.services.takes.recording import CHECKPOINT_SECONDS, Ground, Recording, record, require_port

SCORE = Score("Steady", Key("C"), Meter(), TempoMap(60), 4.0, (Part("bass", 0, 0, (NoteEvent(0, 1, 40, 60),)),))
GROUND = Ground(SCORE, BackingPlan(chords="C", groove="folk"), "a-song")


def heard(seconds: float, pitch: int = 60, kind: int = NOTE_ON, play_id: int | None = 1) -> NoteHeard:
    return NoteHeard(PlayedEvent(seconds, kind, pitch, 80 if kind == NOTE_ON else 0), play_id, "piano")


def at(beats: float) -> Position:
    return Position(1, beats, time.monotonic(), 60.0)


def test_what_belongs_to_the_take() -> None:
    recording = Recording(GROUND, 35.0)
    facts = (
        heard(-3.0), heard(-0.4, 61), heard(0.5, 61, NOTE_OFF), heard(1.0, 62, play_id=None), heard(1.2, 63, play_id=9),
        heard(2.0, 64), at(2.5),
    )  # fmt: skip
    for fact in facts:
        recording.hear(fact)
    take = recording.take()
    assert [(event.seconds, event.data1, event.kind) for event in take.events] == [
        (-0.4, 61, NOTE_ON), (0.5, 61, NOTE_OFF), (2.0, 64, NOTE_ON), (2.5, 64, NOTE_OFF),
    ]  # fmt: skip
    assert (take.length_seconds, take.latency_ms, take.song_id, recording.notes) == (2.5, 35.0, "a-song", 2)
    assert (take.backing, take.backing_title) == ((GROUND.plan,), "Steady")
    cut = recording.take(1.0)
    assert (cut.length_seconds, len(cut.events)) == (1.0, 2)


def test_a_tempo_that_changes_goes_into_the_take() -> None:
    recording = Recording(GROUND, 0.0)
    tempo = TempoMap(60, changes=(TempoChange(4, 120),))
    for fact in (TempoChanged(1, tempo), TempoChanged(7, TempoMap(200)), at(8.0)):
        recording.hear(fact)
    assert recording.elapsed == 6.0
    assert recording.take().tempo == tempo
    recording.hear(Ended(7, is_complete=True))
    assert not recording.is_over
    recording.hear(Ended(1, is_complete=False))
    assert recording.is_over


class Room:
    """A client of a fake sound process, a place for the checkpoint, and a recording on a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self.server = FakeSoundServer()
        self.sound = SoundClient(self.server.launch)
        self.sound.start(Open("none", None, None, "any", 0.4, 0.0))
        self.checkpoint = DraftFile(folder / "take.json")
        self.told: list[Fact | CompanionError] = []
        self.stop = threading.Event()
        self.takes: list[Take] = []

    def begin(self, seconds: float | None = None) -> None:
        def run() -> None:
            take = record(
                self.sound, GROUND, self.checkpoint, seconds=seconds, count_in_beats=4.0, latency_ms=0.0,
                is_stopped=self.stop.is_set, tell=self.told.append,
            )  # fmt: skip
            self.takes.append(take)

        self._thread = threading.Thread(target=run)
        self._thread.start()
        self.server.wait_for(Play)

    def end(self) -> Take:
        self._thread.join(20)
        return self.takes[0]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.stop.set()
    room.sound.close()


def until(look: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not look():
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.01)


def test_it_ends_when_the_music_has_come_so_far(room: Room) -> None:
    room.begin(seconds=3.0)
    play = room.server.wait_for(Play)
    assert isinstance(play, Play)
    assert (play.is_loop, play.count_in_beats, play.score) == (True, 4.0, SCORE)
    for fact in (heard(1.0), heard(3.5, 70), at(3.05)):
        room.server.say(fact)
    take = room.end()
    assert take.length_seconds == 3.0
    assert [event.data1 for event in take.events] == [60, 60]
    assert room.checkpoint.load(Take) == take


def test_what_was_played_is_on_the_disk_soon_and_a_stop_keeps_it(room: Room) -> None:
    room.begin()
    room.server.say(heard(0.5))
    until(lambda: room.checkpoint.path.exists())
    saved = room.checkpoint.load(Take)
    assert saved is not None
    assert [event.kind for event in saved.events] == [NOTE_ON, NOTE_OFF]
    room.stop.set()
    assert [event.data1 for event in room.end().events] == [60, 60]


def test_a_checkpoint_that_can_not_be_written_is_told_once_and_the_recording_goes_on(room: Room) -> None:
    room.checkpoint = DraftFile(room.checkpoint.path / "take.json")
    room.checkpoint.path.parent.write_text("a file in the place of the folder")
    room.begin()
    room.server.say(heard(0.5))
    until(lambda: any(isinstance(each, CompanionError) for each in room.told))
    time.sleep(CHECKPOINT_SECONDS + 0.3)
    room.stop.set()
    assert len(room.end().events) == 2
    assert sum(isinstance(each, CompanionError) for each in room.told) == 1


def test_a_sound_process_that_never_comes_back_leaves_what_was_played(room: Room) -> None:
    room.begin(seconds=60.0)
    room.server.say(heard(0.5))
    until(lambda: bool(room.sound.played_since(60)))
    for launches in range(2, 6):  # as often as a client starts a new one
        room.server.die()
        until(lambda launches=launches: room.server.launches == launches or room.sound.state == "lost")  # type: ignore[misc]
    assert [event.data1 for event in room.end().events] == [60, 60]


NO_SYSTEM = Missing("midi", "This machine has no MIDI system.", "Start JACK.")


@pytest.mark.parametrize(
    ("ready", "wanted", "says"),
    [
        (None, "any", "did not start"),
        (Ready(None, None, (), (), None, (NO_SYSTEM,)), "any", "no MIDI system"),
        (Ready(None, None, (), ()), "any", "No MIDI keyboard"),
        (Ready(None, None, ("piano:out",), ()), "organ", "called 'organ'"),
    ],
)
def test_a_port_that_is_not_there_is_told(ready: Ready | None, wanted: str, says: str) -> None:
    with pytest.raises(NoDeviceError, match=says) as caught:
        require_port(ready, wanted)
    assert caught.value.hint


@pytest.mark.parametrize("wanted", ["any", "Piano", "piano:out", "ANY"])
def test_a_port_that_is_there_is_fine(wanted: str) -> None:
    require_port(Ready(None, None, ("drums:out", "piano:out"), ()), wanted)

"""Whatever reaches the sound process: refused with a sentence or played, never a crash, never a hanging note."""

import struct
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.channel import Channel, MessageError
from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi import protocol as p
from companion.midi.output import CONTROL_CHANGE, NOTE_OFF, NOTE_ON
from companion.midi.room import Room
from companion.midi.testing import FakeClock, RecordingSink

MANY = 10_000

any_number = st.one_of(st.floats(), st.integers(-(2**40), 2**70), st.sampled_from((0, 1, -1, 0.0, 1e308, 127, 128)))
beats = st.one_of(st.floats(0, 40), st.integers(0, 40).map(float), any_number)
notes = st.lists(
    st.builds(NoteEvent, st.floats(0, 16), st.floats(0.01, 20), st.integers(58, 64), st.integers(1, 127)), max_size=8
)
parts = st.builds(Part, st.sampled_from(("melody", "bass")), st.integers(0, 15), st.integers(0, 127), notes.map(tuple))
scores = st.builds(
    Score, st.just("any"), st.just(Key("C")), st.sampled_from((Meter(4, 4), Meter(7, 8), Meter(3, 4))),
    st.builds(TempoMap, st.floats(20, 300)), st.floats(0, 24), st.lists(parts, max_size=2).map(tuple),
)  # fmt: skip
ids = st.sampled_from((1, 1, 1, 2))


def frame(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A command as it stands on the wire, with fields that may be none of its own."""
    return st.fixed_dictionaries({"type": st.just(kind), **fields})


frames: st.SearchStrategy[dict[str, Any]] = st.one_of(
    frame("Play", play_id=ids, score=scores, is_loop=st.booleans(), from_beats=beats, count_in_beats=st.floats(0, 4),
          fade_in_seconds=st.floats(0, 2), score_at_beats=st.sampled_from((0.0, 8.0))),
    frame("Stop", fade_seconds=st.floats(0, 2)),
    frame("Revise", play_id=ids, score=scores, from_beats=beats, is_loop=st.none() | st.booleans()),
    frame("SetTempo", play_id=ids, bpm=st.floats(20, 300) | any_number, over_seconds=beats, from_beats=beats),
    frame("SetPart", name=st.sampled_from(("melody", "bass", "none")), is_on=st.booleans()),
    frame("SetPartLevel", name=st.sampled_from(("melody", "bass")), level=any_number),
    frame("Cue", play_id=ids, at_beats=beats, part=parts),
    frame("NoteOn", pitch=st.integers(50, 60) | any_number, velocity=st.integers(1, 127),
          seconds=st.none() | any_number),
    frame("NoteOff", pitch=st.integers(50, 60)),
    frame("SetSustain", is_down=st.booleans()),
    frame("SetSnap", pitches=st.none() | st.lists(st.integers(0, 127), min_size=128, max_size=128)),
    frame("SetKeyboard", velocity_curve=st.floats(0.1, 10) | any_number, channel=st.none() | st.integers(-1, 20)),
    frame("SetMidiInput", wanted=st.text(max_size=8)),
    frame("SetMidiOutput", port=st.none() | st.just("x"), also_synth=st.booleans(), clock=st.booleans()),
    frame("SetVolume", volume=any_number),
    frame("SetPlayerProgram", program=any_number),
    frame("Panic"),
)  # fmt: skip
decoder = msgspec.msgpack.Decoder(p.Command)


class Stage:
    """A room over a sink; frames are decoded as the channel does."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.sink = RecordingSink(self.clock)
        self.facts: list[p.Fact] = []
        self.room = Room(self.sink, self.facts.append, 0.4, 0.0, self.clock)

    def receive(self, frame: bytes) -> None:
        try:
            command = decoder.decode(frame)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return
        self.room.obey(command)

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.02)):
            self.clock.move(0.02)
            self.room.turn()

    def hanging(self) -> set[tuple[int, int]]:
        """The keys that were struck and not let go of, nor silenced with their channel."""
        events = [(tick, message) for _, (tick, message) in self.sink.scheduled] + self.sink.sent
        sounding: set[tuple[int, int]] = set()
        for tick, (kind, channel, data1, _) in sorted(events, key=lambda event: event[0]):
            if kind == NOTE_ON:
                sounding.add((channel, data1))
            elif kind == NOTE_OFF:
                sounding.discard((channel, data1))
            elif kind == CONTROL_CHANGE and data1 == 120:
                sounding = {key for key in sounding if key[0] != channel}
            if any(silence == tick for silence in self.sink.silenced_at):
                sounding.clear()
        return sounding


def encoded(frame: dict[str, Any]) -> bytes:
    try:
        return msgspec.msgpack.encode(frame)
    except OverflowError:  # a number that msgpack does not have
        return b""


def endure(found: list[tuple[dict[str, Any], float]]) -> None:
    stage = Stage()
    for frame, pause in found:
        stage.receive(encoded(frame))
        stage.run(pause)
    stage.room.obey(p.Stop(0.1))
    stage.run(0.5)
    stage.room.obey(p.Panic())
    started = [fact.play_id for fact in stage.facts if isinstance(fact, p.Ended)]
    assert stage.room.is_quiet
    assert stage.hanging() == set()
    assert all(isinstance(fact.message, str) and fact.message for fact in stage.facts if isinstance(fact, p.Problem))
    assert len(started) <= sum(frame["type"] == "Play" for frame, _ in found)


sequences = st.lists(st.tuples(frames, st.sampled_from((0.0, 0.0, 0.1, 1.0))), max_size=12)


@given(sequences)
@settings(max_examples=60, deadline=None)
def test_any_commands_in_any_order_end_in_silence(found: list[tuple[dict[str, Any], float]]) -> None:
    endure(found)


@pytest.mark.long
@pytest.mark.timeout(1800)
@given(sequences)
@settings(max_examples=MANY // 4, deadline=None)
def test_many_commands_in_any_order_end_in_silence(found: list[tuple[dict[str, Any], float]]) -> None:
    endure(found)


def refuse_or_play(frame: dict[str, Any], damage: list[tuple[float, int]]) -> None:
    content = bytearray(encoded(frame))
    for place, value in damage if content else ():
        content[int(place * len(content))] = value
    channel: Channel[p.Fact, p.Command] = Channel(_Bytes(bytes(content)), _Bytes(b""), p.Command)  # type: ignore[arg-type]
    try:
        command = channel.receive()
    except MessageError:
        return
    stage = Stage()
    stage.room.obey(command)
    stage.run(0.1)


class _Bytes:
    """One frame, to be read once."""

    def __init__(self, content: bytes) -> None:
        self._content = struct.pack(">I", len(content)) + content

    def read(self, count: int) -> bytes:
        found, self._content = self._content[:count], self._content[count:]
        return found


damages = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=4)


@given(frames, damages)
@settings(max_examples=200, deadline=None)
def test_damaged_frames_are_refused_or_played(frame: dict[str, Any], damage: list[tuple[float, int]]) -> None:
    refuse_or_play(frame, damage)


@pytest.mark.long
@pytest.mark.timeout(1800)
@given(frames, damages)
@settings(max_examples=MANY, deadline=None)
def test_ten_thousand_damaged_frames_are_refused_or_played(
    frame: dict[str, Any], damage: list[tuple[float, int]]
) -> None:
    refuse_or_play(frame, damage)


@given(st.lists(st.tuples(st.lists(st.integers(0, 255), max_size=5), st.booleans()), max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_bytes_of_a_keyboard_are_borne(found: list[tuple[list[int], bool]]) -> None:
    stage = Stage()
    for raw, is_unplugged in found:
        stage.room.hear("piano", raw, stage.clock.now)
        if is_unplugged:
            stage.room.forget_keyboard("piano")
    stage.room.forget_keyboard("piano")
    assert stage.hanging() == set()

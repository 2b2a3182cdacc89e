"""The backing on a MIDI port: what is sent, when, on whose channels, and as the port comes and goes."""

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi.both import SynthAndPort
from companion.midi.clock import AudioClock
from companion.midi.facts import Missing
from companion.midi.midi_clock import bar_of_clock
from companion.midi.outlet import Outlet
from companion.midi.output import CLICK_CHANNEL, CLOCK, CONTROL_CHANGE, NOTE_OFF, NOTE_ON, SCORE_LANES, VOLUME, Message
from companion.midi.output import TimedMessage as Timed
from companion.midi.port_player import PortPlayer
from companion.midi.port_stream import PortStream
from companion.midi.ports import NO_SYSTEM, OutPort
from companion.midi.protocol import DeviceFound, DeviceLost, Fact, Play, Problem, Revise, SetMidiOutput, Stop
from companion.midi.room import Room
from companion.midi.testing import FakeClock, RecordingSink

FIRST, SECOND = SCORE_LANES[:2]


def on(channel: int, pitch: int = 60) -> Message:
    return Message(NOTE_ON, channel, pitch, 70)


def off(channel: int, pitch: int = 60) -> Message:
    return Message(NOTE_OFF, channel, pitch)


class Cable:
    """A port that remembers what it was sent, and when."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.sent: list[tuple[float, bytes]] = []
        self.is_closed = self.is_gone = False

    def send(self, raw: bytes) -> None:
        if self.is_gone:
            raise OSError("unplugged")
        self.sent.append((round(self._clock() - 1000.0, 3), raw))

    def close(self) -> None:
        self.is_closed = True

    def notes(self) -> list[tuple[float, int, int]]:
        """When each note on came, its channel and key."""
        return [(at, raw[0] & 15, raw[1]) for at, raw in self.sent if raw[0] & 0xF0 == NOTE_ON]

    def hanging(self) -> set[tuple[int, int]]:
        sounding: set[tuple[int, int]] = set()
        for _, raw in self.sent:
            if raw[0] & 0xF0 == NOTE_ON:
                assert (raw[0] & 15, raw[1]) not in sounding, "struck while it sounds"
                sounding.add((raw[0] & 15, raw[1]))
            elif raw[0] & 0xF0 == NOTE_OFF:
                sounding.discard((raw[0] & 15, raw[1]))
        return sounding


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def cable(clock: FakeClock) -> Cable:
    return Cable(clock)


class Stage:
    """A room over a sink with a cable at its port, and time to move."""

    def __init__(self, clock: FakeClock, cable: Cable, latency_ms: float = 0.0) -> None:
        self.clock = clock
        self.sink = RecordingSink(clock)
        self.facts: list[Fact] = []
        self.room = Room(self.sink, self.facts.append, 0.4, latency_ms, clock)
        self.cable = cable

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.002)):
            self.clock.move(0.002)
            self.room.turn()
            self.room.port.play_due()


def piece(pitch: int = 60, beats: float = 0.9, program: int = 0) -> Score:
    notes = tuple(NoteEvent(beat, beats, pitch, 70) for beat in range(8))
    return Score("a piece", Key("C"), Meter(), TempoMap(120), 8.0, (Part("melody", 0, program, notes),))


@pytest.fixture
def stage(clock: FakeClock, cable: Cable) -> Stage:
    stage = Stage(clock, cable)
    stage.room.use_port(cable)
    cable.sent.clear()
    return stage


def test_notes_go_out_at_their_times_with_their_sound_before_them(stage: Stage, cable: Cable) -> None:
    stage.room.obey(Play(1, piece(program=7), count_in_beats=2.0, fade_in_seconds=0.0))
    stage.run(6.0)
    clicks = [at for at, channel, key in cable.notes() if (channel, key) == (9, 76)]
    assert clicks == pytest.approx([0.06 + 0.5 * beat for beat in range(2)], abs=0.004)
    notes = [at for at, channel, key in cable.notes() if key == 60]
    assert notes == pytest.approx([1.06 + 0.5 * beat for beat in range(8)], abs=0.004)
    raw = [message for _, message in cable.sent]
    assert raw.index(bytes([0xC0, 7])) < raw.index(bytes([0x90, 60, 70]))
    assert cable.hanging() == set()


def test_what_is_heard_later_is_sent_later(clock: FakeClock, cable: Cable) -> None:
    stage = Stage(clock, cable, latency_ms=100.0)
    stage.room.use_port(cable)
    stage.room.obey(Play(1, piece()))
    stage.run(1.0)
    assert cable.notes()[0][0] == pytest.approx(0.16, abs=0.004)


def test_the_port_can_play_alone_and_the_synth_when_it_is_gone(stage: Stage, cable: Cable) -> None:
    stage.room.obey(SetMidiOutput("cable", also_synth=False))
    stage.room.obey(Play(1, piece(), is_loop=True))
    stage.run(1.0)
    assert len(cable.notes()) == 2
    assert not any(event.message.kind == NOTE_ON for _, event in stage.sink.scheduled)
    cable.is_gone = True
    stage.run(0.5)
    stage.room.use_port(None)
    stage.run(4.0)
    assert any(event.message.kind == NOTE_ON for _, event in stage.sink.scheduled)
    assert not any(isinstance(fact, Problem) for fact in stage.facts)


def test_another_score_shares_the_channels_and_nothing_hangs(stage: Stage, cable: Cable) -> None:
    stage.room.obey(Play(1, piece(beats=5.5, program=3), is_loop=True, fade_in_seconds=0.0))
    stage.run(1.0)
    stage.room.obey(Revise(1, piece(program=4), is_loop=False))
    stage.run(10.0)
    assert [raw[1] for _, raw in cable.sent if raw[0] == 0xC0] == [3, 4]
    assert {channel for _, channel, _ in cable.notes()} == {0}
    assert cable.hanging() == set()


def test_the_clock_ticks_twenty_four_times_a_beat_and_says_where_it_stands(stage: Stage, cable: Cable) -> None:
    stage.room.obey(SetMidiOutput("cable", clock=True))
    stage.room.use_port(cable)
    stage.room.obey(Play(1, piece(), is_loop=True))
    stage.run(4.06)
    ticks = [at for at, raw in cable.sent if raw == b"\xf8"]
    assert ticks == pytest.approx([0.06 + tick / 48 for tick in range(len(ticks))], abs=0.004)
    assert len(ticks) in (192, 193)
    assert [raw for _, raw in cable.sent if raw == b"\xfa"] == [b"\xfa"]
    stage.room.obey(Stop(0.1))
    stage.run(0.5)
    assert cable.sent[-1][1] == b"\xfc"
    assert not any(event.message.kind >= 0xF0 for _, event in stage.sink.scheduled)


def test_a_device_that_comes_in_the_middle_is_told_the_place(clock: FakeClock, cable: Cable) -> None:
    stage = Stage(clock, cable)
    stage.room.obey(SetMidiOutput("cable", clock=True))
    stage.room.obey(Play(1, piece(), is_loop=True))
    stage.run(5.0)
    stage.room.use_port(cable)
    stage.run(3.0)
    real_time = [raw for _, raw in cable.sent if raw[0] >= 0xF0]
    assert real_time[:3] == [bytes([0xF2, 12 * 4, 0]), b"\xfb", b"\xf8"]
    assert cable.notes()[0][0] == pytest.approx(6.06, abs=0.004)


def test_the_first_bar_starts_and_a_later_one_goes_on() -> None:
    assert [message.kind for _, message in bar_of_clock(0, 3.0, is_first=True)] == [0xFA] + 72 * [CLOCK]
    assert bar_of_clock(5, 3.5, is_first=False)[0] == (17.5, Message(CLOCK, 0, 0))
    far = bar_of_clock(100_000, 4.0, is_first=True)[0][1]
    assert (far.data1, far.data2) == (0x7F, 0x7F)


def test_lateness_is_told_once(clock: FakeClock, cable: Cable) -> None:
    audio = AudioClock()
    audio.observe(clock(), 0.0)
    player = PortPlayer(audio, now=clock)
    player.use(cable)
    player.schedule([Timed(100, on(0)), Timed(105, off(0))], 1)
    assert player.play_due() == pytest.approx(0.1)
    clock.move(0.108)
    player.play_due()
    late = player.lateness()
    assert late is not None
    assert [late.worst_ms, late.median_ms, late.messages] == pytest.approx([8.0, 5.5, 2])
    assert player.lateness() is None


def test_what_is_taken_back_is_not_sent(clock: FakeClock, cable: Cable) -> None:
    player = PortPlayer(AudioClock(), now=clock)
    player.use(cable)
    player.schedule([Timed(10, on(0, 60))], 1)
    player.schedule([Timed(20, on(0, 62))], 2)
    player.unschedule(1)
    clock.move(1.0)
    player.play_due()
    assert [key for _, _, key in cable.notes()] == [62]
    player.use(None)
    assert cable.hanging() == set()


def test_a_lane_that_takes_a_channel_over_brings_its_sound_and_loudness() -> None:
    stream = PortStream()
    stream.choose_program(FIRST, 5)
    stream.choose_program(SECOND, 9)
    stream.bytes_of(Message(CONTROL_CHANGE, SECOND, VOLUME, 30))
    stream.bytes_of(on(FIRST))
    assert stream.bytes_of(on(SECOND)) == [
        bytes([0xC0, 9]), bytes([0xB0, VOLUME, 30]), bytes([0x80, 60, 0]), bytes([0x90, 60, 70])
    ]  # fmt: skip
    assert stream.bytes_of(off(FIRST)) == []
    assert stream.bytes_of(off(SECOND)) == [bytes([0x80, 60, 0])]
    assert stream.bytes_of(Message(CONTROL_CHANGE, FIRST, VOLUME, 90)) == []


def test_clicks_are_the_drum_kits() -> None:
    assert PortStream().bytes_of(on(CLICK_CHANNEL, 76))[-1] == bytes([0x99, 76, 70])


class Sockets:
    """Outputs that come and go."""

    def __init__(self, cable: Cable, *names: str) -> None:
        self.there = list(names)
        self.lives = True
        self._cable = cable

    def is_alive(self) -> bool:
        return self.lives

    def names(self) -> tuple[str, ...]:
        return tuple(self.there)

    def open(self, name: str) -> OutPort | None:
        return self._cable if name in self.there else None

    def close(self) -> None:
        self.there.clear()


def test_a_wanted_port_is_opened_by_a_part_of_its_name_and_found_again(cable: Cable) -> None:
    sockets, used = Sockets(cable, "Roland FP-10:out"), list[OutPort | None]()
    outlet = Outlet(lambda: sockets, used.append)
    assert outlet.refresh() == []
    assert outlet.want("fp-10") == [DeviceFound("Roland FP-10:out")]
    sockets.there.clear()
    assert outlet.refresh() == [DeviceLost("Roland FP-10:out")]
    assert outlet.refresh() == []
    sockets.there.append("Roland FP-10:out")
    assert outlet.refresh() == [DeviceFound("Roland FP-10:out")]
    assert outlet.want(None) == []
    assert used == [cable, None, cable, None]
    assert cable.is_closed


def test_what_is_not_there_is_said_and_waited_for(cable: Cable) -> None:
    sockets, used = Sockets(cable, "piano"), list[OutPort | None]()
    outlet = Outlet(lambda: sockets, used.append)
    (problem,) = outlet.want("organ")
    assert isinstance(problem, Problem)
    assert "organ" in problem.message
    assert "piano" in problem.hint
    sockets.there.append("organ")
    assert outlet.refresh() == [DeviceFound("organ")]


def test_without_a_midi_system_there_is_a_sentence() -> None:
    def nothing() -> Missing:
        return NO_SYSTEM

    outlet = Outlet(nothing, lambda _: None)
    assert outlet.available() == ()
    assert outlet.want("organ") == [Problem(NO_SYSTEM.message, NO_SYSTEM.hint)]
    assert outlet.refresh() == []
    outlet.close()


def test_the_synths_own_matters_are_left_to_it(clock: FakeClock, cable: Cable) -> None:
    sink = RecordingSink(clock)
    both = SynthAndPort(sink, PortPlayer(AudioClock(), now=clock))
    both.set_gain(0.5)
    both.silence()
    sink.sounds = True
    assert both.is_sounding()
    assert both.driver == "sink"
    both.close()
    assert sink.is_closed
    assert cable.sent == []

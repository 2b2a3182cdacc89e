"""Floods, rubbish and broken messages through real MIDI ports: no note lost or hanging, and memory stays bounded.

JACK itself loses messages where the processor is busy, so another listener on the same port says what was delivered.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from companion.midi import synth
from companion.midi.protocol import DeviceFound, DeviceLost, NoteHeard, Open, Play, Problem
from tests.faults.sound import PIECE, Watched
from tests.ports.jack import Jack, Piano, needs_jack, until

pytestmark = [*needs_jack, pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")]

MOST_GROWTH_KB = 8_000
SYSEX = (0xF0, 0x7D, *(number % 128 for number in range(250)), 0xF7)
"""A system message of a quarter of a kilobyte, of the number for what is no maker's."""

MANY, ONE_PIANOS = 10_000, 2_000
"""How many strokes come at once, and how many of them one sender's buffer surely takes."""


NAME = f"companion-floods-{os.getpid()}"


@pytest.fixture(scope="module", autouse=True)
def jack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A server that waits for its clients: what is lost then was not lost on the way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JACK_DEFAULT_SERVER", NAME)
        server = Jack(NAME, tmp_path_factory.mktemp("jack"), waits=True)
        yield
        server.stop()


class Notes:
    """Another program that listens to a port: a queue in C, which no thread of Python's can hold up."""

    def __init__(self, port: str) -> None:
        import rtmidi

        self._in: Any = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="witness", queue_size_limit=2 * MANY)
        self._in.open_port(self._in.get_ports().index(port), name="in")

    def heard(self) -> set[tuple[int, ...]]:
        """What came since the last time this was asked; no two notes of these tests are alike."""
        return {tuple(event[0]) for event in iter(self._in.get_message, None)}

    def close(self) -> None:
        self._in.close_port()
        self._in.delete()


class Hall(Watched):
    """The real sound process with a piece that plays, listening to every port whose name begins with "flood"."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.client.start(Open("file", None, None, "flood", 0.4, 0.0), folder / "sound.log")
        self.client.wait_until_ready()
        self.client.send(Play(1, PIECE, is_loop=True))

    def waits_for(self, fact: object) -> None:
        until(lambda: fact in self.said(type(fact)))

    def hears(self, piano: Piano, pitch: int) -> None:
        """Strike a key until it arrives: JACK may lose a message."""

        def strike() -> bool:
            piano.send(0x90, pitch, 80)
            time.sleep(0.1)
            return self.notes()[0x90, pitch, 80] > 0

        until(strike)

    def notes(self) -> Counter[tuple[int, int, int]]:
        """What was heard of, as raw messages."""
        events = (heard.event for heard in self.said(NoteHeard))
        return Counter((event.status, event.data1, event.data2) for event in events)

    def hanging(self) -> set[int]:
        """The pitches that were struck and not let go of."""
        held: set[int] = set()
        for event in (heard.event for heard in self.said(NoteHeard)):
            if event.kind in (0x80, 0x90):
                (held.add if event.kind == 0x90 else held.discard)(event.data1)
        return held

    def kilobytes(self) -> int:
        """What the process holds in memory of its own."""
        rollup = Path(f"/proc/{self.processes[-1].pid}/smaps_rollup").read_text(encoding="ascii")
        return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


@pytest.fixture
def hall(jack: None, tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path)
    yield hall
    hall.client.close()


def test_a_flood_of_system_messages_loses_no_note_and_no_memory(hall: Hall) -> None:
    piano = Piano("flood")
    hall.waits_for(DeviceFound("flood:out"))
    witness = Notes("flood:out")
    before = hall.kilobytes()
    sent = [(status, 30 + number % 60, 1 + number // 60) for number in range(300) for status in (0x90, 0x80)]
    for message in sent:
        for _ in range(3):
            piano.send(*SYSEX)
        piano.send(*message)
        time.sleep(0.002)
    piano.unplug()
    hall.waits_for(DeviceLost("flood:out"))
    strokes = {note for note in witness.heard() if note[0] == 0x90}
    witness.close()
    assert strokes - set(hall.notes()) == set()
    assert len(strokes) > 290
    assert hall.hanging() == set()
    assert hall.kilobytes() - before < MOST_GROWTH_KB
    assert len(hall.processes) == 1


FRAGMENTS = SYSEX[:100], (0x90, 60)
"""A system message without its end, a note without its loudness."""


def test_a_port_that_vanishes_in_the_middle_of_a_message_plays_when_it_is_back(hall: Hall) -> None:
    for number, fragment in enumerate(FRAGMENTS):
        piano = Piano("flood")
        until(lambda number=number: len(hall.said(DeviceFound)) > number)  # type: ignore[misc]
        hall.hears(piano, 40 + number)
        piano.send(*fragment)
        piano.unplug()
        until(lambda number=number: len(hall.said(DeviceLost)) > number)  # type: ignore[misc]
    assert set(hall.notes()) == {(0x90, 40 + number, 80) for number in range(len(FRAGMENTS))} | {
        (0x80, 40 + number, 0) for number in range(len(FRAGMENTS))
    }
    assert hall.said(Problem) == []
    assert len(hall.processes) == 1


BROKEN = (60, 64), (0x90,), (0x90, 61), (0x80,), (0xB0, 64), (0xFF,), (0xF4,), (0xF7,), (0xC0, 5)


def test_broken_messages_between_notes_are_nothing(hall: Hall) -> None:
    piano = Piano("flood")
    hall.waits_for(DeviceFound("flood:out"))
    hall.hears(piano, 60)
    for message in BROKEN:
        piano.send(*message)
    for pitch in range(128):
        piano.send(0x80, pitch, 0)
    hall.hears(piano, 62)
    assert set(hall.notes()) <= {(0x90, 60, 80), (0x80, 60, 0), (0x90, 62, 80), (0x80, 62, 0)}
    piano.unplug()
    until(lambda: not hall.hanging())
    assert hall.said(Problem) == []


def test_wheels_pressure_and_pedal_are_kept_in_their_order_and_nothing_is_left_behind(hall: Hall) -> None:
    piano = Piano("flood")
    hall.waits_for(DeviceFound("flood:out"))
    hall.hears(piano, 60)
    piano.send(0x80, 60, 0)
    until(lambda: hall.notes()[0x80, 60, 0])
    begun = len(hall.said(NoteHeard))
    sent = ((0xB0, 64, 127), (0xB0, 1, 99), (0xE0, 5, 90), (0x93, 62, 70), (0xA3, 62, 30), (0xD3, 44))
    for message in sent:
        piano.send(*SYSEX)
        piano.send(*message)
    until(lambda: len(hall.said(NoteHeard)) - begun >= len(sent))
    piano.unplug()
    until(lambda: not hall.hanging())
    until(lambda: hall.said(NoteHeard)[-1].event.status == 0xE0)
    played = [heard.event for heard in hall.said(NoteHeard)[begun:]]
    assert [(event.status, event.data1, event.data2) for event in played] == [
        (0xB0, 64, 127), (0xB0, 1, 99), (0xE0, 5, 90), (0x90, 62, 70), (0xA0, 62, 30), (0xD0, 44, 0),
        (0x80, 62, 0), (0xB0, 64, 0), (0xB0, 1, 0), (0xD0, 0, 0), (0xE0, 0, 64),
    ]  # fmt: skip
    times = [event.seconds for event in played]
    assert times == sorted(times)


def test_ten_thousand_strokes_at_once_leave_nothing_hanging_when_their_ports_go(hall: Hall) -> None:
    """Whether JACK's thread can hand over each of them is for `bench.burst` to say: the load matters."""
    pianos = [Piano(f"flood-{number}") for number in range(-(-MANY // ONE_PIANOS))]
    until(lambda: len(hall.said(DeviceFound)) == len(pianos), 60)
    for number in range(MANY):
        pianos[number % len(pianos)].send(0x90, number // 120 % 128, 1 + number % 120)
    for piano in pianos[1:]:
        piano.unplug()
    until(lambda: len(hall.said(DeviceLost)) == len(pianos) - 1, 60)
    hall.hears(pianos[0], 127)
    pianos[0].unplug()
    until(lambda: len(hall.said(DeviceLost)) == len(pianos), 60)
    until(lambda: not hall.hanging())
    assert len(hall.notes()) > 1000
    assert hall.said(Problem) == []
    assert len(hall.processes) == 1

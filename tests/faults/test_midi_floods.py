"""Floods through the real sound process: ten thousand notes at once, ends without beginnings; nothing hangs."""

from pathlib import Path

from companion.midi.protocol import NoteHeard, NoteOff, NoteOn, Panic, Play, Position, Problem, SetSustain
from tests.faults.sound import PIECE, Watched, needs_fluidsynth, options, until

pytestmark = needs_fluidsynth
MANY = 10_000


def test_ten_thousand_notes_at_once_are_all_heard_and_all_end(tmp_path: Path) -> None:
    watched = Watched()
    watched.client.start(options(), tmp_path / "sound.log")
    watched.client.wait_until_ready()
    watched.client.send(Play(1, PIECE, is_loop=True))
    watched.client.send(SetSustain(True))
    for number in range(MANY):
        watched.client.send(NoteOn(number % 128, 1 + number % 127))
    watched.client.send(Panic())
    until(lambda: any((heard.event.status, heard.event.data2) == (0xB0, 0) for heard in watched.said(NoteHeard)), 30)
    events = [heard.event for heard in watched.said(NoteHeard)]
    assert sum(event.kind == 0x90 for event in events) == MANY
    assert sum(event.kind == 0x80 for event in events) == MANY
    assert (events[-1].status, events[-1].data2) == (0xB0, 0)
    assert len(watched.processes) == 1
    watched.client.close()


def test_ends_without_beginnings_are_nothing(tmp_path: Path) -> None:
    watched = Watched()
    watched.client.start(options(), tmp_path / "sound.log")
    watched.client.send(Play(1, PIECE, is_loop=True))
    for number in range(MANY):
        watched.client.send(NoteOff(number % 128))
    watched.client.send(NoteOn(60, 80))
    until(lambda: watched.said(NoteHeard))
    assert [heard.event.kind for heard in watched.said(NoteHeard)] == [0x90]
    until(lambda: watched.said(Position))
    assert watched.said(Problem) == []
    watched.client.close()

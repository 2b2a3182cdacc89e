"""The doubles that ship with the program do what they say."""

import pytest

from companion.midi.client import SoundClient
from companion.midi.output import NOTE_ON, Message, TimedMessage
from companion.midi.protocol import NoteHeard, NoteOff, NoteOn, Open, Problem
from companion.midi.testing import FakeClock, FakeSoundServer, RecordingSink

OPTIONS = Open("auto", None, None, "any", 0.4, 0.0)


def note(tick: int) -> TimedMessage:
    return TimedMessage(tick, Message(NOTE_ON, 0, 60, 70))


def test_the_clock_moves_when_told() -> None:
    clock = FakeClock(5.0)
    clock.move(0.25)
    assert clock() == 5.25


def test_the_sink_takes_back_only_the_future_of_the_source_that_is_named() -> None:
    clock = FakeClock()
    sink = RecordingSink(clock)
    sink.schedule([note(10), note(500)], source=1)
    sink.schedule([note(600)], source=2)
    clock.move(0.1)
    sink.unschedule(1)
    assert [event.tick for _, event in sink.scheduled] == [10, 600]
    sink.unschedule()
    assert [event.tick for _, event in sink.scheduled] == [10]


def test_the_sinks_messages_carry_their_tick() -> None:
    clock = FakeClock()
    sink = RecordingSink(clock)
    clock.move(0.2)
    sink.send(Message(NOTE_ON, 0, 60, 70))
    assert sink.sent == [(200, Message(NOTE_ON, 0, 60, 70))]


def test_the_server_answers_notes_and_says_what_it_is_told() -> None:
    server = FakeSoundServer(heard_seconds=1.5)
    client = SoundClient(server.launch)
    client.start(OPTIONS)
    client.wait_until_ready()
    client.send(NoteOn(60, 70))
    client.send(NoteOff(60))
    server.wait_for(NoteOff)
    server.say(Problem("a mark"))
    heard: list[NoteHeard] = []
    facts: list[object] = []
    while Problem("a mark") not in facts:
        facts += client.poll()
    heard = [fact for fact in facts if isinstance(fact, NoteHeard)]
    assert [(h.event.seconds, h.event.status) for h in heard] == [(1.5, 0x90), (1.5, 0x80)]
    client.close()


def test_waiting_for_what_never_comes_says_so() -> None:
    server = FakeSoundServer()
    with pytest.raises(TimeoutError, match="NoteOn"):
        server.wait_for(NoteOn, timeout=0.01)

"""The client against a fake sound process: facts, memory, death and coming back."""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.take import PlayedEvent
from companion.domain.tempo import TempoMap
from companion.midi.client import AGAIN, LOST, MOST_RESTARTS, SoundClient
from companion.midi.played import MEMORY_SECONDS
from companion.midi.protocol import (
    Close,
    Ended,
    NoteHeard,
    NoteOn,
    Open,
    Play,
    Position,
    Problem,
    Ready,
    SetPlayerProgram,
    SetVolume,
    Stop,
)
from companion.midi.testing import FakeClock, FakeSoundServer

OPTIONS = Open("auto", None, None, "any", 0.4, 0.0)
NOTES = tuple(NoteEvent(beat, 0.9, 60, 70) for beat in range(16))
PIECE = Score("a piece", Key("C"), Meter(), TempoMap(120), 16.0, (Part("melody", 0, 0, NOTES),))
Found = TypeVar("Found")


def until(look: Callable[[], Found], timeout: float = 5.0) -> Found:
    """What `look` finds, as soon as it finds something."""
    deadline = time.monotonic() + timeout
    while not (found := look()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.002)
    return found


def position_of(client: SoundClient, play_id: int) -> Position | None:
    position = client.position
    return position if position is not None and position.play_id == play_id else None


@pytest.fixture
def server() -> FakeSoundServer:
    return FakeSoundServer()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def client(server: FakeSoundServer, clock: FakeClock) -> Iterator[SoundClient]:
    client = SoundClient(server.launch, clock)
    yield client
    client.close()


@pytest.fixture
def started(client: SoundClient) -> SoundClient:
    client.start(OPTIONS)
    assert client.wait_until_ready() is not None
    client.poll()
    return client


def test_it_opens_and_becomes_ready(client: SoundClient, server: FakeSoundServer) -> None:
    states = [client.state]
    client.start(OPTIONS)
    assert client.wait_until_ready() == server.ready
    assert [*states, client.state] == ["starting", "ready"]
    assert server.commands == [OPTIONS]
    assert client.poll() == [server.ready]


def test_what_was_sent_before_the_start_comes_after_the_opening(client: SoundClient, server: FakeSoundServer) -> None:
    client.send(NoteOn(60, 70))
    client.send(Play(1, PIECE))
    client.start(OPTIONS)
    server.wait_for(Play)
    assert [type(command) for command in server.commands] == [Open, NoteOn, Play]


def test_without_a_driver_it_is_silent(clock: FakeClock) -> None:
    server = FakeSoundServer(Ready(None, None, (), ("Nothing can be heard.",)))
    client = SoundClient(server.launch, clock)
    client.start(OPTIONS)
    client.wait_until_ready()
    assert client.state == "silent"
    client.close()


def test_positions_coalesce_and_are_carried_on_by_the_clock(
    started: SoundClient, server: FakeSoundServer, clock: FakeClock
) -> None:
    started.send(Play(1, PIECE))
    server.wait_for(Play)
    for step in range(50):
        server.say(Position(1, step / 10, 1000.0, 120.0))
    newest = Position(1, 4.9, 1000.0, 120.0)
    until(lambda: started.position == newest)
    assert started.poll() == [newest]
    assert started.poll() == []
    clock.move(0.5)
    assert started.beats_now() == pytest.approx(5.9)


def test_after_the_end_there_is_no_position(started: SoundClient, server: FakeSoundServer) -> None:
    started.send(Play(1, PIECE))
    until(lambda: position_of(started, 1))
    server.say(Ended(1, is_complete=True))
    until(lambda: started.position is None)
    server.say(Position(1, 9.0, 1000.0, 120.0))
    server.say(Problem("a mark"))
    until(lambda: Problem("a mark") in started.poll())
    assert started.position is None
    assert started.beats_now() is None


def test_what_was_played_is_held_for_ten_minutes(
    started: SoundClient, server: FakeSoundServer, clock: FakeClock
) -> None:
    def play(pitch: int) -> None:
        heard = NoteHeard(PlayedEvent(0.0, 0x90, pitch, 70), 3 if pitch > 60 else None, "keys")
        server.say(heard)
        until(lambda: heard in started.poll())

    play(60)
    clock.move(MEMORY_SECONDS - 10)
    play(62)
    clock.move(5)
    play(64)
    assert [heard.event.data1 for heard in started.played_since(MEMORY_SECONDS)] == [60, 62, 64]
    assert [heard.event.data1 for heard in started.played_since(6)] == [62, 64]
    assert [heard.event.data1 for heard in started.played_over(3)] == [62, 64]
    clock.move(30)
    assert started.rested_for() == pytest.approx(30)
    play(65)
    assert [heard.event.data1 for heard in started.played_since(99999)] == [62, 64, 65]
    started.forget_played()
    assert started.played_since(99999) == ()
    assert started.rested_for() is None


def test_a_dead_process_is_replaced_and_goes_on_at_the_next_bar(started: SoundClient, server: FakeSoundServer) -> None:
    started.send(Play(1, PIECE, count_in_beats=4.0))
    started.send(SetVolume(0.7))
    started.send(SetPlayerProgram(11))
    server.wait_for(SetPlayerProgram)
    server.say(Position(1, 5.5, 1000.0, 120.0))
    until(lambda: started.position and started.position.beats == 5.5)
    server.die()
    resumed = server.wait_for(Play, count=2)
    assert isinstance(resumed, Play)
    assert (resumed.play_id, resumed.from_beats, resumed.count_in_beats) == (1, 8.0, 0.0)
    opened = server.wait_for(Open, count=2)
    assert isinstance(opened, Open)
    assert opened.volume == 0.7
    server.wait_for(SetPlayerProgram, count=2)
    assert AGAIN in until(started.poll)
    until(lambda: started.state == "ready")


def test_what_was_stopped_does_not_come_back(started: SoundClient, server: FakeSoundServer) -> None:
    server.unanswered = (Stop,)
    started.send(Play(1, PIECE))
    started.send(Stop())
    server.wait_for(Stop)
    server.die()
    server.wait_for(Open, count=2)
    until(lambda: Ended(1, is_complete=False) in started.poll())
    assert sum(isinstance(command, Play) for command in server.commands) == 1


def test_a_piece_that_was_nearly_over_ends(started: SoundClient, server: FakeSoundServer) -> None:
    started.send(Play(1, PIECE))
    server.wait_for(Play)
    server.say(Position(1, 12.5, 1000.0, 120.0))
    until(lambda: started.position and started.position.beats == 12.5)
    server.die()
    until(lambda: Ended(1, is_complete=False) in started.poll())


def test_three_restarts_a_minute_and_no_more(started: SoundClient, server: FakeSoundServer) -> None:
    started.send(Play(1, PIECE))
    server.wait_for(Play)
    for restart in range(MOST_RESTARTS):
        server.die()
        server.wait_for(Open, count=restart + 2)
        until(lambda: started.state == "ready")
    started.poll()
    server.die()
    until(lambda: started.state == "lost")
    facts = started.poll()
    assert LOST in facts
    assert Ended(1, is_complete=False) in facts
    assert server.launches == MOST_RESTARTS + 1
    started.send(NoteOn(60, 70))


def test_after_a_minute_restarts_are_forgiven(started: SoundClient, server: FakeSoundServer, clock: FakeClock) -> None:
    for restart in range(2 * MOST_RESTARTS):
        clock.move(30)
        server.die()
        server.wait_for(Open, count=restart + 2)
        until(lambda: started.state == "ready")


def test_a_process_that_cannot_start_is_told_and_nothing_waits(clock: FakeClock) -> None:
    client = SoundClient(FakeSoundServer(start_error=True).launch, clock)
    client.start(OPTIONS)
    assert client.wait_until_ready() is None
    assert client.state == "lost"
    assert client.poll() == [LOST]
    client.send(Play(1, PIECE))
    client.close()


def test_close_says_goodbye(started: SoundClient, server: FakeSoundServer) -> None:
    started.close()
    assert server.commands[-1] == Close()
    assert server.launches == 1
    started.send(NoteOn(60, 70))
    assert started.poll() == []


def test_close_before_start_is_no_trouble(client: SoundClient) -> None:
    client.close()

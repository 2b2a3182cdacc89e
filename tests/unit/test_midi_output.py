"""The silent output, the outbox, and what is tried on each platform."""

import socket
import threading

import pytest

from companion.channel import Channel, ChannelClosed
from companion.domain.take import PlayedEvent
from companion.midi.live import drivers, open_output
from companion.midi.outbox import Outbox
from companion.midi.output import SilentOutput
from companion.midi.protocol import Command, Fact, NoteHeard, Open, Position
from companion.midi.testing import FakeClock


def test_the_silent_output_counts_its_clocks_milliseconds() -> None:
    clock = FakeClock()
    output = SilentOutput(clock)
    clock.move(1.2345)
    assert output.tick() == 1234
    assert output.grid(0.0126) == 13
    assert not output.is_sounding()
    assert output.driver is None


def test_no_driver_is_a_choice_and_no_problem() -> None:
    output, missing = open_output(Open("none", None, None, "none", 0.4, 0.0))
    assert isinstance(output, SilentOutput)
    assert missing == ()


def test_every_platform_has_drivers_of_its_own() -> None:
    assert drivers("linux") == ("pipewire", "pulseaudio", "alsa", "jack")
    assert drivers("darwin") == ("coreaudio",)
    assert "wasapi" in drivers("win32")


def test_notes_are_all_sent_in_order_and_of_waiting_positions_the_newest() -> None:
    ours, theirs = socket.socketpair()
    outbox = Outbox(Channel.over_socket(ours, Command))
    reader: Channel[Command, Fact] = Channel.over_socket(theirs, Fact)
    sent = [NoteHeard(PlayedEvent(float(number), 0x90, 60, 70), None, "keys") for number in range(2000)]
    for number, fact in enumerate(sent):
        outbox.put(fact)
        outbox.put(Position(1, float(number), 0.0, 60.0))
    threading.Thread(target=outbox.close, daemon=True).start()
    got: list[Fact] = []
    last = Position(1, 1999.0, 0.0, 60.0)
    while not got or got[-1] != last or len(got) < 2001:
        got.append(reader.receive())
        if sum(isinstance(fact, NoteHeard) for fact in got) == 2000 and got[-1] == last:
            break
    assert [fact for fact in got if isinstance(fact, NoteHeard)] == sent
    positions = [fact.beats for fact in got if isinstance(fact, Position)]
    assert positions == sorted(positions)


def test_an_outbox_whose_reader_is_gone_ends_quietly() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    channel: Channel[Fact, Command] = Channel.over_socket(ours, Command)
    outbox = Outbox(channel)
    outbox.put(Position(1, 0.0, 0.0, 60.0))
    outbox.close()
    channel.close()
    with pytest.raises(ChannelClosed):
        channel.receive()

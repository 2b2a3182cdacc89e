"""The sound process: `python -m companion.midi.server CHANNEL [OWN_SOUNDFONTS]`, started by the client.

Commands are carried out by the main thread as they come; a second thread turns the room every few milliseconds;
others send facts, hear keyboards, watch devices, and serve a MIDI output port where one is wanted. It ends when the app
closes it or goes away, with a short fade.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from companion.channel import Channel, ChannelClosed, MessageError, channel_to_parent
from companion.domain.units import Seconds
from companion.language import _
from companion.midi import synth
from companion.midi.inbox import Inbox
from companion.midi.keyboards import Keyboards
from companion.midi.live import open_output
from companion.midi.outbox import Outbox
from companion.midi.outlet import Outlet
from companion.midi.ports import open_out_system, open_system
from companion.midi.priority import raise_priority
from companion.midi.protocol import (
    Close,
    Command,
    DeviceLost,
    Fact,
    Open,
    Problem,
    Ready,
    SetMidiInput,
    SetMidiOutput,
    Stop,
)
from companion.midi.room import Room

TURN_SECONDS = 0.004
DEVICE_SECONDS = 1.0
LATENESS_SECONDS = 5.0
SWITCH_SECONDS = 0.0005
"""A played note waits for no other thread longer than this (Python's own choice is 5 ms)."""
LAST_FADE_SECONDS = 0.25
LAST_RESORT_SECONDS = 2.0
"""A process that lost a thread, and can't end in order, ends after so long."""

LONGEST_JOIN_SECONDS = 3.0
"""A driver that is being opened meanwhile takes its time."""

ECHO_SECONDS = 0.15
"""So long the room's echo is left to die away before the device is closed."""


class Server:
    """Reads commands until the end. One `Open` makes a room; another makes a new one."""

    def __init__(self, channel: Channel[Fact, Command], own_fonts: Path | None = None) -> None:
        self._channel = channel
        self._own_fonts = own_fonts
        self._outbox = Outbox(channel)
        self._room: Room | None = None
        self._inbox: Inbox | None = None
        self._keyboards: Keyboards | None = None
        self._outlet: Outlet | None = None
        self._serves_port = False
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def run(self) -> None:
        """Serve until the app says Close or is gone."""
        try:
            while True:
                try:
                    command = self._channel.receive()
                except MessageError as error:
                    self._outbox.put(Problem(error.message))
                    continue
                if isinstance(command, Close):
                    return
                self._obey(command)
        except ChannelClosed:
            pass
        finally:
            self._leave()
            self._outbox.close()
            self._channel.close()

    def _obey(self, command: Command) -> None:
        if isinstance(command, Open):
            self._leave()
            self._enter(command)
        elif self._room is None:
            name = type(command).__name__
            self._outbox.put(Problem(_("{name} came before the sound was opened.").format(name=name)))
        elif isinstance(command, SetMidiInput):
            assert self._keyboards is not None
            self._keyboards.want(command.wanted)
        else:
            self._room.obey(command)
            if isinstance(command, SetMidiOutput):
                self._choose_port(self._room, command.port)

    def _choose_port(self, room: Room, name: str | None) -> None:
        assert self._outlet is not None
        for fact in self._outlet.want(name):
            self._outbox.put(fact)
        if name is not None and not self._serves_port:  # most people never need this thread
            self._serves_port = True
            thread = threading.Thread(target=room.port.serve, args=(self._stop,), name="midi-out", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _enter(self, options: Open) -> None:
        output, missing = open_output(options, self._own_fonts)
        room = Room(output, self._outbox.put, options.volume, options.latency_ms)
        inbox = Inbox(room.hear, room.forget_keyboard)
        keyboards = Keyboards(options.midi_input, open_system, inbox.put)
        found = keyboards.refresh()
        if keyboards.missing is not None:
            missing = (*missing, keyboards.missing)
        outlet = Outlet(open_out_system, room.use_port)
        self._room, self._inbox, self._keyboards, self._outlet = room, inbox, keyboards, outlet
        sentences = tuple(one.sentence for one in missing)
        ports = keyboards.available(), outlet.available()
        self._outbox.put(
            Ready(output.driver, output.soundfont, ports[0], sentences, synth.version(), missing, midi_outputs=ports[1])
        )
        for fact in found:
            self._outbox.put(fact)
        self._stop, self._serves_port = threading.Event(), False
        self._start_thread("turn", TURN_SECONDS, room.turn)
        self._start_thread("devices", DEVICE_SECONDS, partial(self._watch_devices, room, keyboards, outlet, inbox))
        self._start_thread("lateness", LATENESS_SECONDS, partial(self._tell_lateness, room))

    def _start_thread(self, name: str, period: Seconds, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=_every, args=(period, self._stop, work), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _tell_lateness(self, room: Room) -> None:
        if (late := room.port.lateness()) is not None:
            self._outbox.put(late)

    def _watch_devices(self, room: Room, keyboards: Keyboards, outlet: Outlet, inbox: Inbox) -> None:
        if (audio := room.output.watch(time.monotonic())) is not None:
            self._outbox.put(audio)
        for fact in keyboards.refresh():
            self._outbox.put(fact)
            if isinstance(fact, DeviceLost):
                inbox.put_end(fact.name)
        for news in outlet.refresh():
            self._outbox.put(news)

    def _leave(self) -> None:
        """Fade what sounds, close the ports and the output."""
        if self._room is None or self._inbox is None or self._keyboards is None or self._outlet is None:
            return
        self._room.obey(Stop(LAST_FADE_SECONDS))
        deadline = time.monotonic() + 2 * LAST_FADE_SECONDS
        while not self._room.is_quiet and time.monotonic() < deadline:
            time.sleep(TURN_SECONDS)
        time.sleep(ECHO_SECONDS)
        self._stop.set()
        while self._threads:
            self._threads.pop().join(LONGEST_JOIN_SECONDS)
        self._outlet.close()
        self._keyboards.close()
        self._inbox.close()
        self._room.output.close()
        self._room = self._inbox = self._keyboards = self._outlet = None


def _every(period: Seconds, stop: threading.Event, work: Callable[[], None]) -> None:
    """Do some work every `period` seconds, until told to stop."""
    while not stop.wait(period):
        work()


def main(argv: list[str]) -> None:
    """Serve the app that started this process."""
    raise_priority()
    sys.setswitchinterval(SWITCH_SECONDS)
    channel = channel_to_parent(argv, Command)

    report = threading.excepthook

    def end(fault: threading.ExceptHookArgs) -> None:
        report(fault)
        channel.close()
        threading.Timer(LAST_RESORT_SECONDS, os._exit, (1,)).start()

    threading.excepthook = end  # a room that no longer turns is no use: go, so that the app starts a new one
    Server(channel, Path(argv[2]) if len(argv) > 2 else None).run()


if __name__ == "__main__":
    main(sys.argv)

"""Thousands of messages at once through a real JACK port, to the sound process and to rtmidi's own queue.

Run: python -m bench.burst [--messages N]. All are sent at once, by as many keyboards as it takes (a sender's own buffer
has room for 2,340). Counted are the notes that the sound process told of, those that listeners with a callback heard on
the same ports in a process of their own, and those that rtmidi's default queues kept for a reader that comes when the
burst is over, as a screen's loop does. Ends with status 1 where ours lost one; on a machine with so much to do that
JACK loses messages itself, the listeners lost some too.
"""

import argparse
import multiprocessing
import sys
import time
from typing import TYPE_CHECKING, Any

from bench.loads import Keyboard, keep_quiet, load, machine, missing_jack, private_jack
from companion.midi.client import SoundClient
from companion.midi.protocol import DeviceFound, NoteHeard, Open

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SETTLE_SECONDS = 1.5
ONE_KEYBOARDS = 1800
"""What one sender's buffer surely takes."""


def listen(seconds: float, has_callback: bool, found: "Connection") -> None:
    """Say when an input on each port is open; send home how many notes came within so many seconds from then on."""
    import rtmidi

    keep_quiet()
    heard: list[int] = []
    watch: Any = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="companion-watch")
    ports: list[Any] = []
    for index, name in enumerate(watch.get_ports()):
        if name.startswith("burst"):
            ports.append(rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="companion-listener"))
            if has_callback:
                ports[-1].set_callback(lambda event, _: heard.append(event[0][0]))
            ports[-1].open_port(index, name="in")
    found.send(None)
    time.sleep(seconds)
    for port in ports:
        while not has_callback and (event := port.get_message()) is not None:
            heard.append(event[0][0])
    found.send(heard.count(0x90))
    for port in (*ports, watch):
        port.close_port()
        port.delete()


def main() -> int:
    """Measure and print; 1 where a message was lost by us."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--messages", type=int, default=5000)
    messages = parser.parse_args().messages
    if missing := missing_jack():
        print(missing)
        return 0
    print(machine())
    keep_quiet()
    with private_jack():
        keyboards = [Keyboard(f"burst-{number}") for number in range(-(-messages // ONE_KEYBOARDS))]
        client = SoundClient()
        client.start(Open("none", None, None, "burst", 0.4, 0.0))
        found = 0
        while found < len(keyboards):
            found += sum(isinstance(fact, DeviceFound) for fact in client.poll())
            time.sleep(0.05)
        context = multiprocessing.get_context("spawn")
        ends = [context.Pipe() for _ in range(2)]
        work = zip(ends, (True, False), strict=True)
        seconds = SETTLE_SECONDS + messages / 1000
        others = [context.Process(target=listen, args=(seconds, kind, theirs)) for (_, theirs), kind in work]
        for other in others:
            other.start()
        for ours, _ in ends:
            ours.recv()
        began = time.perf_counter()
        for number in range(messages):
            keyboards[number % len(keyboards)].send(bytes([0x90, number % 128, 1 + number // 128 % 127]))
        took = time.perf_counter() - began
        listener, queue = (int(ours.recv()) for ours, _ in ends)
        heard = sum(isinstance(fact, NoteHeard) and fact.event.kind == 0x90 for fact in client.poll())
        client.close()
        for other in others:
            other.join()
        for keyboard in keyboards:
            keyboard.close()
    print(f"{messages} messages handed to JACK in {took * 1000:.0f} ms")
    print(f"heard by the sound process {heard}, by a listener {listener}, kept by rtmidi's default queue {queue}")
    is_held = heard >= messages
    if not is_held and listener < messages:
        print("JACK gave the listener less than all, too: measure again when the machine has less to do")
    print(f"ours to the queue: {heard / max(1, queue):.2f}; none lost: {'holds' if is_held else 'BROKEN'}; {load()}")
    return 0 if is_held else 1


if __name__ == "__main__":
    sys.exit(main())

"""Notes with human timing through a real JACK port, recorded by the sound process, a listener, and mido's loop.

Run: python -m bench.record [--notes N] [--a-second R]. Seeded chords, runs, trills and pedal are played by a process of
its own. Compared with what was sent: which events arrived, and when (the median of each receiver's errors, which is the
way through JACK, is taken off). Ends with status 1 where the sound process lost or changed an event that the listener
has, or where its p99 is above a JACK period and above the listener's own.
"""

import argparse
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from bench.loads import JACK_PERIOD_MS, Keyboard, keep_quiet, machine, missing_jack, private_jack
from companion.midi.client import SoundClient
from companion.midi.protocol import DeviceFound, NoteHeard, Open

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Raw = tuple[int, int, int]


class Stamped(NamedTuple):
    """An event and when it was sent or came, in seconds of some clock."""

    seconds: float
    raw: Raw


def performance(count: int, a_second: float, seed: int) -> list[Stamped]:
    """So many notes as hands play them, with their ends and a pedal; every sounding of a key has its own velocity."""
    chance = random.Random(seed)
    found: list[Stamped] = []
    now, played = 0.0, 0
    free: dict[int, float] = {}

    def strike(at: float, pitch: int) -> None:
        nonlocal played
        start = max(at, free.get(pitch, 0.0))  # no finger strikes a key that is down
        end = start + chance.uniform(0.03, 0.09)
        found.extend((Stamped(start, (0x90, pitch, 1 + played % 127)), Stamped(end, (0x80, pitch, 0))))
        free[pitch] = end + 0.005
        played += 1

    while played < count:
        kind = chance.choice(("chord", "run", "trill", "pedal"))
        start = chance.randrange(36, 84)
        if kind == "chord":
            for step in (0, 4, 7, 12):
                strike(now + chance.uniform(0, 0.012), start + step)
            now += 4 / a_second
        elif kind == "pedal":
            found.append(Stamped(now, (0xB0, 64, chance.choice((0, 127)))))
        else:
            steps = range(8) if kind == "run" else [0, 2] * 4
            for step in steps:
                strike(now, start + step)
                now += max(0.1 if kind == "trill" else 0.02, chance.gauss(1 / a_second, 0.15 / a_second))
    return sorted(found)


def play(events: list[Stamped], found: "Connection") -> None:
    """Send the events at their times from a keyboard of our own; send home when each was sent."""
    keep_quiet()
    keyboard = Keyboard("hands")
    found.send(None)
    found.recv()
    began = time.monotonic() + 0.2
    sent: list[Stamped] = []
    for seconds, raw in events:
        while (wait := began + seconds - time.monotonic()) > 0:
            time.sleep(wait)
        sent.append(Stamped(time.monotonic(), raw))
        keyboard.send(bytes(raw))
    time.sleep(0.5)
    found.send(sent)
    found.recv()
    keyboard.close()


def listen(found: "Connection") -> None:
    """A callback that stamps and keeps."""
    import rtmidi

    keep_quiet()
    port: Any = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="companion-listener")
    heard: list[Stamped] = []
    port.set_callback(lambda event, _: heard.append(Stamped(time.monotonic(), tuple(event[0]))))
    port.open_port(next(i for i, name in enumerate(port.get_ports()) if name.startswith("hands")), name="in")
    found.send(None)
    found.recv()
    found.send(heard)
    port.close_port()
    port.delete()


def receive(found: "Connection") -> None:
    """mido's own loop: `receive()`, stamped as it returns."""
    import mido

    keep_quiet()
    backend = mido.Backend("mido.backends.rtmidi/UNIX_JACK")
    name = next(name for name in backend.get_input_names() if name.startswith("hands"))
    heard: list[Stamped] = []
    with backend.open_input(name) as port:
        found.send(None)
        while not found.poll():
            if (message := port.receive(block=False)) is not None:
                raw = message.bytes()
                heard.append(Stamped(time.monotonic(), (raw[0], raw[1], raw[2])))
            else:
                time.sleep(0.001)
        found.recv()
        found.send(heard)


def errors_ms(sent: list[Stamped], heard: list[Stamped]) -> npt.NDArray[np.float64]:
    """How far each event came from when it was sent, the median taken off; the n-th of a kind is the n-th of it."""
    times: dict[Raw, list[float]] = {}
    for seconds, raw in sent:
        times.setdefault(raw, []).append(seconds)
    counts: Counter[Raw] = Counter()
    late: list[float] = []
    for seconds, raw in heard:
        if counts[raw] < len(times.get(raw, ())):
            late.append((seconds - times[raw][counts[raw]]) * 1000)
        counts[raw] += 1
    found = np.array(late)
    return np.asarray(np.abs(found - np.median(found)))


def start(work: Callable[..., None], *arguments: object) -> "Connection":
    """A process whose other end of a pipe is returned once it is ready."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    context.Process(target=work, args=(*arguments, theirs), daemon=True).start()
    ours.recv()
    return ours


def main() -> int:
    """Measure and print; 1 where the sound process is worse than its goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--notes", type=int, default=1500)
    parser.add_argument("--a-second", type=float, default=30.0)
    chosen = parser.parse_args()
    if missing := missing_jack():
        print(missing)
        return 0
    print(machine())
    keep_quiet()
    with private_jack():
        hands = start(play, performance(chosen.notes, chosen.a_second, seed=7))
        client = SoundClient()
        client.start(Open("none", None, None, "hands", 0.4, 0.0))
        while not any(isinstance(fact, DeviceFound) for fact in client.poll()):
            time.sleep(0.05)
        others = {"a listener": start(listen), "mido receive()": start(receive)}
        hands.send(None)
        sent: list[Stamped] = hands.recv()
        recorded = [fact.event for fact in client.poll() if isinstance(fact, NoteHeard)]
        heard = {"sound process": [Stamped(e.seconds, (e.status, e.data1, e.data2)) for e in recorded]}
        for name, pipe in others.items():
            pipe.send(None)
            heard[name] = pipe.recv()
        hands.send(None)
        client.close()
        time.sleep(0.3)
    print(f"{chosen.notes} notes, {len(sent)} events in {sent[-1].seconds - sent[0].seconds:.0f} s; "
          f"one JACK period is {JACK_PERIOD_MS:.2f} ms")  # fmt: skip
    p99: dict[str, float] = {}
    for name, events in heard.items():
        errors = errors_ms(sent, events)
        lost = sum((Counter(raw for _, raw in sent) - Counter(raw for _, raw in events)).values())
        p99[name] = float(np.percentile(errors, 99))
        print(f"{name:16} lost {lost:4}   error ms: median {np.median(errors):5.2f}   p99 {p99[name]:6.2f}   "
              f"worst {errors.max():6.2f}")  # fmt: skip
    missed = Counter(raw for _, raw in heard["a listener"]) - Counter(raw for _, raw in heard["sound process"])
    is_held = not missed and p99["sound process"] <= max(JACK_PERIOD_MS, p99["a listener"])
    print(f"ours to mido, p99: {p99['sound process'] / p99['mido receive()']:.2f}")
    print(f"what the listener has, and p99 within a period or the listener's own: {'holds' if is_held else 'BROKEN'}")
    return 0 if is_held else 1


if __name__ == "__main__":
    sys.exit(main())

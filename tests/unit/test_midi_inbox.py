"""What keyboards send is heard in order, by another thread than theirs, and nothing that waits is lost at the end."""

import threading

from companion.domain.units import Seconds
from companion.midi.inbox import Inbox


def test_everything_is_heard_in_order_even_when_hearing_is_slow() -> None:
    heard: list[int] = []
    threads: set[int] = set()
    gate = threading.Event()

    def hear(source: str, raw: list[int], monotonic: Seconds) -> None:
        gate.wait(5)
        threads.add(threading.get_ident())
        heard.append(raw[1] + 128 * raw[2])

    inbox = Inbox(hear)
    for number in range(5000):
        inbox.put("piano", [0x90, number % 128, number // 128], 0.0)
    gate.set()
    inbox.close(timeout=10)
    assert heard == list(range(5000))
    assert threads.isdisjoint({threading.get_ident()})

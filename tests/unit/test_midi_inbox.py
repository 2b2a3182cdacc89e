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

    inbox = Inbox(hear, lambda source: None)
    for number in range(5000):
        inbox.put("piano", [0x90, number % 128, number // 128], 0.0)
    gate.set()
    inbox.close(timeout=10)
    assert heard == list(range(5000))
    assert threads.isdisjoint({threading.get_ident()})


def test_a_port_is_forgotten_after_all_that_it_sent() -> None:
    """In a flood its last strokes still wait when it goes away: forgotten before they are heard, they would hang."""
    heard: list[str] = []
    gate = threading.Event()

    def hear(source: str, raw: list[int], monotonic: Seconds) -> None:
        gate.wait(5)
        heard.append(f"{source} {raw[1]}")

    inbox = Inbox(hear, lambda source: heard.append(f"{source} is gone"))
    for number in range(3):
        inbox.put("piano", [0x90, number, 80], 0.0)
    inbox.put_end("piano")
    inbox.put("organ", [0x90, 60, 80], 0.0)
    gate.set()
    inbox.close(timeout=10)
    assert heard == ["piano 0", "piano 1", "piano 2", "piano is gone", "organ 60"]

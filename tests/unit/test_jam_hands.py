"""Keys that report no release: how long their notes last, what a repeat is, what a chord is."""

from collections.abc import Iterator

import pytest

from companion.midi import protocol as p
from companion.midi.client import SoundClient
from companion.midi.testing import FakeClock, FakeSoundServer
from companion.services.jamming.hands import KEY_NOTE_SECONDS, REPEATS_STOP_SECONDS, KeyHands
from companion.services.jamming.keys import LETTER_ROWS, PadKey, key_of, pad


class Desk:
    """Hands over a fake sound process; `said` is what they sent, as +pitch for on and -pitch for off."""

    def __init__(self) -> None:
        self.clock = FakeClock(0.0)
        self.server = FakeSoundServer()
        self.sound = SoundClient(self.server.launch, self.clock)
        self.sound.start(p.Open("none", None, None, "none", 0.5, 0.0))
        assert self.sound.wait_until_ready() is not None
        self.hands = KeyHands(self.sound, self.clock)
        self._marks = 0

    def at(self, seconds: float) -> None:
        """Go to a time, a hundredth at a time, as an owner would."""
        while self.clock.now < seconds - 1e-9:
            self.clock.move(min(0.01, seconds - self.clock.now))
            self.hands.turn(lambda _: 60)

    def press(self, seconds: float, pitch: int, *, is_held: bool = False) -> None:
        self.at(seconds)
        self.hands.press(pitch, lambda: pitch, 80, is_held=is_held)

    def hold(self, start: float, end: float, pitch: int, delay: float = 0.5) -> None:
        """A key that is held from one time to another, as a terminal tells it."""
        self.press(start, pitch)
        at = start + delay
        while at <= end:
            self.press(at, pitch)
            at += 0.033

    @property
    def said(self) -> list[int]:
        self._marks += 1
        self.sound.send(p.SetKeyboard())
        self.server.wait_for(p.SetKeyboard, self._marks)
        return [
            command.pitch if isinstance(command, p.NoteOn) else -command.pitch
            for command in self.server.commands
            if isinstance(command, p.NoteOn | p.NoteOff)
        ]


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.sound.close()


def test_a_note_lasts_its_own_length(desk: Desk) -> None:
    desk.press(0.0, 60)
    desk.at(KEY_NOTE_SECONDS - 0.02)
    assert desk.said == [60]
    desk.at(KEY_NOTE_SECONDS + 0.02)
    assert desk.said == [60, -60]


def test_the_next_note_ends_it_and_a_chord_does_not(desk: Desk) -> None:
    desk.press(0.0, 60)
    desk.press(0.4, 64)
    assert desk.said == [60, 64, -60]
    desk.press(0.42, 67)
    assert desk.said == [60, 64, -60, 67]


def test_a_held_key_strikes_once_and_ends_when_its_repeats_stop(desk: Desk) -> None:
    desk.hold(0.0, 1.0, 60)  # the first time nobody knows this keyboard's delay
    desk.at(2.5)
    before = len(desk.said)
    desk.hold(3.0, 6.0, 60)
    assert desk.said[before:] == [60]
    desk.at(6.0 + REPEATS_STOP_SECONDS + 0.05)
    assert desk.said[before:] == [60, -60]


def test_a_trembling_hand_strikes_once(desk: Desk) -> None:
    desk.press(0.0, 60)
    desk.press(0.05, 60)
    assert desk.said == [60]


def test_a_note_played_again_is_struck_again_also_when_it_looks_like_a_repeat(desk: Desk) -> None:
    desk.press(0.0, 60)
    desk.press(0.3, 60)
    assert desk.said == [60, 60]
    desk.hold(2.5, 3.5, 60)
    desk.at(6.0)
    before = len(desk.said)
    desk.press(6.5, 60)
    desk.press(7.0, 60)  # exactly this keyboard's delay: struck as soon as no second sign comes
    desk.at(7.15)
    assert desk.said[before:].count(60) == 2


def test_two_keys_on_one_note_do_not_cut_each_other(desk: Desk) -> None:
    desk.hands.press("a", lambda: 60, 80)
    desk.at(0.3)
    desk.hands.press("s", lambda: 60, 80)
    assert desk.said == [60, 60]
    desk.at(0.3 + KEY_NOTE_SECONDS + 0.05)
    assert desk.said == [60, 60, -60]


def test_a_real_release_decides(desk: Desk) -> None:
    desk.press(0.0, 60, is_held=True)
    desk.press(1.0, 72)
    desk.at(5.0)
    assert desk.said == [60, 72, -72]
    desk.hands.release(60)
    assert desk.said[-1] == -60
    desk.press(6.0, 62)
    desk.hands.release_all()
    assert desk.said[-2:] == [62, -62]


@pytest.mark.parametrize("layout", list(LETTER_ROWS))
def test_every_key_of_a_row_sounds_its_place(layout: str) -> None:
    upper, lower = LETTER_ROWS[layout]  # type: ignore[index]
    for index in range(10):
        assert key_of(upper[index], layout) == PadKey("upper", index)  # type: ignore[arg-type]
        assert key_of(lower[index].upper(), layout) == PadKey("lower", index)  # type: ignore[arg-type]


def test_other_keys_sound_nothing() -> None:
    assert key_of("8") == pad(8)
    assert [key_of(text) for text in ("", "9", "0", " ", "z", "12", "f8", "é")] == [None] * 8
    with pytest.raises(ValueError, match="no key 8"):
        pad(9)

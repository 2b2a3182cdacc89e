"""What the person plays: repeats, notes that close themselves, keyboards with their own ideas."""

import random

import pytest

from companion.midi.hands import ALL_NOTES_OFF, Hands
from companion.midi.output import CONTROL_CHANGE, NOTE_OFF, NOTE_ON, PITCH_BEND, PLAYER_CHANNEL, SUSTAIN, Message
from companion.midi.testing import FakeClock, RecordingSink

ON, OFF = Message(NOTE_ON, PLAYER_CHANNEL, 60, 80), Message(NOTE_OFF, PLAYER_CHANNEL, 60)


def on(pitch: int, velocity: int = 80) -> Message:
    return Message(NOTE_ON, PLAYER_CHANNEL, pitch, velocity)


def off(pitch: int) -> Message:
    return Message(NOTE_OFF, PLAYER_CHANNEL, pitch)


def pedal(value: int) -> Message:
    return Message(CONTROL_CHANGE, PLAYER_CHANNEL, SUSTAIN, value)


@pytest.fixture
def sink() -> RecordingSink:
    return RecordingSink(FakeClock())


@pytest.fixture
def hands(sink: RecordingSink) -> Hands:
    return Hands(sink, program=11)


def test_a_note_sounds_at_once_on_the_players_channel(hands: Hands, sink: RecordingSink) -> None:
    assert hands.strike(60, 80, now=1.0) == [ON]
    assert sink.sent == [(0, ON)]
    assert sink.programs == {PLAYER_CHANNEL: 11}


def test_the_same_key_again_ends_the_note_before(hands: Hands) -> None:
    hands.strike(60, 80, now=1.0, length=0.5)
    assert hands.strike(60, 80, now=1.2, length=0.5) == [OFF, ON]
    assert hands.release_due(1.6) == []
    assert hands.release_due(1.75) == [(1.7, OFF)]


def test_notes_close_in_the_order_of_their_ends(hands: Hands) -> None:
    hands.strike(64, 80, now=1.0, length=0.3)
    hands.strike(60, 80, now=1.0, length=0.1)
    hands.strike(67, 80, now=1.0)
    assert [message.data1 for _, message in hands.release_due(9.0)] == [60, 64]


def test_a_key_that_does_not_sound_is_not_released(hands: Hands, sink: RecordingSink) -> None:
    assert hands.release(60) == []
    assert sink.sent == []


def test_a_keyboards_notes_come_from_any_channel(hands: Hands) -> None:
    assert hands.obey([0x93, 60, 80], 1.0) == [ON]
    assert hands.obey([0x93, 60, 0], 1.1) == [OFF]
    assert hands.obey([0x85, 60, 64], 1.2) == []


def test_pedal_and_wheel_are_passed_on(hands: Hands) -> None:
    assert hands.obey([0xB0, SUSTAIN, 127], 1.0) == [Message(CONTROL_CHANGE, PLAYER_CHANNEL, SUSTAIN, 127)]
    assert hands.obey([0xE0, 0, 70], 1.0) == [Message(PITCH_BEND, PLAYER_CHANNEL, 0, 70)]


@pytest.mark.parametrize("raw", [[], [0xF8], [0x90, 60], [0xC0, 5], [0xF0, 1, 2], [0x90, 200, 3], [0x40, 1, 2]])
def test_what_is_not_playing_is_left_out(hands: Hands, sink: RecordingSink, raw: list[int]) -> None:
    assert hands.obey(raw, 1.0) == []
    assert sink.sent == []


def test_release_all_lifts_the_pedal_too(hands: Hands, sink: RecordingSink) -> None:
    hands.strike(64, 80, now=1.0)
    hands.strike(60, 80, now=1.0, length=5.0)
    assert [message.data1 for message in hands.release_all()] == [60, 64]
    assert [message.data1 for _, message in sink.sent[-2:]] == [SUSTAIN, ALL_NOTES_OFF]
    assert hands.release_due(99.0) == []


def test_a_key_lets_go_of_what_it_struck_whatever_the_snap_says_by_then(hands: Hands) -> None:
    hands.touch.snap = (*range(60), 62, *range(61, 128))
    assert hands.obey([0x90, 60, 80], 1.0) == [on(62)]
    hands.touch.snap = None
    assert hands.obey([0x80, 60, 0], 1.1) == [off(62)]


def test_two_keys_on_one_pitch_end_it_with_the_last_of_them(hands: Hands) -> None:
    hands.touch.snap = (60,) * 128
    assert hands.obey([0x90, 59, 80], 1.0) == [on(60)]
    assert hands.obey([0x90, 61, 80], 1.1) == [off(60), on(60)]
    assert hands.obey([0x80, 59, 0], 1.2) == []
    assert hands.obey([0x80, 61, 0], 1.3) == [off(60)]


def test_a_channel_that_is_not_heard_is_left_out_but_its_keys_can_let_go(hands: Hands) -> None:
    assert hands.obey([0x93, 60, 80], 1.0) == [on(60)]
    hands.touch.channel = 5
    assert hands.obey([0x93, 62, 80], 1.1) == hands.obey([0xB3, SUSTAIN, 127], 1.1) == []
    assert hands.obey([0x83, 60, 0], 1.2) == [off(60)]
    assert hands.obey([0x95, 64, 80], 1.3) == [on(64)]


@pytest.mark.parametrize(("curve", "heard"), [(1.0, 64), (0.5, 90), (2.0, 32), (10.0, 1), (0.1, 119)])
def test_the_velocity_follows_its_curve(hands: Hands, curve: float, heard: int) -> None:
    hands.touch.curve = curve
    assert hands.obey([0x90, 60, 64], 1.0)[-1].data2 == heard
    assert hands.obey([0x90, 61, 127], 1.0)[-1].data2 == 127


def test_the_latch_is_a_pedal_that_a_foot_does_not_lift(hands: Hands) -> None:
    down, up = pedal(127), pedal(0)
    assert hands.latch(True) == [down]
    assert hands.latch(True) == hands.obey([0xB0, SUSTAIN, 127], 1.0) == hands.obey([0xB0, SUSTAIN, 0], 1.1) == []
    assert hands.latch(False) == [up]
    assert hands.obey([0xB0, SUSTAIN, 90], 1.2) == [pedal(90)]
    assert hands.latch(True) == hands.latch(False) == []
    assert hands.obey([0xB0, SUSTAIN, 0], 1.3) == [up]


def test_an_unplugged_keyboard_lets_go_of_its_own_keys_and_pedal_only(hands: Hands) -> None:
    hands.strike(67, 80, now=1.0)
    hands.obey([0x90, 60, 80], 1.0, "piano")
    hands.obey([0x90, 64, 80], 1.0, "pads")
    hands.obey([0xB0, SUSTAIN, 127], 1.0, "piano")
    assert hands.release_keyboard("piano") == [off(60), pedal(0)]
    assert hands.obey([0x80, 64, 0], 1.1, "pads") == [off(64)]
    assert hands.release(67) == [off(67)]


def test_wheels_that_nobody_holds_any_more_go_back_to_their_rest(hands: Hands) -> None:
    """A keyboard that is pulled out while its wheel is up would leave everybody's notes out of tune."""
    moves = [0xE0, 0, 90], [0xB0, 1, 77], [0xB0, 7, 0], [0xD0, 99], [0xA0, 60, 50], [0xB0, 20, 5]
    assert [(m.kind, m.data1, m.data2) for raw in moves for m in hands.obey(raw, 1.0, "piano")] == [
        (0xE0, 0, 90), (0xB0, 1, 77), (0xB0, 7, 0), (0xD0, 99, 0), (0xA0, 60, 50), (0xB0, 20, 5),
    ]  # fmt: skip
    rests = [(m.kind, m.data1, m.data2) for m in hands.release_keyboard("piano")]
    assert rests == [(0xB0, 1, 0), (0xB0, 7, 100), (0xD0, 0, 0), (0xE0, 0, 64)]
    assert hands.release_all() == []
    hands.obey([0xE0, 5, 90], 1.0, "piano")
    assert [(m.kind, m.data1, m.data2) for m in hands.release_all()] == [(0xE0, 0, 64)]


def test_an_unplugged_keyboard_leaves_what_another_one_moved_since(hands: Hands) -> None:
    hands.obey([0xB0, 1, 30], 1.0, "piano")
    hands.obey([0xB0, SUSTAIN, 127], 1.0, "piano")
    hands.obey([0xB0, 7, 20], 1.0, "piano")
    hands.obey([0xB0, 1, 77], 1.1, "pads")
    hands.obey([0xE0, 0, 90], 1.1, "pads")
    hands.obey([0xB0, SUSTAIN, 100], 1.1, "pads")
    assert [(m.kind, m.data1, m.data2) for m in hands.release_keyboard("piano")] == [(0xB0, 7, 100)]
    rests = [(m.kind, m.data1, m.data2) for m in hands.release_keyboard("pads")]
    assert rests == [(0xB0, SUSTAIN, 0), (0xB0, 1, 0), (0xE0, 0, 64)]
    assert hands.release_keyboard("pads") == []


def test_no_message_however_odd_leaves_a_note_hanging(hands: Hands) -> None:
    chance = random.Random(3)
    sounding: set[int] = set()
    for number in range(5000):
        raw = [chance.randrange(0x80, 0xB0), chance.randrange(40, 60), chance.randrange(128)]
        if number % 50 == 0:
            hands.touch.snap = chance.choice((None, tuple(chance.randrange(128) for _ in range(128))))
            hands.touch.channel = chance.choice((None, 0, 3))
        for message in hands.obey(raw, 1.0, chance.choice(("piano", "pads"))):
            if message.kind in (NOTE_ON, NOTE_OFF):
                (sounding.add if message.kind == NOTE_ON else sounding.discard)(message.data1)
    for name in ("piano", "pads"):
        sounding -= {message.data1 for message in hands.release_keyboard(name)}
    assert sounding == set()

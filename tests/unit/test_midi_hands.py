"""What the person plays: repeats, notes that close themselves, keyboards with their own ideas."""

import pytest

from companion.midi.hands import ALL_NOTES_OFF, Hands
from companion.midi.output import CONTROL_CHANGE, NOTE_OFF, NOTE_ON, PITCH_BEND, PLAYER_CHANNEL, SUSTAIN, Message
from companion.midi.testing import FakeClock, RecordingSink

ON, OFF = Message(NOTE_ON, PLAYER_CHANNEL, 60, 80), Message(NOTE_OFF, PLAYER_CHANNEL, 60)


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

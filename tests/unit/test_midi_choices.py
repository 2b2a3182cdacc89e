"""MIDI is chosen while one plays, on the screen and in plain lines: keyboard, touch, channel, a port that plays too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from companion import messages
from companion.midi import protocol as p
from companion.services.sounding.midi_choices import choose, midi_choices
from companion.services.sounding.starting import in_words
from companion.settings import Settings, load
from tests.unit.faces import House, house_in
from tests.unit.test_plain_jam import lines

READY = p.Ready("file", None, ("Keys 25", "Pads"), (), midi_outputs=("Piano",))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as house:
        house.companion.sound.wait_until_ready()
        yield house


def test_what_is_there_can_be_chosen_and_what_holds_says_so() -> None:
    keyboard, touch, channel, port, _alone, _clock = midi_choices(Settings(), READY)
    assert [option.label for option in keyboard.options] == ["any keyboard (now)", "no keyboard", "Keys 25", "Pads"]
    assert [option.settings.velocity_curve for option in touch.options] == [0.6, 1.0, 1.6]
    assert [option.settings.midi_channel for option in channel.options] == list(range(17))
    assert [option.settings.midi_output for option in port.options] == ["", "Piano"]


def test_it_holds_at_once_and_on_another_day(house: House) -> None:
    companion = house.companion
    touch = midi_choices(companion.settings, READY)[1]
    choose(companion, touch.options[0])
    assert house.server.wait_for(p.SetKeyboard) == p.SetKeyboard(0.6, None)
    choose(companion, midi_choices(companion.settings, READY)[2].options[10])
    assert house.server.wait_for(p.SetKeyboard, 2) == p.SetKeyboard(0.6, 9)
    choose(companion, midi_choices(companion.settings, READY)[3].options[1])
    choose(companion, midi_choices(companion.settings, READY)[4].options[1])
    choose(companion, midi_choices(companion.settings, READY)[5].options[1])
    assert house.server.wait_for(p.SetMidiOutput, 5) == p.SetMidiOutput("Piano", False, True)
    assert load(companion.places.settings_file) == companion.settings


def test_another_keyboard_is_heard_at_once(house: House) -> None:
    choose(house.companion, midi_choices(house.companion.settings, READY)[0].options[2])
    assert house.server.wait_for(p.SetMidiInput) == p.SetMidiInput("Keys 25")
    assert in_words(p.DeviceLost("Pads", is_let_go=True), "file") == messages.DEVICE_LET_GO.format("Pads")
    assert load(house.companion.places.settings_file).midi_input == "Keys 25"


def test_in_plain_lines(house: House) -> None:
    talk = lines(house, "midi", "2", "3", "")
    assert "as it is played (now)" in talk.text
    assert house.companion.settings.velocity_curve == 1.6

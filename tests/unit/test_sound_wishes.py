"""What a person's settings ask of their MIDI ports."""

from pathlib import Path

import pytest

from companion.errors import FileProblemError
from companion.midi import protocol as p
from companion.services.sounding.starting import midi_wishes
from companion.settings import Settings, load, save


def test_most_people_wish_nothing() -> None:
    assert midi_wishes(Settings()) == ()


def test_a_touch_a_channel_and_a_port_reach_the_sound() -> None:
    assert midi_wishes(Settings(velocity_curve=0.7)) == (p.SetKeyboard(0.7, None),)
    assert midi_wishes(Settings(midi_channel=1)) == (p.SetKeyboard(1.0, 0),)
    wished = midi_wishes(Settings(midi_output="piano", midi_output_alone=True, midi_clock=True))
    assert wished == (p.SetMidiOutput("piano", False, True),)


def test_they_are_kept_in_the_file_and_checked_there(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    save(Settings(velocity_curve=1.6, midi_channel=16, midi_output="piano"), file)
    assert load(file) == Settings(velocity_curve=1.6, midi_channel=16, midi_output="piano")
    file.write_text("midi_channel = 17\n")
    with pytest.raises(FileProblemError, match="midi_channel"):
        load(file)

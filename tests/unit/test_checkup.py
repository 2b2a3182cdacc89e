"""`companion doctor`: what FluidSynth logs is explained, and a machine without this or that is told what to do."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from companion.midi import synth
from companion.midi.probe import Check
from companion.paths import places
from companion.services.sounding.checkup import checkup
from companion.services.sounding.complaints import explained
from tests.commands import CommandLine

ALSA = 'fluidsynth: error: The "default" audio device is used by another application\n'


def check(name: str) -> Check:
    return next(each for each in checkup(places()) if each.name == name)


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        (ALSA, "taken: another program"),
        ("ALSA lib pcm_hw.c: open '/dev/snd/pcmC0D0p' failed (-16): Device or resource busy", "taken"),
        ("fluidsynth: warning: Requested sample rate of 48000, got 192000 instead, synthesizer likely out of tune!",
         "runs at 192000 Hz"),
        ("fluidsynth: Jack sample rate mismatch, adjusting. (synth.sample-rate=48000, jackd=192000)", "192000 Hz"),
        ("fluidsynth: error: Can't set the sample rate", "refuses the sample rate of 48000 Hz"),
        ("ALSA lib confmisc.c:855:(parse_card) cannot find card '0'", "no sound card"),
        ('fluidsynth: error: Failed to open the "hw:7" audio device', "'hw:7' does not open"),
        ("ALSA lib conf.c:4615:(snd_config_update_r) /etc/asound.conf may be old or corrupted: consider to remove",
         "can't be read: /etc/asound.conf"),
        ("fluidsynth: error: Failed to connect to Jack server.", "No sound server"),
        ("ALSA lib pcm_hw.c: open '/dev/snd/pcmC0D0p' failed (-13): Permission denied", "does not let you"),
    ],
)  # fmt: skip
def test_what_is_logged_is_said_in_plain_words(log: str, sentence: str) -> None:
    (found,) = explained(f"fluidsynth: debug: something else\n{log}\n")
    assert sentence in found.sentence
    assert not found.works
    assert found.remedy.endswith(".")


@pytest.mark.parametrize("log", [
    "fluidsynth: warning: Requested sample rate of 48000, got 44100 instead, synthesizer likely out of tune!",
    "fluidsynth: Jack sample rate mismatch, adjusting. (synth.sample-rate=48000, jackd=96000)",
])  # fmt: skip
def test_a_rate_that_can_be_followed_is_no_complaint(log: str) -> None:
    assert explained(log, is_open=True) == ()


def test_what_another_driver_complained_of_does_not_matter_where_one_opened() -> None:
    assert explained(ALSA, is_open=True) == ()


def test_a_log_without_complaints_says_nothing() -> None:
    assert explained("fluidsynth: warning: Sample 'x' has unknown flags\n") == ()


def test_a_machine_where_all_is_well(companion: CommandLine) -> None:
    companion.settle('audio_driver = "file"\nmidi_input = "none"\nlatency_ms = 40.0\n')
    found = {each.name: each for each in checkup(places())}
    assert found["output"].works == (synth.problem() is None)
    assert "device" not in found
    assert "40 ms" in found["latency"].sentence
    assert found["home"].works


@pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")
@pytest.mark.skipif(not sys.platform.startswith("linux") or Path("/dev/snd/pcmC0D0p").exists(),
                    reason="needs a Linux machine without a sound card")  # fmt: skip
def test_a_driver_without_a_card(companion: CommandLine) -> None:
    companion.settle('audio_driver = "alsa"\nmidi_input = "none"\n')
    assert not check("output").works
    assert "no sound card" in check("device").sentence


def test_a_font_that_is_none_is_told_and_what_to_do(companion: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF")
    font = (tmp_path / "photo.jpg").as_posix()
    companion.settle(f'audio_driver = "file"\nmidi_input = "none"\nsoundfont = "{font}"\n')
    if synth.problem() is None:
        assert "photo.jpg is not a SoundFont" in check("soundfont").sentence
        assert check("soundfont").remedy


@pytest.mark.skipif(shutil.which("env") is None or not sys.platform.startswith("linux"), reason="needs a POSIX shell")
def test_a_machine_without_the_library(companion: CommandLine, tmp_path: Path) -> None:
    """The binding looks the library up by name; a process in which nothing is found stands for such a machine."""
    (tmp_path / "sitecustomize.py").write_text("import ctypes.util\nctypes.util.find_library = lambda name: None\n")
    companion.settle('audio_driver = "auto"\nmidi_input = "none"\n')
    running = companion.start("doctor", "--json", PYTHONPATH=f"{tmp_path}:{Path(__file__).parents[2]}")
    out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    found = {each["name"]: each for each in json.loads(out)}
    assert not found["library"]["works"]
    assert "not installed" in found["library"]["sentence"]
    assert "apt-get install libfluidsynth3" in found["library"]["remedy"]
    assert found["home"]["works"]

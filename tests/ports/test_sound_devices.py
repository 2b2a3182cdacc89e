"""Sound devices that are taken, gone, or refuse the rate, for real: ALSA and JACK below FluidSynth, nothing pretended.

What opens them is FluidSynth's own driver. ALSA is given settings of its own; a device that another program has is a
plug-in for it that answers as the system does then (EBUSY), since a machine for tests has no card that can be taken.
"""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi import synth
from companion.midi.client import SoundClient
from companion.midi.protocol import DeviceLost, NoteHeard, NoteOn, Open, Play, Position, Problem
from companion.midi.smf import write_score
from tests.commands import CommandLine
from tests.faults.sound import PIECE
from tests.ports.jack import NAME, Jack, until

pytestmark = [
    pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library"),
    pytest.mark.skipif(not sys.platform.startswith("linux") or Path("/dev/snd/pcmC0D0p").exists(),
                       reason="needs a Linux machine without a sound card"),
]  # fmt: skip

needs_jackd = pytest.mark.skipif(shutil.which("jackd") is None, reason="needs jackd")

TAKEN_PLUGIN = """
#include <errno.h>
int _snd_pcm_taken_open(void **p, const char *n, void *r, void *c, int s, int m) { return -EBUSY; }
char __snd_pcm_taken_open_dlsym_pcm_001;
"""


def taken(folder: Path) -> str:
    """ALSA's settings for a device that another program has."""
    if shutil.which("cc") is None:
        pytest.skip("needs a C compiler")
    (folder / "taken.c").write_text(TAKEN_PLUGIN)
    library = folder / "taken.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, folder / "taken.c"], check=True)
    return f'pcm_type.taken {{ lib "{library}" }}\npcm.!default {{ type taken }}\n'


class Server:
    """A JACK server of this test's own, at a rate of its own, and what plays into it."""

    def __init__(self, folder: Path) -> None:
        self.name = f"{NAME}-rate"
        self._folder = folder
        self._jack: Jack | None = None

    def start(self, rate: int) -> None:
        self._jack = Jack(self.name, self._folder, rate=rate, period=1024)

    def stop(self) -> None:
        if self._jack is not None:
            self._jack.stop()
        self._jack = None


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    server = Server(tmp_path)
    monkeypatch.setenv("JACK_DEFAULT_SERVER", server.name)
    yield server
    server.stop()


@contextmanager
def sounding(driver: str, folder: Path) -> Iterator[SoundClient]:
    """The real sound process with a driver of FluidSynth's, and a piece that plays in a loop."""
    sound = SoundClient()
    sound.start(Open(driver, None, None, "none", 0.4, 0.0), folder / "sound.log")
    sound.send(Play(1, PIECE, is_loop=True))
    try:
        yield sound
    finally:
        sound.close()


def checked(line: CommandLine) -> dict[str, dict[str, Any]]:
    """What the doctor found, by name."""
    return {each["name"]: each for each in json.loads(line("doctor", "--json").out)}


def speed(sound: SoundClient) -> float:
    """How quickly the music really goes from now on; 1 is as it is written."""
    sound.poll()
    until(lambda: told(sound))
    begin = until(lambda: told(sound))
    time.sleep(1.0)
    sound.poll()
    end = until(lambda: told(sound))
    assert begin is not None
    assert end is not None
    return (end.beats - begin.beats) / (end.monotonic - begin.monotonic) * 60 / PIECE.tempo.bpm


def told(sound: SoundClient) -> Position | None:
    """Where the music is, if that is news."""
    return next((fact for fact in sound.poll() if isinstance(fact, Position)), None)


def assert_it_plays_on(sound: SoundClient) -> None:
    """Unheard, the music goes at its pace, and what is played over it is heard of."""
    assert speed(sound) == pytest.approx(1.0, abs=0.03)
    sound.send(NoteOn(60, 80))
    until(lambda: any(isinstance(fact, NoteHeard) and fact.play_id == 1 for fact in sound.poll()))


def problem(sound: SoundClient) -> str:
    """The next problem that is told."""
    return until(lambda: "".join(fact.message for fact in sound.poll() if isinstance(fact, Problem)))


ALSA: dict[str, tuple[Callable[[Path], str], str, str]] = {
    "taken": (taken, "taken: another program has it to itself", "Close the program that has it"),
    "not plugged in": (lambda _: "pcm.!default { type hw card 7 }", "'default' does not open", "/etc/asound.conf"),
    "no device": (lambda _: "", "'default' does not open", "/etc/asound.conf"),
    "damaged settings": (lambda _: "pcm.!default { type", "asound.conf", "Mend that file"),
}


@pytest.mark.parametrize("case", ALSA)
def test_a_device_of_alsas_that_does_not_open(
    case: str, companion: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, sentence, remedy = ALSA[case]
    (tmp_path / "asound.conf").write_text(settings(tmp_path))
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asound.conf"))
    companion.settle('audio_driver = "alsa"\nmidi_input = "none"\nwelcomed = true\n')
    found = checked(companion)
    assert not found["output"]["works"]
    assert sentence in found["device"]["sentence"]
    assert remedy in found["device"]["remedy"]


@needs_jackd
def test_without_a_jack_server(companion: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", f"{NAME}-that-is-not-there")
    companion.settle('audio_driver = "jack"\nmidi_input = "none"\nwelcomed = true\n')
    found = checked(companion)
    assert not found["output"]["works"]
    assert "No sound server runs" in found["device"]["sentence"]
    with sounding("jack", tmp_path) as sound:
        assert_it_plays_on(sound)


def test_a_session_over_a_device_that_is_taken_is_seen_and_recorded(
    companion: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "asound.conf").write_text(taken(tmp_path))
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asound.conf"))
    companion.settle('audio_driver = "alsa"\nmidi_input = "none"\nwelcomed = true\n')
    hands = tuple(NoteEvent(beat, 0.4, 60 + beat, 70) for beat in range(4))
    write_score(Score("hands", Key("C"), Meter(), TempoMap(120), 4.0, (Part("hands", 0, 0, hands),)), Path("hands.mid"))
    Path("answers.json").write_text(json.dumps({"words": ["rain"], "play": {"midi": "hands.mid", "keep": "keep"}}))
    ran = companion("session", "--answers", "answers.json", "--seed", "4")
    assert ran.status == 0, ran
    (take,) = json.loads(companion("journal", "list", "--json", "--kind", "take").out)
    events = json.loads(companion("journal", "show", take["id"], "--json").out)["body"]["events"]
    assert [pitch for _, status, pitch, _ in events if status & 0xF0 == 0x90] == [60, 61, 62, 63]


@needs_jackd
@pytest.mark.parametrize("rate", [22_050, pytest.param(96_000, marks=pytest.mark.long)])
def test_a_jack_server_at_another_rate_is_followed_and_its_end_leaves_the_pace(
    rate: int, companion: CommandLine, tmp_path: Path, server: Server
) -> None:
    server.start(rate)
    companion.settle('audio_driver = "jack"\nmidi_input = "none"\nwelcomed = true\n')
    found = checked(companion)
    assert found["output"]["works"]
    assert "device" not in found
    with sounding("jack", tmp_path) as sound:
        assert speed(sound) == pytest.approx(1.0, abs=0.03)
        assert sound.state == "ready"
        server.stop()
        until(lambda: DeviceLost("jack") in sound.poll())
        assert_it_plays_on(sound)


@pytest.mark.long
@needs_jackd
def test_a_jack_server_that_is_too_quick_is_let_go_of_with_a_sentence(
    companion: CommandLine, tmp_path: Path, server: Server
) -> None:
    """FluidSynth makes 96,000 frames a second at most: at 192,000 all music would be twice as fast, an octave up."""
    server.start(192_000)
    companion.settle('audio_driver = "jack"\nmidi_input = "none"\nwelcomed = true\n')
    found = checked(companion)
    assert "192000 Hz" in found["device"]["sentence"]
    assert "48000" in found["device"]["remedy"]
    with sounding("jack", tmp_path) as sound:
        assert "faster than FluidSynth can" in problem(sound)
        assert_it_plays_on(sound)


@pytest.mark.long
def test_a_device_that_swallows_sound_at_any_speed_is_let_go_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ALSA's "null" device takes everything at once: the music would be over in a moment."""
    (tmp_path / "asound.conf").write_text("pcm.!default { type null }")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asound.conf"))
    with sounding("alsa", tmp_path) as sound:
        assert "faster than FluidSynth can" in problem(sound)
        assert_it_plays_on(sound)

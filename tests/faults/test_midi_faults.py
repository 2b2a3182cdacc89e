"""The sound process without its libraries, a good SoundFont or a file it may write; nothing reaches the screen."""

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from companion.channel import start_child
from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi.priority import NICENESS
from companion.midi.probe import probe
from companion.midi.protocol import (
    Ended,
    Fact,
    LoadSoundFont,
    NoteHeard,
    NoteOn,
    Open,
    Play,
    Position,
    Problem,
    Ready,
)
from tests.faults.sound import PIECE, Watched, needs_fluidsynth, options, until

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00" * 50


@needs_fluidsynth
def test_a_soundfont_that_is_a_jpeg_is_named_and_another_one_used(tmp_path: Path) -> None:
    picture = tmp_path / "cat.sf2"
    picture.write_bytes(JPEG)
    found = {check.name: check for check in probe(options(soundfont=picture), tmp_path / "sound.log")}
    assert "cat.sf2 is not a SoundFont" in found["soundfont"].sentence
    assert found["soundfont"].remedy
    assert found["output"].works


@needs_fluidsynth
def test_a_soundfont_with_only_a_head_is_refused_while_it_plays_on(tmp_path: Path) -> None:
    torso = tmp_path / "torso.sf2"
    torso.write_bytes(b"RIFF\x10\x00\x00\x00sfbkLIST")
    watched = Watched()
    watched.client.start(options(), tmp_path / "sound.log")
    for path in (torso, tmp_path / "gone.sf2"):
        watched.client.send(LoadSoundFont(str(path)))
    until(lambda: len(watched.said(Problem)) == 2)
    assert "torso.sf2" in watched.said(Problem)[0].message
    assert "gone.sf2" in watched.said(Problem)[1].message
    watched.client.send(NoteOn(60, 80))
    until(lambda: watched.said(NoteHeard))
    watched.client.close()


@pytest.mark.parametrize("error", ["ImportError('no library')", "OSError('libasound.so.2: cannot open')"])
def test_without_its_library_it_runs_in_silence_and_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    (tmp_path / "fluidsynth.py").write_text(f"raise {error}")
    (tmp_path / "rtmidi.py").write_text(f"raise {error}")
    monkeypatch.syspath_prepend(str(tmp_path))
    watched = Watched()
    watched.client.start(Open("auto", None, None, "any", 0.4, 0.0), tmp_path / "sound.log")
    ready = watched.client.wait_until_ready()
    assert isinstance(ready, Ready)
    assert (ready.driver, ready.library, watched.client.state) == (None, None, "silent")
    assert [missing.what for missing in ready.missing] == ["library", "midi"]
    assert all("apt-get install" in sentence for sentence in ready.problems)
    watched.client.send(Play(1, PIECE, fade_in_seconds=0.0))
    watched.client.send(NoteOn(60, 80, 0.05))
    until(lambda: watched.said(Ended))
    assert watched.said(Ended) == [Ended(1, is_complete=True)]
    assert [h.event.kind for h in watched.said(NoteHeard)] == [0x90, 0x80]
    assert watched.said(Position)
    watched.client.close()


@needs_fluidsynth
def test_a_file_that_cannot_be_written_leaves_it_silent(tmp_path: Path) -> None:
    wish = Open("file", str(tmp_path / "gone" / "a.wav"), None, "none", 0.4, 0.0)
    found = {check.name: check for check in probe(wish, tmp_path / "sound.log")}
    assert not found["output"].works
    assert "a.wav" in found["output"].sentence


def test_it_serves_over_stdin_and_stdout_too(tmp_path: Path) -> None:
    """As on Windows, where no descriptor can be handed on."""
    process, channel = start_child("companion.midi.server", tmp_path / "sound.log", Fact, over_stdio=True)
    channel.send(options())
    assert isinstance(channel.receive(), Ready)
    channel.send(NoteOn(60, 80))
    assert isinstance(channel.receive(), NoteHeard)
    channel.close()
    assert process.wait(10) == 0


def test_more_attention_is_taken_only_where_it_is_granted() -> None:
    code = "import os; from companion.midi.priority import raise_priority; print(raise_priority(), os.nice(0))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert ran.stdout.split() == (["True", str(NICENESS)] if "True" in ran.stdout else ["False", str(os.nice(0))])
    assert ran.stderr == ""


def test_nothing_reaches_the_screen(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    probe(Open("auto", None, None, "any", 0.4, 0.0), tmp_path / "sound.log")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("onset", "length"), [(math.inf, 1.0), (math.nan, 1.0), (0.0, math.inf), (1e300, 1.0)])
def test_music_with_impossible_numbers_is_refused_and_what_plays_goes_on(
    tmp_path: Path, onset: float, length: float
) -> None:
    watched = Watched()
    watched.client.start(options(), tmp_path / "sound.log")
    watched.client.send(Play(1, PIECE, is_loop=True))
    until(lambda: watched.said(Position))
    odd = Part("odd", 0, 0, (NoteEvent(onset, length, 60, 70),))
    watched.client.send(Play(2, Score("odd", Key("C"), Meter(), TempoMap(60), 4.0, (odd,))))
    until(lambda: watched.said(Ended))
    assert watched.said(Ended) == [Ended(2, is_complete=False)]
    assert "can't be played" in watched.said(Problem)[0].message
    count = len(watched.said(Position))
    until(lambda: len(watched.said(Position)) > count + 3)
    assert watched.said(Position)[-1].play_id == 1
    assert len(watched.processes) == 1
    watched.client.close()

"""Rendered sound: where the notes are, the same on each run, and sentences for what can't be rendered."""

import hashlib
import subprocess
import sys
from pathlib import Path

import mido
import numpy as np
import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.errors import FileProblemError
from companion.midi import synth
from companion.midi.listening import onsets, rms
from companion.midi.render import RATE, Audio, render_file, render_score
from companion.midi.smf import write_score
from companion.midi.soundfonts import find

pytestmark = pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")

BEATS = (0.0, 1.0, 1.5, 2.25, 3.0, 5.0, 5.5, 7.75)
TEMPO = TempoMap(100, 70, 6.0)
PULSE = Part("pulse", 9, 0, tuple(NoteEvent(beat, 0.1, 76, 100) for beat in BEATS))
PIECE = Score("a piece", Key("C"), Meter(), TEMPO, 8.0, (PULSE,))


@pytest.fixture(scope="module")
def font() -> Path:
    found = find(None, [])
    assert found is not None
    return found


def mono(audio: Audio) -> Audio:
    return np.asarray(audio.mean(axis=1), dtype=np.float32)


def test_notes_stand_where_the_score_puts_them(font: Path) -> None:
    audio = render_score(PIECE, font)
    assert audio.dtype == np.float32
    assert audio.shape[1:] == (2,)
    late = np.array(onsets(mono(audio), RATE)) - np.array([TEMPO.seconds_at(beat) for beat in BEATS])
    assert np.abs(late - np.median(late)).max() < 0.0015
    assert 0 <= np.median(late) < 0.006


def test_the_last_note_rings_out(font: Path) -> None:
    piece = Score("air", Key("C"), Meter(), TempoMap(60), 4.0, (Part("air", 0, 48, (NoteEvent(0, 4, 60, 90),)),))
    audio = mono(render_score(piece, font))
    assert audio.size > 4.2 * RATE
    assert rms(audio, RATE, 3.0, 4.0) > 0.01
    assert rms(audio, RATE, audio.size / RATE - 0.02, audio.size / RATE) < 10 ** (-70 / 20)


def test_a_file_sounds_like_the_score_it_was_written_from(font: Path, tmp_path: Path) -> None:
    path = tmp_path / "a piece.mid"
    write_score(PIECE, path)
    ours, theirs = (onsets(mono(audio), RATE) for audio in (render_score(PIECE, font), render_file(path, font)))
    assert np.abs(np.diff(np.array(ours) - np.array(theirs))).max() < 0.003


def test_another_process_renders_the_same_bytes(font: Path, tmp_path: Path) -> None:
    path = tmp_path / "a piece.mid"
    write_score(PIECE, path)
    code = (
        "import hashlib, sys; from pathlib import Path; from companion.midi.render import render_file;"
        "print(hashlib.sha256(render_file(Path(sys.argv[1]), Path(sys.argv[2])).tobytes()).hexdigest())"
    )
    command = [sys.executable, "-c", code, str(path), str(font)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert ran.stdout.strip() == hashlib.sha256(render_file(path, font).tobytes()).hexdigest()
    assert ran.stderr == ""


def test_a_file_that_idles_on_after_its_last_note_is_not_waited_for(font: Path, tmp_path: Path) -> None:
    track = mido.MidiTrack([
        mido.Message("note_on", note=60, velocity=80, time=0), mido.Message("note_off", note=60, time=480),
        mido.MetaMessage("end_of_track", time=480 * 4000),
    ])  # fmt: skip
    path = tmp_path / "idle.mid"
    mido.MidiFile(type=0, ticks_per_beat=480, tracks=[track]).save(str(path))
    assert render_file(path, font).shape[0] < 10 * RATE


def test_an_empty_piece_is_a_little_silence(font: Path) -> None:
    audio = render_score(Score("nothing", Key("C"), Meter(), TempoMap(60), 0.0, ()), font)
    assert 0 < audio.shape[0] < RATE
    assert float(np.abs(audio).max()) < 1e-3


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0JFIF", b"MThd\x00\x00\x00\x06\x00\x01\x00\x01\x01\xe0MTrk"])
def test_what_is_no_midi_file_is_named(font: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "strange.mid"
    path.write_bytes(content)
    with pytest.raises(FileProblemError, match=r"strange\.mid"):
        render_file(path, font)


def test_what_is_no_soundfont_is_named(tmp_path: Path) -> None:
    picture = tmp_path / "cat.sf2"
    picture.write_bytes(b"\xff\xd8\xff\xe0JFIF")
    with pytest.raises(FileProblemError, match=r"cat\.sf2"):
        render_score(PIECE, picture)

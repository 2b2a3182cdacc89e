"""`companion play`: files, songs and takes are heard; what can't be heard is told; ctrl+c lets it fade."""

import signal
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.take import BackingPlan, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.journal.store import Journal
from companion.midi import synth
from companion.midi.smf import write_score
from companion.midi.smf_read import read
from companion.paths import places
from tests.commands import CommandLine

pytestmark = pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")
SOUNDING = 'audio_driver = "file"\naudio_file = "{}"\nmidi_input = "none"\nwelcomed = true\nvolume = 0.8\n'


def piece(bars: int) -> Path:
    """A file of quarters, two bars a second."""
    notes = tuple(NoteEvent(float(beat), 0.9, 60 + beat % 8, 90) for beat in range(4 * bars))
    score = Score("Quarters", Key("C"), Meter(), TempoMap(240), 4.0 * bars, (Part("melody", 0, 0, notes),))
    write_score(score, Path("piece.mid"))
    return Path("piece.mid")


@pytest.fixture
def sounding(companion: CommandLine) -> CommandLine:
    companion.settle(SOUNDING.format((companion.home / "heard.wav").as_posix()))
    return companion


def heard(line: CommandLine) -> tuple[float, float]:
    """How long something sounded (seconds), and the loudest of it."""
    samples, rate = soundfile.read(line.home / "heard.wav", always_2d=True)
    loud = np.flatnonzero(np.abs(samples).max(axis=1) > 0.01)
    return float(loud[-1] - loud[0]) / rate if loud.size else 0.0, float(np.abs(samples).max())


def test_a_file_is_heard_to_its_end(sounding: CommandLine) -> None:
    ran = sounding("play", piece(4))
    assert (ran.status, ran.out, ran.err) == (0, "", ""), ran
    seconds, loudest = heard(sounding)
    assert 3.5 < seconds < 6.0
    assert 0.02 < loudest < 1.0


def test_it_can_begin_at_a_later_bar(sounding: CommandLine) -> None:
    assert sounding("play", piece(4), "--from", "4").status == 0
    assert 0.5 < heard(sounding)[0] < 3.0
    sounding("play", piece(4), "--from", "5").told(2, "no bar 5", "bars 1 to 4")


def test_a_take_is_heard_over_its_backing_and_a_song_with_its_tune(sounding: CommandLine) -> None:
    Path("words.txt").write_text("rain")
    song_id = sounding("compose", "words.txt", "-o", "song.mid", "--tempo", "90", "--keep").out.split()[-1].rstrip(".")
    events = (PlayedEvent(0.5, 0x90, 72, 100), PlayedEvent(1.0, 0x80, 72, 0))
    plan = BackingPlan(chords="C", groove="folk", key=Key("C"), meter=Meter(4, 4))
    with Journal.open(places().journal) as journal:
        take_id = journal.add(Take("Mine", TempoMap(120), events, 1.5, backing=(plan,)), title="Mine").id
        words_id = journal.add(Take("Silence", TempoMap(120), (), 1.5), title="Silence").id
    assert sounding("play", take_id).status == 0
    assert heard(sounding)[1] > 0.02
    score = read(Path("song.mid"))
    last = round(score.total_beats / score.meter.bar_beats)
    assert sounding("play", song_id[:8], "--from", str(last)).status == 0
    assert heard(sounding)[1] > 0.02
    sounding("play", words_id).told(3, "Silence has no notes")


def test_what_is_not_there_or_no_music_is_told(sounding: CommandLine) -> None:
    sounding("play", "gone.mid").told(3, "gone.mid: no such file")
    sounding("play", "12345678").told(2, "12345678")
    note_id = sounding("note", "only", "words").out.strip().split()[-1]
    sounding("play", note_id).told(2, "it has no music")


def test_where_nothing_can_be_heard_it_says_so(companion: CommandLine) -> None:
    companion("play", piece(1)).told(4, "Sound is switched off", "audio_driver")
    companion.settle('audio_driver = "alsa"\nmidi_input = "none"\nwelcomed = true\n')
    if not Path("/dev/snd/pcmC0D0p").exists():
        companion("play", piece(1)).told(4, "did not open")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_lets_it_fade(sounding: CommandLine, number: signal.Signals) -> None:
    running = sounding.start("play", piece(200))
    deadline = time.monotonic() + 20
    wav = sounding.home / "heard.wav"
    while not (wav.exists() and wav.stat().st_size > 200_000):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    running.send_signal(number)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out, err) == (0, "", "")
    samples, rate = soundfile.read(wav, always_2d=True)
    assert np.abs(samples[-rate // 10 :]).max() < 0.1 * np.abs(samples).max()

"""`companion backing`, and the flags that change a suggestion, as scripts meet them."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import mido
import pytest

from companion.paths import shipped
from tests.commands import CommandLine

WORDS = shipped("prompts") / "en" / "words" / "the-quiet-stairs.txt"
ROW = "C | Am7 | F/A | G"


def made(companion: CommandLine, *arguments: str | Path) -> Any:
    ran = companion("suggest", *arguments, "--json")
    assert (ran.status, ran.err) == (0, "")
    return json.loads(ran.out)


def pitches(document: Any) -> list[int]:
    return [note["pitch"] for note in document["melody"]]


def test_a_backing_is_as_long_and_as_quick_as_asked(companion: CommandLine, tmp_path: Path) -> None:
    for meter, beats in (("2/4", 2), ("3/4", 3), ("4/4", 4), ("6/8", 3), ("5/4", 5)):
        path = tmp_path / "backing.mid"
        ran = companion("backing", "--chords", ROW, "--groove", "lullaby", "--tempo", "66", "--meter", meter,
                        "--bars", "32", "-o", path)  # fmt: skip
        assert (ran.status, ran.err) == (0, "")
        file = mido.MidiFile(path)
        assert {"chords", "bass", "pulse"} <= {track.name for track in file.tracks}
        assert file.ticks_per_beat >= 480
        assert file.length == pytest.approx(32 * beats * 60 / 66, abs=0.5)


def test_a_backing_glides_to_another_tempo(companion: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "glide.mid"
    assert companion("backing", "--chords", "Dm | Gm | A7", "--groove", "drone", "--tempo", "80", "--to-tempo", "60",
                     "--bars", "12", "-o", path).status == 0  # fmt: skip
    tempos = [60e6 / m.tempo for track in mido.MidiFile(path).tracks for m in track if m.type == "set_tempo"]
    assert tempos[0] == pytest.approx(80, abs=0.5)
    assert tempos[-1] == pytest.approx(60, abs=0.5)
    assert tempos == sorted(tempos, reverse=True)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(companion: CommandLine, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.mid" for name in ("one", "two", "other")]
    for path, seed in zip(paths, ("3", "3", "4"), strict=True):
        assert companion("backing", "--chords", ROW, "--groove", "folk", "--seed", seed, "-o", path).status == 0
    one, two, other = (path.read_bytes() for path in paths)
    assert one == two != other


def test_a_midi_backing_imports_neither_numpy_nor_a_theory_library(tmp_path: Path) -> None:
    script = (
        "import sys; from companion.cli.root import run;"
        f"status = run(['backing', '--chords', {ROW!r}, '--groove', 'folk', '-o', {str(tmp_path / 'b.mid')!r}]);"
        "print(status, *(name for name in ('music21', 'numpy', 'tinydb', 'textual') if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "0"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--chords", "C | Hm | G"), "Hm"),
        (("--chords", " | "), "no chord"),
        (("--chords", "C", "--groove", "polka"), "polka"),
        (("--chords", "C", "--meter", "0/4"), "0"),
        (("--chords", "C", "--meter", "1/16"), "1/16"),
        (("--chords", "C", "--key", "H"), "H"),
        (("--chords", "C", "--tempo", "nan"), "nan"),
    ],
)
def test_what_can_not_be_played_is_named(companion: CommandLine, tmp_path: Path, arguments: Any, told: str) -> None:
    ran = companion("backing", *arguments, "-o", tmp_path / "b.mid")
    ran.told(2, told)
    assert not (tmp_path / "b.mid").exists()


def test_a_backing_of_another_kind_is_refused(companion: CommandLine, tmp_path: Path) -> None:
    companion("backing", "--chords", "C", "-o", tmp_path / "b.doc").told(2, "b.doc", ".mid")


def test_flags_change_the_song_of_the_same_seed(companion: CommandLine) -> None:
    base = made(companion, "--feeling", "calm", "--seed", "5", "--lyrics", WORDS)
    for flag in ("--simpler", "--more-movement", "--lower", "--higher", "--another", "--keep-rhythm"):
        changed = made(companion, "--feeling", "calm", "--seed", "5", "--lyrics", WORDS, flag)
        assert pitches(changed) != pitches(base)
        assert changed["contract"]["holds"]
    lower = made(companion, "--feeling", "calm", "--seed", "5", "--lyrics", WORDS, "--lower")
    assert sum(pitches(lower)) < sum(pitches(base))


def test_a_song_in_a_file_is_begun_from_and_its_bars_kept(companion: CommandLine, tmp_path: Path) -> None:
    base = made(companion, "--feeling", "sad", "--seed", "8", "--lyrics", WORDS)
    path = tmp_path / "song.json"
    path.write_text(json.dumps(base), "utf-8")
    changed = made(companion, "--like", path, "--keep-bars", "1-4", "--seed", "2")
    beats, unit = map(int, base["meter"].split("/"))
    kept = [note for note in base["melody"] if note["start_beats"] < 4 * beats * 4 / unit]
    assert changed["melody"][: len(kept)] == kept
    assert pitches(changed) != pitches(base)
    rhythm = made(companion, "--like", path, "--keep-rhythm", "--seed", "2")
    assert [n["start_beats"] for n in rhythm["melody"]] == [n["start_beats"] for n in base["melody"]]


def test_what_is_no_song_is_named(companion: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "no.json").write_text('{"key": 3}', "utf-8")
    companion("suggest", "--like", tmp_path / "no.json").told(3, "no.json")
    companion("suggest", "--like", tmp_path / "missing.json").told(3, "missing.json")
    companion("suggest", "--keep-bars", "x-y").told(2, "x-y")
    companion("suggest", "--to", "purple").told(2, "purple")


def test_own_chords_carry_the_words(companion: CommandLine) -> None:
    document = made(companion, "--chords", "c | am7 | f/a | g", "--lyrics", WORDS, "--meter", "4/4")
    assert [chord["symbol"] for chord in document["chords"][:4]] == ["C", "Am7", "F/A", "G"]
    assert document["contract"]["holds"]


def test_a_song_leads_to_another_feeling(companion: CommandLine) -> None:
    document = made(companion, "--feeling", "sad", "--to", "hopeful", "--lyrics", WORDS)
    assert document["to_tempo_bpm"] > document["tempo_bpm"]
    valences = [section["affect"]["valence"] for section in document["sections"]]
    assert valences == sorted(valences)
    assert "hopeful" in document["why"][-1]


def test_a_played_motif_begins_the_tune(companion: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "motif.mid"
    file = mido.MidiFile(type=0)
    track = mido.MidiTrack()
    for pitch in (60, 62, 64):
        track += [mido.Message("note_on", note=pitch, velocity=70), mido.Message("note_off", note=pitch, time=480)]
    file.tracks.append(track)
    file.save(path)
    found = pitches(made(companion, "--motif", path, "--feeling", "calm", "--meter", "4/4"))[:3]
    assert [b - a for a, b in pairwise(found)] == [2, 2]

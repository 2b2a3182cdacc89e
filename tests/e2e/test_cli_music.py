"""`companion suggest`, `compose` and `render` as scripts meet them: whole files and documents, the same each time."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import mido
import music21
import numpy as np
import pytest
import soundfile
from pypdf import PdfReader

from companion.cli.root import run
from companion.paths import shipped
from tests.commands import CommandLine

WORDS = shipped("prompts") / "en" / "words" / "the-quiet-stairs.txt"
SUFFIXES = ("mid", "musicxml", "wav", "flac", "ogg", "svg", "pdf", "html", "md")
HIGHEST_PEAK = 10 ** (-1 / 20)
FIELDS: dict[str, type | tuple[type, ...]] = {
    "seed": int, "feeling": str, "affect": dict, "key": str, "meter": str, "tempo_bpm": float, "groove": str,
    "bars": int, "loop_bars": int, "chords": list, "melody": list, "contract": dict, "why": list,
}  # fmt: skip
CHORD_FIELDS = {"symbol": str, "roman": str, "start_beats": float, "duration_beats": float, "voicing": list}
NOTE_FIELDS = {"pitch": int, "start_beats": float, "duration_beats": float, "syllable": (str, type(None))}
CHECK_FIELDS = {
    "name": str, "value": (int, float), "low": (int, float), "high": (int, float), "holds": bool, "why": str,
}  # fmt: skip


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A song composed into every kind of file by one call; gives their common path."""
    folder = tmp_path_factory.mktemp("song")
    paths = [str(folder / f"song.{suffix}") for suffix in SUFFIXES]
    assert run(["compose", str(WORDS), "--feeling", "calm", "--groove", "heartbeat", "--seed", "7", "-o", *paths]) == 0
    return folder / "song"


def holds(value: dict[str, Any], fields: dict[str, Any]) -> None:
    """Hold that a JSON object has all of the fields, with their types."""
    for name, kind in fields.items():
        assert isinstance(value[name], kind), (name, value[name])


def check_document(document: dict[str, Any]) -> None:
    """Hold what the command line's contract says about a suggestion."""
    holds(document, FIELDS)
    assert set(document["affect"]) == {"valence", "arousal"}
    assert all(-4 <= each <= 4 for each in document["affect"].values())
    assert all(isinstance(line, str) for line in document["why"])
    for chord in document["chords"]:
        holds(chord, CHORD_FIELDS)
        assert all(isinstance(pitch, int) and 0 <= pitch <= 127 for pitch in chord["voicing"])
    for note in document["melody"]:
        holds(note, NOTE_FIELDS)
    for check in document["contract"]["checks"]:
        holds(check, CHECK_FIELDS)
        assert check["holds"] == (check["low"] <= check["value"] <= check["high"])
    assert document["contract"]["holds"] == all(check["holds"] for check in document["contract"]["checks"])
    beats, unit = map(int, document["meter"].split("/"))
    total = document["bars"] * beats * 4 / unit
    ends = [(each["start_beats"], each["start_beats"] + each["duration_beats"]) for each in document["chords"]]
    assert ends[0][0] == 0.0
    assert [start for start, _ in ends[1:]] == [end for _, end in ends[:-1]]
    assert ends[-1][1] == total
    assert all(note["start_beats"] + note["duration_beats"] <= total for note in document["melody"])


@pytest.mark.parametrize("feeling", ["calm", "sad", "angry", "hopeful"])
def test_a_suggestion_has_every_field(companion: CommandLine, feeling: str) -> None:
    ran = companion("suggest", "--feeling", feeling, "--bars", "8", "--seed", "7", "--json")
    assert (ran.status, ran.err) == (0, "")
    document = json.loads(ran.out)
    check_document(document)
    assert (document["seed"], document["feeling"], document["bars"]) == (7, feeling, 8)


def test_a_suggestion_takes_what_is_asked_for(companion: CommandLine) -> None:
    asked = ("--key", "D minor", "--meter", "3/4", "--tempo", "72", "--groove", "hymn", "--affect=-2,1")
    document = json.loads(companion("suggest", *asked, "--lyrics", WORDS, "--json").out)
    check_document(document)
    assert [document[name] for name in ("key", "meter", "tempo_bpm", "groove")] == ["D minor", "3/4", 72.0, "hymn"]
    assert document["affect"] == {"valence": -2, "arousal": 1}
    sung = "".join(note["syllable"] or "" for note in document["melody"])
    assert sung.startswith("Whenthehouse")


def test_several_suggestions_are_a_list_of_different_ones(companion: CommandLine) -> None:
    documents = json.loads(companion("suggest", "--feeling", "tender", "--count", "3", "--json").out)
    for document in documents:
        check_document(document)
    assert len({json.dumps(document["melody"]) for document in documents}) == 3


def test_notes_about_the_words_do_not_touch_the_document(companion: CommandLine) -> None:
    Path("words.txt").write_bytes("Où est la forêt".encode("latin-1"))
    ran = companion("suggest", "--lyrics", "words.txt", "--feeling", "blorp", "--json")
    assert len(ran.err.splitlines()) == 2
    check_document(json.loads(ran.out))


def test_the_same_seed_gives_the_same_bytes_in_every_process(companion: CommandLine) -> None:
    told, files = set(), set()
    for hash_seed in ("0", "1", "4711"):
        process = companion.start("suggest", "--feeling", "sad", "--seed", "5", "--count", "2", "--json",
                                  PYTHONHASHSEED=hash_seed)  # fmt: skip
        told.add(process.communicate()[0])
        names = [f"{hash_seed}.{suffix}" for suffix in ("mid", "musicxml", "svg", "md")]
        composing = companion.start("compose", WORDS, "--seed", "5", "-o", *names, PYTHONHASHSEED=hash_seed)
        assert composing.wait() == 0
        composing.communicate()
        files.add(b"".join(Path(name).read_bytes() for name in names))
    assert len(told) == 1
    assert json.loads(told.pop())[0]["seed"] == 5
    assert len(files) == 1
    other = companion("suggest", "--feeling", "sad", "--seed", "6", "--json").out
    assert json.loads(other)["melody"] != json.loads(companion("suggest", "--feeling", "sad", "--json").out)["melody"]


def test_what_programs_read_is_the_same_in_every_language(companion: CommandLine) -> None:
    told, files = set(), set()
    for language in ("en", "de", "es"):
        suggesting = companion.start("suggest", "--feeling", "sad", "--json", COMPANION_LANGUAGE=language)
        told.add(suggesting.communicate()[0])
        names = [f"{language}.mid", f"{language}.musicxml"]
        composing = companion.start("compose", WORDS, "--seed", "5", "-o", *names, COMPANION_LANGUAGE=language)
        composing.communicate()
        assert composing.returncode == 0
        files.add(b"".join(Path(name).read_bytes() for name in names))
    assert len(told) == 1
    assert len(files) == 1


def test_a_song_goes_into_every_kind_of_file(song: Path) -> None:
    begins = {"mid": b"MThd", "wav": b"RIFF", "flac": b"fLaC", "ogg": b"OggS", "pdf": b"%PDF-"}
    for suffix, start in begins.items():
        assert song.with_suffix(f".{suffix}").read_bytes().startswith(start)
    assert b"<svg" in song.with_suffix(".svg").read_bytes()[:500]
    assert "When the" in PdfReader(song.with_suffix(".pdf")).pages[0].extract_text()
    for suffix in ("html", "md"):
        assert "When the house is still and gray" in song.with_suffix(f".{suffix}").read_text(encoding="utf-8")


def test_the_midi_file_has_named_tracks_and_what_players_need(song: Path) -> None:
    midi = mido.MidiFile(song.with_suffix(".mid"))
    assert midi.type == 1
    assert midi.ticks_per_beat >= 480
    tracks = {track.name: track for track in midi.tracks}
    for name in ("melody", "chords", "bass", "pulse"):
        assert sum(message.type == "note_on" for message in tracks[name]) > 10, name
    for track in midi.tracks:
        ons = sum(message.type == "note_on" and message.velocity > 0 for message in track)
        assert ons == sum(message.type == "note_off" for message in track)
    kinds = {message.type for track in midi.tracks for message in track}
    assert {"set_tempo", "time_signature", "key_signature", "lyrics"} <= kinds
    lyrics = [message.text for message in tracks["melody"] if message.type == "lyrics"]
    assert "".join(lyrics).replace(" ", "").replace("\r", "").replace("\n", "").startswith("Whenthehouse")


@pytest.mark.parametrize("groove", ["lullaby", "drone", "march"])
def test_scripts_find_the_same_tracks_whatever_the_groove_plays(companion: CommandLine, groove: str) -> None:
    assert companion("compose", WORDS, "--groove", groove, "-o", "song.mid").status == 0
    assert {"melody", "chords", "bass", "pulse"} <= {track.name for track in mido.MidiFile("song.mid").tracks}


def test_the_notation_reads_back_with_chords_and_syllables(song: Path) -> None:
    score = music21.converter.parse(song.with_suffix(".musicxml"))
    lyrics = [note.lyrics[0] for note in score.recurse().notes if note.lyrics]
    assert {lyric.syllabic for lyric in lyrics} >= {"single", "begin", "end"}
    assert [lyric.text for lyric in lyrics[:3]] == ["When", "the", "house"]
    assert len(score.recurse().getElementsByClass(music21.harmony.ChordSymbol)) >= 8
    for kind in (music21.key.KeySignature, music21.meter.TimeSignature, music21.tempo.MetronomeMark):
        assert score.recurse().getElementsByClass(kind)
    assert score.recurse().getElementsByClass(music21.expressions.RehearsalMark)


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg"])
def test_sound_is_faded_and_never_too_loud(song: Path, suffix: str) -> None:
    path = song.with_suffix(f".{suffix}")
    samples, rate = soundfile.read(path, always_2d=True)
    assert rate == 44_100
    if suffix == "wav":
        assert soundfile.info(path).subtype == "PCM_16"
    assert np.abs(samples).max() <= HIGHEST_PEAK
    loud = np.sqrt(np.mean(samples**2))
    assert loud > 0.005
    for edge in (samples[:44], samples[-441:]):
        assert np.abs(edge).max() < 0.05 * np.abs(samples).max()


def test_any_midi_file_becomes_sound(companion: CommandLine) -> None:
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=400_000)])
    track += [mido.Message("note_on", note=57, velocity=90), mido.Message("note_off", note=57, time=384)]
    mido.MidiFile(type=0, ticks_per_beat=96, tracks=[track]).save("any.mid")
    assert companion("render", "any.mid", "-o", "any.wav").status == 0
    samples, rate = soundfile.read("any.wav", always_2d=True)
    assert np.abs(samples).max() <= HIGHEST_PEAK
    spectrum = np.abs(np.fft.rfft(samples[: int(1.6 * rate), 0]))
    strongest = np.argmax(spectrum) * rate / int(1.6 * rate)
    assert min(abs(strongest - octave * 220.0) for octave in (0.5, 1, 2, 3)) < 5.0


def test_a_song_can_be_kept(companion: CommandLine) -> None:
    ran = companion("compose", WORDS, "--title", "Stairs", "--keep", "-o", "song.mid")
    kept = ran.out.splitlines()[-1].removeprefix("Kept as ").rstrip(".")
    assert json.loads(companion("journal", "show", kept, "--json").out)["title"] == "Stairs"
    assert companion("journal", "export", kept, "-o", "again.mid").status == 0
    assert Path("again.mid").read_bytes() == Path("song.mid").read_bytes()


def test_people_at_a_terminal_see_that_something_goes_on(companion: CommandLine) -> None:
    pexpect = pytest.importorskip("pexpect", reason="needs pexpect, which needs POSIX")
    found = os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])
    said, status = pexpect.run(
        f"{sys.executable} -m companion compose {WORDS} -o song.mid", withexitstatus=True, timeout=60,
        env={**os.environ, "PYTHONPATH": found},
    )  # fmt: skip
    assert status == 0
    assert "Finding a tune" in said.decode()

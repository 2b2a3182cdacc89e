"""Places that can't be written, fonts and MIDI files that are none: told by name, and what was there stays."""

from pathlib import Path

import mido
import pytest

from tests.commands import CommandLine

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(200)


def midi_file(path: Path, *, kind: int = 1, notes: bool = True) -> Path:
    """A small MIDI file of a type, with one note or none."""
    track = mido.MidiTrack()
    if notes:
        track += [mido.Message("note_on", note=60, velocity=70), mido.Message("note_off", note=60, time=240)]
    mido.MidiFile(type=kind, tracks=[track]).save(path)
    return path


@pytest.fixture
def words(companion: CommandLine) -> Path:
    """A file with a word in it."""
    path = companion.folder / "words.txt"
    path.write_text("rain")
    return path


@pytest.mark.parametrize("name", ["song", "song.mp3", ".", "-", "words.txt"])
def test_a_suffix_that_can_not_be_written_is_told_before_anything_is_made(
    companion: CommandLine, words: Path, name: str
) -> None:
    companion("compose", words, "-o", "song.mid", name).told(2, "not a kind of file", ".mid, .musicxml")
    assert [path.name for path in companion.folder.iterdir()] == ["words.txt"]
    assert words.read_text() == "rain"


def test_a_missing_folder_is_made(companion: CommandLine, words: Path) -> None:
    assert companion("compose", words, "-o", "new/folder/song.mid").status == 0
    assert companion("render", "new/folder/song.mid", "-o", "other/song.wav").status == 0
    assert Path("other/song.wav").stat().st_size > 100_000


def test_the_same_file_twice_is_written_whole(companion: CommandLine, words: Path) -> None:
    ran = companion("compose", words, "-o", "song.mid", "song.mid")
    assert (ran.status, ran.out) == (0, "Wrote song.mid.\nWrote song.mid.\n")
    assert mido.MidiFile("song.mid").length > 5


def test_a_folder_in_the_place_of_the_file(companion: CommandLine, words: Path) -> None:
    Path("song.mid").mkdir()
    companion("compose", words, "-o", "song.mid").told(3, "Could not write song.mid: is a directory.")
    assert list(companion.folder.rglob("*.new")) == []


def test_a_file_in_the_place_of_the_folder(companion: CommandLine, words: Path) -> None:
    companion("compose", words, "-o", "words.txt/song.mid").told(3, "words.txt")
    assert words.read_text() == "rain"


@pytest.mark.parametrize(
    ("font", "says"),
    [("song.jpg", "song.jpg is not a SoundFont"), ("none.sf2", "none.sf2: no such file"), (".", "is a directory")],
)
def test_a_soundfont_that_is_none(companion: CommandLine, words: Path, font: str, says: str) -> None:
    Path("song.jpg").write_bytes(JPEG)
    midi_file(Path("song.mid"))
    companion("compose", words, "-o", "song.wav", "--soundfont", font).told(3, says)
    companion("render", "song.mid", "-o", "song.wav", "--soundfont", font).told(3, says)
    assert not Path("song.wav").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (JPEG, "is not a MIDI file"),
        (b"MThd\0\0\0\6\0\1\0\1\1\xe0MTrk\0\0\1\0\0\x90", "is damaged"),
        (b"RIFF\0\0\0\0WAVE", "is not a MIDI file"),
    ],
)
def test_a_midi_file_that_is_none(companion: CommandLine, content: bytes, says: str) -> None:
    Path("song.mid").write_bytes(content)
    companion("render", "song.mid", "-o", "song.wav").told(3, "song.mid", says)
    assert not Path("song.wav").exists()


def test_midi_files_of_patterns_and_missing_ones(companion: CommandLine) -> None:
    midi_file(Path("song.mid"), kind=2)
    companion("render", "song.mid", "-o", "song.wav").told(3, "type 2")
    companion("render", "none.mid", "-o", "song.wav").told(3, "Could not read none.mid")
    companion("render", ".", "-o", "song.wav").told(3, "Could not read .")
    companion("render", "song.mid", "-o", "song.mp3").told(2, "not a kind of file")


@pytest.mark.parametrize(
    ("answers", "status", "says"),
    [
        ("", 3, "is not a file of answers"),
        ("[1]", 3, "is not a file of answers"),
        ('{"nope": 1}', 2, "no step 'nope'"),
        ('{"before": {"feeling": 3}}', 2, "got 'int' at 'feeling'"),
        ('{"before": {"valence": 99}}', 2, "<= 4 at 'valence'"),
        ('{"before": {"distress": 44}}', 2, "<= 10 at 'distress'"),
        ('{"words": "rain"}', 2, "'words' (blanks) does not fit"),
        ('{"song": 0}', 2, "Choose 1 to 3."),
        ('{"words": ["rain"], "song": 4}', 2, "Choose 1 to 3."),
        ('{"words": ["rain"], "play": {"midi": "none.mid"}}', 3, "Could not read none.mid"),
        ('{"words": ["rain"], "play": {"midi": "silent.mid"}}', 3, "silent.mid has no notes to play"),
        ('{"words": ["rain"], "play": {"midi": "patterns.mid"}}', 3, "type 2"),
    ],
)
def test_answers_that_do_not_fit(companion: CommandLine, answers: str, status: int, says: str) -> None:
    midi_file(Path("silent.mid"), notes=False)
    midi_file(Path("patterns.mid"), kind=2)
    Path("answers.json").write_text(answers)
    companion("session", "--answers", "answers.json").told(status, says)


def test_a_number_without_a_word_is_an_answer(companion: CommandLine) -> None:
    Path("answers.json").write_text('{"before": {"distress": 9, "valence": -2}, "after": {"distress": 3}}')
    ran = companion("session", "--answers", "answers.json")
    assert (ran.status, ran.err) == (0, ""), ran
    assert [line.split()[1] for line in ran.out.splitlines()] == ["check-in", "session"]

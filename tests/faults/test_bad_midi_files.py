"""MIDI files as they should not be, read by the commands that take them: a sentence, or music without hanging notes."""

from pathlib import Path

import mido
import pytest

from companion.domain.harmony import Meter
from companion.midi.smf_read import MOST_BYTES, read
from tests.commands import CommandLine

END = b"\x00\xff\x2f\x00"


def file_of(*tracks: bytes, kind: int = 1, ticks: int = 480) -> bytes:
    numbers = b"".join(number.to_bytes(2, "big") for number in (kind, len(tracks), ticks))
    return b"MThd\x00\x00\x00\x06" + numbers + b"".join(b"MTrk" + len(t).to_bytes(4, "big") + t for t in tracks)


NOTE = b"\x00\x90\x3c\x40\x60\x80\x3c\x00"


def saved(content: bytes, name: str = "strange.mid") -> Path:
    path = Path(name)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("command", ["play", "render", "record"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xff\xd8\xff\xe0 a photo", "is not a MIDI file"),
        (file_of(NOTE + END, kind=2), "type 2"),
        (file_of(NOTE + END, ticks=0xE728), "film frames"),
        (file_of(NOTE + END, ticks=0), "film frames"),
        (file_of(NOTE + b"\x00\x90"), "is damaged"),
        (file_of(b"\x00\x3c\x40" + END), "is damaged"),
        (file_of(NOTE + END)[:20], "is damaged"),
        (file_of(b"\xff\xff\xff\x7f\x90\x3c\x40\xff\xff\xff\x7f\x80\x3c\x00" + END), "longer than two hours"),
        (bytes(MOST_BYTES + 1), "is larger than 4 MB"),
    ],
    ids=["empty", "photo", "type 2", "film", "no ticks", "cut off", "no status", "cut head", "hours", "huge"],
)
def test_a_file_that_can_not_be_used(companion: CommandLine, command: str, content: bytes, says: str) -> None:
    path = saved(content)
    arguments: dict[str, tuple[str | Path, ...]] = {
        "play": (path,), "render": (path, "-o", "x.wav"), "record": ("--backing", path),
    }  # fmt: skip
    companion(command, *arguments[command]).told(3, "strange.mid", says)


def test_a_file_without_notes(companion: CommandLine) -> None:
    path = saved(file_of(b"\x00\xff\x51\x03\x07\xa1\x20" + END))
    companion("play", path).told(3, "has no notes")
    companion("record", "--backing", path).told(3, "has no notes")


def test_a_flood_of_system_messages_leaves_the_notes(companion: CommandLine) -> None:
    flood = (b"\x00\xf0\x83\x7f" + bytes(510) + b"\xf7") * 500
    score = read(saved(file_of(flood + NOTE + flood + END)))
    assert [note.pitch for part in score.parts for note in part.notes] == [60]


def test_ten_thousand_notes_at_once_and_ends_without_beginnings(companion: CommandLine) -> None:
    strokes = b"".join(bytes([0, 0x90 | number % 16, number % 128, 64]) for number in range(10_000))
    strays = b"".join(bytes([0, 0x80 | number % 16, number % 128, 0]) for number in range(500))
    path = saved(file_of(strays + strokes + b"\x60" + strays[1:] + END))
    score = read(path)
    assert all(0 < note.duration_beats < 1 for part in score.parts for note in part.notes)
    assert companion("render", path, "-o", "loud.wav").status == 0


@pytest.mark.parametrize(("micros", "bpm"), [(0, 300), (1, 300), (6_000, 300), (0xFFFFFF, 20), (1_000_000, 60)])
def test_tempos_beyond_music_become_the_nearest(companion: CommandLine, micros: int, bpm: float) -> None:
    """0 and 10,000 beats a minute are written by no one who means them; every note stands at its true time."""
    score = read(saved(file_of(b"\x00\xff\x51\x03" + micros.to_bytes(3, "big") + NOTE + END)))
    assert score.tempo.bpm == bpm
    assert score.total_seconds < 60


@pytest.mark.parametrize("meter", [Meter(7, 8), Meter(5, 4), Meter(11, 16), Meter(3, 2)])
def test_meters_of_any_kind(companion: CommandLine, meter: Meter) -> None:
    track = mido.MidiTrack([mido.MetaMessage("time_signature", numerator=meter.beats, denominator=meter.unit)])
    for _ in range(40):
        track += [mido.Message("note_on", note=60, velocity=70), mido.Message("note_off", note=60, time=240)]
    mido.MidiFile(tracks=[track]).save("odd.mid")
    score = read(Path("odd.mid"))
    assert score.meter == meter
    assert score.total_beats >= 20
    assert score.total_beats % meter.bar_beats == pytest.approx(0, abs=1e-9)
    assert companion("render", "odd.mid", "-o", "odd.wav").status == 0


@pytest.mark.parametrize("shape", [b"\x00\xff\x58\x04\x00\x02\x18\x08", b"\x00\xff\x58\x04\xff\x20\x18\x08"])
def test_meters_that_are_none_become_four_four(companion: CommandLine, shape: bytes) -> None:
    assert read(saved(file_of(shape + NOTE + END))).meter == Meter(4, 4)

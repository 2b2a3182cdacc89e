"""MIDI files there and back, and what is said of files that can't be read."""

from io import BytesIO
from pathlib import Path

import mido
import pytest
from msgspec.structs import replace

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score, TextEvent
from companion.domain.take import PlayedEvent, Take
from companion.domain.tempo import TempoChange, TempoMap
from companion.errors import FileProblemError
from companion.midi.smf import TAKE_TICKS_A_BEAT, TICKS_A_BEAT, file_bytes, write_score
from companion.midi.smf_bytes import variable_length
from companion.midi.smf_read import read

MELODY = tuple(NoteEvent(beat, 0.75, 60 + number, 70) for number, beat in enumerate((0.0, 1.0, 2.25, 2.75)))
CHORDS = tuple(NoteEvent(0.0, 3.5, pitch, 55) for pitch in (48, 52, 55))
PULSE = tuple(NoteEvent(beat / 2, 0.25, 76, 60) for beat in range(7))


def piece(tempo: TempoMap | None = None, meter: Meter | None = None, key: Key | None = None) -> Score:
    parts = (Part("melody", 0, 73, MELODY), Part("chords", 1, 48, CHORDS), Part("pulse", 9, 0, PULSE))
    lyrics = (TextEvent(0.0, "Grüß"), TextEvent(1.0, "dich"))
    meter = meter or Meter(7, 8)
    return Score(
        "Die Treppe", key or Key("Bb"), meter, tempo or TempoMap(66), meter.bar_beats, parts, lyrics,
        (TextEvent(0.0, "verse"),),
    )  # fmt: skip


def written(tmp_path: Path, score: Score, take: Take | None = None) -> Path:
    path = tmp_path / "a piece.mid"
    write_score(score, path, take)
    return path


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    score = piece()
    back = read(written(tmp_path, score))
    assert (back.title, back.key, back.meter, back.tempo) == (score.title, score.key, score.meter, score.tempo)
    assert (back.total_beats, back.lyrics, back.markers) == (score.total_beats, score.lyrics, score.markers)
    for part, same in zip(score.parts, back.parts, strict=True):
        assert (part.name, part.channel, part.program) == (same.name, same.channel, same.program)
        for note, twin in zip(part.notes, same.notes, strict=True):
            assert (note.pitch, note.velocity) == (twin.pitch, twin.velocity)
            assert note.onset_beats == pytest.approx(twin.onset_beats)
            assert note.duration_beats == pytest.approx(twin.duration_beats)


def test_the_file_is_as_the_contract_says(tmp_path: Path) -> None:
    file = mido.MidiFile(written(tmp_path, piece()), charset="utf-8")
    assert (file.type, file.ticks_per_beat) == (1, TICKS_A_BEAT)
    assert [track.name for track in file.tracks] == ["Die Treppe", "melody", "chords", "pulse"]
    kinds = {message.type for message in file.tracks[0]}
    assert {"set_tempo", "time_signature", "key_signature", "marker"} <= kinds
    assert "lyrics" in {message.type for message in file.tracks[1]}


def test_a_glide_keeps_every_note_on_time_and_comes_back(tmp_path: Path) -> None:
    tempo = TempoMap(84, 60, 3.1)
    path = written(tmp_path, piece(tempo))
    now, onsets = 0.0, []
    for message in mido.MidiFile(path, charset="utf-8"):
        now += message.time
        if message.type == "note_on" and message.channel == 0:
            onsets.append(now)
    assert onsets == pytest.approx([tempo.seconds_at(note.onset_beats) for note in MELODY], abs=0.002)
    assert read(path).tempo == tempo


@pytest.mark.parametrize(
    ("changes", "tempo"),
    [
        ([(0, 1_000_000), (480, 300_000), (960, 900_000), (1000, 400_000)],
         TempoMap(60, changes=(TempoChange(1, 200), TempoChange(2, 60e6 / 900_000), TempoChange(1000 / 480, 150)))),
        ([(0, 1_000_000), (480, 20_000), (960, 900_000), (1000, 400_000)], TempoMap(60)),
    ],
    ids=["as it stands", "too fast for a map"],
)  # fmt: skip
def test_other_tempo_changes_keep_every_note_at_its_time(
    tmp_path: Path, changes: list[tuple[int, int]], tempo: TempoMap
) -> None:
    file = mido.MidiFile(file=BytesIO(file_bytes(piece(TempoMap(60), Meter(4, 4)))), charset="utf-8")
    track, now = mido.MidiTrack(), 0
    for tick, micros in changes:
        track.append(mido.MetaMessage("set_tempo", tempo=micros, time=tick - now))
        now = tick
    file.tracks[0] = track
    path = tmp_path / "changes.mid"
    file.save(str(path))
    score = read(path)
    assert score.tempo == tempo
    second = 1 + changes[1][1] / 1e6
    onsets = [score.tempo.seconds_at(note.onset_beats) for note in score.parts[0].notes]
    expected = [0.0, 1.0, second + 40 / 480 * 0.9 + 80 / 480 * 0.4, second + 40 / 480 * 0.9 + 320 / 480 * 0.4]
    assert onsets == pytest.approx(expected, abs=1e-6)


def test_a_take_over_changing_tempos_stands_at_its_true_times(tmp_path: Path) -> None:
    """Steady, a glide, a change in the middle of another glide, a second note far behind the backing's end."""
    tempo = TempoMap(
        60, 90, 8, changes=(TempoChange(10, 70, 6), TempoChange(13.5, 120), TempoChange(20, 50, 40))
    )
    seconds = [0.013 + 0.6171 * number for number in range(60)]
    events = tuple(
        event for at in seconds for event in (PlayedEvent(at, 0x90, 60, 80), PlayedEvent(at + 0.3, 0x80, 60, 0))
    )
    path = written(tmp_path, piece(tempo), Take("mine", tempo, events, 40.0))
    now, onsets = 0.0, []
    for message in mido.MidiFile(path, charset="utf-8"):
        now += message.time
        if message.type == "note_on" and message.velocity == 80 and message.note == 60 and message.channel == 2:
            onsets.append(now)
    assert onsets == pytest.approx(seconds, abs=0.0005)
    heard = read(path)
    again = [heard.tempo.seconds_at(note.onset_beats) for note in heard.parts[-1].notes]
    assert again == pytest.approx(seconds, abs=0.0005)


def test_the_take_has_a_track_of_its_own(tmp_path: Path) -> None:
    events = (
        PlayedEvent(-0.2, 0x90, 62, 80), PlayedEvent(0.5, 0x80, 62, 0),
        PlayedEvent(1.0, 0xB0, 64, 127), PlayedEvent(1.25, 0x90, 65, 81), PlayedEvent(2.0, 0x80, 65, 0),
    )  # fmt: skip
    path = written(tmp_path, piece(TempoMap(60)), Take("mine", TempoMap(60), events, 3.0))
    take = mido.MidiFile(path, charset="utf-8").tracks[-1]
    assert take.name == "take"
    now, found = 0, []
    for message in take:
        now += message.time
        if message.type in ("note_on", "note_off", "control_change"):
            found.append((now / TAKE_TICKS_A_BEAT, message.type, message.bytes()[1]))
            assert message.channel not in (0, 1, 9)
    assert found == [
        (0.0, "note_on", 62), (0.5, "note_off", 62), (1.0, "control_change", 64),
        (1.25, "note_on", 65), (2.0, "note_off", 65), (3.0, "control_change", 64),
    ]  # fmt: skip


def test_controllers_wheels_and_pressure_stand_in_the_takes_track() -> None:
    played = ((0xE0, 5, 70), (0xB0, 1, 99), (0xD0, 44, 0), (0xA0, 60, 33), (0x90, 60, 80), (0x80, 60, 0))
    events = tuple(PlayedEvent(0.25 * number, *raw) for number, raw in enumerate(played))
    content = file_bytes(piece(TempoMap(60)), Take("mine", TempoMap(60), events, 2.0))
    track = mido.MidiFile(file=BytesIO(content)).tracks[-1]
    found = [message.bytes() for message in track if not message.is_meta and message.type != "program_change"]
    assert [(raw[0] & 0xF0, *raw[1:]) for raw in found] == [raw[:2] if raw[0] == 0xD0 else raw for raw in played]


def test_words_without_a_melody_have_a_track_of_their_own() -> None:
    file = mido.MidiFile(file=BytesIO(file_bytes(piece().without("melody"))))
    assert [track.name for track in file.tracks] == ["Die Treppe", "chords", "pulse", "lyrics"]


def test_the_same_score_gives_the_same_bytes() -> None:
    first, second = BytesIO(), BytesIO()
    write_score(piece(), first)
    write_score(piece(), second)
    assert first.getvalue() == second.getvalue() != b""


@pytest.mark.parametrize(
    ("key", "signature"),
    [
        (Key("C"), "C"), (Key("Bb"), "Bb"), (Key("F#", "minor"), "F#m"), (Key("D", "dorian"), "Am"),
        (Key("G", "mixolydian"), "C"), (Key("G#"), "Ab"), (Key("Fb"), "E"), (Key("A#", "minor"), "A#m"),
        (Key("Cb"), "Cb"), (Key("B#", "minor"), "Cm"),
    ],
)  # fmt: skip
def test_key_signatures(key: Key, signature: str) -> None:
    conductor = mido.MidiFile(file=BytesIO(file_bytes(piece(key=key)))).tracks[0]
    assert [message.key for message in conductor if message.type == "key_signature"] == [signature]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="Could not write"):
        write_score(piece(), tmp_path / "gone" / "a.mid")


def test_a_pedal_holds_notes_and_what_is_never_released_ends(tmp_path: Path) -> None:
    track = mido.MidiTrack()
    for message in (
        mido.Message("control_change", control=64, value=127, time=0), mido.Message("note_on", note=60, time=0),
        mido.Message("note_off", note=60, time=240), mido.Message("note_on", note=60, time=240),
        mido.Message("note_off", note=60, time=240), mido.Message("control_change", control=64, value=0, time=240),
        mido.Message("note_on", note=72, time=0), mido.Message("note_on", note=74, velocity=64, time=480),
    ):  # fmt: skip
        track.append(message)
    file = mido.MidiFile(type=0, ticks_per_beat=480, tracks=[track])
    path = tmp_path / "pedal.mid"
    file.save(str(path))
    score = read(path)
    spans = [(note.pitch, note.onset_beats, note.duration_beats) for note in score.parts[0].notes]
    assert spans == [(60, 0.0, 1.0), (60, 1.0, 1.0), (72, 2.0, 1.0), (74, 3.0, pytest.approx(1 / 480))]
    assert (score.title, score.parts[0].name, score.total_beats) == ("pedal", "track 1", 4.0)


def test_latin_texts_and_impossible_keys_are_forgiven(tmp_path: Path) -> None:
    file = mido.MidiFile(file=BytesIO(file_bytes(piece())), charset="utf-8")
    file.charset = "latin-1"
    path = tmp_path / "old.mid"
    file.save(str(path))
    content = path.read_bytes()
    path.write_bytes(content.replace(b"\xff\x59\x02\xfe\x00", b"\xff\x59\x02\x63\x07"))
    score = read(path)
    assert score.lyrics[0].text == "Grüß"
    assert score.key == Key("C")


def test_a_riff_wrapper_is_opened(tmp_path: Path) -> None:
    plain = BytesIO()
    write_score(piece(), plain)
    path = tmp_path / "wrapped.rmi"
    path.write_bytes(b"RIFF\x00\x00\x00\x00RMIDdata\x00\x00\x00\x00" + plain.getvalue())
    assert len(read(path).parts) == 3


HEADER = b"MThd\x00\x00\x00\x06"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\xff\xd8\xff\xe0JFIF", "is not a MIDI file"),
        (HEADER + b"\x00\x02\x00\x01\x01\xe0MTrk\x00\x00\x00\x04\x00\xff\x2f\x00", "type 2"),
        (HEADER + b"\x00\x01\x00\x01\xe7\x28MTrk\x00\x00\x00\x04\x00\xff\x2f\x00", "film frames"),
        (HEADER + b"\x00\x01\x00\x01\x01\xe0MTrk\x00\x00\xff\xff\x00\x90", "damaged"),
        (HEADER + b"\x00\x01", "damaged"),
        (HEADER + b"\x00\x00\x00\x01\x00\x01MTrk\x00\x00\x00\x09\xff\xff\xff\x7f\x90\x40\x40\x00\xff", "damaged"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "strange.mid"
    path.write_bytes(content)
    with pytest.raises(FileProblemError, match=message) as caught:
        read(path)
    assert "strange.mid" in caught.value.message


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.mid"
    with path.open("wb") as file:
        file.write(HEADER)
        file.truncate(10_000_000_000)
    with pytest.raises(FileProblemError, match="larger than 4 MB"):
        read(path)


def test_a_missing_file_is_named_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="no such file"):
        read(tmp_path / "gone.mid")


@pytest.mark.parametrize(("number", "written"), [
    (0, "00"), (0x7F, "7f"), (0x80, "81 00"), (0x2000, "c0 00"), (0x1FFFFF, "ff ff 7f"), (0x0FFFFFFF, "ff ff ff 7f"),
])  # fmt: skip
def test_lengths_are_written_as_the_standard_shows_them(number: int, written: str) -> None:
    assert variable_length(number) == bytes.fromhex(written)


def test_texts_that_have_no_bytes_are_written_with_a_sign_in_their_place() -> None:
    score = piece()
    file = mido.MidiFile(file=BytesIO(file_bytes(replace(score, title="a\ud800b"))), charset="utf-8")
    assert file.tracks[0].name == "a?b"

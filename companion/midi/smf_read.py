"""Reading a Standard MIDI File forgivingly: any file's notes as a score."""

import math
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from struct import error as StructError
from typing import Any, NamedTuple

import mido
from mido.midifiles.meta import KeySignatureError

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score, TextEvent
from companion.errors import FileProblemError
from companion.language import _
from companion.midi.smf_tempo import MidiTempo

LONGEST_SECONDS = 2 * 60 * 60
"""A file that lasts longer is damaged, or nothing to play here."""

MOST_BYTES = 4_000_000
"""A larger file takes more than ten seconds to read; a whole symphony is a tenth of it."""

_DAMAGE = (EOFError, OSError, ValueError, LookupError, TypeError, AttributeError, StructError)
"""What mido raises over bytes that make no sense."""

_KEY_SIGNATURE = re.compile(rb"\xff\x59\x02..", re.DOTALL)
_SUSTAIN, _HALF = 64, 64
_HINT = _("Choose another MIDI file.")


def read(path: Path) -> Score:
    """The notes, tempo, meter, key, lyrics and markers of a file; each track's channel is a part.

    Bars and tempo changes are the file's own; one that goes slower or faster than can be played here becomes steady,
    with every note at its true time. Raises FileProblemError, in one sentence, for a file that is empty, damaged,
    too large, of type 2, or no MIDI file.
    """
    return score_of(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """A MIDI file's bytes, as they are, or those inside a RIFF wrapper. Raises FileProblemError."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileProblemError.from_os("read", path, error, _HINT) from error
    if len(content) > MOST_BYTES:
        raise FileProblemError(
            _("{path} is larger than {most_bytes} MB, too much for one piece.").format(
                path=path, most_bytes=MOST_BYTES // 1000000
            ),
            _HINT,
        )
    if not content:
        raise FileProblemError(_("{path} is empty.").format(path=path), _HINT)
    if content[:4] == b"RIFF" and content[8:12] == b"RMID":
        content = content[max(0, content.find(b"MThd")) :]
    if content[:4] != b"MThd":
        raise FileProblemError(_("{path} is not a MIDI file.").format(path=path), _HINT)
    return content


def score_of(content: bytes, path: Path) -> Score:
    """The score in a MIDI file's bytes; `path` is for names. Raises FileProblemError."""
    file = _parse(content, path)
    if file.type == 2:
        raise FileProblemError(
            _("{path} holds separate patterns (MIDI type 2), not one piece.").format(path=path), _HINT
        )
    if file.ticks_per_beat <= 0:
        raise FileProblemError(
            _("{path} counts time in film frames, which is not understood here.").format(path=path), _HINT
        )
    timed = [[*_absolute(track)] for track in file.tracks]
    everything = sorted(((tick, message) for track in timed for tick, message in track), key=lambda event: event[0])
    tempo = MidiTempo.of(everything, file.ticks_per_beat)
    end_tick = max([0, *(tick for tick, message in everything if message.type in ("note_on", "note_off"))])
    if tempo.seconds(end_tick) > LONGEST_SECONDS:
        raise FileProblemError(_("{path} lasts longer than two hours; it may be damaged.").format(path=path), _HINT)
    programs = _programs(everything)
    parts = [part for number, track in enumerate(timed) for part in _parts(track, number, programs, tempo)]
    meter = _meter(everything)
    end = max([0.0, *(note.onset_beats + note.duration_beats for part in parts for note in part.notes)])
    return Score(
        title=next((m.name for _other, m in (timed or [[]])[0] if m.type == "track_name" and m.name), path.stem),
        key=_key(everything),
        meter=meter,
        tempo=tempo.map,
        total_beats=math.ceil(round(end / meter.bar_beats, 3)) * meter.bar_beats,
        parts=tuple(parts),
        lyrics=_texts(everything, "lyrics", tempo),
        markers=_texts(everything, "marker", tempo),
    )


class _Key(NamedTuple):
    channel: int
    pitch: int


def _parse(content: bytes, path: Path) -> Any:
    """Parse, with texts in UTF-8 or else Latin-1, and without key signatures where one is impossible."""
    plain = _KEY_SIGNATURE.sub(b"\xff\x59\x02\x00\x00", content)
    for data, charset in ((content, "utf-8"), (content, "latin-1"), (plain, "latin-1")):
        try:
            return mido.MidiFile(file=BytesIO(data), charset=charset, clip=True)
        except (UnicodeDecodeError, KeySignatureError):
            continue
        except _DAMAGE as error:
            raise FileProblemError(
                _("{path} is damaged: not all of it could be read.").format(path=path), _HINT
            ) from error
    raise FileProblemError(_("{path} is damaged: not all of it could be read.").format(path=path), _HINT)


def _absolute(track: Any) -> Iterator[tuple[int, Any]]:
    now = 0
    for message in track:
        now += message.time
        yield now, message


def _parts(track: list[tuple[int, Any]], number: int, programs: dict[int, int], tempo: MidiTempo) -> Iterator[Part]:
    name = next((message.name for _other, message in track if message.type == "track_name" and message.name), "")
    by_channel: dict[int, list[NoteEvent]] = {}
    for key, start, end, velocity in _notes(track):
        onset, stop = tempo.beats(start), tempo.beats(max(end, start + 1))
        by_channel.setdefault(key.channel, []).append(NoteEvent(onset, stop - onset, key.pitch, velocity))
    for channel, notes in sorted(by_channel.items()):
        ordered = tuple(sorted(notes, key=lambda note: (note.onset_beats, note.pitch)))
        yield Part(name or _("track {number}").format(number=number + 1), channel, programs.get(channel, 0), ordered)


def _notes(track: list[tuple[int, Any]]) -> Iterator[tuple[_Key, int, int, int]]:
    """Key, start, end (ticks) and velocity of every note; a pedal that is down holds ends back."""
    sounding: dict[_Key, tuple[int, int]] = {}
    held: dict[int, set[_Key]] = {}
    now = 0
    for now, message in track:
        if message.type == "control_change" and message.control == _SUSTAIN:
            if message.value >= _HALF:
                held.setdefault(message.channel, set())
            else:
                for key in sorted(held.pop(message.channel, ())):
                    yield key, *_span(sounding.pop(key), now)
        elif message.type in ("note_on", "note_off"):
            key = _Key(message.channel, message.note)
            is_start = message.type == "note_on" and message.velocity > 0
            if key in sounding and (is_start or key.channel not in held):
                held.get(key.channel, set()).discard(key)
                yield key, *_span(sounding.pop(key), now)
            elif key in sounding:
                held[key.channel].add(key)
            if is_start:
                sounding[key] = (now, message.velocity)
    for key, start in sounding.items():
        yield key, *_span(start, now)


def _span(start: tuple[int, int], end: int) -> tuple[int, int, int]:
    return start[0], end, start[1]


def _programs(everything: list[tuple[int, Any]]) -> dict[int, int]:
    """The first program of each channel."""
    found: dict[int, int] = {}
    for _other, message in everything:
        if message.type == "program_change":
            found.setdefault(message.channel, message.program)
    return found


def _meter(everything: list[tuple[int, Any]]) -> Meter:
    for _other, message in everything:
        if message.type == "time_signature":
            try:
                return Meter(message.numerator, message.denominator)
            except ValueError:
                break
    return Meter()


def _key(everything: list[tuple[int, Any]]) -> Key:
    found = next((message.key for _other, message in everything if message.type == "key_signature"), "C")
    return Key.parse(found)


def _texts(everything: list[tuple[int, Any]], kind: str, tempo: MidiTempo) -> tuple[TextEvent, ...]:
    return tuple(TextEvent(tempo.beats(tick), m.text) for tick, m in everything if m.type == kind and m.text)

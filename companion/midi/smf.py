"""Writing a score, and a take over it, as a Standard MIDI File of format 1."""

import math
from pathlib import Path
from typing import IO

from companion.domain.harmony import Key
from companion.domain.score import DRUM_CHANNEL, Part, Score, TextEvent
from companion.domain.take import CONTROL_CHANGE, NOTE_OFF, NOTE_ON, Take, closed
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats
from companion.errors import FileProblemError
from companion.language import _
from companion.midi import smf_bytes
from companion.midi.smf_bytes import Timed

TICKS_A_BEAT = 480
TAKE_TICKS_A_BEAT = 3840
"""A file with a take counts finer: a quarter of a millisecond at 60 beats a minute, as other recorders do."""

GLIDE_STEP_BEATS = 0.25
"""A tempo that glides is written in steps of this many beats; each step takes exactly its true time."""

TAKE_TRACK = "take"
_CHANNEL_PRESSURE = 0xD0
_TAKE_KINDS = (NOTE_OFF, NOTE_ON, CONTROL_CHANGE, 0xA0, 0xE0, _CHANNEL_PRESSURE)
"""Notes, controllers, key pressure and pitch bend, all of two data bytes; the last has one."""

_FIFTHS = "F C G D A E B"
_MODE_FIFTHS = {"major": 0, "minor": -3, "dorian": -2, "mixolydian": -1}


def write_score(score: Score, target: Path | IO[bytes], take: Take | None = None, take_program: int = 0) -> None:
    """Write a score; the notes of `take` go on a track named "take", with the sound `take_program`.

    Tempo (a glide in fine steps), meter, key and markers stand on the first track, lyrics with the melody. Raises
    FileProblemError where the file can't be written.
    """
    content = file_bytes(score, take, take_program)
    try:
        if isinstance(target, Path):
            target.write_bytes(content)
        else:
            target.write(content)
    except OSError as error:
        raise FileProblemError.from_os("write", target, error, _("Choose another folder.")) from error


def file_bytes(score: Score, take: Take | None = None, take_program: int = 0) -> bytes:
    """The same as bytes."""
    ticks = TICKS_A_BEAT if take is None else TAKE_TICKS_A_BEAT
    end = max([score.total_beats, *(note.onset_beats + note.duration_beats for p in score.parts for note in p.notes)])
    end = end if take is None else max(end, take.length_beats)
    tracks: list[bytes] = []

    def add(name: str, events: list[Timed]) -> None:
        tracks.append(smf_bytes.track(name, events, _tick(end, ticks)))

    add(score.title, _conductor(score, end, ticks))
    with_words = _singing_part(score)
    for part in score.parts:
        lyrics = score.lyrics if part is with_words else ()
        add(part.name, [*_part(part, ticks), *_texts(smf_bytes.LYRICS, lyrics, ticks)])
    if with_words is None and score.lyrics:
        add("lyrics", _texts(smf_bytes.LYRICS, score.lyrics, ticks))
    if take is not None:
        add(TAKE_TRACK, _take(take, _free_channel(score), take_program, ticks))
    return smf_bytes.file(tracks, ticks)


def sharps_of(key: Key) -> int:
    """Sharps (flats below 0) of the key signature: those of a mode's own scale ("D dorian" has none, as A minor)."""
    letter, accidentals = key.tonic[0].upper(), key.tonic[1:]
    fifths = _FIFTHS.split().index(letter) - 1 + _MODE_FIFTHS[key.mode]
    fifths += 7 * (accidentals.count("#") - accidentals.count("b"))
    while abs(fifths) > 7:  # G sharp major would have eight sharps; A flat major sounds the same
        fifths -= 12 if fifths > 0 else -12
    return fifths


def _conductor(score: Score, end: Beats, ticks: int) -> list[Timed]:
    meter = score.meter
    events: list[Timed] = [
        (0, 0, smf_bytes.time_signature(meter.beats, meter.unit)),
        (0, 0, smf_bytes.key_signature(sharps_of(score.key), score.key.is_minor)),
    ]
    for beats, micros in _tempos(score.tempo, end):
        events.append((_tick(beats, ticks), 0, smf_bytes.set_tempo(micros)))
    return events + _texts(smf_bytes.MARKER, score.markers, ticks)


def _tempos(tempo: TempoMap, end: Beats) -> list[tuple[Beats, int]]:
    """Tempo changes up to a beat: where, and microseconds a beat."""
    found: list[tuple[Beats, int]] = []
    pieces = tempo.pieces
    for piece, until in zip(pieces, [*(following.beats for following in pieces[1:]), math.inf], strict=True):
        beat = piece.beats
        while piece.slope and beat < min(until, end):
            after = min(beat + GLIDE_STEP_BEATS, until)
            found.append((beat, round((tempo.seconds_at(after) - tempo.seconds_at(beat)) / (after - beat) * 1e6)))
            beat = after
        if not piece.slope and (beat < end or not found):
            found.append((beat, round(60e6 / piece.bpm)))
    return found


def _part(part: Part, ticks: int) -> list[Timed]:
    events: list[Timed] = []
    if part.channel != DRUM_CHANNEL:
        events.append((0, 0, smf_bytes.program_change(part.channel, part.program)))
    for note in part.notes:
        start = _tick(note.onset_beats, ticks)
        end = max(start + 1, _tick(note.onset_beats + note.duration_beats, ticks))
        events.append((start, 2, smf_bytes.note_on(part.channel, note.pitch, note.velocity)))
        events.append((end, 1, smf_bytes.note_off(part.channel, note.pitch)))
    return events


def _take(take: Take, channel: int, program: int, ticks: int) -> list[Timed]:
    """The raw events at their beats, nothing left hanging; what was played in the count-in stands at the start."""
    events: list[Timed] = [(0, 0, smf_bytes.program_change(channel, program))]
    for number, event in enumerate(closed(take.events, take.length_seconds)):
        if event.kind not in _TAKE_KINDS:
            continue
        raw = bytes((event.status & 0xF0 | channel, event.data1, event.data2))
        tick = _tick(max(0.0, take.tempo.beats_at(event.seconds)), ticks)
        events.append((tick, 1 + number, raw[:2] if event.kind == _CHANNEL_PRESSURE else raw))
    return events


def _texts(kind: int, texts: tuple[TextEvent, ...], ticks: int) -> list[Timed]:
    return [(_tick(text.beats, ticks), 1, smf_bytes.text(kind, text.text)) for text in texts]


def _singing_part(score: Score) -> Part | None:
    return score.part("melody") or score.part("voice")


def _free_channel(score: Score) -> int:
    used = {part.channel for part in score.parts} | {DRUM_CHANNEL}
    return next((channel for channel in range(16) if channel not in used), 0)


def _tick(beats: Beats, ticks: int) -> int:
    return round(beats * ticks)

"""Writing a score, and a take over it, as a Standard MIDI File of format 1."""

import math
from pathlib import Path
from typing import IO, Any

import mido

from companion.domain.harmony import Key
from companion.domain.score import DRUM_CHANNEL, Part, Score, TextEvent
from companion.domain.take import CONTROL_CHANGE, NOTE_OFF, NOTE_ON, Take, closed
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats
from companion.errors import FileProblemError

TICKS_A_BEAT = 480
TAKE_TICKS_A_BEAT = 3840
"""A file with a take counts finer: a quarter of a millisecond at 60 beats a minute, as other recorders do."""

GLIDE_STEP_BEATS = 0.25
"""A tempo that glides is written in steps of this many beats; each step takes exactly its true time."""

TAKE_TRACK = "take"
_TAKE_KINDS = (NOTE_OFF, NOTE_ON, CONTROL_CHANGE, 0xA0, 0xE0)
"""Notes, controllers, and the two that also have two data bytes: key pressure and pitch bend."""

_FIFTHS = "F C G D A E B"
_MODE_FIFTHS = {"major": 0, "minor": -3, "dorian": -2, "mixolydian": -1}
_MAJOR_KEYS = ("Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#")
_MINOR_KEYS = ("Abm", "Ebm", "Bbm", "Fm", "Cm", "Gm", "Dm", "Am", "Em", "Bm", "F#m", "C#m", "G#m", "D#m", "A#m")

_Timed = tuple[int, int, Any]
"""A tick, a rank among the messages of that tick (note-offs go first), and mido's message."""


def write_score(score: Score, target: Path | IO[bytes], take: Take | None = None, take_program: int = 0) -> None:
    """Write a score; the notes of `take` go on a track named "take", with the sound `take_program`.

    Tempo (a glide in fine steps), meter, key and markers stand on the first track, lyrics with the melody. Raises
    FileProblemError where the file can't be written.
    """
    file = midi_file(score, take, take_program)
    try:
        if isinstance(target, Path):
            file.save(filename=str(target))
        else:
            file.save(file=target)
    except OSError as error:
        raise FileProblemError.from_os("write", target, error, "Choose another folder.") from error


def midi_file(score: Score, take: Take | None = None, take_program: int = 0) -> Any:
    """The same as a mido.MidiFile."""
    ticks = TICKS_A_BEAT if take is None else TAKE_TICKS_A_BEAT
    file = mido.MidiFile(type=1, ticks_per_beat=ticks, charset="utf-8")
    end = max([score.total_beats, *(note.onset_beats + note.duration_beats for p in score.parts for note in p.notes)])
    end = end if take is None else max(end, take.length_beats)

    def add(name: str, events: list[_Timed]) -> None:
        file.tracks.append(_track(name, events, _tick(end, ticks)))

    add(score.title, _conductor(score, end, ticks))
    with_words = _singing_part(score)
    for part in score.parts:
        lyrics = score.lyrics if part is with_words else ()
        add(part.name, [*_part(part, ticks), *_texts("lyrics", lyrics, ticks)])
    if with_words is None and score.lyrics:
        add("lyrics", _texts("lyrics", score.lyrics, ticks))
    if take is not None:
        add(TAKE_TRACK, _take(take, _free_channel(score), take_program, ticks))
    return file


def key_signature(key: Key) -> str:
    """MIDI's name for the key signature: that of a mode's own scale ("D dorian" has none, as A minor)."""
    letter, accidentals = key.tonic[0].upper(), key.tonic[1:]
    fifths = _FIFTHS.split().index(letter) - 1 + _MODE_FIFTHS[key.mode]
    fifths += 7 * (accidentals.count("#") - accidentals.count("b"))
    while abs(fifths) > 7:  # G sharp major would have eight sharps; A flat major sounds the same
        fifths -= 12 if fifths > 0 else -12
    return (_MINOR_KEYS if key.is_minor else _MAJOR_KEYS)[fifths + 7]


def _conductor(score: Score, end: Beats, ticks: int) -> list[_Timed]:
    meter = score.meter
    events: list[_Timed] = [
        (0, 0, mido.MetaMessage("time_signature", numerator=meter.beats, denominator=meter.unit)),
        (0, 0, mido.MetaMessage("key_signature", key=key_signature(score.key))),
    ]
    for beats, micros in _tempos(score.tempo, end):
        events.append((_tick(beats, ticks), 0, mido.MetaMessage("set_tempo", tempo=micros)))
    return events + _texts("marker", score.markers, ticks)


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


def _part(part: Part, ticks: int) -> list[_Timed]:
    events: list[_Timed] = []
    if part.channel != DRUM_CHANNEL:
        events.append((0, 0, mido.Message("program_change", channel=part.channel, program=part.program)))
    for note in part.notes:
        start = _tick(note.onset_beats, ticks)
        end = max(start + 1, _tick(note.onset_beats + note.duration_beats, ticks))
        common = {"skip_checks": True, "channel": part.channel, "note": note.pitch}  # a NoteEvent was checked when made
        events.append((start, 2, mido.Message("note_on", velocity=note.velocity, **common)))
        events.append((end, 1, mido.Message("note_off", velocity=0, **common)))
    return events


def _take(take: Take, channel: int, program: int, ticks: int) -> list[_Timed]:
    """The raw events at their beats, nothing left hanging; what was played in the count-in stands at the start."""
    events: list[_Timed] = [(0, 0, mido.Message("program_change", channel=channel, program=program))]
    for number, event in enumerate(closed(take.events, take.length_seconds)):
        if event.kind not in _TAKE_KINDS:
            continue
        raw = [event.status & 0xF0 | channel, event.data1, event.data2]
        tick = _tick(max(0.0, take.tempo.beats_at(event.seconds)), ticks)
        events.append((tick, 1 + number, mido.Message.from_bytes(raw)))
    return events


def _texts(kind: str, texts: tuple[TextEvent, ...], ticks: int) -> list[_Timed]:
    return [(_tick(text.beats, ticks), 1, mido.MetaMessage(kind, text=text.text)) for text in texts]


def _track(name: str, events: list[_Timed], end: int) -> Any:
    track = mido.MidiTrack([mido.MetaMessage("track_name", name=name)])
    now = 0
    for tick, _, message in sorted(events, key=lambda event: event[:2]):
        message.time = tick - now
        track.append(message)
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=max(0, end - now)))
    return track


def _singing_part(score: Score) -> Part | None:
    return score.part("melody") or score.part("voice")


def _free_channel(score: Score) -> int:
    used = {part.channel for part in score.parts} | {DRUM_CHANNEL}
    return next((channel for channel in range(16) if channel not in used), 0)


def _tick(beats: Beats, ticks: int) -> int:
    return round(beats * ticks)

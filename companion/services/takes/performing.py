"""Performing a MIDI file into the recorder over a song's backing, in real time, as hands would."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from companion.domain.score import NoteEvent, Score
from companion.domain.song import Song
from companion.domain.take import Take
from companion.domain.units import Seconds
from companion.errors import FileProblemError, NoDeviceError
from companion.language import _
from companion.midi import protocol as p
from companion.midi.smf_read import read
from companion.services.container import Companion
from companion.services.jamming.jam import Jam
from companion.services.sounding.playback import Playback
from companion.services.walking.answers import Perform

START_SECONDS = 10.0
PUMP_SECONDS = 0.002
RING_SECONDS = 0.3


def performer(companion: Companion, folder: Path) -> Perform:
    """A function that performs a file named in answers; relative names are looked up in `folder`."""

    def perform(song: Song, path: Path) -> Take:
        played = read(path if path.is_absolute() else folder / path)
        if not any(part.notes for part in played.parts):
            raise FileProblemError(_("{path} has no notes to play.").format(path=path), _("Choose another MIDI file."))
        return perform_notes(companion, song, played)

    return perform


def perform_notes(companion: Companion, song: Song, played: Score) -> Take:
    """Play the notes of `played` at their own times (seconds from beat 0) over the song's backing; the take.

    Raises NoDeviceError where the sound process does not start.
    """
    playback = Playback(companion.sound)
    jam = Jam(song, playback, companion.take_checkpoint)

    def pump_until(is_done: Callable[[], bool], seconds: Seconds) -> None:
        deadline = time.monotonic() + seconds
        while not is_done() and time.monotonic() < deadline:
            time.sleep(PUMP_SECONDS)
            for fact in companion.sound.poll():
                playback.hear(fact)
                jam.hear(fact)

    jam.start()
    pump_until(lambda: playback.beats is not None, START_SECONDS)
    for at, command in _commands(played):
        pump_until(partial(jam.takes.has_reached, at), at - jam.takes.elapsed + START_SECONDS)
        companion.sound.send(command)
    pump_until(lambda: False, RING_SECONDS)
    take = jam.take()
    jam.stop()
    if take is None:
        raise NoDeviceError(_("Nothing of what was played came back."), _("'companion doctor' says what works here."))
    return take


def _commands(played: Score) -> list[tuple[Seconds, p.NoteOn | p.NoteOff]]:
    notes = sorted((note for part in played.parts for note in part.notes), key=_onset)
    ons = [(played.tempo.seconds_at(note.onset_beats), p.NoteOn(note.pitch, note.velocity)) for note in notes]
    offs = [(played.tempo.seconds_at(note.onset_beats + note.duration_beats), p.NoteOff(note.pitch)) for note in notes]
    timed: list[tuple[Seconds, p.NoteOn | p.NoteOff]] = [*offs, *ons]
    return sorted(timed, key=lambda each: each[0])


def _onset(note: NoteEvent) -> float:
    return note.onset_beats

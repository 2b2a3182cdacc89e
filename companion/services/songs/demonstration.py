"""A whole session on shipped words: the main job, from check-in to journal, without anyone there."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import msgspec

from companion.domain.entry import Entry
from companion.domain.harmony import chord_at
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.song import Song
from companion.domain.take import Take
from companion.domain.tempo import TempoMap
from companion.engine.composing import suggest
from companion.engine.pads import pads
from companion.errors import CompanionError
from companion.files import make_folder
from companion.journal.drafts import DraftFile
from companion.language import _
from companion.paths import shipped
from companion.services.container import FIRST_EXERCISE, Companion
from companion.services.jamming.jam import KEY_VELOCITY, PLAYER_PROGRAM
from companion.services.songs.exporting import write_song, write_take
from companion.services.takes.performing import perform_notes
from companion.services.walking.answers import checked, walk_by_answers
from companion.services.walking.session import begin

FILES = ("song.mid", "song.musicxml", "song.wav", "song.svg", "song.pdf", "take.mid")
_KEYS = (1, 2, 3, 5, 4, 3)
"""Which of the eight keys the demonstration plays, one a beat."""


def demonstrate(companion: Companion, folder: Path) -> Iterator[str]:
    """Walk the first exercise and write what came of it into `folder`; yields a line for each thing done.

    A session that someone has under way is left alone. Raises CompanionError.
    """
    make_folder(folder)
    exercise = companion.exercise(FIRST_EXERCISE)
    answers = checked(msgspec.json.decode((shipped("prompts") / "en" / "demo.json").read_bytes()), exercise)
    draft_file = DraftFile(folder / "session-under-way.json")
    walk = begin(
        exercise,
        companion.journal,
        draft_file,
        clock=companion.clock,
        session_id=str(uuid4()),
        seed=companion.new_seed(),
    )
    walk_by_answers(walk, answers, suggest, lambda song, _other: _play(companion, song))
    entries = companion.journal.of_session(walk.draft.session_id)
    for entry in entries:
        yield _("In your journal: {id}, {kind}: {title}").format(id=entry.id[:8], kind=entry.kind, title=entry.title)
    for name in FILES:
        try:
            _write(entries, folder / name)
            yield _("Wrote {folder}.").format(folder=folder / name)
        except CompanionError as error:
            yield _("Not written: {name}. {error}").format(name=name, error=error)


def _write(entries: tuple[Entry, ...], path: Path) -> None:
    song = next(entry.body for entry in entries if isinstance(entry.body, Song))
    if path.stem == "take":
        take = next(entry.body for entry in entries if isinstance(entry.body, Take))
        write_take(take, song, path)
    else:
        write_song(song, path)


def _play(companion: Companion, song: Song) -> Take:
    """A few safe notes on the beats, through the real recorder."""
    notes = tuple(
        NoteEvent(float(beat), 0.9, pads(chord_at(song.chords, beat), song.key)[key - 1], KEY_VELOCITY)
        for beat, key in enumerate(_KEYS, start=1)
    )
    part = Part("take", 0, PLAYER_PROGRAM, notes)
    score = Score("hands", song.key, song.meter, TempoMap(song.tempo_bpm), float(len(_KEYS) + 2), (part,))
    return perform_notes(companion, song, score)

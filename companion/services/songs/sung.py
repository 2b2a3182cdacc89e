"""A song's words at their beats: which notes carry which line, for singing along and for reading."""

from msgspec import Struct

from companion.domain.song import MelodyNote, Song
from companion.domain.units import Beats
from companion.engine.prosody import syllables


class SungLine(Struct, frozen=True):
    """One line and the notes that carry it, in order."""

    text: str
    notes: tuple[MelodyNote, ...]

    @property
    def start_beats(self) -> Beats:
        """Where its first note starts."""
        return self.notes[0].start_beats

    @property
    def end_beats(self) -> Beats:
        """Where its last note ends."""
        return self.notes[-1].start_beats + self.notes[-1].duration_beats

    def spelled(self) -> tuple[str, ...]:
        """The syllables as they are written, each with the space that follows its word."""
        return tuple(
            (note.syllable or "") + (" " if note.syllabic in ("single", "end") else "") for note in self.notes
        )

    def sung_until(self, beat: Beats) -> int:
        """How many of its notes have begun at a beat."""
        return sum(note.start_beats <= beat for note in self.notes)


def sung_lines(song: Song) -> tuple[SungLine, ...]:
    """The lines of a song with their notes; lines without a sung syllable are left out."""
    sung = [note for note in song.melody if note.syllable is not None]
    if all(note.line is not None for note in sung):
        by_line = ((text, tuple(note for note in sung if note.line == at)) for at, text in enumerate(song.lines))
        return tuple(SungLine(text, notes) for text, notes in by_line if notes)
    return _counted(song, sung)


def _counted(song: Song, sung: list[MelodyNote]) -> tuple[SungLine, ...]:
    """The same for a song from before notes knew their lines: by counting syllables."""
    lines: list[SungLine] = []
    at = 0
    for text in song.lines:
        notes = tuple(sung[at : at + len(syllables(text, song.language))])
        at += len(notes)
        if notes:
            lines.append(SungLine(text, notes))
    return tuple(lines)


def line_at(lines: tuple[SungLine, ...], beat: Beats) -> int:
    """The index of the line that is sung at a beat, or the next one to come; the last one at the end."""
    return next((i for i, line in enumerate(lines) if beat < line.end_beats), max(0, len(lines) - 1))

"""A song as it goes to paper: its notation, one line about it, and its words with the chords over them."""

import re
from collections.abc import Iterator

from msgspec import Struct

from companion.domain.harmony import Chord
from companion.domain.song import Song


class SongSheet(Struct, frozen=True):
    """A song and its notation (MusicXML)."""

    song: Song
    musicxml: bytes

    @property
    def title(self) -> str:
        """The song's title, or what to call a song that has none."""
        return self.song.title.strip() or "A song"

    @property
    def about(self) -> str:
        """One line about how it goes: "F major · 3/4 · 66 beats a minute · lullaby"."""
        pace = f"{self.song.tempo_bpm:.0f} beats a minute"
        parts = (shown(self.song.key.name), self.song.meter.name, pace, self.song.groove)
        return " · ".join(part for part in parts if part)


class Piece(Struct, frozen=True):
    """A stretch of a line and the chord over its beginning ("" for none)."""

    chord: str
    text: str


class Stanza(Struct, frozen=True):
    """A section's name and its lines, each in pieces; the pieces' texts together are the line."""

    name: str
    lines: tuple[tuple[Piece, ...], ...]


class _Sung(Struct, frozen=True):
    """A syllable that was found in the words: which line, which character of it, when."""

    line: int
    at: int
    beats: float


def stanzas(song: Song) -> tuple[Stanza, ...]:
    """The song's words, section by section, with chords.

    A chord that begins while nothing new is sung stands after the words before it. Sections without words are
    left out.
    """
    lines = song.lines
    marks = _chord_marks(song, tuple(_sung(song)))
    pieces = tuple(_cut(line, marks.get(number, [])) for number, line in enumerate(lines))
    found = []
    start = 0
    for section in song.sections:
        end = start + len(section.lines)
        if any(line.strip() for line in section.lines):
            found.append(Stanza(section.name, pieces[start:end]))
        start = end
    return tuple(found)


def shown(symbol: str) -> str:
    """A chord symbol with real accidentals: "Bbm7/F#" as "B♭m7/F♯"."""
    return re.sub(r"b(?=\d)", "♭", re.sub(r"(?<=[A-G])b", "♭", symbol)).replace("#", "♯")


def _sung(song: Song) -> Iterator[_Sung]:
    """Where each sung syllable stands in the words, as far as it can be found there, in order."""
    lines = tuple(line.casefold() for line in song.lines)
    line, at = 0, 0
    for note in song.melody:
        wanted = "".join(character for character in (note.syllable or "").casefold() if character.isalnum())
        if not wanted:
            continue
        for candidate in range(line, min(line + 2, len(lines))):
            place = lines[candidate].find(wanted, at if candidate == line else 0)
            if place >= 0 and len(lines[candidate]) == len(song.lines[candidate]):
                yield _Sung(candidate, place, note.start_beats)
                line, at = candidate, place + len(wanted)
                break


def _chord_marks(song: Song, sung: tuple[_Sung, ...]) -> dict[int, list[tuple[int, str]]]:
    """For each line, the characters at which chords stand, in order."""
    marks: dict[int, list[tuple[int, str]]] = {}
    waiting = list(song.chords)
    before: _Sung | None = None
    for syllable in sung:
        due = _take_until(waiting, syllable.beats)
        if due and before is not None:
            _mark(marks, before.line, len(song.lines[before.line]), due[:-1])
        if due:
            _mark(marks, syllable.line, syllable.at, due[-1:])
        before = syllable
    if before is not None:
        _mark(marks, before.line, len(song.lines[before.line]), waiting)
    return marks


def _take_until(waiting: list[Chord], beats: float) -> list[Chord]:
    """Take the chords that begin at or before a beat out of those that wait."""
    count = sum(1 for chord in waiting if chord.start_beats <= beats + 1e-6)
    due, waiting[:] = waiting[:count], waiting[count:]
    return due


def _mark(marks: dict[int, list[tuple[int, str]]], line: int, at: int, chords: list[Chord]) -> None:
    """Note chords down at a character, leaving out one that is there already."""
    row = marks.setdefault(line, [])
    for chord in chords:
        symbol = shown(chord.symbol)
        if not row or row[-1][1] != symbol:
            row.append((at, symbol))


def _cut(line: str, marks: list[tuple[int, str]]) -> tuple[Piece, ...]:
    """The line, cut where chords stand."""
    cuts = sorted(marks, key=lambda mark: mark[0])
    if not cuts:
        return (Piece("", line),)
    pieces = [Piece("", line[: cuts[0][0]])] if cuts[0][0] else []
    for (at, symbol), end in zip(cuts, [mark[0] for mark in cuts[1:]] + [len(line)], strict=True):
        pieces.append(Piece(symbol, line[at:end]))
    return tuple(pieces)

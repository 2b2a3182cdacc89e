"""A song as it goes to paper: its notation, one line about it, and its words with the chords over them."""

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from companion.domain.harmony import Chord
from companion.domain.song import Song
from companion.exports.song_words import groove_in_words, key_in_words
from companion.language import _, told


class SongSheet(Struct, frozen=True):
    """A song and its notation (MusicXML)."""

    song: Song
    musicxml: bytes

    @property
    def title(self) -> str:
        """The song's title, or what to call a song that has none."""
        return self.song.title.strip() or _("A song")

    @property
    def about(self) -> str:
        """One line about how it goes: "F major · 3/4 · 66 beats a minute · lullaby"."""
        return " · ".join(part for part in facts(self.song) if part)


def facts(song: Song) -> tuple[str, str, str, str]:
    """Key, meter, pace and groove, in words."""
    return (
        shown(key_in_words(song.key)),
        song.meter.name,
        _("{tempo_bpm:g} beats a minute").format(tempo_bpm=song.tempo_bpm),
        groove_in_words(song.groove),
    )


Joint: TypeAlias = Literal["", "close", "hyphen"]
"""How a piece meets the next one: at the end of a word; inside one, where the chord above leaves no gap; inside one
whose chord is wider than its letters, so that a hyphen stands in the gap."""


class Piece(Struct, frozen=True):
    """A stretch of a line and the chord over its beginning ("" for none)."""

    chord: str
    text: str
    joint: Joint = ""


class Stanza(Struct, frozen=True):
    """A section's name and its lines, each in pieces; the pieces' texts together are the line."""

    name: str
    lines: tuple[tuple[Piece, ...], ...]


class _Sung(Struct, frozen=True):
    """A syllable that was found in the words: its line, its first character and the one after its last, its time."""

    line: int
    at: int
    end: int
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
            found.append(Stanza(told(section.name), pieces[start:end]))
        start = end
    return tuple(found)


def shown(symbol: str) -> str:
    """A chord symbol with real accidentals: "Bbm7/F#" as "B♭m7/F♯"."""
    return re.sub(r"b(?=\d)", "♭", re.sub(r"(?<=[A-G])b", "♭", symbol)).replace("#", "♯")


def _sung(song: Song) -> Iterator[_Sung]:
    """Where each sung syllable stands in the words, as far as it can be found there, in order.

    Only letters and digits are compared: syllables may lack the apostrophes and commas of the line. Where a note does
    not know its line, the line that is sung or the next one has it.
    """
    lines = tuple(map(_letters, song.lines))
    line, at = 0, 0
    for note in song.melody:
        wanted, _other = _letters(note.syllable or "")
        if not wanted:
            continue
        known = range(line, line + 2) if note.line is None else (note.line,)
        for candidate in (number for number in known if number < len(lines)):
            letters, places = lines[candidate]
            found = letters.find(wanted, at if candidate == line else 0)
            if found >= 0:
                line, at = candidate, found + len(wanted)
                yield _Sung(line, places[found], places[at - 1] + 1, note.start_beats)
                break


def _letters(text: str) -> tuple[str, tuple[int, ...]]:
    """The letters and digits of a text, small, and the place in the text of each."""
    found = [(small, at) for at, character in enumerate(text) for small in character.casefold() if small.isalnum()]
    return "".join(small for small, _other in found), tuple(at for _other, at in found)


def _chord_marks(song: Song, sung: tuple[_Sung, ...]) -> dict[int, list[tuple[int, str]]]:
    """For each line, the characters at which chords stand, in order."""
    marks: dict[int, list[tuple[int, str]]] = {}
    waiting = list(song.chords)
    before: _Sung | None = None
    for syllable in sung:
        due = _take_until(waiting, syllable.beats)
        if before is not None:
            is_same_line = before.line == syllable.line
            _mark(marks, before.line, before.end if is_same_line else len(song.lines[before.line]), due[:-1])
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
    if not marks:
        return (Piece("", line),)
    pieces = [Piece("", line[: marks[0][0]])] if marks[0][0] else []
    for (at, symbol), end in zip(marks, [at for at, _other in marks[1:]] + [len(line)], strict=True):
        pieces.append(Piece(symbol, line[at:end], _joint(line, at, end, symbol)))
    return tuple(pieces)


def _joint(line: str, at: int, end: int, symbol: str) -> Joint:
    """How the piece from `at` to `end` meets what follows it."""
    if not (at < end < len(line) and line[end - 1].isalnum() and line[end].isalnum()):
        return ""
    return "close" if len(symbol) <= end - at else "hyphen"

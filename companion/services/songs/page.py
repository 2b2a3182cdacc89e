"""A song on one page: its lines with syllables, the chords over them, and the tune as a small roll below.

Everything is laid out in columns of a terminal, so that every face can show it.
"""

from itertools import pairwise

from msgspec import Struct

from companion.domain.harmony import Chord
from companion.domain.song import MelodyNote, Song
from companion.domain.units import Beats
from companion.exports.songsheet import shown
from companion.services.songs.columns import columns_of
from companion.services.songs.sung import sung_lines

HEIGHTS = "▁▂▃▄▅▆▇█"
SAME_CHORD = "·"
"""Stands where a chord goes on into a new bar."""

COLUMNS_A_BEAT = 2
BARS_A_LINE = 4
"""How a tune without words is laid out."""

_NEAR = 1e-6


class PageRow(Struct, frozen=True):
    """One row of a line: `chords` are (column, index in the song's chords, name); the texts start at column 0."""

    chords: tuple[tuple[int, int, str], ...]
    words: str
    roll: str


class PageLine(Struct, frozen=True):
    """One line of the song. `section` is the name of the section that begins with it, or empty.

    It sounds from `start_beats` to `end_beats`; `chords` are the indices of the chords that begin in it.
    """

    section: str
    text: str
    start_beats: Beats
    end_beats: Beats
    chords: tuple[int, ...]
    rows: tuple[PageRow, ...]


class _Cell(Struct, frozen=True):
    """What begins at one moment: a note with its syllable, a chord, or both."""

    beats: Beats
    note: MelodyNote | None
    chord: int | None


def song_page(song: Song, width: int, *, has_romans: bool = False) -> tuple[PageLine, ...]:
    """The lines of a song in rows of at most `width` columns (a longer single word stands out over it)."""
    layout = _Layout(song, width, has_romans)
    stretches = _sung_stretches(song) or _bare_stretches(song)
    lines = []
    open_section = ""
    for text, notes, start, end in stretches:
        number, section = _section_at(song, start if not notes else notes[-1].start_beats)  # the first may be an upbeat
        key = f"{number} {section}"
        chords = tuple(i for i, chord in enumerate(song.chords) if start - _NEAR <= chord.start_beats < end - _NEAR)
        lines.append(
            PageLine(section if key != open_section else "", text, start, end, chords, layout.rows(notes, chords))
        )
        open_section = key
    return tuple(lines)


def line_of_chord(page: tuple[PageLine, ...], chord: int) -> int:
    """The index of the line in which a chord begins."""
    return next((i for i, line in enumerate(page) if chord in line.chords), max(0, len(page) - 1))


Stretch = tuple[str, tuple[MelodyNote, ...], Beats, Beats]


def _sung_stretches(song: Song) -> list[Stretch]:
    """Each line with its notes, from the bar it begins in (or its first note) to the next line's beginning."""
    lines = sung_lines(song)
    bar = song.meter.bar_beats
    starts: list[Beats] = [0.0]
    for before, line in pairwise(lines):
        whole = line.start_beats // bar * bar
        starts.append(whole if whole >= before.end_beats - _NEAR else line.start_beats)
    ends = [*starts[1:], song.total_beats]
    return [(line.text, line.notes, start, end) for line, start, end in zip(lines, starts, ends, strict=False)]


def _bare_stretches(song: Song) -> list[Stretch]:
    """A tune without words, a few bars a line, each section from a line of its own."""
    bar = song.meter.bar_beats
    found: list[Stretch] = []
    for section in song.sections:
        for first in range(section.start_bar, section.start_bar + section.bars, BARS_A_LINE):
            last = min(first + BARS_A_LINE, section.start_bar + section.bars)
            start, end = first * bar, last * bar
            notes = tuple(note for note in song.melody if start - _NEAR <= note.start_beats < end - _NEAR)
            found.append(("", notes, start, end))
    return found


def _section_at(song: Song, beats: Beats) -> tuple[int, str]:
    bar = int(beats / song.meter.bar_beats + _NEAR)
    inside = (
        (i, each.name) for i, each in enumerate(song.sections) if each.start_bar <= bar < each.start_bar + each.bars
    )
    return next(inside, (0, ""))


class _Layout:
    """Puts the cells of a line into rows."""

    def __init__(self, song: Song, width: int, has_romans: bool) -> None:
        pitches = [note.pitch for note in song.melody]
        self._low, self._high = (min(pitches), max(pitches)) if pitches else (60, 60)
        self._chords = song.chords
        self._width = width
        self._has_romans = has_romans

    def rows(self, notes: tuple[MelodyNote, ...], chords: tuple[int, ...]) -> tuple[PageRow, ...]:
        """The rows of one line."""
        cells = self._cells(notes, chords)
        texts = [self._texts(cell, i == 0, self._goes_on(cells, i)) for i, cell in enumerate(cells)]
        rows: list[PageRow] = []
        start = 0
        for end in (*self._breaks(cells, [columns_of(words) for _, words, _ in texts]), len(cells)):
            rows.append(_row(cells[start:end], texts[start:end]))
            start = end
        return tuple(rows)

    def _cells(self, notes: tuple[MelodyNote, ...], chords: tuple[int, ...]) -> list[_Cell]:
        waiting = {index: self._chords[index].start_beats for index in chords}
        cells = []
        for note in notes:
            here = next((i for i, beats in waiting.items() if abs(beats - note.start_beats) < _NEAR), None)
            if here is not None:
                del waiting[here]
            cells.append(_Cell(note.start_beats, note, here))
        cells += [_Cell(beats, None, index) for index, beats in waiting.items()]
        return sorted(cells, key=lambda cell: cell.beats)

    @staticmethod
    def _goes_on(cells: list[_Cell], index: int) -> bool:
        """Whether the syllable of a cell is followed by more of its word."""
        note = cells[index].note
        return note is not None and note.syllabic in ("begin", "middle")

    def _texts(self, cell: _Cell, is_first: bool, goes_on: bool) -> tuple[str, str, str]:
        """The chord's name, the syllable and the height of one cell; the last two of the same width."""
        name = "" if cell.chord is None else self._name(cell.chord, is_first)
        note = cell.note
        room = columns_of(name) + 1 if name else 0
        if note is None:
            return name, " " * max(room, 1), " " * max(room, 1)
        height = self._height(note)
        if note.syllable is None:
            width = max(room, 1, round(note.duration_beats * COLUMNS_A_BEAT))
            return name, " " * width, (height * max(1, width - 1)).ljust(width)
        syllable = note.syllable
        own = columns_of(syllable)
        if goes_on:
            words = syllable if own >= room else syllable + "-".ljust(room - own)
        else:
            words = syllable + " " * max(1, room - own)
        return name, words, height * own + " " * (columns_of(words) - own)

    def _name(self, index: int, is_first: bool) -> str:
        chord: Chord = self._chords[index]
        if not is_first and index and self._chords[index - 1].symbol == chord.symbol:
            return SAME_CHORD
        return chord.roman if self._has_romans else shown(chord.symbol)

    def _height(self, note: MelodyNote) -> str:
        return HEIGHTS[round((note.pitch - self._low) / max(1, self._high - self._low) * (len(HEIGHTS) - 1))]

    def _breaks(self, cells: list[_Cell], widths: list[int]) -> list[int]:
        """The cells at which a new row begins: between words where that is possible."""
        breaks: list[int] = []
        used, word = 0, 0
        for index, width in enumerate(widths):
            start = breaks[-1] if breaks else 0
            if index and not self._goes_on(cells, index - 1):
                word = index
            if used + width > self._width and index > start:
                at = word if word > start else index
                breaks.append(at)
                used = sum(widths[at:index])
            used += width
        return breaks


def _row(cells: list[_Cell], texts: list[tuple[str, str, str]]) -> PageRow:
    chords = []
    column = 0
    for cell, (name, words, _) in zip(cells, texts, strict=True):
        if cell.chord is not None:
            chords.append((column, cell.chord, name))
        column += columns_of(words)
    return PageRow(tuple(chords), "".join(words for _, words, _ in texts), "".join(roll for _, _, roll in texts))

"""The studio without a face: a song that is being changed, every form it had, and where one stands in it.

A face asks for a `Change`, has it composed (elsewhere, so that keys never wait), and hands the result to `take`.
"""

from collections.abc import Callable

from companion.domain.harmony import Chord
from companion.domain.limits import QUICKEST, SLOWEST
from companion.domain.score import Score
from companion.domain.song import Song
from companion.domain.units import Beats, Bpm
from companion.engine.backing import arrange
from companion.engine.changes import Change, OtherChord, OtherTempo
from companion.engine.chordnames import parse_chord
from companion.engine.revising import Wish, refuse_pace_of
from companion.errors import CompanionError
from companion.messages import TEMPO_OVER, TEMPO_UNDER
from companion.services.songs.excerpt import excerpt
from companion.services.songs.page import PageLine, line_of_chord, song_page
from companion.services.songs.wishing import wish_for

TEMPO_STEP: Bpm = 2.0
FIRST_WIDTH = 66
"""Columns of the page until a face says how many it has."""


class TempoAsksError(CompanionError):
    """The tempo would leave what the feeling allows; asking for the same again goes there all the same."""


class Studio:
    """One song on the table. `on_change` is called with the song each time it is another."""

    def __init__(self, song: Song, on_change: Callable[[Song], None] = lambda _: None) -> None:
        self._forms = [song]
        self._at = 0
        self._on_change = on_change
        self._width = FIRST_WIDTH
        self._has_romans = False
        self._page: tuple[PageLine, ...] | None = None
        self._score: Score | None = None
        self._wishes = 0
        self._marked: tuple[int, int] | None = None
        self._asked_tempo: Bpm | None = None
        self._coming_tempo: Bpm | None = None
        self.chord = 0
        self.line = 0

    @property
    def song(self) -> Song:
        """The song as it is now."""
        return self._forms[self._at]

    @property
    def is_changed(self) -> bool:
        """Whether it is another than the one that came in."""
        return self.song != self._forms[0]

    @property
    def can_undo(self) -> bool:
        """Whether there is a form before this one."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether something was undone."""
        return self._at < len(self._forms) - 1

    def take(self, song: Song) -> bool:
        """The song in a new form; whether it is another at all. What had been undone is let go of."""
        if song == self.song:
            return False
        del self._forms[self._at + 1 :]
        self._forms.append(song)
        self._go(self._at + 1)
        return True

    def undo(self) -> bool:
        """The form before; without end, back to the song that came in."""
        if self.can_undo:
            self._go(self._at - 1)
            return True
        return False

    def redo(self) -> bool:
        """The form that was undone last."""
        if self.can_redo:
            self._go(self._at + 1)
            return True
        return False

    def _go(self, at: int) -> None:
        self._at = at
        self._page = self._score = self._coming_tempo = None
        self.chord = min(self.chord, max(0, len(self.song.chords) - 1))
        self.line = min(self.line, max(0, len(self.page) - 1))
        if self.chord not in self.page[self.line].chords:
            self.line = line_of_chord(self.page, self.chord)
        self._on_change(self.song)

    @property
    def page(self) -> tuple[PageLine, ...]:
        """The song's lines, laid out for the width of `lay_out`."""
        if self._page is None:
            self._page = song_page(self.song, self._width, has_romans=self._has_romans)
        return self._page

    def lay_out(self, width: int) -> None:
        """Lay the page out in rows of at most `width` columns."""
        if width != self._width:
            self._width, self._page = width, None

    def toggle_romans(self) -> None:
        """Roman numerals in place of chord names, or names again."""
        self._has_romans, self._page = not self._has_romans, None

    @property
    def has_romans(self) -> bool:
        """Whether the page shows roman numerals."""
        return self._has_romans

    def move_line(self, by: int) -> None:
        """Stand `by` lines further down (or up, negative), on the first chord there."""
        self.line = max(0, min(len(self.page) - 1, self.line + by))
        if self.page[self.line].chords:
            self.chord = self.page[self.line].chords[0]

    def move_chord(self, by: int) -> None:
        """Stand `by` chords further on, also over the line's end."""
        self.chord = max(0, min(len(self.song.chords) - 1, self.chord + by))
        self.line = line_of_chord(self.page, self.chord)

    @property
    def chord_here(self) -> Chord:
        """The chord one stands on."""
        return self.song.chords[self.chord]

    @property
    def line_here(self) -> PageLine:
        """The line one stands on."""
        return self.page[self.line]

    def mark(self) -> None:
        """Mark the line here, to be kept by the next wishes (lines between marks too), or unmark all from a marked
        one."""
        if self.is_kept(self.line):
            self._marked = None
        else:
            low, high = self._marked or (self.line, self.line)
            self._marked = (min(low, self.line), max(high, self.line))

    def is_kept(self, line: int) -> bool:
        """Whether a line is marked to be kept."""
        return self._marked is not None and self._marked[0] <= line <= self._marked[1]

    @property
    def keep_bars(self) -> tuple[int, int] | None:
        """The bars of the marked lines, first and last, from 1; None where nothing is marked."""
        if self._marked is None:
            return None
        low, high = (min(each, len(self.page) - 1) for each in self._marked)
        bar = self.song.meter.bar_beats
        last = -(-self.page[high].end_beats // bar)
        return int(self.page[low].start_beats // bar) + 1, max(1, int(last))

    def wish(self, wish: Wish) -> Change:
        """The tune in another form, with a seed of its own for each wish."""
        self._wishes += 1
        return wish_for(self.song, wish, number=self._wishes, keep_bars=self.keep_bars)

    def own_chord(self, text: str) -> Change:
        """A chord as someone typed it, for the place here. Raises WrongUseError naming what is not known."""
        return OtherChord(self.chord, parse_chord(text).symbol)

    def tempo(self, by: Bpm) -> Change:
        """Faster or slower; quick presses add up. Raises TempoAsksError where this first leaves what the feeling
        allows, and WrongUseError where it would leave the song's limits."""
        bpm = max(SLOWEST, min(QUICKEST, (self._coming_tempo or self.song.tempo_bpm) + by))
        refuse_pace_of(self.song, bpm)
        low, high = self._tempo_bounds()
        leaves = bpm > high if by > 0 else bpm < low
        if leaves and self._asked_tempo != by:
            self._asked_tempo = by
            bound = high if by > 0 else low
            raise TempoAsksError((TEMPO_OVER if by > 0 else TEMPO_UNDER).format(int(bound)))
        if not leaves:
            self._asked_tempo = None
        self._coming_tempo = bpm
        return OtherTempo(bpm)

    def give_up(self) -> None:
        """What was asked for will not come."""
        self._coming_tempo = None

    def _tempo_bounds(self) -> tuple[Bpm, Bpm]:
        """What the song's own contract promises; everything where it says nothing about tempo."""
        found = (each for each in self._forms[0].contract.checks if each.name == "tempo")
        return next(((each.low, each.high) for each in found), (SLOWEST, QUICKEST))

    @property
    def score(self) -> Score:
        """The whole song, to be heard."""
        if self._score is None:
            self._score = arrange(self.song)
        return self._score

    @property
    def line_score(self) -> Score:
        """The line here, to be heard."""
        return excerpt(self.score, self.line_here.start_beats, self.line_here.end_beats)

    def around_chord(self, song: Song) -> Score:
        """The chord here in a form of the song, with a bar before and after: where it comes from and leads to."""
        chord = song.chords[min(self.chord, len(song.chords) - 1)]
        bar = song.meter.bar_beats
        return excerpt(
            arrange(song), max(0.0, chord.start_beats - bar), min(song.total_beats, chord.end_beats + bar)
        )

    def opening(self, song: Song) -> Score:
        """The first line of a form of the song: enough to hear how it goes."""
        end: Beats = self.page[0].end_beats if self.page else song.total_beats
        return excerpt(arrange(song), 0.0, min(end, song.total_beats))

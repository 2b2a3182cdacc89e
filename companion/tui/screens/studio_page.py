"""A song on one page: where one stands in it, and what is heard of it."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Rule, Static

from companion import messages
from companion.domain.score import Score
from companion.domain.song import Song
from companion.language import _
from companion.midi.protocol import Ended
from companion.services.scanning import StepScan
from companion.services.songs.studio import Studio
from companion.services.songs.theory import about, chord_name
from companion.tui.bridge import SoundFact
from companion.tui.composing import Composing
from companion.tui.screens.base import app_of
from companion.tui.screens.sing_along import sing_along
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.song_line import LABEL_COLUMNS, Place, SongLine
from companion.tui.widgets.sounding import Sounding

SAMPLES_PER_SECOND = 20
MARGIN, NARROWEST, WIDEST = 6, 30, 92
"""Columns: beside the page, the least a row of words gets, the most the page takes (`app.tcss` says it too)."""


class StudioPage(Screen[None]):
    """Shows a `Studio`, lets it be heard, and hands over what was composed for it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "hear_line", _("hear line")),
        Binding("p", "hear_song", _("hear the whole song"), show=False),
        Binding("s", "sing", _("sing along from here"), show=False),
        Binding("t", "romans", _("roman numerals, or names"), show=False),
        Binding("up", "line(-1)", _("line"), show=False),
        Binding("down", "line(1)", _("line"), show=False),
        Binding("left", "move_chord(-1)", _("chord"), show=False),
        Binding("right", "move_chord(1)", _("chord"), show=False),
    ]

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self._composing = Composing(lambda: app_of(self).companion.composer, self._could_not)
        self._sounding: Sounding | None = None
        self._scan = StepScan()
        self._state = ""

    def compose(self) -> ComposeResult:
        """Title and key, the page, what sounds, the keys."""
        with Vertical(id="studio-sheet"):
            with Horizontal(id="studio-header"):
                yield Static(self.studio.song.title, id="studio-title", markup=False)
                yield Static(id="studio-about", markup=False)
            yield Rule()
            yield VerticalScroll(id="song-page", can_focus=False)
            yield Rule()
        yield Static(id="studio-state", markup=False)
        yield KeyRow()

    async def on_mount(self) -> None:
        """The page."""
        _other = app_of(self).companion.composer  # starts, so that it is warm at the first wish
        await self._show()
        self.set_interval(1 / SAMPLES_PER_SECOND, self._sample)

    async def on_resize(self, event: events.Resize) -> None:
        """The page is laid out for the room there is."""
        await self._show()

    async def _show(self) -> None:
        """Draw the page as it is now; only what changed is painted."""
        if not self.query("#song-page"):
            return  # a first size comes before anything is there
        studio = self.studio
        page = self.query_one("#song-page", VerticalScroll)
        studio.lay_out(max(NARROWEST, min(self.size.width, WIDEST) - LABEL_COLUMNS - MARGIN))
        lines = list(page.query(SongLine))
        if len(lines) > len(studio.page):
            await page.remove_children(lines[len(studio.page) :])
        elif len(lines) < len(studio.page):
            await page.mount_all([SongLine(i) for i in range(len(lines), len(studio.page))])
        self._draw()
        self.query_one("#studio-about", Static).update(about(studio.song))

    def _draw(self, *, follow: bool = True) -> None:
        studio, beats = self.studio, app_of(self).playback.beats
        sounding = self._sounding.line_of(studio.page, beats) if self._sounding and beats is not None else None
        for widget, line in zip(self.query(SongLine), studio.page, strict=False):
            is_here = widget.index == studio.line
            place: Place = "sounding" if widget.index == sounding else "here" if is_here else ""
            widget.show(line, chord=studio.chord, place=place, is_kept=studio.is_kept(widget.index))
            if follow and is_here:
                widget.scroll_visible(animate=False)

    # What sounds

    def _play(self, score: Score, offset: float = 0.0, song: Song | None = None) -> None:
        app_of(self).playback.play(score, fade_in_seconds=0.3)
        self._sounding = Sounding(song or self.studio.song, offset, follows=song is None)
        self._draw(follow=False)

    def hush(self) -> bool:
        """Stop what sounds; whether anything did."""
        was_sounding = app_of(self).playback.now is not None
        app_of(self).playback.stop(0.6)
        self._sounding = None
        self._draw(follow=False)
        return was_sounding

    def on_sound_fact(self, event: SoundFact) -> None:
        """What was heard came to its end."""
        if isinstance(event.fact, Ended) and app_of(self).playback.now is None:
            self._sounding = None
            self._draw(follow=False)

    def _sample(self) -> None:
        self._composing.look()
        state, beats = "", app_of(self).playback.beats
        if self._sounding is not None and beats is not None:
            state = self._sounding.in_words(max(0.0, beats))
            self._draw(follow=False)
        if self._composing.is_waiting:
            state = messages.CHANGING
        self._say_state(state or self._place_in_words())

    def _say_state(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.query_one("#studio-state", Static).update(state)

    def _place_in_words(self) -> str:
        chord = self.studio.chord_here
        return _("line {line} of {count} · {chord_name}").format(
            line=self.studio.line + 1, count=len(self.studio.page), chord_name=chord_name(chord)
        )

    def action_hear_line(self) -> None:
        """Hear the line here, or stop what sounds."""
        if not self.hush():
            bar = self.studio.song.meter.bar_beats
            self._play(self.studio.line_score, self.studio.line_here.start_beats // bar * bar)

    def action_hear_song(self) -> None:
        """Hear the whole song, or stop what sounds."""
        if not self.hush():
            self._play(self.studio.score)

    def action_sing(self) -> None:
        """Sing along from the line here."""
        self.hush()
        sing_along(app_of(self), self.studio.song, self.studio.line_here.start_beats)

    # Where one stands

    def action_line(self, by: int) -> None:
        """Another line."""
        self.studio.move_line(by)
        self._draw()

    def action_move_chord(self, by: int) -> None:
        """Another chord."""
        self.studio.move_chord(by)
        self._draw()

    def scan_begin(self) -> None:
        """One switch comes here: the mark goes from line to line."""
        self._scan.begin(len(self.studio.page))

    def scan_step(self) -> None:
        """The next line, and from the last one to the first."""
        if self._scan.goes_on():
            last = len(self.studio.page) - 1
            self.action_line(1 if self.studio.line < last else -last)

    def scan_press(self) -> None:
        """Everything that can be done with the line."""
        app_of(self).action_help()

    def on_song_line_pointed(self, event: SongLine.Pointed) -> None:
        """The mouse stands somewhere else."""
        self.studio.move_line(event.index - self.studio.line)
        if event.chord is not None:
            self.studio.move_chord(event.chord - self.studio.chord)
        self._draw()

    def action_romans(self) -> None:
        """Chord names, or roman numerals."""
        self.studio.toggle_romans()
        self.call_next(self._show)

    def _could_not(self, problem: str) -> None:
        self.studio.give_up()
        app_of(self).say(problem)

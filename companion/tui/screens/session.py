"""A session on the screen: one question at a time, the way between them, and a gentle stop from anywhere."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Footer, Static

from companion import messages
from companion.errors import CompanionError
from companion.services import questions as q
from companion.services.session import Session
from companion.tui.bridge import SoundFact
from companion.tui.modals.leave import LeaveModal
from companion.tui.panels.base import Panel
from companion.tui.panels.registry import panel_for
from companion.tui.screens.base import app_of

SAMPLES_PER_SECOND = 20
TYPING_SECONDS = 0.5
"""What is typed is on disk this long after the last look at it; a kill loses less than a second."""


class SessionScreen(Screen[None]):
    """Shows the session's open question and gives it what the person answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back, stop"),
        Binding("f9", "stop_gently", "stop gently", show=False),
        Binding("ctrl+n,pagedown", "skip", "skip", show=False),
        Binding("pageup", "back", "back", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._typed: str | None = None
        self._ticket: int | None = None
        self._is_changing = True

    def compose(self) -> ComposeResult:
        """Where we are, the question, the keys."""
        with Center(), Horizontal(id="header"):
            yield Static("", id="dots", markup=False)
            yield Static(self.session.exercise.title, id="title", markup=False)
        yield Vertical(id="stage")
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        """Show the first question; the composer gets ready unseen."""
        await self._show()
        self.set_interval(1 / SAMPLES_PER_SECOND, self._sample)
        self.set_interval(TYPING_SECONDS, self._keep_typing)

    @property
    def panel(self) -> Panel[Any]:
        """The panel that is shown."""
        return self.query_one(Panel)

    async def _show(self) -> None:
        self._is_changing = True
        question = self.session.question
        place = question.place
        dots = "● " * place.step + "○ " * (place.steps - place.step)
        self.query_one("#dots", Static).update(dots.strip())
        stage = self.query_one("#stage", Vertical)
        for panel in stage.query(Panel):
            panel.leave()
        await stage.remove_children()
        await stage.mount(panel_for(question))
        self._is_changing = False
        match question:
            case q.SongQuestion(songs=()):
                self._ticket = app_of(self).companion.composer.request(self.session.song_request())
            case q.BlankQuestion():
                _ = app_of(self).companion.composer  # starts, so that it is warm when words become a song
            case _:
                pass

    async def on_panel_answered(self, event: Panel.Answered) -> None:
        """Give the session its answer and show what comes next.

        A second answer to a question that is answered already (a key pressed twice) is none to the next.
        """
        event.stop()
        if event.place != self.session.question.place:
            return
        self._typed = None
        try:
            self.session.answer(event.answer)
        except CompanionError as error:
            app_of(self).tell(error)
        if not isinstance(event.answer, q.Kept):
            await self._show()
        if isinstance(event.answer, q.Distress):
            self._mind_distress(event.answer.level)

    def on_panel_typed(self, event: Panel.Typed) -> None:
        """Text stands in the field; it is saved within half a second."""
        event.stop()
        self._typed = event.text

    def _keep_typing(self) -> None:
        if self._typed is None:
            return
        try:
            self.session.typing(self._typed)
            self._typed = None
        except CompanionError as error:
            self._typed = None
            app_of(self).tell(error)

    def on_sound_fact(self, event: SoundFact) -> None:
        """Hand it to the panel."""
        if not self._is_changing:
            self.panel.hear(event.fact)

    async def _sample(self) -> None:
        if self.app.screen is self and not self._is_changing:
            self.panel.sample()
        if self._ticket is not None:
            await self._take_songs()

    async def _take_songs(self) -> None:
        for answer in app_of(self).companion.composer.poll():
            if answer.ticket != self._ticket:
                continue
            self._ticket = None
            if not isinstance(self.session.question, q.SongQuestion):
                continue
            if answer.songs:
                self.session.offer(answer.songs)
                await self._show()
            else:
                self.notify(answer.problem, timeout=12, markup=False)

    async def action_skip(self) -> None:
        """Leave this question out; what is typed in it stays."""
        await self._move(self.session.skip)

    async def action_back(self) -> None:
        """The question before."""
        await self._move(self.session.back)

    async def _move(self, step: Callable[[], None]) -> None:
        self._keep_typing()
        try:
            step()
        except CompanionError as error:
            app_of(self).tell(error)
        await self._show()

    def action_leave(self) -> None:
        """Stay, back, or stop gently."""
        if not self.session.is_finished:
            self.app.push_screen(LeaveModal(), self._left)

    async def _left(self, choice: str | None) -> None:
        if choice == "back":
            await self.action_back()
        elif choice == "stop":
            self.action_stop_gently()

    def action_stop_gently(self) -> None:
        """The music fades, a short step onto firm ground, and home; everything said is kept."""
        from companion.tui.screens.stopped import StoppedScreen

        self._keep_typing()
        self.panel.leave()
        app_of(self).playback.stop(2.5)
        self.app.switch_screen(StoppedScreen())

    def _mind_distress(self, level: int | None) -> None:
        if level is not None and level >= app_of(self).companion.settings.distress_threshold:
            self.app.push_screen(LeaveModal(messages.DISTRESS_HIGH, marked=2), self._left)

"""A session on the screen: one question at a time, the way between them, and a gentle stop from anywhere."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from companion import messages
from companion.errors import CompanionError
from companion.language import _
from companion.services.between.contacts import contacts_of
from companion.services.walking import questions as q
from companion.services.walking.brooding import is_third_session
from companion.services.walking.exits import opens_exit
from companion.services.walking.only_read import CHOICES, NOT_NOW, said_before
from companion.services.walking.session import Session
from companion.tui.bridge import SoundFact
from companion.tui.modals.leave import MENU, PEOPLE_CHOICE, LeaveModal
from companion.tui.modals.pick import PickModal
from companion.tui.panels.base import Panel
from companion.tui.panels.registry import panel_for
from companion.tui.panels.song import SongPanel
from companion.tui.panels.tune import TunePanel
from companion.tui.panels.writing import WritingPanel
from companion.tui.rounds import ask_at_beginning
from companion.tui.screens.base import app_of
from companion.tui.screens.people import open_people
from companion.tui.widgets.keys import KeyRow

SAMPLES_PER_SECOND = 20
DOUBLE_PRESS_SECONDS = 0.5
"""Enter this soon after an answer was meant for that answer, where it would answer the next by what is marked
there already (as long as a double click is by default on most systems)."""

TYPING_SECONDS = 0.5
"""What is typed is on disk this long after the last look at it; a kill loses less than a second."""


class SessionScreen(Screen[None]):
    """Shows the session's open question and gives it what the person answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("back, stop")),
        Binding("f9", "stop_gently", _("stop gently"), show=False),
        Binding("ctrl+n,pagedown", "skip", _("skip"), show=False),
        Binding("pageup", "back", _("back"), show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._typed: str | None = None
        self._ticket: int | None = None
        self._is_changing = True
        self._answered_at = 0.0
        self._ahead = ""
        self._problem = ""

    def compose(self) -> ComposeResult:
        """Where we are, the question, the keys."""
        with Center(), Horizontal(id="header"):
            yield Static("", id="dots", markup=False)
            yield Static(self.session.exercise.title, id="title", markup=False)
        yield Vertical(id="stage")
        yield KeyRow()

    async def on_mount(self, event: events.Mount) -> None:
        """Show the first question."""
        self._answered_at = event.time
        await self._show()
        if said := said_before(app_of(self).companion.journal):
            self.app.push_screen(PickModal(said[0], CHOICES, " ".join(said[1:])), self._only_read)
        elif is_third_session(self.session, app_of(self).companion.journal):
            ask_at_beginning(app_of(self))
        self.set_interval(1 / SAMPLES_PER_SECOND, self._sample)
        self.set_interval(TYPING_SECONDS, self._keep_typing)

    def _only_read(self, index: int | None) -> None:
        """Home again, or on, knowing it."""
        if index in (NOT_NOW, None):
            self.app.pop_screen()

    @property
    def panel(self) -> Panel[Any] | None:
        """The panel that is shown; none between a question and the next, and when the screen was left."""
        return next(iter(self.query(Panel)), None)

    async def _show(self) -> None:
        """Exchange the panel. Always called in this screen's own turn, so that two changes never overlap."""
        if not self.is_attached or not self.query("#stage"):
            return  # the screen was left meanwhile
        self._is_changing = True
        self._typed = None  # of the question before; the session holds it
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
        self._hand_over()
        if self.session.wants_songs:
            self._ticket = app_of(self).companion.composer.request(self.session.song_request())
        elif isinstance(question, q.BlankQuestion | q.WholeQuestion | q.CollageQuestion):
            _other = app_of(self).companion.composer  # starts, so that it is warm when words become a song

    async def on_panel_answered(self, event: Panel.Answered) -> None:
        """Give the session its answer and show what comes next.

        A second answer to a question that is answered already (a key pressed twice) is none to the next.
        """
        event.stop()
        is_second_press = event.is_untouched and event.time - self._answered_at < DOUBLE_PRESS_SECONDS
        if is_second_press or event.place != self.session.question.place:
            panel = self.panel
            if isinstance(panel, WritingPanel) and panel.is_left:
                panel.stay()
                self._hand_over()
            return
        if isinstance(event.answer, q.Dial):
            self._keep_typing()
        self._typed = None
        self._answered_at = event.time
        self._saving(partial(self.session.answer, event.answer))
        if not isinstance(event.answer, q.Kept | q.Reworked):
            await self._show()
        threshold = app_of(self).companion.settings.distress_threshold
        if opens_exit(self.session.draft, event.answer, threshold):
            people = (PEOPLE_CHOICE,) if contacts_of(app_of(self).companion).look().people else ()
            choices = (*messages.LEAVE_CHOICES, *people)
            self.app.push_screen(LeaveModal(messages.DISTRESS_HIGH, marked=2, choices=choices), self._left)

    def on_panel_typed(self, event: Panel.Typed) -> None:
        """Text stands in the field; it is saved within half a second."""
        event.stop()
        if event.place == self.session.question.place:
            self._typed = event.text

    def on_key(self, event: events.Key) -> None:
        """Letters that no field took, between a question and the next, are not lost."""
        panel = self.panel
        is_past_a_field = isinstance(panel, WritingPanel) and panel.is_writing and self.focused is panel.field
        if event.is_printable and event.character and (self.focused is None or is_past_a_field):
            event.stop()
            self._ahead += event.character
            self._hand_over()

    def _hand_over(self) -> None:
        """Give what was typed ahead to the field that is there now; where there is none, it was for nothing."""
        panel = self.panel
        if panel is None:
            return
        if isinstance(panel, WritingPanel):
            if panel.is_left or not self._ahead:
                return
            panel.take(self._ahead)
        self._ahead = ""

    def _keep_typing(self) -> None:
        """What could not be saved is tried again at the next look."""
        if self._typed is not None and self._saving(partial(self.session.typing, self._typed)):
            self._typed = None

    def _saving(self, step: Callable[[], None]) -> bool:
        """Do something that writes, and whether it could; what went wrong is told once, until something can."""
        try:
            step()
        except CompanionError as error:
            if str(error) != self._problem:
                self._problem = str(error)
                app_of(self).tell(error)
            return False
        self._problem = ""
        return True

    def on_sound_fact(self, event: SoundFact) -> None:
        """Hand it to the panel."""
        if not self._is_changing and (panel := self.panel) is not None:
            panel.hear(event.fact)

    async def _sample(self) -> None:
        if self.app.screen is self and not self._is_changing and (panel := self.panel) is not None:
            panel.sample()
        if self._ticket is not None and not self._is_changing:
            self.call_next(self._take_songs)  # a timer's own task could change panels while a key does

    async def _take_songs(self) -> None:
        """Look whether what was asked for has come, and show it."""
        for answer in app_of(self).companion.composer.poll():
            if answer.ticket != self._ticket:
                continue
            self._ticket = None
            if not isinstance(self.session.question, q.SongQuestion | q.TuneQuestion):
                continue
            if answer.songs:
                self._saving(partial(self.session.offer, answer.songs))
                await self._show()
            elif isinstance(panel := self.panel, SongPanel | TunePanel):
                panel.fail(answer.problem)

    def say_here(self, sentence: str) -> bool:
        """Some panels have a line of their own for what would else stand in the corner."""
        panel = self.panel
        return panel is not None and not self._is_changing and panel.say_here(sentence)

    def action_skip(self) -> None:
        """Leave this question out; what is typed in it stays."""
        self._leave_for(self.session.skip)

    def action_back(self) -> None:
        """The question before."""
        self._leave_for(self.session.back)

    def _leave_for(self, step: Callable[[], None]) -> None:
        panel = self.panel
        if isinstance(panel, WritingPanel) and not self._is_changing:
            panel.when_typed(partial(self._leave_field, panel, step))
        else:
            self.call_next(self._move, step)

    def _leave_field(self, panel: WritingPanel[Any], step: Callable[[], None]) -> None:
        panel.let_go()
        if self._typed is not None or panel.text != panel.text_at_first:
            self._typed = panel.text  # what the panel says of its last letters is still on its way
        self.call_next(self._move, step)

    async def _move(self, step: Callable[[], None]) -> None:
        self._keep_typing()
        self._saving(step)
        await self._show()

    def action_leave(self) -> None:
        """Stay, back, or stop gently."""
        if not self.session.is_finished:
            self.app.push_screen(LeaveModal(), self._left)

    def _left(self, choice: str | None) -> None:
        if choice == MENU:
            app_of(self).action_help()
        elif choice == "back":
            self.action_back()
        elif choice == "stop":
            self.action_stop_gently()
        elif choice == "people":
            open_people(app_of(self).screen)

    def action_stop_gently(self) -> None:
        """The music fades, a short step onto firm ground, and home; everything said is kept."""
        from companion.tui.screens.stopped import StoppedScreen

        self._keep_typing()
        for panel in self.query(Panel):
            panel.leave()
        app_of(self).playback.stop(2.5)
        self.app.switch_screen(StoppedScreen())

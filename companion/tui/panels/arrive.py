"""Arriving: choose a way, then a minute at most with a soft pulse and a shape that breathes."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center
from textual.widgets import Static

from companion.language import _
from companion.services.walking import questions as q
from companion.tui.panels.base import Panel, line
from companion.tui.widgets.breath import Breath
from companion.tui.widgets.choices import Choice, Choices

STRAIGHT_ON = _("Go straight on")
LABELS = {"look": _("Look round"), "listen": _("Listen"), "breathe": _("Breathe")}
ENOUGH_NOTE = _("Whenever you like: enter.")


class ArrivePanel(Panel[q.ArriveQuestion]):
    """The pulse is there from the first moment; nothing is chosen beforehand."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "go_on", _("on"))]

    def compose(self) -> ComposeResult:
        """The ways; the shape appears when one is chosen."""
        yield line(self.question.prompt, "prompt")
        rows = [Choice(LABELS[way], key=str(i)) for i, way in enumerate(self.question.ways, start=1)]
        rows.append(Choice(STRAIGHT_ON, key=str(len(rows) + 1)))
        yield Choices(rows, marked=len(rows) - 1, id="ways")
        with Center():
            yield Breath(id="breath")
        yield line("", "note", id="way")

    def on_mount(self) -> None:
        """Begin the pulse."""
        from companion.engine.arriving import pulse

        self._chosen = self._moves = False
        self.companion_app.playback.play(pulse(), is_loop=True, fade_in_seconds=3.0)
        self.query_one(Breath).display = False
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """A way was chosen, or none."""
        event.stop()
        ways = tuple(self.question.ways.items())
        if event.index >= len(ways):
            self.answer(q.Done(), is_untouched=event.is_untouched)
            return
        way, sentence = ways[event.index]
        self._chosen = True
        self.query_one("#way", Static).update(sentence)
        self.query_one(".prompt").display = False
        event.choices.display = False
        self._moves = way == "breathe"
        breath = self.query_one(Breath)
        breath.display = way != "look"
        self.can_focus = True
        self.focus()
        self.set_timer(self.question.seconds, self._minute_over)

    def _minute_over(self) -> None:
        self.query_one("#way", Static).update(ENOUGH_NOTE)

    def action_go_on(self) -> None:
        """Arrived."""
        if self._chosen:
            self.answer(q.Done())

    def sample(self) -> None:
        """The shape follows the audio clock."""
        breath = self.query_one(Breath)
        breath.is_still = self.companion_app.is_still or not self._moves
        if breath.display and not breath.is_still:
            breath.beats = self.companion_app.playback.beats or 0.0

    def leave(self) -> None:
        """The pulse goes softly."""
        self.companion_app.playback.stop(3.0)

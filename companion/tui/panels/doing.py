"""Something to do: ground, breathe, listen, move or hum, one sentence after the other, at one's own pace."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center
from textual.widgets import Static

from companion import messages
from companion.language import _
from companion.services.walking import questions as q
from companion.tui.panels.base import Panel, line
from companion.tui.widgets.breath import Breath
from companion.tui.widgets.choices import Choice, Choices


class DoPanel(Panel[q.DoQuestion]):
    """Nothing begins by itself; breathing is never the row that is marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", _("on")),
        Binding("space", "pause", _("pause")),
    ]

    def compose(self) -> ComposeResult:
        """The prompt and two ways; shape and sentences come once someone has begun."""
        yield line(self.question.prompt, "prompt")
        rows = [Choice(messages.BEGIN, key="1"), Choice(messages.STRAIGHT_ON, key="2")]
        yield Choices(rows, marked=1 if self.question.kind == "breathe" else 0, id="ways")
        with Center():
            yield Breath(id="breath")
        yield line("", "note", id="sentence")

    def on_mount(self) -> None:
        """The two ways have the keys."""
        self._has_begun = False
        self._shown = -1
        self.query_one(Breath).display = False
        self.query_one(Choices).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """On and pause once it has begun, and pause where something sounds."""
        return self._has_begun and (action != "pause" or self.question.sound != "quiet")

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Begin, or go straight on."""
        event.stop()
        if event.index == 1:
            self.answer(q.Done(), is_untouched=event.is_untouched)
            return
        from companion.services.walking.doing import score_of

        self._has_begun = True
        found = score_of(self.question)
        if found is not None:
            self.companion_app.playback.play(found[0], is_loop=found[1], fade_in_seconds=3.0)
            self.query_one(Breath).display = True
        event.choices.display = False
        self.can_focus = True
        self.focus()
        self.refresh_bindings()
        self._next_sentence()

    def _next_sentence(self) -> bool:
        """Show the next sentence; False after the last."""
        self._shown += 1
        sentences = self.question.sentences
        if self._shown < len(sentences):
            self.query_one("#sentence", Static).update(sentences[self._shown])
            return True
        if not sentences and self._shown == 0:
            self.query_one("#sentence", Static).update(messages.ENOUGH_NOTE)
            return True
        return False

    def action_go_on(self) -> None:
        """The next sentence, or on to what comes after."""
        if not self._next_sentence():
            self.answer(q.Done())

    def action_pause(self) -> None:
        """Pause the music, or go on with it."""
        self.companion_app.playback.pause_or_go_on()

    def sample(self) -> None:
        """The shape follows the music."""
        breath = self.query_one(Breath)
        breath.is_still = self.companion_app.is_still
        if breath.display and not breath.is_still:
            breath.beats = max(0.0, self.companion_app.playback.beats or 0.0)

    def leave(self) -> None:
        """The music goes softly."""
        self.companion_app.playback.stop(3.0)

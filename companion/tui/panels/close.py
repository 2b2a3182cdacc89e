"""The end: a nearly empty screen, one sentence, the soft pulse, and where it is kept."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center

from companion import messages
from companion.language import _
from companion.services.walking import questions as q
from companion.tui.panels.base import Panel, line
from companion.tui.widgets.breath import Breath


class ClosePanel(Panel[q.CloseQuestion]):
    """Nothing is asked here."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "go_home", _("home"))]

    def compose(self) -> ComposeResult:
        """The sentence, the shape, and what was kept."""
        yield line(self.question.prompt, "prompt")
        with Center():
            yield Breath(id="breath")
        yield line(kept_text(self.question), "note", id="kept")

    def on_mount(self) -> None:
        """The pulse comes back."""
        from companion.engine.arriving import pulse

        self.companion_app.playback.play(pulse(), is_loop=True, fade_in_seconds=4.0)
        self.focus()

    def sample(self) -> None:
        """The shape follows the pulse."""
        breath = self.query_one(Breath)
        breath.is_still = self.companion_app.is_still
        breath.beats = max(0.0, self.companion_app.playback.beats or 0.0)

    def action_go_home(self) -> None:
        """Home; the pulse goes softly on the way."""
        self.leave()
        self.app.pop_screen()

    def leave(self) -> None:
        """Into silence."""
        self.companion_app.playback.stop(4.0)


def kept_text(question: q.CloseQuestion) -> str:
    """What was kept and where, and that another part waits; or why it was not, and the words to copy."""
    kept = question.kept
    if question.problem:
        return "\n".join((question.problem, messages.COPY_BY_HAND, *question.lines))
    coming = (messages.NEXT_SITTING,) if question.goes_on else ()
    if not kept:
        return "\n".join((messages.NOTHING_KEPT, *coming))
    named = " · ".join(words[:1].lower() + words[1:] for words in kept)
    return "\n".join((_("In your journal: {named}").format(named=named), messages.WHERE_KEPT, *coming))

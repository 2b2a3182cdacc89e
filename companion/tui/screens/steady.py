"""Steady: a slow, plain pulse and nothing else. No questions, no promises."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Vertical
from textual.screen import Screen

from companion.language import _
from companion.services.sounding.pulse import Pulse
from companion.tui.screens.base import app_of
from companion.tui.widgets.breath import Breath
from companion.tui.widgets.keys import KeyRow

if TYPE_CHECKING:
    from companion.services.jamming.jam import Jam
    from companion.tui.app import CompanionApp


class SteadyScreen(Screen[None]):
    """`turn` begins the pulse when this opens, and gives back what was there before when it closes.

    The shape stands still: nobody is asked to breathe with it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,space", "back", _("back"), key_display="esc")]

    def __init__(self, turn: Callable[[], None]) -> None:
        super().__init__()
        self._turn = turn

    def compose(self) -> ComposeResult:
        """A still shape, and the way back."""
        with Vertical(classes="panel"), Center():
            yield Breath()
        yield KeyRow()

    def on_mount(self) -> None:
        """The pulse begins."""
        self.query_one(Breath).is_still = True
        self._turn()

    def action_back(self) -> None:
        """Where one was before."""
        self._turn()
        app_of(self).pop_screen()


def open_steady(app: "CompanionApp") -> None:
    """Open the pulse over any place, or close it; a jam that runs below knows of it and goes on afterwards."""
    if isinstance(app.screen, SteadyScreen):
        app.screen.action_back()
        return
    jam = _jam_below(app)
    is_running = jam is not None and (app.playback.now is not None or app.playback.is_held)
    app.push_screen(SteadyScreen(jam.steady if jam is not None and is_running else Pulse(app.playback).turn))


def _jam_below(app: "CompanionApp") -> "Jam | None":
    from companion.tui.panels.play import PlayPanel
    from companion.tui.screens.jam import JamScreen
    from companion.tui.screens.listen import ListenScreen

    for place in reversed(app.screen_stack):
        if isinstance(place, JamScreen | ListenScreen):
            return place.jam
        for panel in place.query(PlayPanel):
            return panel.jam
    return None

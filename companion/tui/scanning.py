"""One switch on the screen: what is scanned, at the person's pace, and what a press does there."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.timer import Timer
from textual.widgets import Input, TextArea

from companion.domain.units import Seconds
from companion.language import _
from companion.services.jamming.notes import SWITCH
from companion.services.scanning import OnePress, PlayingSwitch
from companion.tui.modals.cover import CoverModal

if TYPE_CHECKING:
    from companion.services.jamming.jam import Jam
    from companion.tui.app import CompanionApp


@runtime_checkable
class Scanned(Protocol):
    """A widget or a place that can be used with one switch."""

    def scan_begin(self) -> None:
        """Scanning comes to it."""

    def scan_step(self) -> None:
        """A pace went by without a press."""

    def scan_press(self) -> None:
        """The switch was pressed."""


class Scanner:
    """Goes from choice to choice at the pace in the settings; off while that is 0. `clock` is monotonic seconds."""

    def __init__(self, app: "CompanionApp", clock: Callable[[], Seconds] = time.monotonic) -> None:
        self._app = app
        self._clock = clock
        self._timer: Timer | None = None
        self._at: Scanned | None = None
        self._press = OnePress()

    def start(self) -> None:
        """Scan at the pace that is set now, or not at all."""
        if self._timer is not None:
            self._timer.stop()
        self._at = None
        pace = self._app.companion.settings.one_switch
        self._timer = self._app.set_interval(pace, self._tick) if pace else None

    @property
    def is_on(self) -> bool:
        """Whether one switch is used."""
        return self._timer is not None

    @property
    def takes_key(self) -> bool:
        """Whether the switch is one here: not while somebody writes, with more than a switch."""
        field = self._app.focused
        written = field.value if isinstance(field, Input) else field.text if isinstance(field, TextArea) else ""
        return self.is_on and not written

    def press(self) -> None:
        """The switch: take what is marked, play, or open the menu where nothing is scanned."""
        target = self._target
        is_playing = target is not None and getattr(target, "is_instrument", False)
        if not (self._press.is_new(self._clock()) or is_playing):
            return
        if self._timer is not None:
            self._timer.reset()
        if isinstance(self._app.screen, CoverModal):
            self._app.action_cover()
        elif target is None:
            self._app.action_help()
        else:
            self._look_at(target)
            target.scan_press()

    def _tick(self) -> None:
        """What is new is looked at for a whole pace before anything moves on."""
        target = self._target
        if target is not None and not self._look_at(target):
            target.scan_step()

    def _look_at(self, target: Scanned) -> bool:
        is_new = target is not self._at
        if is_new:
            self._at = target
            target.scan_begin()
        return is_new

    @property
    def _target(self) -> Scanned | None:
        places: tuple[object, ...] = (self._app.focused, self._app.screen)
        return next((each for each in places if isinstance(each, Scanned)), None)


class SwitchPlayed:
    """A place with a jam that one switch plays; while the hands rest the menu is offered now and then."""

    is_instrument = True
    jam: "Jam"
    open_menu: Callable[[], None]
    """Shows everything else here: each place has its own way."""

    def scan_begin(self) -> None:
        """A press plays, from the first one on."""
        self._switch = PlayingSwitch()

    def scan_step(self) -> None:
        """The hands rest."""
        self._switch.step()

    def scan_press(self) -> None:
        """The next good note, or the menu."""
        if self._switch.offers_menu:
            self._switch.played()
            self.open_menu()
        else:
            self._switch.played()
            self.jam.switch(key=SWITCH)

    @property
    def switch_words(self) -> str:
        """What a press would do, for those who have one switch; "" for others."""
        if not hasattr(self, "_switch"):
            return ""
        return _("▸ a press opens the menu") if self._switch.offers_menu else _("a press plays")

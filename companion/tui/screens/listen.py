"""Just listen: a few quiet minutes of a calm backing. Nothing to do, and it ends by itself."""

import time
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Vertical
from textual.screen import Screen

from companion.domain.units import Seconds
from companion.errors import CompanionError
from companion.language import _
from companion.messages import LISTENED, LISTENING
from companion.services.jamming.jam import Jam
from companion.services.sounding.nightfall import LISTEN_SECONDS
from companion.tui.bridge import SoundFact
from companion.tui.night import Night
from companion.tui.screens.base import app_of
from companion.tui.screens.jam import JamScreen
from companion.tui.widgets.breath import Breath
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.said import Said

SAMPLES_PER_SECOND = 20
TUNE = "melody"
NIGHT = _("Darker and softer now, for a quarter of an hour at most.")
PAUSED = _("paused")


class ListenScreen(Screen[None]):
    """Lets a `Jam` play with its tune. Whoever wants to can play along from here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", _("pause")),
        Binding("enter", "play_along", _("play along")),
        Binding("n", "night", _("night")),
        Binding("escape", "home", _("home")),
        Binding("f9", "stop_gently", _("stop gently"), show=False),
    ]

    def __init__(self, jam: Jam, clock: Callable[[], Seconds] = time.monotonic) -> None:
        super().__init__()
        self.jam = jam
        self._clock = clock

    def compose(self) -> ComposeResult:
        """The shape, and one sentence."""
        with Vertical(classes="panel"):
            with Center():
                yield Breath()
            yield Said(id="listen-words")
        yield KeyRow()

    def on_mount(self) -> None:
        """It begins, slowly."""
        self.night = Night(app_of(self), self._clock)
        self.jam.start()
        self._hear_tune(True)
        self.set_interval(1 / SAMPLES_PER_SECOND, self._sample)

    def on_sound_fact(self, event: SoundFact) -> None:
        """The jam follows what the sound process does."""
        self.jam.hear(event.fact)

    def _sample(self) -> None:
        try:
            state = self.jam.tick()
        except CompanionError as error:
            app_of(self).tell(error)
            return
        breath = self.query_one(Breath)
        breath.is_still = app_of(self).is_still
        if state.beats is not None:
            breath.beats = max(0.0, state.beats)
        self.night.follow(breath)
        is_time = self.night.is_over if self.night.has_fallen else state.elapsed >= LISTEN_SECONDS
        if is_time and not state.is_ending:
            self.jam.end_softly()
        is_over = state.is_ending and app_of(self).playback.now is None
        words = NIGHT if self.night.has_fallen else LISTENING
        self.query_one("#listen-words", Said).say(LISTENED if is_over else PAUSED if state.is_paused else words)

    def _hear_tune(self, is_on: bool) -> None:
        parts = dict(self.jam.backing.parts())
        if TUNE in parts and parts[TUNE] != is_on:
            self.jam.toggle_part(TUNE)

    def action_pause(self) -> None:
        """Pause, or go on."""
        self.jam.pause_or_go_on()

    def action_night(self) -> None:
        """Dark, fading, and longer; or as it was."""
        if self.night.has_fallen:
            self.night.end(self.query_one(Breath))
        else:
            self.night.begin()

    def action_play_along(self) -> None:
        """The music goes on, and there are keys to play it with."""
        self.night.end(self.query_one(Breath))
        self._hear_tune(False)
        self.app.switch_screen(JamScreen(self.jam, has_begun=app_of(self).playback.now is not None))

    def action_home(self) -> None:
        """Softly out, and home."""
        self._hush()
        self.app.pop_screen()

    def action_stop_gently(self) -> None:
        """Softly out, and a short step onto firm ground."""
        from companion.tui.screens.stopped import StoppedScreen

        self._hush()
        self.app.switch_screen(StoppedScreen())

    def _hush(self) -> None:
        self.night.end(self.query_one(Breath))
        self.jam.stop()

"""The jam: playing over a steady backing. It sounds at once, and nothing needs to be armed."""

import time
from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Center, Horizontal

from companion.domain.units import Pitch, Seconds
from companion.errors import CompanionError
from companion.language import _
from companion.services.jamming.jam import Jam
from companion.services.jamming.keeping import JamKeeping
from companion.services.jamming.keys import PadKey, key_of
from companion.services.jamming.state import JamState
from companion.tui.bridge import SoundFact
from companion.tui.night import Night
from companion.tui.scanning import SwitchPlayed
from companion.tui.screens.base import Place, app_of
from companion.tui.screens.jam_leaving import JamLeaving
from companion.tui.screens.jam_menu import JamMenu
from companion.tui.widgets.breath import Breath
from companion.tui.widgets.drift import Drift
from companion.tui.widgets.instrument import Instrument
from companion.tui.widgets.jam_words import about_words, coming_words, key_names, middle_words, state_words
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.long_press import LongPress
from companion.tui.widgets.said import Said
from companion.tui.widgets.saying import Saying
from companion.tui.widgets.touched import LetGo, Struck

SAMPLES_PER_SECOND = 20
TEMPO_STEP = 2
TALL_ROWS = 32
NEEDS_OTHER_KEYS = ("pause", "keep")
"""What sits on keys that play where one key plays everything; there it stands in the menu."""


class JamScreen(SwitchPlayed, Place):
    """Shows a `Jam` and plays it: numbers and letters are notes, commands sit on other keys and in the menu."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", _("pause")),
        Binding("enter", "keep", _("keep that")),
        Binding("up", f"tempo({TEMPO_STEP})", _("tempo"), key_display="↑↓"),
        Binding("down", f"tempo(-{TEMPO_STEP})", _("slower"), show=False),
        Binding("left", "app.volume(-0.1)", _("softer"), show=False),
        Binding("right", "app.volume(0.1)", _("louder"), show=False),
        Binding("escape", "leave", _("back")),
        Binding("f8", "record", _("record, or end it"), show=False),
        Binding("f10", "stay", _("stay on this chord"), show=False),
        Binding("f2", "free", _("free notes, or safe ones"), show=False),
        Binding("f3", "section", _("the next section"), show=False),
        Binding("f4", "latch", _("hold notes"), show=False),
        Binding("f5", "call", _("call and answer"), show=False),
        Binding("f7", "lay_over", _("play over what I played"), show=False),
        Binding("ctrl+z,backspace", "undo_take", _("take the last take back"), show=False, key_display="ctrl+z"),
        Binding("ctrl+y", "redo_take", _("bring it back"), show=False),
        Binding("pageup", "key(1)", _("key up"), show=False),
        Binding("pagedown", "key(-1)", _("key down"), show=False),
        Binding("f9", "stop_gently", _("stop gently"), show=False),
    ]

    def __init__(self, jam: Jam, *, has_begun: bool = False, clock: Callable[[], Seconds] = time.monotonic) -> None:
        super().__init__()
        self.jam = jam
        self.has_one_key = False
        self._has_begun = has_begun
        self.state: JamState | None = None
        self.menu = JamMenu(self)
        self.leaving = JamLeaving(self)
        self._clock = clock
        self._held: dict[PadKey, Pitch] = {}
        self._long_press = LongPress()
        self._problem = ""

    def compose(self) -> ComposeResult:
        """What it is, the shape with the chord, what was played, the keys."""
        with Horizontal(id="jam-header"):
            yield Said(id="jam-title")
            yield Said(id="jam-about")
        with Center(id="jam-middle"):
            yield Breath()
        yield Said(id="jam-coming")
        with Center():
            yield Drift()
        yield Said(id="jam-state")
        yield Saying()
        yield Instrument(app_of(self).companion.settings.keyboard)
        yield KeyRow()

    def on_mount(self) -> None:
        """The backing begins when this is seen: a first start asks about the sound before."""
        app = app_of(self)
        self.keeping = JamKeeping(self.jam, app.companion, lambda: app.desk)
        self.use_one_key(app.is_scanning)
        self.night = Night(app_of(self), self._clock)
        self.query_one("#jam-title", Said).say(self.jam.song.title)
        self._sample()
        self.set_interval(1 / SAMPLES_PER_SECOND, self._sample)

    def on_resize(self, event: events.Resize) -> None:
        """A tall window gives the shape and the pads more room."""
        self.set_class(event.size.height >= TALL_ROWS, "-tall")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where one key plays everything, keys that play do nothing else."""
        return not (self.has_one_key and action in NEEDS_OTHER_KEYS)

    def use_one_key(self, is_on: bool) -> None:
        """Let every key play the next good note, or its own."""
        self.has_one_key = is_on
        self.refresh_bindings()

    def begin_night(self) -> None:
        """Dark, fading, with an end by itself."""
        self.night.begin()
        self.add_class("-night")

    def end_night(self) -> None:
        """As it was before the night."""
        self.night.end(*self._lights)
        self.remove_class("-night")

    @property
    def _lights(self) -> tuple[Breath, Drift]:
        return self.query_one(Breath), self.query_one(Drift)

    def commands(self) -> Iterable[SystemCommand]:
        """What has no key of its own."""
        return self.menu.commands()

    # Playing

    def on_key(self, event: events.Key) -> None:
        """A note sounds before anything is drawn."""
        if self.has_one_key and _plays(event):
            event.stop()
            self.jam.switch(key=event.key)
            if self.has_class("-ears") and self._long_press.is_long(event.key, event.time):
                self.jam.end_softly()
            return
        key = key_of(event.character, app_of(self).companion.settings.keyboard) if event.character else None
        if key is not None:
            event.stop()
            self.jam.press(key)
            self.query_one(Instrument).light(key)

    def on_struck(self, event: Struck) -> None:
        """The mouse or a finger on a key."""
        self._held[event.key] = self.jam.press(event.key, is_held=True)
        self.query_one(Instrument).light(event.key)

    def on_let_go(self, event: LetGo) -> None:
        """The mouse or the finger is lifted."""
        if event.key in self._held:
            self.jam.release(self._held.pop(event.key))

    def on_screen_suspend(self) -> None:
        """What the mouse holds ends where something else comes over it: its release may never be seen."""
        while self._held:
            self.jam.release(self._held.popitem()[1])

    # What is heard, and what is shown

    def on_sound_fact(self, event: SoundFact) -> None:
        """What was played comes back with its time."""
        self.jam.hear(event.fact)
        self.query_one(Drift).hear(event.fact, app_of(self).playback.tempo)

    def _sample(self) -> None:
        """The jam goes on under a menu too; what could not be written is told once, until it could."""
        if not self._has_begun and self.app.screen is self:
            self._has_begun = True
            self.jam.start()
        try:
            self.state, self._problem = self.jam.tick(), ""
        except CompanionError as error:
            if str(error) != self._problem:
                self._problem = str(error)
                app_of(self).tell(error)
            return
        self._show(self.state)
        self.night.follow(*self._lights)
        if self.night.is_over and not self.state.is_ending:
            self.jam.end_softly()

    def _show(self, state: JamState) -> None:
        breath, drift = self._lights
        breath.is_still = drift.is_still = app_of(self).is_still
        breath.words = middle_words(state)
        if state.beats is not None:
            breath.beats, breath.phase = max(0.0, state.beats), state.breath
            drift.follow(max(0.0, state.beats), self.jam.song.meter.bar_beats)
        self.query_one("#jam-about", Said).say(about_words(state))
        self.query_one("#jam-coming", Said).say(coming_words(state))
        said = self.query_one("#jam-state", Said)
        words = state_words(state, is_over=self.is_over, has_ears_only=self.has_class("-ears"))
        said.say(" · ".join(filter(None, (self.switch_words, words))))
        said.set_class(state.record in ("counting", "recording"), "-recording")
        self.query_one(Instrument).show((state.pads, state.upper, state.lower), key_names(state), state.lit)

    def open_menu(self) -> None:
        """Keys and menu, for one switch."""
        app_of(self).action_help()

    def say_here(self, sentence: str) -> bool:
        """Say something on a line of its own: nothing ever lies over the keys."""
        self.query_one(Saying).say(sentence)
        return True

    @property
    def is_over(self) -> bool:
        """Whether the music came to its end."""
        return self.state is not None and self.state.is_ending and app_of(self).playback.now is None

    # Commands

    def action_pause(self) -> None:
        """Pause, go on, or begin again where it had come to rest."""
        if self.is_over:
            self.jam.start()
        else:
            self.jam.pause_or_go_on()

    def action_tempo(self, by: int) -> None:
        """A little faster or slower."""
        self.jam.change_tempo(by)

    def action_stay(self) -> None:
        """Stay on this chord, or let the chords move again."""
        self.jam.stay_on_chord()

    def action_free(self) -> None:
        """Every note there is, or safe ones."""
        self.jam.set_free(self.state is not None and not self.state.is_free)

    def action_latch(self) -> None:
        """Hold what is played, or let it end."""
        self.jam.set_latch(self.state is not None and not self.state.is_latched)

    def action_section(self) -> None:
        """The next section."""
        self.jam.next_section()

    def action_key(self, semitones: int) -> None:
        """Higher or lower."""
        self.jam.shift_key(semitones)

    def action_call(self) -> None:
        """Call and answer, in one way or another."""
        self.menu.choose_call()

    def action_keep(self) -> None:
        """Keep what was just played."""
        self.leaving.keep()

    def action_record(self) -> None:
        """Begin a take after one bar of count-in, or end it and ask what becomes of it."""
        self.leaving.record_or_end()

    def action_lay_over(self) -> None:
        """What was just played goes on sounding under the playing."""
        self.leaving.lay_over()

    def action_undo_take(self) -> None:
        """Take the last take back: out of the journal, or from under the playing."""
        self.leaving.undo()

    def action_redo_take(self) -> None:
        """Bring it back."""
        self.leaving.redo()

    def action_leave(self) -> None:
        """Stay, back, or stop gently."""
        self.leaving.ask()

    def action_stop_gently(self) -> None:
        """The music fades; what was recorded is kept, to decide later."""
        self.leaving.stop_gently()


def _plays(event: events.Key) -> bool:
    """Whether a key writes something or is enter; the menu's own key stays what it is."""
    return (event.is_printable or event.key == "enter") and event.key != "question_mark"

"""Playing: the backing runs, keys 1 to 8 fit with everything, and what was played can be kept."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center
from textual.widgets import Static

from companion.errors import CompanionError
from companion.language import _
from companion.midi.protocol import Fact
from companion.services.jamming.jam import Jam
from companion.services.jamming.keys import PadKey
from companion.services.jamming.modes import begin
from companion.services.jamming.state import JamState
from companion.services.walking import questions as q
from companion.tui.modals.keep import KeepModal
from companion.tui.panels.base import Panel, line
from companion.tui.scanning import SwitchPlayed
from companion.tui.widgets.breath import Breath
from companion.tui.widgets.drift import Drift
from companion.tui.widgets.jam_words import RECORDING, coming_words, key_names, middle_words
from companion.tui.widgets.pads import Pads
from companion.tui.widgets.saying import Saying
from companion.tui.widgets.touched import LetGo, Struck


class PlayPanel(SwitchPlayed, Panel[q.PlayQuestion]):
    """Nothing needs to be armed. When the hands rest, `k` keeps what was just played."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", _("on")),
        Binding("space", "pause", _("pause")),
        Binding("f8,r", "record", _("record"), key_display="r"),
        Binding("k", "keep", _("keep that")),
        Binding("l,f7", "lay_over", _("let it go round"), key_display="l"),
        Binding("left", "volume(-0.1)", _("softer"), show=False),
        Binding("right", "volume(0.1)", _("louder"), show=False),
    ]

    def compose(self) -> ComposeResult:
        """The shape, the chords, what was played, the pads."""
        yield line(self.question.prompt, "prompt")
        with Center():
            yield Breath(id="breath")
        yield line("", "chords", id="chords")
        with Center():
            yield Drift(id="drift")
        with Center():
            yield Pads(id="pads")
        yield line("", id="state")
        yield Saying()

    def on_mount(self) -> None:
        """The backing begins."""
        app = self.companion_app
        song = self.question.song
        self.jam = Jam(song, app.playback, app.companion.take_checkpoint)
        self._state: JamState | None = None
        self._switch_said = ""
        self._held: dict[PadKey, int] = {}
        self.jam.start()
        begin(self.jam, self.question.modes)
        self.focus()

    def on_key(self, event: events.Key) -> None:
        """Keys 1 to 8 play at once."""
        if event.character and event.character in "12345678":
            event.stop()
            self._press(int(event.character))

    def on_struck(self, event: Struck) -> None:
        """A pad under the mouse."""
        event.stop()
        self._held[event.key] = self.jam.press(event.key, is_held=True)
        self.query_one(Pads).light(event.key.index + 1)

    def on_let_go(self, event: LetGo) -> None:
        """The mouse let go."""
        event.stop()
        if event.key in self._held:
            self.jam.release(self._held.pop(event.key))

    def _press(self, number: int) -> None:
        self.jam.press(number)
        self.query_one(Pads).light(number)

    def hear(self, fact: Fact) -> None:
        """What was played comes back with its time."""
        self.jam.hear(fact)
        self.query_one(Drift).hear(fact, self.companion_app.playback.tempo)

    def sample(self) -> None:
        """Follow the music."""
        try:
            state = self.jam.tick()
        except CompanionError as error:
            self.companion_app.tell(error)
            return
        self._follow(state)
        if (state, self.switch_words) != (self._state, self._switch_said):
            self._state, self._switch_said = state, self.switch_words
            self._show(state)

    def _follow(self, state: JamState) -> None:
        breath, drift = self.query_one(Breath), self.query_one(Drift)
        breath.is_still = drift.is_still = self.companion_app.is_still
        if state.beats is not None:
            breath.beats, breath.phase = max(0.0, state.beats), state.breath
            drift.follow(max(0.0, state.beats), self.question.song.meter.bar_beats)

    def _show(self, state: JamState) -> None:
        self.query_one(Breath).words = middle_words(state)
        self.query_one("#chords", Static).update(coming_words(state))
        self.query_one(Pads).show(key_names(state)[0], [pitch in state.lit for pitch in state.pads])
        status = self.query_one("#state", Static)
        status.set_class(state.record in ("counting", "recording"), "-recording")
        asks = _("{rest_prompt}  k keeps it").format(rest_prompt=self.question.rest_prompt) if state.hands_rest else ""
        status.update(" · ".join(filter(None, (RECORDING[state.record] or asks, self._switch_said))))

    def action_go_on(self) -> None:
        """Enough played; a recording is asked about first."""
        if self._state is not None and self._state.record in ("recording", "counting"):
            self.action_record()
        else:
            self.answer(q.Done())

    def action_pause(self) -> None:
        """Pause, or go on."""
        self.jam.pause_or_go_on()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What was played goes round where the step asks for layers."""
        return action != "lay_over" or "layers" in self.question.modes

    def action_lay_over(self) -> None:
        """What was just played goes round under the playing; it is kept, to decide later."""
        try:
            laid = self.jam.lay_over()
        except CompanionError as error:
            self.companion_app.tell(error)
            return
        if laid is None:
            self.say_here(_("Nothing new was played yet."))
            return
        self.answer(q.Kept(laid[0], decide_later=True))
        self.jam.let_go()
        self.say_here(_("It goes round below you. It is kept, to decide later."))

    def action_volume(self, by: float) -> None:
        """Softer or louder."""
        self.companion_app.action_volume(by)

    def action_record(self) -> None:
        """Begin a take after one bar of count-in, or end it and ask what becomes of it."""
        if self._state is None or self._state.record == "off":
            self.jam.record()
            return
        try:
            self.jam.finish_recording()
        except CompanionError as error:
            self.companion_app.tell(error)
        if self.jam.tick().record == "deciding":
            self.app.push_screen(KeepModal(), self._decide)

    def _decide(self, choice: str | None) -> None:
        if choice == "delete":
            self.jam.let_go()
        else:
            self._keep(later=choice != "keep")

    def action_keep(self) -> None:
        """Keep what was just played."""
        self._keep(later=False)

    def _keep(self, *, later: bool) -> None:
        take = self.jam.take()
        if take is None:
            self.say_here(_("Nothing new was played yet."))
            return
        self.answer(q.Kept(take, decide_later=later))
        self.jam.let_go()
        self.say_here(_("Kept, to decide later.") if later else _("Kept in your journal."))

    def open_menu(self) -> None:
        """Keys and menu, for one switch."""
        self.companion_app.action_help()

    def say_here(self, sentence: str) -> bool:
        """On a line of its own: nothing ever lies over the pads."""
        self.query_one(Saying).say(sentence)
        return True

    def leave(self) -> None:
        """The backing goes softly."""
        self.jam.stop()

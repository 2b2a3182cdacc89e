"""Playing: the backing runs, keys 1 to 8 fit with everything, and what was played can be kept."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center
from textual.widgets import Static

from companion.errors import CompanionError
from companion.midi.protocol import Fact
from companion.services import questions as q
from companion.services.jam import Jam, JamState
from companion.services.theory import chord_name, note_name
from companion.tui.modals.keep import KeepModal
from companion.tui.panels.base import Panel, line
from companion.tui.widgets.breath import Breath
from companion.tui.widgets.drift import Drift
from companion.tui.widgets.pads import Pads

RECORDING = {"off": "", "counting": "● recording begins …", "recording": "● recording", "deciding": ""}


class PlayPanel(Panel[q.PlayQuestion]):
    """Nothing needs to be armed. When the hands rest, `k` keeps what was just played."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "on"),
        Binding("space", "pause", "pause"),
        Binding("f8,r", "record", "record", key_display="r"),
        Binding("k", "keep", "keep that"),
        Binding("left", "volume(-0.1)", "softer", show=False),
        Binding("right", "volume(0.1)", "louder", show=False),
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
        yield line("", "note", id="state")

    def on_mount(self) -> None:
        """The backing begins."""
        app = self.companion_app
        self._jam = Jam(self.question.song, app.playback, app.companion.take_checkpoint)
        self._state: JamState | None = None
        self._held: dict[int, int] = {}
        self._jam.start()
        self._presses = 0
        self.focus()

    def on_key(self, event: events.Key) -> None:
        """Keys 1 to 8 play at once."""
        if event.character and event.character in "12345678":
            event.stop()
            self._press(int(event.character))

    def on_pads_pressed(self, event: Pads.Pressed) -> None:
        """A pad under the mouse."""
        event.stop()
        self._held[event.number] = self._press(event.number)

    def on_pads_released(self, event: Pads.Released) -> None:
        """The mouse let go."""
        event.stop()
        if event.number in self._held:
            self._jam.release(self._held.pop(event.number))

    def _press(self, number: int) -> int:
        pitch = self._jam.press(number)
        self.query_one(Pads).light(number)
        self._presses += 1
        beats = self.companion_app.playback.beats
        drift = self.query_one(Drift)
        if self.companion_app.is_still:
            drift.mark(self._presses, number)
            drift.follow(self._presses)
        elif beats is not None:
            drift.mark(max(0.0, beats), number)
        return pitch

    def hear(self, fact: Fact) -> None:
        """What was played comes back with its time."""
        self._jam.hear(fact)

    def sample(self) -> None:
        """Follow the music."""
        try:
            state = self._jam.tick()
        except CompanionError as error:
            self.companion_app.tell(error)
            return
        self._follow(state)
        if state != self._state:
            self._state = state
            self._show(state)

    def _follow(self, state: JamState) -> None:
        breath = self.query_one(Breath)
        breath.is_still = self.companion_app.is_still
        if state.beats is not None and not breath.is_still:
            breath.beats = max(0.0, state.beats)
            self.query_one(Drift).follow(max(0.0, state.beats))

    def _show(self, state: JamState) -> None:
        now, following = chord_name(state.chord), chord_name(state.next_chord)
        self.query_one("#chords", Static).update(f"▸ {now}      then {following}" if now else "")
        key = self.question.song.key
        self.query_one(Pads).name_notes(tuple(note_name(pitch, key) for pitch in state.pads))
        status = self.query_one("#state", Static)
        status.set_class(state.record in ("counting", "recording"), "-recording")
        asks = f"{self.question.rest_prompt}  k keeps it" if state.hands_rest else ""
        status.update(RECORDING[state.record] or asks)

    def action_go_on(self) -> None:
        """Enough played; a recording is asked about first."""
        if self._state is not None and self._state.record in ("recording", "counting"):
            self.action_record()
        else:
            self.answer(q.Done())

    def action_pause(self) -> None:
        """Pause, or go on."""
        self._jam.pause_or_go_on()

    def action_volume(self, by: float) -> None:
        """Softer or louder."""
        self.companion_app.action_volume(by)

    def action_record(self) -> None:
        """Begin a take after one bar of count-in, or end it and ask what becomes of it."""
        if self._state is None or self._state.record == "off":
            self._jam.record()
            return
        try:
            self._jam.finish_recording()
        except CompanionError as error:
            self.companion_app.tell(error)
        if self._jam.tick().record == "deciding":
            self.app.push_screen(KeepModal(), self._decide)

    def _decide(self, choice: str | None) -> None:
        if choice == "delete":
            self._jam.let_go()
        else:
            self._keep(later=choice != "keep")

    def action_keep(self) -> None:
        """Keep what was just played."""
        self._keep(later=False)

    def _keep(self, *, later: bool) -> None:
        take = self._jam.take()
        if take is None:
            self.notify("Nothing was played yet.", markup=False)
            return
        self.answer(q.Kept(take, decide_later=later))
        self._jam.let_go()
        self.notify("Kept, to decide later." if later else "Kept in your journal.", markup=False)

    def leave(self) -> None:
        """The backing goes softly."""
        self._jam.stop()

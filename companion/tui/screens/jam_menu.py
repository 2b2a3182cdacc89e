"""The jam's menu: everything that has no key of its own, each with its few answers."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.app import SystemCommand

from companion.engine.groove import groove_named, groove_names
from companion.errors import CompanionError
from companion.language import _, told
from companion.messages import ON_OFF, PART_WORDS
from companion.services.jamming.keys import LETTER_ROWS
from companion.services.jamming.modes import breath_beats
from companion.services.jamming.state import CallMode, JamState
from companion.services.sounding.midi_choices import choose, midi_choices
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import app_of
from companion.tui.widgets.instrument import Instrument

if TYPE_CHECKING:
    from companion.tui.screens.jam import JamScreen

Row = tuple[str, str]
CALLS: tuple[tuple[CallMode, str, str], ...] = (
    ("off", _("Just play"), _("no turns")),
    ("echo", _("Echo"), _("two bars to hear, two for you, given back as you played them")),
    ("vary", _("A little different"), _("the same, and the answer plays with what you played")),
)
KEYS: tuple[tuple[int, str], ...] = (
    (2, _("A step up")), (1, _("Half a step up")), (-1, _("Half a step down")), (-2, _("A step down")), (-5,
    _("Much lower")),
)  # fmt: skip
PACES = (50, 60, 66, 72, 80, 96)
PACE_NEAR = 3
GLIDE_MINUTES = (0, 1, 3, 5, 10)
BREATHS = (4.5, 5.0, 5.5, 6.0, 6.5)
"""Breaths a minute at which grown-up people are at ease (practice.md: 4.5 to 6.5)."""

BREATH_NOTE = _("An easy breath, as it comes. Let it go whenever you like.")


class JamMenu:
    """What a `JamScreen` offers beyond its keys."""

    def __init__(self, screen: "JamScreen") -> None:
        self._screen = screen

    def commands(self) -> Iterator[SystemCommand]:
        """The rows of the menu, as things are now."""
        screen, state = self._screen, self._screen.state
        if state is None:
            return
        if screen.has_one_key:
            yield SystemCommand(_("Pause, or go on"), "", screen.action_pause)
            yield SystemCommand(_("Keep that"), _("what you just played"), screen.action_keep)
        yield SystemCommand(_("Parts"), _("which of them are heard"), self.choose_part)
        yield SystemCommand(_("Groove"), _("another way to move"), self.choose_groove)
        yield SystemCommand(_("Key"), _("higher or lower"), self.choose_key)
        yield SystemCommand(_("Tempo"), _("another pace, or a slow glide"), self.choose_tempo)
        yield SystemCommand(_("Breath"), _("a pace for a slow, easy breath"), self.choose_breath)
        if state.is_holding:
            yield SystemCommand(_("Play on evenly"), _("whatever I play"), partial(screen.jam.holding, False))
        else:
            yield SystemCommand(_("Stay with me"), _("softer and fuller as I play"), partial(screen.jam.holding, True))
        if state.layers:
            yield SystemCommand(_("Takes below me"), _("each heard or silent"), self.choose_layer)
        yield SystemCommand(_("Come to rest"), _("slower, home, and ringing out"), self.end_softly)
        one = (
            (_("All keys again"), _("numbers and letters"))
            if screen.has_one_key
            else (_("One key"), _("each press plays on"))
        )
        yield SystemCommand(*one, self.one_key_or_all)
        ears = _("Show everything again") if screen.has_class("-ears") else _("Ears only")
        yield SystemCommand(ears, _("one key, nothing to look at"), self.ears_only_or_not)
        night = (
            (_("Day again"), _("as before"))
            if screen.night.has_fallen
            else (_("Night"), _("dark, fading, ends by itself"))
        )
        yield SystemCommand(*night, self.night_or_day)
        snapped = _("MIDI keyboard: all notes") if state.is_snapped else _("MIDI keyboard: safe notes")
        yield SystemCommand(snapped, "", partial(screen.jam.set_snap, not state.is_snapped))
        yield SystemCommand("MIDI", _("keyboard, touch, channel, a port that plays"), self.choose_midi)
        yield SystemCommand(_("Letters"), _("as they lie on my keyboard"), self.choose_letters)

    def choose_part(self) -> None:
        """A part, heard or not."""
        parts = self._state.parts
        rows = [(PART_WORDS[name][0], f"{ON_OFF[is_on]}, {PART_WORDS[name][1]}") for name, is_on in parts]
        self._pick(_("Which part, on or off?"), rows, lambda i: self._screen.jam.toggle_part(parts[i][0]))

    def choose_groove(self) -> None:
        """Another way to move; those at home in the meter first."""
        meter, now = self._screen.jam.song.meter.name, self._state.groove
        grooves = [(name, groove_named(name)) for name in groove_names()]
        grooves.sort(key=lambda each: (meter not in each[1].meters, each[1].title))
        rows = [(told(groove.title), _("as it is now") if name == now else "") for name, groove in grooves]
        self._pick(_("How shall it move?"), rows, lambda i: self._screen.jam.choose_groove(grooves[i][0]))

    def choose_key(self) -> None:
        """Higher or lower."""
        rows = [(label, "") for _other, label in KEYS]
        self._pick(_("Where shall it lie?"), rows, lambda i: self._screen.jam.shift_key(KEYS[i][0]))

    def choose_tempo(self) -> None:
        """Another pace, and how soon."""
        paces = [pace for pace in PACES if abs(pace - self._state.bpm) > PACE_NEAR]
        rows = [(f"♩ = {pace}", _("slower") if pace < self._state.bpm else _("faster")) for pace in paces]
        self._pick(_("Which pace?"), rows, lambda i: self._choose_glide(paces[i]))

    def _choose_glide(self, bpm: int) -> None:
        rows = [(_("Soon"), "")] + [(_in_minutes(minutes), _("evenly, all the way")) for minutes in GLIDE_MINUTES[1:]]
        self._pick(_("How soon?"), rows, lambda i: self._screen.jam.glide_to(bpm, GLIDE_MINUTES[i]))

    def choose_breath(self) -> None:
        """The pace of a slow breath, or none."""
        meter = self._screen.jam.song.meter
        offers = [(breaths, breath_beats(breaths, meter)) for breaths in BREATHS]
        rows = [(_("No breath"), _("the pace stays as it is"))]
        rows += [
            (_("{breaths:g} a minute").format(breaths=breaths), f"♩ = {breaths * beats:g}") for breaths, beats in offers
        ]

        def breathe(index: int) -> None:
            self._screen.jam.breathe(*offers[index - 1]) if index else self._screen.jam.breathe(None)

        self._pick(_("A pace for an easy breath?"), rows, breathe, BREATH_NOTE)

    def choose_call(self) -> None:
        """Call and answer, in one way or another."""
        rows = [(label, _("as it is now") if mode == self._state.call_mode else note) for mode, label, note in CALLS]
        self._pick(_("Take turns?"), rows, lambda i: self._screen.jam.call_and_answer(CALLS[i][0]))

    def choose_layer(self) -> None:
        """A take below the playing, heard or silent."""
        rows = [(layer.name, _("silent") if layer.is_muted else _("sounds")) for layer in self._state.layers]
        self._pick(_("Which take, heard or silent?"), rows, self._screen.jam.mute_layer)

    def choose_midi(self) -> None:
        """The keyboard, its touch and channel, and a port that plays too."""
        companion = app_of(self._screen).companion
        choices = midi_choices(companion.settings, companion.sound.ready)

        def open_choice(index: int) -> None:
            options = choices[index].options
            rows = [(option.label, "") for option in options]
            self._pick(choices[index].label, rows, lambda i: choose(companion, options[i]))

        self._pick("MIDI", [(choice.label, "") for choice in choices], open_choice)

    def choose_letters(self) -> None:
        """Which letters stand on the keys."""
        layouts = tuple(LETTER_ROWS)

        def use(index: int) -> None:
            companion = app_of(self._screen).companion
            self._screen.query_one(Instrument).use(layouts[index])
            companion.change(replace(companion.settings, keyboard=layouts[index]))

        self._pick(_("Which letters does your keyboard have?"), [(name, LETTER_ROWS[name][0]) for name in layouts], use)

    def end_softly(self) -> None:
        """Home, slower and slower, and ring out."""
        self._screen.jam.end_softly()

    def one_key_or_all(self) -> None:
        """Every key plays the next good note, or its own again."""
        self._screen.use_one_key(not self._screen.has_one_key)

    def ears_only_or_not(self) -> None:
        """Nothing to look at and one key for everything, or the whole screen again."""
        is_on = not self._screen.has_class("-ears")
        self._screen.set_class(is_on, "-ears")
        self._screen.use_one_key(is_on)

    def night_or_day(self) -> None:
        """Dark, fading, with an end by itself; or as before."""
        if self._screen.night.has_fallen:
            self._screen.end_night()
        else:
            self._screen.begin_night()

    @property
    def _state(self) -> JamState:
        assert self._screen.state is not None, "the menu opens after the first look at the jam"
        return self._screen.state

    def _pick(self, question: str, rows: Sequence[Row], then: Callable[[int], None], note: str = "") -> None:
        def picked(index: int | None) -> None:
            if index is not None:
                self._do(lambda: then(index))

        self._screen.app.push_screen(PickModal(question, rows, note), picked)

    def _do(self, step: Callable[[], None]) -> None:
        try:
            step()
        except CompanionError as error:
            app_of(self._screen).tell(error)


def _in_minutes(minutes: int) -> str:
    return _("Over {minutes} minutes").format(minutes=minutes) if minutes > 1 else _("Over a minute")

"""Words that do something in a jam on a plain terminal. Each says what it did in a sentence."""

import math
from collections.abc import Callable

from companion.engine.groove import groove_named, groove_names
from companion.errors import CompanionError, WrongUseError
from companion.exports.song_words import key_in_words
from companion.language import _, told
from companion.messages import ON_OFF, PART_WORDS
from companion.plain import jam_words as words
from companion.services.jamming.backing import PARTS
from companion.services.jamming.jam import Jam
from companion.services.jamming.keeping import JamKeeping
from companion.services.jamming.levels import QUICKEST_BREATHS, SLOWEST_BREATHS
from companion.services.jamming.pace import LONGEST_GLIDE_MINUTES, QUICKEST_BPM, SLOWEST_BPM
from companion.services.jamming.state import CallMode

TEMPO_STEP = 4.0
Say = Callable[[list[str]], str]

CALL_WORDS: dict[str, CallMode] = {"echo": "echo", "vary": "vary", "alone": "off"}


class JamCommands:
    """The words that change one jam; those that talk, wait or leave are the face's own."""

    def __init__(self, jam: Jam, keeping: JamKeeping) -> None:
        self._jam = jam
        self._keeping = keeping
        self._table: dict[str, Say] = {
            "quicker": lambda _other: self.tempo(TEMPO_STEP),
            "slower": lambda _other: self.tempo(-TEMPO_STEP),
            "tempo": self._tempo_to,
            "glide": self._glide,
            "groove": self._groove,
            "next": lambda _other: self._then(jam.next_section, _("The next section comes.")),
            "up": lambda rest: self._shift(rest, 1),
            "down": lambda rest: self._shift(rest, -1),
            "stay": lambda _other: self.stay(),
            "free": lambda _other: self._switched("free", jam.set_free, not jam.tick().is_free),
            "latch": lambda _other: self._switched("latch", jam.set_latch, not jam.tick().is_latched),
            "snap": lambda _other: self._switched("snap", jam.set_snap, not jam.tick().is_snapped),
            "hold": lambda _other: self._switched("hold", jam.holding, not jam.tick().is_holding),
            "breathe": self._breathe,
            "steady": lambda _other: self._steady(),
            "pause": lambda _other: self.pause(),
            "end": lambda _other: self._then(jam.end_softly, words.ENDING),
            "layer": lambda _other: words.LAYERED if keeping.lay_over() else words.NOTHING_PLAYED,
            "mute": self._mute,
            "undo": lambda _other: words.TAKEN_BACK[type(keeping.undo())],
            "redo": lambda _other: words.GIVEN_BACK[type(keeping.redo())],
            "status": lambda _other: words.status(jam.tick()),
            **{name: self._part_word(name) for name in PARTS},
            **{word: self._call_word(mode) for word, mode in CALL_WORDS.items()},
        }

    def knows(self, word: str) -> bool:
        """Whether a word does something here."""
        return word in self._table

    def obey(self, typed: str) -> str:
        """Do what a line says, such as "groove lullaby"; the sentence to say. Unknown words are said to be so."""
        word, *rest = typed.casefold().split()
        if word not in self._table:
            return words.UNKNOWN.format(typed)
        try:
            return self._table[word](rest)
        except CompanionError as error:
            return str(error)

    def tempo(self, by: float) -> str:
        """A little quicker or slower."""
        self._jam.change_tempo(by)
        return _("A little quicker.") if by > 0 else _("A little slower.")

    def stay(self) -> str:
        """Hold the chord, or let it move."""
        is_staying = not self._jam.tick().is_staying
        self._jam.stay_on_chord()
        return _("It stays on this chord.") if is_staying else _("The chords move again.")

    def pause(self) -> str:
        """Pause, or go on."""
        self._jam.pause_or_go_on()
        return words.PAUSED if self._jam.tick().is_paused else words.GOES_ON

    def _tempo_to(self, rest: list[str]) -> str:
        bpm = _within(_number(rest, 0, _("a pace"), "tempo 66"), SLOWEST_BPM, QUICKEST_BPM, _("beats a minute"))
        self._jam.glide_to(bpm, 0.0)
        return _("The pace changes from the next bar on.")

    def _glide(self, rest: list[str]) -> str:
        bpm = _within(_number(rest, 0, _("a pace"), "glide 60 5"), SLOWEST_BPM, QUICKEST_BPM, _("beats a minute"))
        minutes = _within(_number(rest, 1, _("how many minutes"), "glide 60 5"), 0.1, LONGEST_GLIDE_MINUTES, "minutes")
        self._jam.glide_to(bpm, minutes)
        return _("It goes to {bpm:g} beats a minute, slowly, within {minutes:g} minutes.").format(
            bpm=bpm, minutes=minutes
        )

    def _groove(self, rest: list[str]) -> str:
        if not rest:
            return _("There are {groove_names}.").format(groove_names=", ".join(groove_names()))
        self._jam.choose_groove(rest[0])
        return f"{told(groove_named(rest[0]).title)}."

    def _shift(self, rest: list[str], way: int) -> str:
        steps = round(_number(rest, 0, _("how many half steps"), "up 2")) if rest else 1
        self._jam.shift_key(way * max(0, min(11, steps)))
        return _("{name} from the next bar on.").format(name=key_in_words(self._jam.backing.key))

    def _breathe(self, rest: list[str]) -> str:
        if not rest or rest[0] == "off":
            self._jam.breathe(None)
            return words.BREATH_OFF
        breaths = _number(rest, 0, _("how many breaths a minute"), "breathe 6")
        beats = _number(rest, 1, _("how many beats"), "breathe 6 12") if len(rest) > 1 else self._breath_beats(breaths)
        self._jam.breathe(breaths, beats)
        return words.BREATH.format(breaths, beats)

    def _breath_beats(self, breaths: float) -> float:
        """The whole bars whose pace is nearest to the one that runs. Raises WrongUseError."""
        bar = self._jam.song.meter.bar_beats
        easy = _within(breaths, SLOWEST_BREATHS, QUICKEST_BREATHS, _("breaths a minute"))
        return max(1, round(self._jam.tick().bpm / easy / bar)) * bar

    def _steady(self) -> str:
        self._jam.steady()
        return words.STEADY if self._jam.tick().is_steady else words.GOES_ON

    def _mute(self, rest: list[str]) -> str:
        number = round(_number(rest, 0, _("the number of a layer"), "mute 1"))
        layers = self._jam.tick().layers
        if not 1 <= number <= len(layers):
            return words.NO_LAYER.format(number)
        self._jam.mute_layer(number - 1)
        return _("Layer {number} is {is_muted}.").format(
            number=number, is_muted=ON_OFF[True] if layers[number - 1].is_muted else _("silent")
        )

    def _part_word(self, name: str) -> Say:
        def toggle(_other: list[str]) -> str:
            parts = dict(self._jam.tick().parts)
            if name not in parts:
                return _("There is no {name} in this groove.").format(name=PART_WORDS[name][0].casefold())
            self._jam.toggle_part(name)
            return f"{PART_WORDS[name][0]}: {ON_OFF[not parts[name]]}."

        return toggle

    def _call_word(self, mode: CallMode) -> Say:
        return lambda _other: self._then(lambda: self._jam.call_and_answer(mode), words.CALLS[mode])

    def _switched(self, name: str, switch: Callable[[bool], None], is_on: bool) -> str:
        switch(is_on)
        return words.SWITCHED[name][is_on]

    def _then(self, do: Callable[[], None], sentence: str) -> str:
        do()
        return sentence


def _within(value: float, low: float, high: float, what: str) -> float:
    if not low <= value <= high:
        raise WrongUseError(
            _("{value:g} {what} is outside what the music can do.").format(value=value, what=what),
            _("Choose {low:g} to {high:g}.").format(low=low, high=high),
        )
    return value


def _number(rest: list[str], index: int, what: str, example: str) -> float:
    try:
        value = float(rest[index].replace(",", "."))
    except (IndexError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise WrongUseError(
            _("This needs {what}.").format(what=what), _("For example '{example}'.").format(example=example)
        )
    return value

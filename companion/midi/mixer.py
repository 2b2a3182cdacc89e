"""How loud the running music is: all of it (fades), and each part by its name, over every channel that carries it."""

from collections.abc import Iterable

from companion.domain.score import Part
from companion.domain.units import Seconds
from companion.midi.fades import FULL_EXPRESSION, Fade, expression
from companion.midi.output import CONTROL_CHANGE, EXPRESSION, VOLUME, Message, Output

FULL_VOLUME = 100
"""Controller 7 of a part that is as loud as its score has it: General MIDI's own start."""

PART_SECONDS = 0.35
"""How quickly a part comes and goes."""

ALL_SOUND_OFF = 120
FADE_SOURCE = 31_000
PART_SOURCES = range(31_100, 31_900)

STILL = Fade(0, 0.0, 1.0, 1.0)


class Mixer:
    """The loudness of one piece of music. What is wished for a part before it has a channel holds from its start."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._seats: dict[int, str] = {}
        self._is_on: dict[str, bool] = {}
        self._levels: dict[str, float] = {}
        self._part_fades: dict[str, Fade] = {}
        self._numbers: dict[str, int] = {}
        self._fade = STILL

    @property
    def channels(self) -> list[int]:
        """Every channel that was given to a part."""
        return sorted(self._seats)

    def seat(self, parts: Iterable[Part], lane: int, tick: int) -> None:
        """Give the parts their channels of a lane, as loud as they should be by now."""
        for part in parts:
            channel = lane + part.channel
            self._seats[channel] = part.name
            part_fade = self._part_fades.get(part.name, STILL)
            for fade, control, full, source in (
                (self._fade, EXPRESSION, FULL_EXPRESSION, FADE_SOURCE),
                (part_fade, VOLUME, FULL_VOLUME, self._source(part.name)),
            ):
                self._output.send(Message(CONTROL_CHANGE, channel, control, expression(fade.level(tick), full)))
                if tick < fade.end:
                    rest = (event for event in fade.messages([channel], control, full) if event.tick > tick)
                    self._output.schedule(rest, source)

    def start(self, tick: int, seconds: Seconds) -> None:
        """Begin from silence, and be at full loudness `seconds` after a tick; at once for 0 seconds.

        (A start from silence needs no fade to be without a click.)
        """
        if seconds > 0:
            self._fade = Fade(tick, seconds, 0.0, 1.0)

    def fade_out(self, tick: int, seconds: Seconds) -> int:
        """Fade from wherever the loudness is to nothing; the tick at which that is reached."""
        self._fade = Fade(tick, seconds, self._fade.level(tick), 0.0)
        self._output.unschedule(FADE_SOURCE)
        self._output.schedule(self._fade.messages(self.channels), FADE_SOURCE)
        return self._fade.end

    def switch(self, name: str, is_on: bool, tick: int) -> None:
        """Let the parts of that name come or go."""
        self._is_on[name] = is_on
        self._move(name, tick)

    def set_level(self, name: str, level: float, tick: int) -> None:
        """How loud the parts of that name are while they are on, 0 to 1; beyond that it is the nearest."""
        self._levels[name] = max(0.0, min(1.0, level))
        self._move(name, tick)

    def silence(self) -> None:
        """Cut what sounds on every channel of the music."""
        for channel in self.channels:
            self._output.send(Message(CONTROL_CHANGE, channel, ALL_SOUND_OFF, 0))

    def _move(self, name: str, tick: int) -> None:
        target = self._levels.get(name, 1.0) if self._is_on.get(name, True) else 0.0
        channels = [channel for channel, seated in self._seats.items() if seated == name]
        before = self._part_fades.get(name, STILL).level(tick) if channels else target
        fade = self._part_fades[name] = Fade(tick, PART_SECONDS, before, target)
        if channels:
            self._output.unschedule(self._source(name))
            self._output.schedule(fade.messages(channels, VOLUME, FULL_VOLUME), self._source(name))

    def _source(self, name: str) -> int:
        """The source of a part's own fades: its own, as long as there are fewer names than sources."""
        return PART_SOURCES[self._numbers.setdefault(name, len(self._numbers)) % len(PART_SOURCES)]

"""One switch on a plain terminal: choices are read out one by one, and enter or space takes the one just read."""

import time
from collections.abc import Callable, Sequence
from typing import TextIO

from companion.domain.units import Seconds
from companion.language import _
from companion.plain.keys import single_keys
from companion.services.scanning import ROUNDS, OnePress

HOW = _("Press when you hear what you want.")
RESTS = _("It rests. A press reads them out again.")
NEVER: Seconds = 86_400.0
Say = Callable[[str], None]


class PlainSwitch:
    """The switch: any key. `pace` is how long a choice stands, `stream` where keys come from, `clock` is monotonic."""

    def __init__(self, stream: TextIO, pace: Seconds, clock: Callable[[], Seconds] = time.monotonic) -> None:
        self._stream = stream
        self.pace = pace
        self._clock = clock
        self._one_press = OnePress()

    @property
    def is_there(self) -> bool:
        """Whether one switch is used, on a terminal that gives single keys."""
        return self.pace > 0 and self._stream.isatty()

    def pressed_within(self, seconds: Seconds) -> bool:
        """Wait so long for a press at most; one that is held counts once. Raises EOFError at the end of the input."""
        end = self._clock() + seconds
        with single_keys(self._stream) as read_key:
            while True:
                key = read_key(max(0.0, end - self._clock())) if read_key is not None else ""
                if key == "":
                    raise EOFError
                if key is None or self._one_press.is_new(self._clock()):
                    return key is not None

    def choose(self, rows: Sequence[str], say: Say) -> int:
        """Read out the rows until one is taken; its index. After a few rounds it rests until the next press."""
        say(HOW)
        while True:
            for _round in range(ROUNDS):
                for index, row in enumerate(rows):
                    say(row)
                    if self.pressed_within(self.pace):
                        return index
            say(RESTS)
            while not self.pressed_within(NEVER):
                pass

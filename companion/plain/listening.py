"""Just listen, on a plain terminal: a few quiet minutes of a calm backing, which end by themselves."""

import time
from collections.abc import Callable
from typing import TextIO

from companion import messages
from companion.domain.units import Seconds
from companion.language import _
from companion.midi.protocol import SetVolume
from companion.plain.console import Console
from companion.plain.keys import ENTER, KeyReader, single_keys
from companion.plain.playing import KEY_WAIT_SECONDS, PlainPlayer
from companion.services.jamming.jam import Jam
from companion.services.sounding.nightfall import LISTEN_SECONDS, Nightfall

TUNE = "melody"
KEYS = _("Space pauses. p plays along. n makes it night: softer and softer, for a quarter of an hour. Enter goes home.")
BY_LINES = _("Enter goes home. 'play' plays along.")
NIGHT, DAY = _("Softer from now on, for a quarter of an hour at most."), _("As it was.")
ON_HEARING, PLAY_ALONG, TURN_NIGHT, PAUSE = _("Go on listening"), _("Play along"), _("Night, or day again"), _("Pause")
HOME = _("Home")
STEP = 0.01
"""Loudness changes in steps so small that nobody notices one."""


class PlainListening:
    """Lets a `jam` play with its tune; `stream` is where single keys come from, `clock` is monotonic seconds."""

    def __init__(
        self,
        player: PlainPlayer,
        console: Console,
        stream: TextIO,
        jam: Jam,
        clock: Callable[[], Seconds] = time.monotonic,
    ) -> None:
        self._player = player
        self._console = console
        self._stream = stream
        self._jam = jam
        self._clock = clock
        self._night_since: Seconds | None = None
        self._share = 1.0

    def run(self) -> bool:
        """Whether somebody would rather play along; the music goes on then, and has faded otherwise.

        Raises StopGently and EOFError.
        """
        self._jam.start()
        self._hear_tune(True)
        plays_along = False
        try:
            plays_along = self._listen()
        finally:
            self._set_share(1.0)
            if not plays_along:
                self._jam.stop()
        self._hear_tune(False)
        return plays_along

    def _listen(self) -> bool:
        is_first = True
        while True:
            with single_keys(self._stream) as read_key:
                if read_key is None:
                    return self._console.ask(f"{messages.LISTENING} {BY_LINES}").casefold() == "play"
                if is_first:
                    self._console.tell(messages.LISTENING, *(() if self._console.is_scanned else (KEYS,)))
                    is_first = False
                key = self._next_key(read_key)
            if self._console.is_scanned and key:
                key = self._chosen()
            match key:
                case "p":
                    return True
                case "n":
                    self._turn_night()
                case " ":
                    self._jam.pause_or_go_on()
                case "on":
                    pass
                case _:
                    return False

    def _next_key(self, read_key: KeyReader) -> str:
        """The next key that means something; "" once the music has come to its end, or the input has."""
        while True:
            key = read_key(KEY_WAIT_SECONDS)
            if key == "" or key in (" ", "p", "n", ENTER, "esc"):
                return key
            if key is not None and self._console.is_scanned:
                return key
            self._player.pump(self._jam)
            state = self._player.ticked(self._jam)
            if self._is_time(state.elapsed) and not state.is_ending:
                self._jam.end_softly()
            if state.is_ending and self._player.playback.now is None:
                self._console.say(messages.LISTENED)
                return ""

    def _chosen(self) -> str:
        """What one switch wants; each row is the key that does it."""
        keys = ("on", "p", "n", " ", "")
        rows = (ON_HEARING, PLAY_ALONG, TURN_NIGHT, PAUSE, HOME)
        index = self._console.choose(messages.LISTENING, rows)
        return keys[index] if isinstance(index, int) else "on"

    def _is_time(self, elapsed: Seconds) -> bool:
        """Whether it should come to rest; by night later, and softer until then."""
        if self._night_since is None:
            return elapsed >= LISTEN_SECONDS
        into_night = self._clock() - self._night_since
        share = Nightfall().share(into_night)
        if abs(share - self._share) >= STEP:
            self._set_share(share)
        return Nightfall().is_over(into_night)

    def _turn_night(self) -> None:
        is_night = self._night_since is None
        self._night_since = self._clock() if is_night else None
        if not is_night:
            self._set_share(1.0)
        self._console.say(NIGHT if is_night else DAY)

    def _set_share(self, share: float) -> None:
        if share != self._share:
            self._share = share
            companion = self._player.companion
            companion.sound.send(SetVolume(companion.settings.volume * share))

    def _hear_tune(self, is_on: bool) -> None:
        parts = dict(self._jam.backing.parts())
        if TUNE in parts and parts[TUNE] != is_on:
            self._jam.toggle_part(TUNE)

"""Steady: a slow, plain pulse over whatever plays, which goes on afterwards."""

from companion.engine.arriving import HOME
from companion.engine.drones import steady
from companion.services.sounding.playback import Playback


class Pulse:
    """The pulse over whatever else plays: the first `turn` begins it, the second takes up what played before."""

    def __init__(self, playback: Playback) -> None:
        self._playback = playback
        self._was_playing = playback.now is not None
        self._has_begun = False

    def turn(self) -> None:
        """Begin, or give back."""
        if not self._has_begun:
            self._has_begun = True
            self._playback.play_meanwhile(steady(HOME))
        elif self._was_playing and self._playback.is_held:
            self._playback.pause_or_go_on()
        else:
            self._playback.stop()

"""The night over a place with music: dark, fading in sound and in light, and an end by itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widget import Widget

from companion.domain.units import Seconds
from companion.midi.protocol import SetVolume
from companion.services.sounding.nightfall import Nightfall

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp

DARK_THEME = "night"
BRIGHT_THEMES = ("paper",)
"""The other themes are dark already, or somebody's own."""

STEP = 0.01
"""Loudness and light change in steps so small that nobody notices one."""


class Night:
    """Falls over one place from `begin` on. `clock` is monotonic seconds; `lights` are what grows fainter."""

    def __init__(self, app: "CompanionApp", clock: Callable[[], Seconds], nightfall: Nightfall | None = None) -> None:
        self._app = app
        self._clock = clock
        self._nightfall = nightfall or Nightfall()
        self._since: Seconds | None = None
        self._share = 1.0
        self._theme: str | None = None

    @property
    def has_fallen(self) -> bool:
        """Whether it is night here."""
        return self._since is not None

    @property
    def is_over(self) -> bool:
        """Whether the music should come to rest."""
        return self._since is not None and self._nightfall.is_over(self._clock() - self._since)

    def begin(self) -> None:
        """Dark from now on, and fainter and fainter."""
        self._since = self._clock()
        if self._app.theme in BRIGHT_THEMES:
            self._theme = self._app.theme
            self._app.theme = DARK_THEME

    def follow(self, *lights: Widget) -> None:
        """A little fainter, where it is time."""
        if self._since is None:
            return
        share = self._nightfall.share(self._clock() - self._since)
        if abs(share - self._share) >= STEP:
            self._tell(share)
            for light in lights:
                light.styles.text_opacity = share

    def end(self, *lights: Widget) -> None:
        """Everything as it was."""
        if self._since is None:
            return
        self._since = None
        self._tell(1.0)
        for light in lights:
            light.styles.text_opacity = 1.0
        if self._theme is not None:
            self._app.theme = self._theme
            self._theme = None

    def _tell(self, share: float) -> None:
        self._share = share
        self._app.playback.sound.send(SetVolume(self._app.companion.settings.volume * share))

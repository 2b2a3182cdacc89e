"""Playing or listening into the night: sound and light go down slowly, and it ends by itself."""

from msgspec import Struct

from companion.domain.units import Seconds

NIGHT_SECONDS: Seconds = 900.0
LISTEN_SECONDS: Seconds = 240.0
"""A few quiet minutes (our choice, unsourced)."""

DIMMEST = 0.3
FADE_FROM = 0.25
"""The last three quarters of the time lie in the fade; a step of it can't be heard."""


class Nightfall(Struct, frozen=True):
    """A stretch of `seconds` over which everything grows fainter."""

    seconds: Seconds = NIGHT_SECONDS

    def share(self, elapsed: Seconds) -> float:
        """How much of the loudness and of the light is left, 1 down to DIMMEST, evenly and without a step."""
        progress = max(0.0, min(1.0, elapsed / self.seconds))
        fallen = max(0.0, (progress - FADE_FROM) / (1 - FADE_FROM))
        return 1.0 - (1.0 - DIMMEST) * fallen

    def is_over(self, elapsed: Seconds) -> bool:
        """Whether the music should come to rest now."""
        return elapsed >= self.seconds

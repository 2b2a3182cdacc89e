"""How far music may go, whatever the feeling: what a therapist, or a person for themselves, sets beforehand."""

from msgspec import Struct

from companion.domain.units import Bpm, Velocity, require
from companion.language import _

SLOWEST: Bpm = 30.0
QUICKEST: Bpm = 240.0
"""A song's pace lies between these anyway (our own bounds)."""

LOUDEST: Velocity = 127
WIDEST = 24
SOFTEST_LIMIT: Velocity = 30
NARROWEST_LIMIT = 5
"""A limit below these would leave nothing to hear, and no tune (our own bounds)."""


class MusicLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """Beats (quarter notes) a minute, the loudest MIDI velocity, and how many half steps a tune may cover."""

    tempo_low: Bpm = SLOWEST
    tempo_high: Bpm = QUICKEST
    loudest: Velocity = LOUDEST
    widest: int = WIDEST

    def __post_init__(self) -> None:
        fits = SLOWEST <= self.tempo_low <= self.tempo_high <= QUICKEST
        require(
            fits,
            _("a pace lies from {slowest:g} to {quickest:g}, the slow one first").format(
                slowest=SLOWEST, quickest=QUICKEST
            ),
        )
        require(
            SOFTEST_LIMIT <= self.loudest <= LOUDEST,
            _("the loudest note lies from {softest_limit} to {loudest}").format(
                softest_limit=SOFTEST_LIMIT, loudest=LOUDEST
            ),
        )
        require(
            NARROWEST_LIMIT <= self.widest <= WIDEST,
            _("a tune covers {narrowest_limit} to {widest} half steps").format(
                narrowest_limit=NARROWEST_LIMIT, widest=WIDEST
            ),
        )


NO_LIMITS = MusicLimits()

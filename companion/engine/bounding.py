"""A feeling's music inside limits that somebody set."""

from msgspec.structs import replace

from companion.domain.limits import MusicLimits
from companion.domain.units import Bpm
from companion.engine.profile import MusicalProfile


def bounded(profile: MusicalProfile, limits: MusicLimits) -> MusicalProfile:
    """The profile as near to its feeling as the limits allow: a loudness that is too high comes down as a whole, so
    that strong and weak beats still differ."""
    louder = max(0, profile.velocity_high - limits.loudest)
    return replace(
        profile,
        tempo_low=_inside(profile.tempo_low, limits),
        tempo_high=_inside(profile.tempo_high, limits),
        velocity_low=max(1, profile.velocity_low - louder),
        velocity_high=profile.velocity_high - louder,
        span=min(profile.span, limits.widest),
        largest_leap=min(profile.largest_leap, limits.widest),
    )


def _inside(bpm: Bpm, limits: MusicLimits) -> Bpm:
    return max(limits.tempo_low, min(limits.tempo_high, bpm))

"""How a meter is felt: which beats are strong, in which groups they fall, where notes may start."""

from functools import lru_cache
from typing import Literal, TypeAlias

from msgspec import Struct

from companion.domain.harmony import Meter
from companion.domain.units import Beats
from companion.errors import WrongUseError
from companion.language import _

Strength: TypeAlias = Literal["strong", "middle", "weak"]

EIGHTH: Beats = 0.5
SHORTEST_BAR_BEATS: Beats = 1.0
_ACCENTED_BEATS = {4: (2,), 5: (3,), 6: (3,), 7: (4,), 8: (4,), 9: (3, 6), 10: (5,), 12: (4, 8)}
"""Which beats (from 0) of a bar carry its second accents; 5/4 is felt as three and two."""


class Group(Struct, frozen=True):
    """One felt beat: where in the bar it starts, how long it is (quarter notes), how strong."""

    start: Beats
    length: Beats
    strength: Strength

    @property
    def is_compound(self) -> bool:
        """Whether it divides in three."""
        return self.length == 1.5


@lru_cache(maxsize=64)
def groups(meter: Meter) -> tuple[Group, ...]:
    """The felt beats of a bar: 6/8 has two of three eighths, 4/4 four quarters with a second accent on the third."""
    lengths = _lengths(meter)
    accents = _ACCENTED_BEATS.get(len(lengths), ())
    found: list[Group] = []
    start = 0.0
    for index, length in enumerate(lengths):
        strength: Strength = "strong" if index == 0 else "middle" if index in accents else "weak"
        if index and all(length == 1.5 for length in lengths):
            strength = "middle"
        found.append(Group(start, length, strength))
        start += length
    return tuple(found)


def _lengths(meter: Meter) -> list[Beats]:
    if meter.unit == 2:
        return [1.0] * (meter.beats * 2)
    if meter.unit == 4:
        return [1.0] * meter.beats
    if meter.beats % 3 == 0 and meter.unit == 8:
        return [1.5] * (meter.beats // 3)
    unit = 4 / meter.unit
    per_group = 2 if meter.unit == 8 else 4
    whole, rest = divmod(meter.beats, per_group)
    lengths = [unit * per_group] * whole
    if rest and lengths and meter.unit == 8:
        lengths[-1] += rest * unit
    elif rest:
        lengths.append(rest * unit)
    return lengths


def refuse_short_bars(meter: Meter) -> None:
    """Raise WrongUseError for a meter whose bar is too short to sing or play in."""
    if meter.bar_beats < SHORTEST_BAR_BEATS:
        raise WrongUseError(
            _("A bar of {name} is too short to sing in.").format(name=meter.name),
            _("Choose a meter such as 4/4, 3/4 or 6/8."),
        )


def is_compound(meter: Meter) -> bool:
    """Whether every felt beat divides in three, as in 6/8."""
    return all(group.is_compound for group in groups(meter))


@lru_cache(maxsize=64)
def weakness(meter: Meter) -> dict[Beats, int]:
    """Every eighth of a bar where a note may start, with 0 for strong, 1 for other beats, 2 between beats."""
    found: dict[Beats, int] = {}
    for group in groups(meter):
        offset = 0.0
        while offset < group.length - 1e-9:
            found[group.start + offset] = 2 if offset else 1 if group.strength == "weak" else 0
            offset += EIGHTH
    return found

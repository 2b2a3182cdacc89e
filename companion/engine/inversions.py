"""Chords on another note than their root, where that makes the bass sing: C, G/B, Am instead of C, G, Am."""

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.harmony import Key
from companion.engine.chordnames import ChordName
from companion.engine.romans import chord_of
from companion.engine.spelling import spell

MOST_CHORDS = 4
"""A calm song has no more different chords than this (practice.md's default), inversions counted."""

MOST_WITH_THIRDS = MOST_CHORDS + 2
"""The same where it is not calm: four chords, and two of them on their thirds besides."""

_STEP = 2


class Place(Struct, frozen=True):
    """A numeral between its neighbours."""

    before: str
    numeral: str
    after: str


def singing_places(loop: tuple[str, ...], key: Key, is_open: bool, most: int) -> tuple[Place, ...]:
    """Where in a loop the third in the bass serves best, at most `most` places, the best first.

    The bass then moves on by a step, and no further in all than it would; or it walks up or down through a chord that
    stays. The loop begins on its root; home at its end keeps its own, and so does a chord that leads home and has not
    been on its root before, for a cadence wants both roots below (common part writing).
    """
    around = (*loop[-1:], *loop, *loop[:1])
    everywhere = [Place(*around[index : index + 3]) for index in range(len(loop))]
    found: list[tuple[int, int, Place]] = []
    for index in range(1, len(loop) - 1):
        place = everywhere[index]
        stays = place.numeral == place.before
        leads_home = not is_open and index == len(loop) - 2 and not stays
        spared = _spared(chord_of(place.before, key), chord_of(place.numeral, key), chord_of(place.after, key))
        is_home_again = place.numeral == loop[0] and not stays
        leads_on = place.numeral != place.after and not is_home_again and not leads_home
        if leads_on and spared is not None and spared >= 0 and everywhere.count(place) == 1:
            found.append((-spared, index, place))
    return tuple(place for _, _, place in sorted(found, key=lambda each: each[:2])[:most])


def _spared(before: ChordName, name: ChordName, after: ChordName) -> int | None:
    """Half steps that the bass is spared by the third below; None where it would not move on by step."""
    third = name.pcs[1]
    if _away(third, after.root_pc) > _STEP:
        return None
    plain = _away(before.root_pc, name.root_pc) + _away(name.root_pc, after.root_pc)
    return plain - _away(before.root_pc, third) - _away(third, after.root_pc)


def _away(one_pc: int, other_pc: int) -> int:
    """Half steps by the shorter way."""
    return min((one_pc - other_pc) % 12, (other_pc - one_pc) % 12)


def inverted(
    names: tuple[ChordName, ...],
    numerals: tuple[str, ...],
    keys: tuple[Key, ...],
    places: frozenset[Place],
    most: int = MOST_CHORDS,
) -> tuple[ChordName, ...]:
    """A row of chords with the third below wherever one of the `places` comes; as it was where that makes it too rich.

    Too rich is a row of more than `most` different chords, inversions counted. The last chord, and the one before it,
    keep their roots.
    """
    found = list(names)
    for index in range(1, len(names) - 2):
        if Place(numerals[index - 1], numerals[index], numerals[index + 1]) in places:
            found[index] = on_its_third(names[index], keys[index])
    return tuple(found) if len({name.symbol for name in found}) <= most else names


def on_its_third(name: ChordName, key: Key) -> ChordName:
    """The first inversion, its bass spelled as the key spells it: F over A."""
    return replace(name, bass=spell(name.pcs[1], key))

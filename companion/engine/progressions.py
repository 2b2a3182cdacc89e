"""Chord loops that come home: functional families by mode and feeling, and chords read from a person's own line."""

from itertools import groupby
from random import Random

from msgspec import Struct

from companion.domain.affect import Affect
from companion.domain.harmony import Chord, Key, Meter, Mode
from companion.domain.units import Beats
from companion.engine.chord_rows import parse_bars
from companion.engine.chordnames import ChordName
from companion.engine.inversions import MOST_CHORDS, Place, inverted
from companion.engine.romans import chord_of, roman_of
from companion.engine.voicing import voice_lead


class Family(Struct, frozen=True):
    """A loop of numerals, a bar each, and the same loop as an ending that stands on the first degree.

    `affect` is where on the grid it is most at home (our own placing, after the profiles' cues);
    `is_open` says that the loop ends away from home and comes home at its start.
    """

    mode: Mode
    loop: tuple[str, ...]
    ending: tuple[str, ...]
    affect: Affect

    @property
    def is_open(self) -> bool:
        """Whether home comes only when the loop begins again."""
        return self.loop != self.ending


def _family(mode: Mode, loop: str, valence: int, arousal: int, ending: str = "") -> Family:
    return Family(mode, tuple(loop.split()), tuple((ending or loop).split()), Affect(valence, arousal))


FAMILIES: tuple[Family, ...] = (
    _family("major", "I IV V I", 2, -2),
    _family("major", "I V V I", 2, -3),
    _family("major", "I IV I V", 2, -1, "I IV V I"),
    _family("major", "I vi IV I", 1, -3),
    _family("major", "I I IV I", 2, -4),
    _family("major", "I ii V I", 3, -2),
    _family("major", "I vi V I", 2, -2),
    _family("major", "I vi IV V", 2, 0, "I vi V I"),
    _family("major", "I V IV I", 2, 1),
    _family("major", "I V vi IV", 2, 2, "I V IV I"),
    _family("major", "I iii IV V", 3, 1, "I IV V I"),
    _family("major", "IV I V I", 3, 1),
    _family("major", "I IV V V", 4, 3, "I IV V I"),
    _family("major", "I IV ii V", 3, 3, "I IV V I"),
    _family("major", "I V I V", 4, 2, "I IV V I"),
    _family("mixolydian", "I VII IV I", 1, 1),
    _family("mixolydian", "I IV VII I", 1, 2),
    _family("dorian", "i IV i IV", -1, 0, "i IV IV i"),
    _family("dorian", "i ii IV i", -1, 1),
    _family("minor", "i iv v i", -2, -3),
    _family("minor", "i VI iv i", -3, -2),
    _family("minor", "i iv i V", -2, -2, "i iv V i"),
    _family("minor", "i iv V i", -2, -1),
    _family("minor", "i VI iv V", -3, -1, "i iv V i"),
    _family("minor", "i VII VI V", -2, 1, "i VI V i"),
    _family("minor", "i VI III VII", -1, 1, "i VI VII i"),
    _family("minor", "i VII iv i", -2, 0),
    _family("minor", "i VI VII i", -3, 3),
    _family("minor", "i VII VI VII", -3, 4, "i VI VII i"),
    _family("minor", "i i VI VII", -4, 4, "i VI VII i"),
)

SHORT_FAMILIES: tuple[Family, ...] = (
    _family("major", "I IV", 2, -3, "IV I"),
    _family("major", "I V", 3, 1, "V I"),
    _family("dorian", "i IV", -1, 1, "IV i"),
    _family("minor", "i iv", -2, -3, "iv i"),
    _family("minor", "i V", -2, 0, "V i"),
    _family("minor", "i VII", -3, 3, "VII i"),
)
"""Loops of two bars, for a line or two that is sung over and over."""

LONG_FAMILIES: tuple[Family, ...] = (
    _family("major", "I IV I V I IV V I", 2, -2),
    _family("major", "I vi IV V I vi V I", 2, 1),
    _family("major", "I IV ii V I IV V I", 3, 3),
    _family("minor", "i iv i V i iv V i", -2, -2),
    _family("minor", "i VI iv V i VI V i", -3, 0),
    _family("minor", "i VI III VII i VI VII i", -3, 3),
)
"""Loops of eight bars: the first half ends away from home and asks, the second half answers."""


def families_for(
    affect: Affect, minor_share: float, rng: Random, among: tuple[Family, ...] = FAMILIES
) -> list[Family]:
    """All families `among` some, the best fit first: near on the grid, in the mode that the feeling asks for.

    Chance reorders neighbours only, so that the head of the list always fits.
    """

    def misfit(family: Family) -> float:
        distance = abs(family.affect.valence - affect.valence) + abs(family.affect.arousal - affect.arousal)
        is_minor = family.mode in ("minor", "dorian")
        wrong_mode = 1 - minor_share if is_minor else minor_share
        return distance + 9.0 * max(0.0, wrong_mode - 0.35) + (0.8 if family.mode != "major" and not is_minor else 0.0)

    return sorted(among, key=lambda family: misfit(family) + 2.5 * rng.random())


def home_of(text: str) -> Key:
    """The key that a person's own row of chords is most likely in. Raises WrongUseError naming an unknown chord."""
    return key_of(tuple(name for bar in parse_bars(text) for name in bar))


def family_of(text: str, home: Key, affect: Affect) -> Family:
    """A person's own row of chords as a family: a loop with a numeral a bar (the bar's first), counted in `home`.

    Raises WrongUseError naming a chord that is not known.
    """
    bars = parse_bars(text, home)
    loop = tuple(roman_of(bar[0], home) for bar in bars)
    return Family(home.mode, loop, loop if bars[-1][-1].root_pc == home.tonic_pc else (), affect)


def lay_out(family: Family, bars: int, is_last: bool = True) -> tuple[str, ...]:
    """Numerals for a section of so many bars, a bar each.

    What is left after whole loops takes the loop's last bars, so that each section leads home; the last bars of
    the song's last section are the ending.
    """
    size = len(family.loop)
    loops, rest = divmod(bars, size)
    body = list(family.loop) * loops + list(family.loop[size - rest :] if rest else ())
    if is_last:
        closing = min(bars, size)
        body[bars - closing :] = family.ending[size - closing :]
    return tuple(body)


def chords_in(key: Key, meter: Meter, numerals: tuple[str, ...]) -> tuple[Chord, ...]:
    """Voiced chords, one numeral a bar; a numeral that stays is struck again each bar."""
    return chords_by_key((key,) * len(numerals), meter, numerals)


def chords_by_key(
    keys: tuple[Key, ...],
    meter: Meter,
    numerals: tuple[str, ...],
    places: frozenset[Place] = frozenset(),
    most: int = MOST_CHORDS,
) -> tuple[Chord, ...]:
    """The same with each numeral counted in a key of its own, on its third in some `places` (`most` as in inverted)."""
    names = tuple(chord_of(numeral, key) for key, numeral in zip(keys, numerals, strict=True))
    return _placed(inverted(names, numerals, keys, places, most), numerals, [meter.bar_beats] * len(names))


def read_chords(text: str, meter: Meter, key: Key | None = None, bars: int | None = None) -> tuple[Chord, ...]:
    """Chords from a line such as "C | Am7 | F/A | G", repeated (or cut) to fill `bars` bars.

    Several chords in a bar share it evenly, and one that is held sounds on. Numerals are counted in `key`, else in
    the key that fits best.
    Raises WrongUseError naming a chord that is not known.
    """
    cells = parse_bars(text, key)
    filled = tuple(cells[index % len(cells)] for index in range(bars or len(cells)))
    held = [(name, len(list(same)) * meter.bar_beats / len(cell)) for cell in filled for name, same in groupby(cell)]
    names, lengths = tuple(name for name, _length in held), [length for _name, length in held]
    home = key or key_of(names)
    return _placed(names, tuple(roman_of(name, home) for name in names), lengths)


def key_of(names: tuple[ChordName, ...]) -> Key:
    """The key that a row of chords is most likely in: where most notes belong, and where it starts and ends."""
    candidates = [Key(name.root, "minor" if name.is_minor else "major") for name in dict.fromkeys(names)]

    def fit(key: Key) -> float:
        inside = sum(pc in key.scale_pcs for name in names for pc in name.pcs) / sum(len(name.pcs) for name in names)
        home = [name.root_pc == key.tonic_pc and name.is_minor == key.is_minor for name in names]
        dominant = any(name.root_pc == (key.tonic_pc + 7) % 12 and not name.is_minor for name in names)
        return 4 * inside + 0.6 * home[0] + 0.4 * home[-1] + 0.3 * dominant

    return max(candidates, key=fit)


def _placed(names: tuple[ChordName, ...], numerals: tuple[str, ...], lengths: list[Beats]) -> tuple[Chord, ...]:
    chords: list[Chord] = []
    start = 0.0
    for name, roman, length, voicing in zip(names, numerals, lengths, voice_lead(names), strict=True):
        chords.append(Chord(name.symbol, roman, start, length, voicing))
        start += length
    return tuple(chords)

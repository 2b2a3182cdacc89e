"""Other chords for one place of a song that are safe there, best first, each with a few words on what it does."""

from msgspec import Struct

from companion.domain.harmony import Chord, Key, chord_at
from companion.domain.song import Song
from companion.engine.chordnames import ChordName, parse_chord
from companion.engine.pulse_grid import weakness
from companion.engine.refitting import key_of_place
from companion.engine.romans import chord_of, roman_of
from companion.engine.tones import fit
from companion.language import _

MOST = 7
_NEW_CHORD = 0.5
"""What a chord costs that the song has not used yet: few chords that come round are easy to lean on."""

_MOST_DIFFERENT = 4
_WORDS = {
    "I": _("feels like coming home"), "I6": _("home, with one foot on the stair"), "i": _("comes home, quietly"),
    "ii": _("soft, and on its way"), "ii°": _("tense, wants to move on"), "iii": _("tender, between two places"),
    "III": _("lets some light in"), "IV": _("opens like a window"), "iv": _("sinks a little, a shadow"),
    "V": _("leans forward, wants to go home"), "V7": _("leans forward strongly"), "v": _("leans on, gently"),
    "vi": _("a little darker"), "VI": _("warm in the dark"), "bVII": _("wide and open"), "VII": _("wide and open"),
    "bVI": _("a sudden wide view"), "bIII": _("a bolder colour"), "vii°": _("uneasy, wants to go home"),
    "Isus4": _("holds its breath"), "Vsus4": _("waits before it leans"), "IV/5": _("floats over the ground"),
    "II": _("brighter"),
}  # fmt: skip
_MAJOR = ("I", "IV", "V", "vi", "ii", "iii", "V7", "Vsus4", "bVII", "iv")
_MINOR = ("i", "iv", "VI", "VII", "III", "v", "V", "V7", "IV")
_SAFE = {
    "major": _MAJOR,
    "minor": _MINOR,
    "dorian": ("i", "IV", "VII", "III", "v", "ii", "V"),
    "mixolydian": ("I", "VII", "IV", "v", "ii", "vi", "V"),
}
"""Numerals that are at home in a mode, with a few borrowed ones (modal colours) at the end."""

_BORROWED = 0.7
_AFTER = {
    "V": {"I", "i", "vi", "VI", "IV", "V7"}, "V7": {"I", "i", "vi", "VI"}, "Vsus4": {"V", "V7", "I", "i"},
    "ii": {"V", "V7", "IV", "I", "Vsus4"}, "iii": {"vi", "IV", "ii"}, "v": {"i", "iv", "VI", "I"},
    "bVII": {"IV", "I", "VII"}, "VII": {"III", "i", "VI", "I", "IV", "v"},
}  # fmt: skip
"""Where the chords that lean somewhere mostly go; the others go anywhere (functional harmony, common practice)."""


class Alternative(Struct, frozen=True):
    """A chord that could stand in a place: as players write it, its numeral, and what it does in plain words."""

    symbol: str
    roman: str
    words: str


def alternatives(song: Song, chord_index: int) -> tuple[Alternative, ...]:
    """Up to seven safe chords for a place of the song, best fit first; the one that stands there is not among them.

    Fit is how well the tune sounds over a chord, how it follows and leads to its neighbours, and how it keeps the
    song simple. Raises IndexError for a place that is not there.
    """
    place = song.chords[chord_index]
    key = key_of_place(song, place.start_beats)
    here = parse_chord(place.symbol)
    found: list[tuple[float, int, Alternative]] = []
    for order, roman in enumerate(_SAFE[key.mode]):
        name = chord_of(roman, key)
        if name.root_pc == here.root_pc and name.pcs == here.pcs:
            continue
        cost = _misfit(song, chord_index, name, roman, key)
        found.append((round(cost, 6), order, Alternative(name.symbol, roman, _words(roman, key))))
    return tuple(each for _other, _other, each in sorted(found, key=lambda one: one[:2])[:MOST])


def words_for(chord: Chord, key: Key) -> str:
    """What a chord does, in a few plain words; empty for one that has none here."""
    return _words(roman_of(parse_chord(chord.symbol), key), key)


def _words(roman: str, key: Key) -> str:
    if roman == "IV" and key.mode == "dorian":
        return _("a light in the dark")
    if roman == "V" and key.is_minor:
        return _("leans forward, with a bite")
    return _WORDS.get(roman, "")


def _misfit(song: Song, index: int, name: ChordName, roman: str, key: Key) -> float:
    cost = 2.0 * _rub(song, song.chords[index], name, key)
    before = song.chords[index - 1] if index else None
    after = song.chords[index + 1] if index + 1 < len(song.chords) else None
    if before is not None:
        earlier = parse_chord(before.symbol)
        cost += _distance(earlier, name)
        leads_to = _AFTER.get(before.roman)
        cost += 0.5 if leads_to is not None and roman not in leads_to else 0.0
    if after is not None:
        later = parse_chord(after.symbol)
        cost += _distance(name, later)
        leads_to = _AFTER.get(roman)
        cost += 0.5 if leads_to is not None and after.roman not in leads_to else 0.0
    elif roman.upper() != "I":
        cost += 2.5  # the song's last chord wants to be home
    if any(pc not in key.scale_pcs for pc in name.pcs) and roman not in ("V", "V7"):
        cost += _BORROWED
    symbols = {chord.symbol for chord in song.chords}
    if name.symbol not in symbols:
        cost += _NEW_CHORD * (2 if len(symbols) >= _MOST_DIFFERENT else 1)
    return cost


def _rub(song: Song, place: Chord, name: ChordName, key: Key) -> float:
    """How badly the tune sounds over a chord: the mean over its notes there, strong and long ones counting most."""
    weak = weakness(song.meter)
    total = rub = 0.0
    for note in song.melody:
        if chord_at((place,), note.start_beats + 1e-6) is None:
            continue
        is_strong = weak.get(note.start_beats % song.meter.bar_beats, 2) == 0
        weight = note.duration_beats * (2.0 if is_strong else 1.0)
        total += weight
        rub += weight * fit(note.pitch, frozenset(name.pcs), key.tonic_pc)
    return rub / total if total else 0.0


def _distance(one: ChordName, other: ChordName) -> float:
    """How far apart two neighbouring chords sound: shared notes bind, the same chord twice stands still."""
    if one.pcs == other.pcs:
        return 0.45
    shared = len(set(one.pcs) & set(other.pcs))
    is_fifth = (one.root_pc - other.root_pc) % 12 in (5, 7)
    return 0.5 - 0.15 * shared - (0.2 if is_fifth else 0.0)

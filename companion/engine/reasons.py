"""Plain sentences on why a suggestion fits: no theory words, only what is true of this song."""

from itertools import pairwise

from companion.domain.harmony import Meter
from companion.domain.song import Section
from companion.engine.groove import Groove
from companion.engine.profile import MusicalProfile
from companion.engine.progressions import Family
from companion.engine.singing import Sung
from companion.language import N_

_NUMBERS = (
    N_("no"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"),
    N_("nine"), N_("ten"), N_("eleven"), N_("twelve"),
)  # fmt: skip
_NOTES_ACROSS = (1, 2, 2, 3, 3, 4, 5, 5, 6, 6, 7, 7)
"""The notes of a scale from one to another so many half steps above it, both counted."""

_WITHIN = " and stays within "
_OPEN = N_("It leans forward, comes home when it begins again, and stays within {reach}.")
_CLOSED = N_("It comes home every {loop} bars and stays within {reach}.")
_TUNE = N_("The tune {shape}.")
_SMALL_STEPS = N_("It mostly moves in small steps, so it is easy to sing.")
_MANY_STEPS = 0.6


def reasons(
    groove: Groove, family: Family, sung: Sung, tempo_bpm: float, is_minor: bool, profile: MusicalProfile,
    sections: tuple[Section, ...], meter: Meter,
) -> tuple[str, ...]:  # fmt: skip
    """Four to seven sentences, the most telling first."""
    loop = _number(len(family.loop))
    found = [
        (_OPEN if family.is_open else _CLOSED).format(loop=loop, reach=_reach(sung)),
        groove.reason_in(meter),
        _TUNE.format(shape=sung.contour.words),
    ]
    if _share_of_steps(sung.rungs) >= _MANY_STEPS:
        found.append(_SMALL_STEPS)
    found.append(_pace(tempo_bpm))
    if is_minor:
        is_dark = profile.affect.valence < 0
        found.append(N_("Its colour is a little darker.") if is_dark else N_("Its colour is a little shaded."))
    elif profile.affect.valence > 0:
        found.append(N_("Its colour is warm and light."))
    if len({section.name for section in sections}) < len(sections):
        found.append(N_("The chorus comes back the same each time."))
    return tuple(found)


def reasons_for_tune(why: tuple[str, ...], sung: Sung) -> tuple[str, ...]:
    """The reasons of a song whose tune is another now: those that tell of the tune are told anew."""
    told: list[str] = []
    for sentence in why:
        start, within, _ = sentence.partition(_WITHIN)
        if within:
            told.append(f"{start}{within}{_reach(sung)}.")
        elif sentence.startswith("The tune "):
            told.append(_TUNE.format(shape=sung.contour.words))
        elif sentence != _SMALL_STEPS:
            told.append(sentence)
    if _share_of_steps(sung.rungs) >= _MANY_STEPS:
        told.insert(min(3, len(told)), _SMALL_STEPS)
    return tuple(told)


def way_reason(word: str) -> str:
    """The sentence on a song that leads somewhere."""
    return N_("It begins where you are and leads, step by step, to {feeling}.").format(feeling=word)


def _reach(sung: Sung) -> str:
    """How many notes of a scale the tune needs, told by its lowest and its highest: an octave has eight."""
    pitches = [note.pitch for note in sung.notes]
    octaves, half_steps = divmod(max(pitches) - min(pitches), 12)
    count = 7 * octaves + _NOTES_ACROSS[half_steps]
    return (N_("{count} notes") if count > 1 else N_("{count} note")).format(count=_number(count))


def _share_of_steps(rungs: list[int]) -> float:
    return sum(abs(b - a) <= 1 for a, b in pairwise(rungs)) / max(1, len(rungs) - 1)


def _pace(bpm: float) -> str:
    words = N_("It goes quickly, {bpm} beats a minute.")
    if bpm <= 62:
        words = N_("It goes very slowly, {bpm} beats a minute.")
    elif bpm <= 78:
        words = N_("It goes slowly, {bpm} beats a minute.")
    elif bpm <= 104:
        words = N_("It goes at a walking pace, {bpm} beats a minute.")
    return words.format(bpm=f"{bpm:g}")


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)

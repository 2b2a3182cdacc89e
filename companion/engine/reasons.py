"""Plain sentences on why a suggestion fits: no theory words, only what is true of this song."""

from itertools import pairwise

from companion.domain.harmony import Meter
from companion.domain.song import Section
from companion.engine.groove import Groove
from companion.engine.profile import MusicalProfile
from companion.engine.progressions import Family
from companion.engine.singing import Sung

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WITHIN = " and stays within "
_SMALL_STEPS = "It mostly moves in small steps, so it is easy to sing."
_MANY_STEPS = 0.6


def reasons(
    groove: Groove, family: Family, sung: Sung, tempo_bpm: float, is_minor: bool, profile: MusicalProfile,
    sections: tuple[Section, ...], meter: Meter,
) -> tuple[str, ...]:  # fmt: skip
    """Four to seven sentences, the most telling first."""
    rungs = sung.rungs
    reach = max(rungs) - min(rungs) + 1
    loop = _number(len(family.loop))
    opened = "leans forward, comes home when it begins again,"
    home = opened if family.is_open else f"comes home every {loop} bars"
    found = [
        f"It {home}{_WITHIN}{_reach(reach)}.",
        groove.reason_in(meter),
        f"The tune {sung.contour.words}.",
    ]
    if _share_of_steps(rungs) >= _MANY_STEPS:
        found.append(_SMALL_STEPS)
    found.append(_pace(tempo_bpm))
    if is_minor:
        shade = "darker" if profile.affect.valence < 0 else "shaded"
        found.append(f"Its colour is a little {shade}.")
    elif profile.affect.valence > 0:
        found.append("Its colour is warm and light.")
    if len({section.name for section in sections}) < len(sections):
        found.append("The chorus comes back the same each time.")
    return tuple(found)


def reasons_for_tune(why: tuple[str, ...], sung: Sung) -> tuple[str, ...]:
    """The reasons of a song whose tune is another now: those that tell of the tune are told anew."""
    told: list[str] = []
    reach = max(sung.rungs) - min(sung.rungs) + 1
    for sentence in why:
        start, within, _ = sentence.partition(_WITHIN)
        if within:
            told.append(f"{start}{within}{_reach(reach)}.")
        elif sentence.startswith("The tune "):
            told.append(f"The tune {sung.contour.words}.")
        elif sentence != _SMALL_STEPS:
            told.append(sentence)
    if _share_of_steps(sung.rungs) >= _MANY_STEPS:
        told.insert(min(3, len(told)), _SMALL_STEPS)
    return tuple(told)


def way_reason(word: str) -> str:
    """The sentence on a song that leads somewhere."""
    return f"It begins where you are and leads, step by step, to {word}."


def _reach(count: int) -> str:
    return f"{_number(count)} note{'s' if count > 1 else ''}"


def _share_of_steps(rungs: list[int]) -> float:
    return sum(abs(b - a) <= 1 for a, b in pairwise(rungs)) / max(1, len(rungs) - 1)


def _pace(bpm: float) -> str:
    beats = f"{bpm:g} beats a minute"
    if bpm <= 62:
        return f"It goes very slowly, {beats}."
    if bpm <= 78:
        return f"It goes slowly, {beats}."
    if bpm <= 104:
        return f"It goes at a walking pace, {beats}."
    return f"It goes quickly, {beats}."


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)

"""An instrument for tunes: how real lullabies and suggestions measure, over their first eight bars.

Real tunes are read at run time from the Essen collection inside the music21 package; nothing of it is copied.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import quantiles

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.song import Song

FIRST_BARS = 8
PATTERN_NOTES = 4
_NOTE = re.compile(r"([_^=]*)([A-Ga-gz])([,']*)(\d*)(/?)(\d*)|(\|)|(\n)")
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SHARPS = "FCGDAEB"
_MAJOR_FIFTHS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}


class Sounding(Struct, frozen=True):
    """One note: bar (from 0), place in the bar, quarters until the next one, MIDI pitch, end of a phrase?"""

    bar: int
    place: float
    length: float
    pitch: int
    ends_phrase: bool


class Tune(Struct, frozen=True):
    """A tune with its home: the tonic's pitch class, and 3 or 4 half steps to the third above it."""

    notes: tuple[Sounding, ...]
    tonic_pc: int
    third: int


class Measured(Struct, frozen=True):
    """What issue 3's table measures."""

    range: float
    mean_interval: float
    small_share: float
    repeats: float
    leaps: float
    npvi: float
    bars_back: float
    patterns_back: float
    restful_ends: float
    ends_home: float


def measure(tune: Tune) -> Measured | None:
    """Measure the first eight bars; None for fewer than eight notes."""
    last_pitch = tune.notes[-1].pitch if tune.notes else 0
    notes = first_bars(tune)
    if len(notes) < 8:
        return None
    sizes = [b.pitch - a.pitch for a, b in pairwise(notes)]
    count = len(sizes)
    ends = [note for note in notes if note.ends_phrase] or notes[-1:]
    restful = {tune.tonic_pc, (tune.tonic_pc + tune.third) % 12, (tune.tonic_pc + 7) % 12}
    pitches = [note.pitch for note in notes]
    return Measured(
        range=max(pitches) - min(pitches),
        mean_interval=sum(map(abs, sizes)) / count,
        small_share=sum(abs(size) <= 2 for size in sizes) / count,
        repeats=sum(size == 0 for size in sizes) / count,
        leaps=sum(abs(size) > 5 for size in sizes) / count,
        npvi=_npvi([note.length for note in notes]),
        bars_back=_bars_back(notes),
        patterns_back=_patterns_back(notes, sizes),
        restful_ends=sum(note.pitch % 12 in restful for note in ends) / len(ends),
        ends_home=float(last_pitch % 12 == tune.tonic_pc),
    )


def first_bars(tune: Tune) -> list[Sounding]:
    """The notes of the first eight bars."""
    return [note for note in tune.notes if note.bar < FIRST_BARS]


def _npvi(lengths: list[float]) -> float:
    """Normalised pairwise variability of the lengths: 0 is perfectly even (Grabe & Low 2002)."""
    return 100 * sum(abs(a - b) / ((a + b) / 2) for a, b in pairwise(lengths)) / (len(lengths) - 1)


def _bars_back(notes: list[Sounding]) -> float:
    """The share of bars whose rhythm and contour (ups, downs, repeats) another bar has too."""
    bars: dict[int, list[Sounding]] = {}
    for note in notes:
        bars.setdefault(note.bar, []).append(note)
    signatures: list[object] = []
    for bar in bars.values():
        shape = tuple((a.pitch < b.pitch) - (a.pitch > b.pitch) for a, b in pairwise(bar))
        signatures.append((tuple((note.place, note.length) for note in bar), shape))
    return sum(signatures.count(signature) > 1 for signature in signatures) / len(bars)


def _patterns_back(notes: list[Sounding], sizes: list[int]) -> float:
    """The share of notes inside a pattern of four notes (intervals and lengths) that comes at least twice."""
    grams: dict[object, list[int]] = {}
    for start in range(len(notes) - PATTERN_NOTES + 1):
        lengths = tuple(note.length for note in notes[start : start + PATTERN_NOTES - 1])
        grams.setdefault((tuple(sizes[start : start + PATTERN_NOTES - 1]), lengths), []).append(start)
    inside = {
        start + step
        for starts in grams.values()
        if len(starts) > 1
        for start in starts
        for step in range(PATTERN_NOTES)
    }
    return len(inside) / len(notes)


def tune_of(song: Song) -> Tune:
    """One of our songs as a tune; its phrases end before a rest."""
    bar_beats = song.meter.bar_beats
    sounding: list[Sounding] = []
    for index, note in enumerate(song.melody):
        bar = int(note.start_beats / bar_beats + 1e-9)
        after = song.melody[index + 1].start_beats if index + 1 < len(song.melody) else song.total_beats
        is_end = after - note.start_beats - note.duration_beats > 0.24 or index + 1 == len(song.melody)
        place = note.start_beats - bar * bar_beats
        sounding.append(Sounding(bar, place, after - note.start_beats, note.pitch, is_end))
    return Tune(tuple(sounding), song.key.tonic_pc, 3 if song.key.is_minor else 4)


def essen(folder: Path, is_lullaby: bool) -> Iterator[Tune]:
    """The collection's tunes: those whose genre line says lullaby ("Wiegen-Lied"), or all others."""
    for path in sorted(folder.glob("*.abc")):
        for text in path.read_text("utf-8", "replace").split("\nX:")[1:]:
            fields = dict(re.findall(r"^([A-Z]):\s*(.*)$", text, re.M))
            if ("wiegen" in fields.get("R", "").casefold()) != is_lullaby or "K" not in fields:
                continue
            found = _read_abc(text, fields)
            if found is not None:
                yield found


def _read_abc(text: str, fields: dict[str, str]) -> Tune | None:
    meter = re.match(r"(\d+)/(\d+)", fields.get("M", ""))
    unit = re.match(r"1/(\d+)", fields.get("L", ""))
    tonic = re.match(r"([A-G])([b#]?)\s*(m(?:in|inor)?(?![a-z])|[A-Za-z]{3})?", fields["K"])
    if not meter or not unit or not tonic:
        return None
    third = 3 if (tonic.group(3) or "").casefold().startswith(("m", "dor", "phr", "aeo")) else 4
    if (tonic.group(3) or "").casefold() == "mix":
        third = 4
    altered = _signature(tonic.group(1) + tonic.group(2), tonic.group(3) or "")
    body = re.sub(r"^[A-Za-z]:.*$", "", text[text.index("\nK:") + 1 :], flags=re.M).lstrip("\n")
    notes: list[Sounding] = []
    bar, place = -1, 0.0
    in_bar: dict[str, int] = {}
    for accidental, letter, octave, length, slash, divisor, bar_line, newline in _NOTE.findall(body):
        if bar_line:
            bar, place, in_bar = bar + 1, 0.0, {}
        elif newline:
            if notes:
                notes[-1] = replace(notes[-1], ends_phrase=True)
        else:
            quarters = int(length or 1) * 4 / int(unit.group(1)) / (int(divisor or 2) if slash else 1)
            if letter != "z":
                shift = in_bar.get(letter, altered.get(letter.upper(), 0))
                if accidental:
                    shift = accidental.count("^") - accidental.count("_")
                    in_bar[letter] = shift
                pitch = 60 + _STEPS[letter.upper()] + 12 * (letter.islower() + octave.count("'") - octave.count(","))
                notes.append(Sounding(max(bar, 0), place, quarters, pitch + shift, False))
            elif notes:
                notes[-1] = replace(notes[-1], length=notes[-1].length + quarters)
            place += quarters
    if notes:
        notes[-1] = replace(notes[-1], ends_phrase=True)
    home = (_STEPS[tonic.group(1)] + {"": 0, "b": -1, "#": 1}[tonic.group(2)]) % 12
    return Tune(tuple(notes), home, third)


def _signature(tonic: str, mode: str) -> dict[str, int]:
    """The letters a key signature alters, by how much."""
    fifths = _MAJOR_FIFTHS[tonic[0]] + 7 * (tonic.count("#") - tonic.count("b"))
    lowered = {"m": 3, "min": 3, "aeo": 3, "dor": 2, "phr": 4, "mix": 1, "lyd": -1}
    fifths -= lowered.get(mode.casefold()[:3], 0)
    if fifths >= 0:
        return dict.fromkeys(_SHARPS[:fifths], 1)
    return dict.fromkeys(_SHARPS[fifths:], -1)


def percentiles(values: list[float]) -> tuple[float, float, float, float, float]:
    """The 5th, 25th, 50th, 75th and 95th percentile."""
    cut = quantiles(values, n=20, method="inclusive")
    return cut[0], cut[4], cut[9], cut[14], cut[18]

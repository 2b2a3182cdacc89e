"""A finished song's plan read back from it, so that parts of it can be sung anew while others stay."""

from math import floor

from msgspec import Struct

from companion.domain.song import MelodyNote, Section, Song, Syllable
from companion.domain.units import Beats
from companion.engine.form import Chunk, SectionPlan, kind_of, phrase_bars, phrases_for
from companion.engine.prosody import syllables
from companion.engine.pulse_grid import weakness
from companion.engine.rhythm import SungNote
from companion.engine.upbeats import phrase_indices


class Replanned(Struct, frozen=True):
    """A plan, and for each of its phrases the notes that the song has there."""

    plan: tuple[SectionPlan, ...]
    notes: tuple[tuple[MelodyNote, ...], ...]


def plan_of(song: Song, echo: bool) -> Replanned:
    """The song's sections and phrases with their syllables; `echo` is how the motifs are spread (see `form`)."""
    size = song.phrase_bars or phrase_bars(song.meter)
    stresses = _stresses(song)
    plans: list[SectionPlan] = []
    held: list[tuple[MelodyNote, ...]] = []
    for section in song.sections:
        groups = _groups(song, section, size)
        chunks = [Chunk(tuple(_syllable(song, note, stresses) for note in group), group[0].line) for _, group in groups]
        kind = kind_of(section.name)
        is_short = bool(section.lines) and size < phrase_bars(song.meter)
        phrases = phrases_for(
            chunks, kind, tuple(bars for bars, _ in groups), max(1, song.loop_bars // size), echo, is_short
        )
        plans.append(SectionPlan(section.name, kind, section.lines, phrases))
        held += [group for _, group in groups]
    return Replanned(tuple(plans), tuple(held))


def rhythm_of(notes: tuple[MelodyNote, ...], start_bar: int, song: Song) -> tuple[SungNote, ...]:
    """The notes of a phrase that starts with a bar, as a rhythm of its own; an upbeat's stand in bar -1."""
    bar_beats = song.meter.bar_beats
    begin = start_bar * bar_beats
    weak = weakness(song.meter)
    return tuple(
        SungNote(
            note.start_beats - begin,
            note.duration_beats,
            floor((note.start_beats - begin) / bar_beats + 1e-9),
            weak.get(note.start_beats % bar_beats, 2),
        )
        for note in notes
    )


def _groups(song: Song, section: Section, size: int) -> list[tuple[int, tuple[MelodyNote, ...]]]:
    """The section in phrases of `size` bars with their notes; bars where nothing is sung join the phrase before."""
    groups: list[tuple[int, tuple[MelodyNote, ...]]] = []
    silent = 0
    upbeats = _upbeats(song, size)
    for first in range(section.start_bar, section.start_bar + section.bars, size):
        bars = min(size, section.start_bar + section.bars - first)
        begin, end = first * song.meter.bar_beats, (first + bars) * song.meter.bar_beats
        notes = tuple(n for n in song.melody if begin <= upbeats.get(n.start_beats, n.start_beats) < end)
        if notes:
            groups.append((bars + silent, notes))
            silent = 0
        elif groups:
            groups[-1] = (groups[-1][0] + bars, groups[-1][1])
        else:
            silent += bars
    return groups


def _upbeats(song: Song, size: int) -> dict[Beats, Beats]:
    """Where each note of an upbeat stands, and the bar line that it leads to, in beats."""
    beats = size * song.meter.bar_beats
    return {
        note.start_beats: phrase * beats
        for note, phrase in zip(song.melody, phrase_indices(song.melody, beats), strict=True)
        if phrase * beats > note.start_beats + 1e-9
    }


def _stresses(song: Song) -> dict[int, list[bool]]:
    """For each line, which of its sung syllables speech stresses."""
    return {
        index: [syllable.is_stressed for syllable in syllables(line, song.language)]
        for index, line in enumerate(song.lines)
    }


def _syllable(song: Song, note: MelodyNote, stresses: dict[int, list[bool]]) -> Syllable:
    """The note's syllable with its stress, taken from the line's syllables in turn; without words every second."""
    waiting = stresses.get(note.line, []) if note.line is not None else []
    is_stressed = waiting.pop(0) if waiting else weakness(song.meter).get(note.start_beats % song.meter.bar_beats) == 0
    return Syllable(note.syllable or "", note.syllabic, is_stressed)

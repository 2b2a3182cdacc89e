"""A take without the music that went by before its first note: it begins with the bar in which playing began."""

import math

from msgspec.structs import replace

from companion.domain.take import NOTE_ON, BackingPlan, Take
from companion.domain.tempo import TempoChange, TempoMap
from companion.domain.units import Beats

_NEAR: Beats = 1e-6


def trimmed(take: Take) -> Take:
    """The take from the bar line before its first note on; its backing and its tempo come along.

    The distances between its events, and the bars of the backing that they stand in, stay what they are. Where nothing
    is known of the backing's meter it stays whole.
    """
    meter = take.backing[0].meter if take.backing else None
    if meter is None:
        return take
    bar_beats = meter.bar_beats
    first = next((event.seconds for event in take.events if event.kind == NOTE_ON), 0.0)
    start = math.floor(take.tempo.beats_at(first) / bar_beats + _NEAR) * bar_beats
    if start <= 0:
        return take
    seconds = take.tempo.seconds_at(start)
    return replace(
        take,
        tempo=tempo_from(take.tempo, start),
        events=tuple(replace(event, seconds=event.seconds - seconds) for event in take.events),
        length_seconds=take.length_seconds - seconds,
        backing=plans_from(take.backing, start),
    )


def tempo_from(tempo: TempoMap, start: Beats) -> TempoMap:
    """The same tempo with another beat 0."""
    pieces = tempo.pieces
    ends = [*(piece.beats for piece in pieces[1:]), math.inf]
    running = [(piece, end) for piece, end in zip(pieces, ends, strict=True) if end > start]
    changes: list[TempoChange] = []
    for piece, end in running:
        begin = max(piece.beats, start)
        if piece.slope:
            changes.append(TempoChange(begin - start, piece.bpm_at(end), end - begin))
        elif begin > start and not (changes and changes[-1].bpm == piece.bpm):
            changes.append(TempoChange(begin - start, piece.bpm))
    first, _ = running[0]
    return TempoMap(first.bpm_at(max(first.beats, start)), changes=tuple(changes))


def plans_from(plans: tuple[BackingPlan, ...], start: Beats) -> tuple[BackingPlan, ...]:
    """The plans that sound from a beat on, counted from there; the first may have begun before."""
    ends = (*(plan.from_beats for plan in plans[1:]), math.inf)
    return tuple(
        replace(plan, from_beats=plan.from_beats - start)
        for plan, end in zip(plans, ends, strict=False)
        if end > start + _NEAR
    )

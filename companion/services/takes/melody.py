"""A take becomes a tune: the bars that someone picks, on a song's chords and under its words, as a new song."""

import math
from itertools import pairwise

from msgspec.structs import replace

from companion.domain.harmony import Meter
from companion.domain.score import NoteEvent
from companion.domain.song import VOICE_RANGES, MelodyNote, Song, SongRequest
from companion.domain.take import BackingPlan, Take
from companion.domain.units import Beats, Pitch
from companion.engine.backing import arrange
from companion.engine.bar_patterns import shortest_beats
from companion.engine.chord_rows import parse_bars
from companion.engine.contract import check
from companion.engine.refitting import refitted
from companion.engine.revising import own_profile
from companion.errors import WrongUseError
from companion.language import _
from companion.services.takes.laying_words import lay_words
from companion.services.takes.tidying import tidied

WHY = _("The tune of bars {} to {} is what you played.")
SHORT_REST_BEATS = 0.5
"""A gap shorter than this is sung through."""

MOST_BARS = 64
"""No song gets longer by itself."""

_BELONGS_NEXT: Beats = 1e-6


def melody_from(take: Take, song: Song, bars: tuple[int, int]) -> Song:
    """The song with the tune that was played in these bars of the take (the first and the last, counted from 1).

    Bars are counted through all loops of the backing; each stands in the song where it was heard. What was played is
    put on the beat, its highest line is taken into the singer's octaves, and notes that clash move to the nearest
    that doesn't; the words of these bars go onto it. Raises WrongUseError for bars in which nothing was played.
    """
    played = _line(_in_bars(take, song, bars))
    if not played:
        raise WrongUseError(
            _("Nothing was played in bars {first} to {last}.").format(first=bars[0], last=bars[1]),
            heard_bars(take, song),
        )
    bar = song.meter.bar_beats
    places = sorted({(number - 1) % song.bars for number in range(bars[0], min(bars[1], bars[0] + song.bars - 1) + 1)})
    spans = [(place * bar, (place + 1) * bar) for place in places]
    tune = _in_voice(_round(played, song.total_beats), song)
    own = [note for note in song.melody if not _is_in(note.start_beats, spans)]
    replaced = [note for note in song.melody if _is_in(note.start_beats, spans)]
    changed = replace(song, melody=_merged(own, lay_words(tune, replaced)))
    for start, end in spans:
        changed = refitted(changed, start, end)
    return _measured(changed, WHY.format(places[0] + 1, places[-1] + 1))


def song_for(take: Take, lines: tuple[str, ...], title: str) -> Song:
    """A song on the chords that a take was played to, with these words (or none), for `melody_from`.

    A take that no chords are known of gives a song in the key that was played in. Raises CompanionError.
    """
    from companion.engine.composing import suggest

    plan = take.backing[0] if take.backing else None
    request = SongRequest(
        lines=lines,
        title=title,
        seed=(plan.seed or 0) if plan else 0,
        bars=_bars_of(take, plan),
        key=plan.key if plan else None,
        meter=plan.meter if plan else None,
        tempo_bpm=take.tempo.bpm,
        groove=plan.groove if plan else None,
        chords=(plan.chords or None) if plan else None,
        motif=() if plan and plan.chords else take.notes(),
    )
    return suggest(request)[0]


def _bars_of(take: Take, plan: BackingPlan | None) -> int:
    """As many whole rounds of the chords as the take lasted, within reason."""
    meter = (plan.meter if plan else None) or Meter()
    a_round = (plan.bars or len(parse_bars(plan.chords))) if plan and plan.chords else 4
    played = math.ceil(take.length_beats / meter.bar_beats)
    return max(1, a_round * max(1, min(math.ceil(played / a_round), MOST_BARS // a_round)))


def heard_bars(take: Take, song: Song) -> str:
    """A sentence on the bars in which something was played."""
    notes = tidied(take, 1.0)
    if not notes:
        return _("Nothing was played in this take.")
    bar = song.meter.bar_beats
    first, last = (int(note.onset_beats / bar + _BELONGS_NEXT) + 1 for note in (notes[0], notes[-1]))
    return _("It was played from bar {first} to bar {last}.").format(first=first, last=last)


def _in_bars(take: Take, song: Song, bars: tuple[int, int]) -> list[NoteEvent]:
    """The notes of these bars on the grid; one that came a little early belongs to the bar that it was meant for."""
    if not 1 <= bars[0] <= bars[1]:
        raise WrongUseError(
            _("There are no bars {first} to {last}.").format(first=bars[0], last=bars[1]), heard_bars(take, song)
        )
    start, end = (bars[0] - 1) * song.meter.bar_beats, bars[1] * song.meter.bar_beats
    end = min(end, start + song.total_beats)
    on_grid = tidied(take, 1.0, shortest_beats(song.tempo.bpm))
    return [note for note in on_grid if start - _BELONGS_NEXT <= note.onset_beats < end - _BELONGS_NEXT]


def _line(notes: list[NoteEvent]) -> list[NoteEvent]:
    """One voice: of notes that start together the highest, each until the next; short rests are sung through."""
    top: dict[Beats, NoteEvent] = {}
    for note in notes:
        place = round(note.onset_beats, 6)
        if place not in top or note.pitch > top[place].pitch:
            top[place] = note
    line = [top[place] for place in sorted(top)]
    for at, (note, following) in enumerate(pairwise(line)):
        room = following.onset_beats - note.onset_beats
        rest = room - note.duration_beats
        if rest < SHORT_REST_BEATS:
            line[at] = replace(note, duration_beats=room)
    return line


def _round(line: list[NoteEvent], total: Beats) -> list[MelodyNote]:
    """The line at its places in the song; what sounds past the song's end stops there."""
    found = []
    for note in line:
        start = round(note.onset_beats % total, 6) % total
        found.append(MelodyNote(note.pitch, start, round(min(note.duration_beats, total - start), 6)))
    return sorted(found, key=lambda note: note.start_beats)


def _in_voice(tune: list[MelodyNote], song: Song) -> list[MelodyNote]:
    """All of it by octaves to the middle of the voice, then single notes an octave nearer where they lie outside."""
    low, high = VOICE_RANGES[song.voice]
    centre = (min(note.pitch for note in tune) + max(note.pitch for note in tune)) / 2
    octaves = 12 * round(((low + high) / 2 - centre) / 12)

    def sung(pitch: Pitch) -> Pitch:
        pitch += octaves
        while not low <= pitch <= high:
            pitch += 12 if pitch < low else -12
        return pitch

    return [replace(note, pitch=sung(note.pitch)) for note in tune]


def _merged(own: list[MelodyNote], tune: list[MelodyNote]) -> tuple[MelodyNote, ...]:
    """Both in order; a note ends where the next begins."""
    notes = sorted([*own, *tune], key=lambda note: note.start_beats)
    for at, (note, following) in enumerate(pairwise(notes)):
        if note.start_beats + note.duration_beats > following.start_beats:
            notes[at] = replace(note, duration_beats=following.start_beats - note.start_beats)
    return tuple(note for note in notes if note.duration_beats > 0)


def _is_in(beat: Beats, spans: list[tuple[Beats, Beats]]) -> bool:
    return any(start - _BELONGS_NEXT <= beat < end - _BELONGS_NEXT for start, end in spans)


def _measured(song: Song, why: str) -> Song:
    """The song with its contract measured; where the playing goes past it, that was chosen."""
    score, profile = arrange(song), own_profile(song)
    names = frozenset(one.name for one in check(song, score, profile).checks)
    contract = check(song, score, profile, names)
    return replace(song, contract=contract, why=(*song.why, why))

"""The promises every suggestion keeps before anyone hears it: each measured, bounded, with its reason and source."""

from itertools import pairwise

from msgspec.structs import replace

from companion.domain.harmony import chord_at
from companion.domain.score import Score
from companion.domain.song import VOICE_RANGES, Contract, ContractCheck, Song
from companion.engine.bar_patterns import SHORTEST_SYLLABLE
from companion.engine.profile import MusicalProfile
from companion.engine.pulse_grid import weakness

_STEP = 2
_LOUDNESS_STEP = 9.0
_VELOCITY_STEP = 20
_FEW_INTERVALS = 16
"""A tune of fewer intervals (a word or two, sung again) says little as a share; it may call in thirds."""


def check(
    song: Song, score: Score, profile: MusicalProfile, overruled: frozenset[str] = frozenset()
) -> Contract:
    """Measure a song and its backing against what its profile promises.

    What is `overruled` is bounded by the person's own choice instead, and says so.
    """
    checks = (*_tune_checks(song, profile), *loudness_checks(score, profile), *_harmony_checks(song))
    return Contract(tuple(_as_chosen(one) if one.name in overruled and not one.holds else one for one in checks))


def _as_chosen(one: ContractCheck) -> ContractCheck:
    """The check with its bounds moved to what the person chose."""
    low, high = min(one.low, one.value), max(one.high, one.value)
    return replace(one, low=low, high=high, why=f"{one.why} You chose it so.", is_overruled=True)


def _tune_checks(song: Song, profile: MusicalProfile) -> tuple[ContractCheck, ...]:
    pitches = [note.pitch for note in song.melody]
    intervals = [abs(b - a) for a, b in pairwise(pitches)]
    steps = sum(size <= _STEP for size in intervals) / len(intervals) if intervals else 1.0
    seconds = 60 / max(song.tempo.bpm, song.tempo.end_bpm)
    shortest = min((note.duration_beats for note in song.melody), default=1.0) * seconds
    phrase_density = _fullest_bar(song)
    low, high = VOICE_RANGES[song.voice]
    lowest, highest = min(pitches, default=low), max(pitches, default=low)
    return (
        ContractCheck(
            "tempo", song.tempo_bpm, profile.tempo_low, profile.tempo_high,
            "The pace fits the feeling and stays the same (calm: 60 to 76; Gooding et al. 2012).",
        ),
        *_tempo_at_the_end(song, profile),
        ContractCheck(
            "range", highest - lowest, 0, min(max(profile.span, 14), song.limits.widest),
            "An octave or so suits untrained voices (real lullabies: 7 to 14 half steps; Essen collection).",
        ),
        ContractCheck(
            "lowest note", lowest, low, high,
            "It stays where the voice it is for is at ease (MIDI pitch; practice, unsourced).",
        ),
        ContractCheck(
            "highest note", highest, low, high,
            "It stays where the voice it is for is at ease (MIDI pitch; practice, unsourced).",
        ),
        ContractCheck(
            "largest leap", max(intervals, default=0), 0, max(profile.largest_leap, 7) + (0 if profile.is_calm else 3),
            "Wide leaps startle; real lullabies hardly have any over a fifth (Essen collection).",
        ),
        ContractCheck(
            "small steps", round(steps, 3), _fewest_steps(len(intervals), profile), 1.0,
            "Most moves are steps or repeats, as in real lullabies (median .70; Essen collection).",
        ),
        ContractCheck(
            "shortest note", round(shortest, 3), SHORTEST_SYLLABLE, 60.0,
            "No syllable is hurried, in seconds (our own bound: five syllables a second is quick speech).",
        ),
        ContractCheck(
            "notes a beat", round(phrase_density, 3), 0.0, 2.0,
            "There is room in every bar (our own bound).",
        ),
    )  # fmt: skip


def _tempo_at_the_end(song: Song, profile: MusicalProfile) -> tuple[ContractCheck, ...]:
    if song.to_tempo_bpm is None:
        return ()
    why = "The pace that it leads to fits the feeling there, and comes evenly (our own rule)."
    return (ContractCheck("tempo at the end", song.to_tempo_bpm, profile.tempo_low, profile.tempo_high, why),)


def loudness_checks(score: Score, profile: MusicalProfile) -> tuple[ContractCheck, ...]:
    """What is promised of any music that is played here, with a tune or without."""
    velocities = [note.velocity for part in score.parts for note in part.notes] or [profile.velocity_low]
    return (
        ContractCheck(
            "softest", min(velocities), profile.velocity_low - 1, 127,
            "Nothing drops out of hearing (MIDI velocity; calm defaults, unsourced).",
        ),
        ContractCheck(
            "loudest", max(velocities), 1, profile.velocity_high,
            "A low, even level (MIDI velocity; Gooding et al. 2012, calm sound).",
        ),
        ContractCheck(
            "loudness change", round(_loudness_change(score), 2), 0, _LOUDNESS_STEP,
            "Loudness never makes a sudden step from bar to bar (MIDI velocity; calm defaults, unsourced).",
        ),
        ContractCheck(
            "velocity step", _velocity_step(score), 0, _VELOCITY_STEP,
            "No note jumps out from the one before it on the same instrument (MIDI velocity; our own bound).",
        ),
    )  # fmt: skip


def _harmony_checks(song: Song) -> tuple[ContractCheck, ...]:
    strong, on_chord = _strong_notes(song)
    last_is_home = bool(song.melody) and _last_degree(song) in (1, 3, 5)
    return (
        ContractCheck(
            "different chords", _most_chords(song), 1, 4,
            "Few chords that come round are easy to lean on (calm defaults, unsourced).",
        ),
        ContractCheck(
            "strong notes in the chord", round(on_chord / strong, 3) if strong else 1.0, 0.6, 1.0,
            "The tune leans on the chord where the beat is strong (real tunes .70 to 1; Nottingham collection).",
        ),
        ContractCheck(
            "comes home", float(last_is_home), 1, 1,
            "The song ends on a note of rest (84 % of real lullabies end on their first degree; Essen collection).",
        ),
    )  # fmt: skip


def _fewest_steps(intervals: int, profile: MusicalProfile) -> float:
    """The least share of steps and repeats: calm asks for 60 % in each song (practice.md's default)."""
    if intervals < _FEW_INTERVALS:
        return 0.0
    return 0.6 if profile.is_calm else 0.4


def _fullest_bar(song: Song) -> float:
    """The most notes a beat in any one bar."""
    counts: dict[int, int] = {}
    for note in song.melody:
        bar = int(note.start_beats / song.meter.bar_beats + 1e-9)
        counts[bar] = counts.get(bar, 0) + 1
    return max(counts.values(), default=0) / max(song.meter.bar_beats, 1.0)


def _strong_notes(song: Song) -> tuple[int, int]:
    """How many notes start on a strong beat, and how many of those are in the chord."""
    weak = weakness(song.meter)
    strong = on_chord = 0
    for note in song.melody:
        chord = chord_at(song.chords, note.start_beats + 1e-6)
        if chord is None or weak.get(note.start_beats % song.meter.bar_beats, 2):
            continue
        strong += 1
        on_chord += note.pitch % 12 in chord.pitch_classes
    return strong, on_chord


def _last_degree(song: Song) -> int:
    pc = song.melody[-1].pitch % 12
    key = song.sections[-1].key or song.key
    return key.scale_pcs.index(pc) + 1 if pc in key.scale_pcs else 0


def _most_chords(song: Song) -> int:
    """How many different chords the section with most of them has; on another bass note it is the same chord."""
    bar = song.meter.bar_beats
    spans = [(section.start_bar * bar, (section.start_bar + section.bars) * bar) for section in song.sections]
    rows = [[chord for chord in song.chords if start <= chord.start_beats < end] for start, end in spans]
    return max(len({chord.symbol.partition("/")[0] for chord in row}) for row in rows)


def _loudness_change(score: Score) -> float:
    """The widest difference between neighbouring bars in the mean velocity of all that sounds there."""
    bars: dict[int, list[int]] = {}
    for part in score.parts:
        for note in part.notes:
            first = int(note.onset_beats / score.meter.bar_beats)
            last = int((note.onset_beats + note.duration_beats - 0.01) / score.meter.bar_beats)
            for bar in range(first, max(first, last) + 1):
                bars.setdefault(bar, []).append(note.velocity)
    means = [sum(found) / len(found) for _, found in sorted(bars.items())]
    return max((abs(b - a) for a, b in pairwise(means)), default=0.0)


def _velocity_step(score: Score) -> int:
    """The widest difference in velocity from one note to the next of the same part."""
    steps = (
        abs(after.velocity - note.velocity)
        for part in score.parts
        for note, after in pairwise(sorted(part.notes, key=lambda one: (one.onset_beats, one.pitch)))
    )
    return max(steps, default=0)

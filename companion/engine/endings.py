"""How a backing comes to rest: a soft step aside, home, and one long chord that rings out while the pace slackens."""

from msgspec.structs import replace

from companion.domain.harmony import Chord
from companion.domain.score import Part, Score
from companion.domain.song import Section, Song
from companion.domain.tempo import TempoChange
from companion.domain.units import Beats, Bpm
from companion.engine.backing import arrange
from companion.engine.progressions import chords_in

ENDING_BARS = 3
FINAL_SHARE = 0.72
"""How slow the end is against the pace before it. That music comes to rest as a runner does is Friberg & Sundberg 1999
(J Acoust Soc Am 105:1469); how far it slows is our own choice."""

LOWEST_ENDING_BPM: Bpm = 36.0
SLACKENING_BARS = 2
_NEAR: Beats = 1e-6
_TOGETHER: Beats = 0.1
"""Notes of one stroke lie no further apart than this, however softly they are spread."""


def ending(song: Song, seed: int = 0) -> tuple[Score, tuple[Chord, ...]]:
    """Three bars in the song's key and groove that end on its home chord, and their chords; played once, not looped.

    The fourth degree leads home (a plagal close, the softest one). In the last bar nothing moves any more: each part
    strikes once and holds.
    """
    numerals = ("iv", "i", "i") if song.key.is_minor else ("IV", "I", "I")
    chords = chords_in(song.key, song.meter, numerals)
    closing = replace(
        song,
        sections=(Section("ending", 0, ENDING_BARS, ()),),
        chords=chords,
        melody=(),
        loop_bars=ENDING_BARS,
        to_tempo_bpm=None,
    )
    score = arrange(closing, seed).without("melody")
    last = (ENDING_BARS - 1) * song.meter.bar_beats
    return replace(score, parts=tuple(_held(part, last, score.total_beats) for part in score.parts)), chords


def to_its_end(song: Song) -> Score:
    """A whole song as it is heard or written once through: over its last bars the pace slackens as a backing's does."""
    score = arrange(song)
    bar = song.meter.bar_beats
    start = score.total_beats - min(SLACKENING_BARS * bar, score.total_beats / 2)
    bpm = score.tempo.bpm_at(start)
    slower = TempoChange(start, final_bpm(bpm), score.total_beats - start)
    kept = tuple(change for change in score.tempo.changes if change.at_beats < start)
    return replace(score, tempo=replace(score.tempo, changes=(*kept, slower)))


def _held(part: Part, last_bar: Beats, end: Beats) -> Part:
    """The part with the first stroke alone of its last bar, held to the end."""
    before = tuple(note for note in part.notes if note.onset_beats < last_bar - _NEAR)
    after = tuple(note for note in part.notes if note.onset_beats >= last_bar - _NEAR)
    first = min((note.onset_beats for note in after), default=last_bar)
    struck = (note for note in after if note.onset_beats < first + _TOGETHER)
    return replace(part, notes=(*before, *(replace(note, duration_beats=end - note.onset_beats) for note in struck)))


def final_bpm(bpm: Bpm) -> Bpm:
    """The pace that the ending slackens to."""
    return max(LOWEST_ENDING_BPM, min(bpm, bpm * FINAL_SHARE))

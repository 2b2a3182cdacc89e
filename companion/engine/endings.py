"""How a backing comes to rest: a soft step aside, home, and one long chord that rings out while the pace slackens."""

from msgspec.structs import replace

from companion.domain.harmony import Chord
from companion.domain.score import Score
from companion.domain.song import Section, Song
from companion.domain.units import Bpm
from companion.engine.backing import arrange
from companion.engine.progressions import chords_in

ENDING_BARS = 3
FINAL_SHARE = 0.72
"""How slow the end is against the pace before it. That music comes to rest as a runner does is Friberg & Sundberg 1999
(J Acoust Soc Am 105:1469); how far it slows is our own choice."""

LOWEST_ENDING_BPM: Bpm = 36.0


def ending(song: Song, seed: int = 0) -> tuple[Score, tuple[Chord, ...]]:
    """Three bars in the song's key and groove that end on its home chord, and their chords; played once, not looped.

    The fourth degree leads home (a plagal close, the softest one).
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
    return arrange(closing, seed).without("melody"), chords


def final_bpm(bpm: Bpm) -> Bpm:
    """The pace that the ending slackens to."""
    return max(LOWEST_ENDING_BPM, min(bpm, bpm * FINAL_SHARE))

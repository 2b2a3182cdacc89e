"""Are calm suggestions like lullabies, and how long does one take? Prints tables; needs no device.

How long a whole `companion backing` takes beside mma and the bare import of its libraries is measured in the same run
(`bench/backing.py`); what a key feels of composing, in a terminal of its own (`bench/keys.py`).

Run: python -m bench.engine        (exit status 1 where something takes longer than it may)
"""

import importlib.util
import platform
import sys
import time
from pathlib import Path
from statistics import median
from typing import get_args

from bench import backing
from bench.surprise import SongModel, View
from bench.tunes import Measured, Tune, essen, measure, percentiles, tune_of
from companion.domain.harmony import Meter
from companion.domain.song import Song, SongRequest
from companion.engine.backing import arrange
from companion.engine.composing import suggest

BATCH = 100
WORDS = Path(__file__).parent.parent / "tests" / "data" / "words"
LONG_SONG_BARS = 32
SUGGESTION_MS, SONG_MS = 60, 150
CALM_FEELINGS = ("calm", "peaceful", "safe", "tender", "tired", "sad")


def batch() -> list[Song]:
    """A hundred suggestions on different words (of more than one line), seeds and calm feelings."""
    texts = [path.read_text("utf-8").splitlines() for path in sorted(WORDS.glob("*.txt"))]
    words = [tuple(lines) for lines in texts if len(lines) > 1]
    songs: list[Song] = []
    for seed in range(BATCH):
        lines = words[seed % len(words)] if seed % 3 else ()
        feeling = CALM_FEELINGS[seed % len(CALM_FEELINGS)]
        songs += suggest(SongRequest(lines, feeling=feeling, seed=seed, bars=8 + 8 * (seed % 2)))
    return songs


def print_measures(real: list[Measured], ours: list[Measured]) -> None:
    """Each measure: real percentiles, ours, how many of ours stand inside the real 5th to 95th."""
    print(f"\n{len(real)} lullabies (Essen, music21's corpus) and {len(ours)} calm suggestions, first eight bars")
    print(f"{'':15}{'lullabies 5/25/50/75/95':>38}{'ours':>38}{'inside':>8}  median")
    for name in Measured.__struct_fields__:
        theirs = percentiles([getattr(one, name) for one in real])
        values = [float(getattr(one, name)) for one in ours]
        inside = sum(theirs[0] <= value <= theirs[4] for value in values) / len(values)
        fits = theirs[1] - 1e-9 <= median(values) <= theirs[3] + 1e-9
        row = "".join(f"{value:7.2f}" for value in theirs) + "   " + "".join(f"{v:7.2f}" for v in percentiles(values))
        print(f"{name:15}{row:>76}{inside:8.0%}  {'fits' if fits else 'OUTSIDE'}")


def print_surprise(others: list[Tune], real: list[Tune], ours: list[Tune]) -> None:
    """Bits a note (5/25/50/75/95) by models of the collection's other songs."""
    for view in get_args(View):
        model = SongModel(others, view)
        for name, tunes in (("lullabies", real), ("ours", ours)):
            bits = [found for found in map(model.bits_a_note, tunes) if found is not None]
            print(f"bits a note, {view:6} {name:10}" + "".join(f"{value:7.2f}" for value in percentiles(bits)))


def print_variety(songs: list[Song]) -> None:
    """How different a hundred seeds are."""
    openings = {tuple((n.pitch - s.melody[0].pitch, n.duration_beats) for n in s.melody[:8]) for s in songs}
    whole = {tuple((n.pitch, n.start_beats) for n in s.melody) for s in songs}
    print(f"different openings: {len(openings)} of {len(songs)}; different songs: {len(whole)} of {len(songs)}")


def print_speed() -> bool:
    """Medians after warm-up: one suggestion on four lines, a song of 32 bars with its backing; whether both hold."""
    four = (WORDS / "blanks.txt").read_text("utf-8").splitlines()
    long = (WORDS / "quiet_house.txt").read_text("utf-8").splitlines()

    def timed(lines: list[str], is_arranged: bool) -> float:
        times = []
        for seed in range(25):
            begun = time.perf_counter()
            (song,) = suggest(SongRequest(tuple(lines), feeling="calm", seed=seed, meter=Meter(4, 4)))
            if is_arranged:
                assert song.bars == LONG_SONG_BARS, f"{song.bars} bars are not what is timed"
                arrange(song)
            times.append(time.perf_counter() - begun)
        return median(times) * 1000

    short, whole = timed(four, False), timed(long, True)
    print(f"\none suggestion on four lines: {short:.1f} ms (at most {SUGGESTION_MS}); ", end="")
    print(f"{LONG_SONG_BARS} bars with backing: {whole:.1f} ms (at most {SONG_MS})", end="")
    print(f"  ({platform.machine()}, Python {platform.python_version()})")
    return short <= SUGGESTION_MS and whole <= SONG_MS


def main() -> bool:
    """Print everything; whether it is all as quick as it should be."""
    found = importlib.util.find_spec("music21")
    assert found is not None
    assert found.origin is not None
    corpus = Path(found.origin).parent / "corpus" / "essenFolksong"
    songs = batch()
    lullabies = list(essen(corpus, is_lullaby=True))
    tunes = [tune_of(song) for song in songs]
    ours = [one for one in map(measure, tunes) if one is not None]
    print_measures([one for one in map(measure, lullabies) if one is not None], ours)
    print_surprise(list(essen(corpus, is_lullaby=False)), lullabies, tunes)
    same_words = [suggest(SongRequest((), feeling="calm", seed=seed))[0] for seed in range(BATCH)]
    print_variety(same_words)
    is_quick = print_speed()
    return backing.main() and is_quick


if __name__ == "__main__":
    sys.exit(not main())

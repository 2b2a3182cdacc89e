"""Do the measures hold in every meter, and do feelings differ where they should? Prints two tables; needs no device.

Run: python -m bench.feelings
"""

import importlib.util
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

from bench.engine import CALM_FEELINGS, WORDS
from bench.tunes import Measured, essen, measure, percentiles, tune_of
from companion.domain.harmony import Meter
from companion.domain.song import Song, SongRequest
from companion.engine.composing import suggest

BATCH = 40
METERS = ("2/4", "3/4", "4/4", "6/8", "5/4")
FEELINGS = ("calm", "sad", "hopeful", "joyful", "angry")


def songs_of(feelings: tuple[str, ...], has_words: bool, meter: Meter | None = None) -> list[Song]:
    """A batch on different words (or none) and seeds."""
    texts = [tuple(path.read_text("utf-8").splitlines()) for path in sorted(WORDS.glob("*.txt"))]
    words = [lines for lines in texts if len(lines) > 1]
    return [
        suggest(SongRequest(words[seed % len(words)] if has_words else (), feeling=feelings[seed % len(feelings)],
                            seed=1000 + seed, meter=meter, bars=8 + 8 * (seed % 2)))[0]
        for seed in range(BATCH)
    ]  # fmt: skip


def print_meters(real: list[Measured]) -> None:
    """For each meter, the median and the share inside the lullabies' 5th to 95th percentile; ! is below 80 %."""
    names = Measured.__struct_fields__
    bounds = {name: percentiles([getattr(one, name) for one in real]) for name in names}
    print(f"{'calm, in':16}" + "".join(f"{name[:11]:>13}" for name in names))
    for meter in METERS:
        for has_words in (True, False):
            tunes = map(tune_of, songs_of(CALM_FEELINGS, has_words, Meter.parse(meter)))
            ours = [one for one in map(measure, tunes) if one is not None]
            row = f"{meter} {'words' if has_words else 'no words':12}"
            for name in names:
                values = [float(getattr(one, name)) for one in ours]
                inside = sum(bounds[name][0] <= value <= bounds[name][4] for value in values) / len(values)
                row += f"{median(values):7.2f}{inside:5.0%}{'!' if inside < 0.8 else ' '}"
            print(row)


def print_contrasts() -> None:
    """For each feeling what listeners tell feelings apart by."""
    print(f"\n{'':9}tempo      minor  interval  repeats  height   span  notes/s  VI or VII  open end")
    for feeling in FEELINGS:
        songs = songs_of((feeling,), True)
        sizes = [abs(b.pitch - a.pitch) for song in songs for a, b in pairwise(song.melody)]
        tempi = [song.tempo_bpm for song in songs]
        heights = [note.pitch for song in songs for note in song.melody]
        spans = [max(n.pitch for n in s.melody) - min(n.pitch for n in s.melody) for s in songs]
        dense = [len(song.melody) / song.total_beats * song.tempo_bpm / 60 for song in songs]
        lowered = mean(any(chord.roman in ("VI", "VII") for chord in song.chords) for song in songs)
        is_open = mean(song.melody[-1].pitch % 12 != song.key.tonic_pc for song in songs)
        print(
            f"{feeling:9}{min(tempi):3.0f} to {max(tempi):3.0f}{mean(s.key.is_minor for s in songs):7.2f}"
            f"{mean(sizes):10.2f}{mean(size == 0 for size in sizes):9.2f}{mean(heights):8.1f}{mean(spans):7.1f}"
            f"{mean(dense):9.2f}{lowered:11.2f}{is_open:10.2f}"
        )


def main() -> None:
    """Print both tables."""
    found = importlib.util.find_spec("music21")
    assert found is not None
    assert found.origin is not None
    corpus = Path(found.origin).parent / "corpus" / "essenFolksong"
    print_meters([one for one in map(measure, essen(corpus, is_lullaby=True)) if one is not None])
    print_contrasts()


if __name__ == "__main__":
    main()

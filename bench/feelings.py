"""Do the measures hold in every meter and for all kinds of words, and do feelings differ where they should?

Prints three tables over words that nothing was tuned on; needs no device.

Run: python -m bench.feelings
"""

import importlib.util
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, pairwise
from pathlib import Path
from statistics import mean, median

from msgspec import Struct

from bench.surprise import SongModel
from bench.tunes import Measured, Tune, essen, measure, percentiles, tune_of
from companion.domain.harmony import Meter
from companion.domain.song import Song, SongRequest
from companion.engine.composing import suggest

HELD_OUT = Path(__file__).parent.parent / "tests" / "data" / "heldout"
METERS = ("2/4", "3/4", "4/4", "6/8", "5/4")
FEELINGS = ("calm", "sad", "hopeful", "joyful", "angry")
CALM_FEELINGS = ("calm", "peaceful", "safe", "tender", "tired", "sad")
SEEDS = 6
WORDLESS_SEEDS = 40
_WITHOUT = "no words"


class Cell(Struct, frozen=True):
    """Songs of one kind: a feeling, a meter, and the words' file name (or none)."""

    feeling: str
    meter: str
    words: str
    seeds: int


def songs_of(cell: Cell) -> list[Song]:
    """Suggestions for one cell, a seed each; a calm one goes through the calm feelings."""
    lines: tuple[str, ...] = ()
    language = "en"
    if cell.words != _WITHOUT:
        lines = tuple((HELD_OUT / f"{cell.words}.txt").read_text("utf-8").splitlines())
        language = cell.words[:2]
    feelings = CALM_FEELINGS if cell.feeling == "calm" else (cell.feeling,)
    return [
        suggest(SongRequest(lines, feeling=feelings[seed % len(feelings)], seed=7000 + seed,
                            meter=Meter.parse(cell.meter), bars=8 + 8 * (seed % 2), language=language))[0]
        for seed in range(cell.seeds)
    ]  # fmt: skip


def all_cells(feelings: Sequence[str]) -> list[Cell]:
    """Every feeling in every meter on every held-out text and without words."""
    texts = sorted(path.stem for path in HELD_OUT.glob("*.txt"))
    return [
        Cell(feeling, meter, words, WORDLESS_SEEDS if words == _WITHOUT else SEEDS)
        for feeling in feelings
        for meter in METERS
        for words in (*texts, _WITHOUT)
    ]


class Ruler:
    """Real lullabies, and what else there is to measure by."""

    def __init__(self) -> None:
        found = importlib.util.find_spec("music21")
        assert found is not None
        assert found.origin is not None
        corpus = Path(found.origin).parent / "corpus" / "essenFolksong"
        lullabies = list(essen(corpus, is_lullaby=True))
        others = list(essen(corpus, is_lullaby=False))
        self._models = {"pitch bits": SongModel(others, "pitch"), "rhythm bits": SongModel(others, "rhythm")}
        rows = [row for row in map(self.row, lullabies) if row is not None]
        self.names = tuple(rows[0])
        self.theirs = {name: percentiles([row[name] for row in rows]) for name in self.names}

    def row(self, tune: Tune) -> dict[str, float] | None:
        """Every measure of one tune by name; None for fewer than eight notes."""
        measured = measure(tune)
        bits = {name: model.bits_a_note(tune) for name, model in self._models.items()}
        if measured is None or any(value is None for value in bits.values()):
            return None
        return {name: float(getattr(measured, name)) for name in Measured.__struct_fields__} | {
            name: value for name, value in bits.items() if value is not None
        }

    def line(self, songs: Iterable[Song]) -> str:
        """Each measure's median (* outside the lullabies' quartiles) and the share inside 5 to 95 % (! below 80)."""
        rows = [row for row in (self.row(tune_of(song)) for song in songs) if row is not None]
        found = f"{len(rows):4}"
        for name in self.names:
            lowest, low, _, high, highest = self.theirs[name]
            values = [row[name] for row in rows]
            inside = sum(lowest - 1e-9 <= value <= highest + 1e-9 for value in values) / max(1, len(values))
            middle = median(values or [0.0])
            mark = " " if low - 1e-9 <= middle <= high + 1e-9 else "*"
            found += f"{middle:6.2f}{mark}{inside:4.0%}{'!' if inside < 0.8 else ' '}"
        return found


def print_likeness(ruler: Ruler, songs: dict[Cell, list[Song]]) -> None:
    """Calm songs by meter with and without words, and by text, against the lullabies."""
    print(f"{'calm songs':22}   n " + "".join(f"{name[:11]:>12}" for name in ruler.names))
    for at, name in enumerate(("lowest 5 %", "quarter", "middle", "three quarters", "highest 5 %")):
        print(f"{name:22}    " + "".join(f"{ruler.theirs[each][at]:6.2f}      " for each in ruler.names))
    calm = {cell: found for cell, found in songs.items() if cell.feeling == "calm"}
    for meter in METERS:
        for is_sung in (True, False):
            here = (each for c, each in calm.items() if c.meter == meter and (c.words != _WITHOUT) == is_sung)
            print(f"{meter + (' words' if is_sung else ' no words'):22}" + ruler.line(chain.from_iterable(here)))
    for words in sorted({cell.words for cell in calm}):
        print(f"{words:22}" + ruler.line(s for c, each in calm.items() if c.words == words for s in each))


def print_contrasts(songs: dict[Cell, list[Song]]) -> None:
    """For each feeling what listeners tell feelings apart by."""
    print(f"\n{'':9}tempo      minor  interval  repeats  height   span  notes/s  rising  VI or VII  open end")
    for feeling in FEELINGS:
        found = [song for cell, each in songs.items() if cell.feeling == feeling for song in each]
        if feeling == "calm":
            found = [song for song in found if song.feeling == "calm"]
        if not found:
            continue
        sizes = [abs(b.pitch - a.pitch) for song in found for a, b in pairwise(song.melody)]
        tempi = [song.tempo_bpm for song in found]
        heights = [note.pitch for song in found for note in song.melody]
        spans = [max(n.pitch for n in s.melody) - min(n.pitch for n in s.melody) for s in found]
        dense = [len(song.melody) / song.total_beats * song.tempo_bpm / 60 for song in found]
        lowered = mean(any(chord.roman in ("VI", "VII") for chord in song.chords) for song in found)
        is_open = mean(song.melody[-1].pitch % 12 != song.key.tonic_pc for song in found)
        print(
            f"{feeling:9}{min(tempi):3.0f} to {max(tempi):3.0f}{mean(s.key.is_minor for s in found):7.2f}"
            f"{mean(sizes):10.2f}{mean(size == 0 for size in sizes):9.2f}{mean(heights):8.1f}{mean(spans):7.1f}"
            f"{mean(dense):9.2f}{mean(map(rising_share, found)):8.2f}{lowered:11.2f}{is_open:10.2f}"
        )


def rising_share(song: Song) -> float:
    """How many phrases lie higher in their second half than in their first."""
    size = song.phrase_bars * song.meter.bar_beats
    found = []
    for at in range(round(song.total_beats / size)):
        inside = [note.pitch for note in song.melody if at * size <= note.start_beats < (at + 1) * size]
        if len(inside) > 2:
            found.append(mean(inside[len(inside) // 2 :]) > mean(inside[: len(inside) // 2]))
    return mean(found) if found else 0.5


def print_variety(songs: dict[Cell, list[Song]]) -> None:
    """Of the tunes without words, how many openings (eight notes: intervals and lengths) and whole tunes differ."""
    print("\ndifferent openings and songs, without words")
    for feeling in FEELINGS:
        for meter in METERS:
            found = [s for c, each in songs.items() if (c.feeling, c.meter, c.words) == (feeling, meter, _WITHOUT)
                     for s in each]  # fmt: skip
            if found:
                openings = {tuple((n.pitch - s.melody[0].pitch, n.duration_beats) for n in s.melody[:8]) for s in found}
                whole = {tuple((n.pitch, n.start_beats) for n in s.melody) for s in found}
                print(f"{feeling:9}{meter:5}{len(openings):4} and {len(whole):3} of {len(found)}")


def main() -> None:
    """Print all tables."""
    cells = all_cells(FEELINGS)
    with ProcessPoolExecutor(2) as pool:
        songs = dict(zip(cells, pool.map(songs_of, cells, chunksize=4), strict=True))
    print_likeness(Ruler(), songs)
    print_contrasts(songs)
    print_variety(songs)


if __name__ == "__main__":
    main()

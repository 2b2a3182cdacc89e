"""Grooves as data."""

from pathlib import Path

import pytest

from companion.domain.harmony import Meter
from companion.domain.score import Part, Score
from companion.domain.tempo import TempoMap
from companion.engine.backing import TIMING_SPREAD_MS, backing
from companion.engine.groove import bar_signs, groove_named, groove_names, read_groove
from companion.engine.progressions import home_of, read_chords
from companion.errors import FileProblemError, WrongUseError

PROMISED = (
    "heartbeat", "lullaby", "rocking", "folk", "ballad", "hymn", "walking", "drone", "drumcircle", "blues", "march",
    "dance",
)  # fmt: skip  # the names that the command line promises
METERS = [Meter.parse(text) for text in ("2/4", "3/4", "4/4", "6/8", "5/4", "7/8", "9/8", "12/8", "2/2", "5/16")]


@pytest.mark.parametrize("name", PROMISED)
def test_every_promised_groove_plays_in_any_meter(name: str) -> None:
    groove = groove_named(name)
    assert groove.title
    assert groove.reason.endswith(".")
    for part in groove.parts:
        for meter in METERS:
            signs = bar_signs(part, meter)
            assert len(signs) * 0.5 >= meter.bar_beats - 1e-9
            assert len(signs) * 0.5 < meter.bar_beats + 0.5 or meter.unit == 16


ROW = "C | Am | F | G"
BPM = 66.0
Place = tuple[float, int]
"""An eighth and a pitch: where a note stands but for the human touch."""


def played(name: str, meter: str, seed: int = 0, turn_every: int = 0) -> Score:
    chords = read_chords(ROW, Meter.parse(meter), home_of(ROW), bars=8)
    tempo = TempoMap(BPM)
    return backing(
        chords, key=home_of(ROW), meter=Meter.parse(meter), tempo=tempo, groove=name, seed=seed, turn_every=turn_every
    )


def places(part: Part) -> dict[Place, tuple[float, int]]:
    """Each note's own time and loudness, by its place."""
    return {(round(note.onset_beats * 2) / 2, note.pitch): (note.onset_beats, note.velocity) for note in part.notes}


@pytest.mark.parametrize("meter", ["2/4", "3/4", "4/4", "6/8", "5/4"])
@pytest.mark.parametrize("name", PROMISED)
def test_the_human_touch_stays_within_its_bounds_and_the_pulse_is_exact(name: str, meter: str) -> None:
    takes = [{part.name: places(part) for part in played(name, meter, seed).parts} for seed in range(12)]
    for part in takes[0]:
        for place in takes[0][part]:
            times = [take[part][place][0] for take in takes]
            loudness = [take[part][place][1] for take in takes]
            furthest = TIMING_SPREAD_MS[part] * BPM / 60_000 + 1e-4
            assert max(abs(time - place[0]) for time in times) <= furthest <= 12 * BPM / 60_000 + 1e-4
            assert max(loudness) - min(loudness) <= 2 * 6
    assert TIMING_SPREAD_MS["pulse"] == 0.0


@pytest.mark.parametrize("name", PROMISED)
def test_fills_come_only_where_a_section_turns(name: str) -> None:
    plain, turning = played(name, "4/4"), played(name, "4/4", turn_every=4)
    bar = plain.meter.bar_beats
    is_filled = False
    for part, turned in zip(plain.parts, turning.parts, strict=True):
        differing = {at // bar for at, _ in places(part).keys() ^ places(turned).keys()}
        assert differing <= {3.0, 7.0}
        is_filled = is_filled or bool(differing)
    assert is_filled == any(part.turn for part in groove_named(name).parts)


def test_titles_tell_grooves_apart() -> None:
    titles = [groove_named(name).title for name in groove_names()]
    assert len(set(titles)) == len(titles) >= 12


def test_an_unknown_groove_is_named_with_those_there_are() -> None:
    with pytest.raises(WrongUseError) as caught:
        groove_named("polka")
    assert "'polka'" in caught.value.message
    assert "lullaby" in caught.value.hint


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "bass"', 'name = "tuba"', "tuba"),
        ("velocity = 52", "velocity = 520", "velocity"),
        ('strong = "b-"', 'strong = "b"', "signs"),
        ('strong = "b-"', 'strong = "q-"', "means nothing"),
        ("place = [2, -3]", "place = [9, -3]", "valence"),
        ('title = "', 'titel = "', "titel"),
        ("velocity = 52", 'velocity = "soft"', "velocity"),
        ("[[parts]]", "[[parts", "expected"),
    ],
)
def test_a_broken_groove_is_named_by_file_and_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    folder = Path(__file__).parents[2] / "companion" / "engine" / "grooves"
    text = (folder / "lullaby.toml").read_text("utf-8")
    assert old in text
    broken = tmp_path / "mine.toml"
    broken.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FileProblemError) as caught:
        read_groove(broken)
    assert "mine.toml" in caught.value.message
    assert key.casefold() in caught.value.message.casefold()


def test_a_missing_groove_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match=r"nothing\.toml"):
        read_groove(tmp_path / "nothing.toml")

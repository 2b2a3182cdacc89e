"""The groove in docs/writing-grooves.md is a groove: it reads, plays in every meter, and a broken one is named."""

import re
from pathlib import Path

import pytest

from companion.domain.harmony import Meter
from companion.domain.tempo import TempoMap
from companion.engine.backing import backing
from companion.engine.groove import PART_NAMES, groove_named, groove_names, read_groove
from companion.engine.progressions import home_of, read_chords
from companion.errors import FileProblemError

GUIDE = Path(__file__).parents[2] / "docs" / "writing-grooves.md"
ROW = "C | Am | F | G"


def example() -> str:
    found = re.search(r"```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "barefoot.toml"
    path.write_text(example(), "utf-8")
    return path


@pytest.mark.parametrize("text", ["2/4", "3/4", "4/4", "6/8", "5/4"])
def test_the_guides_own_groove_plays(written: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    groove = read_groove(written)
    monkeypatch.setattr("companion.engine.backing.groove_named", lambda _: groove)
    meter = Meter.parse(text)
    chords = read_chords(ROW, meter, bars=8)
    score = backing(
        chords, key=home_of(ROW), meter=meter, tempo=TempoMap(72.0), groove="barefoot", seed=1, turn_every=4
    )
    assert [part.name for part in score.parts] == ["pulse", "bass", "chords"]
    pulse = score.part("pulse")
    assert pulse is not None

    def in_bar(bar: int) -> list[tuple[float, int]]:
        start = bar * meter.bar_beats
        inside = (n for n in pulse.notes if start <= n.onset_beats < start + meter.bar_beats)
        return [(round(n.onset_beats - start, 3), n.pitch) for n in inside]

    assert in_bar(0) == in_bar(1) == in_bar(2) == in_bar(4)
    if text != "6/8":
        assert in_bar(3) != in_bar(0), "a fill, where the section turns and nowhere else"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('strong = "d."', 'strong = "d"', "parts"),
        ("place = [2, -1]", "place = [9, -1]", "valence"),
        ("velocity = 46", 'velocity = "soft"', "velocity"),
        ('title = "Barefoot, on warm sand"', "", "title"),
        ('weak = ".s"', 'weak = ".q"', "q"),
        ("turn =", "turns =", "turns"),
        ("d = 41", "d = 200", "'d' is 200"),
        ("d = 41", "dd = 41", "'dd'"),
        ("velocity = 60", "velocity = 400", "400"),
        ("program = 73", "program = -1", "-1"),
    ],
)
def test_a_broken_groove_is_named_by_file_and_key(written: Path, old: str, new: str, told: str) -> None:
    assert old in example()
    written.write_text(example().replace(old, new, 1), "utf-8")
    with pytest.raises(FileProblemError) as caught:
        read_groove(written)
    assert "barefoot.toml" in caught.value.message
    assert told in caught.value.message


def test_the_guide_names_every_key_and_part() -> None:
    text = GUIDE.read_text("utf-8")
    for word in (*PART_NAMES, "title", "reason", "elsewhere", "meters", "place", "melody", "twos", "threes", "turn"):
        assert f"`{word}`" in text


def test_the_guide_quotes_what_a_mistake_really_says(written: Path) -> None:
    written.write_text(example().replace('strong = "d."', 'strong = "d"', 1), "utf-8")
    with pytest.raises(FileProblemError) as caught:
        read_groove(written)
    said = caught.value.message.replace(str(written), "barefoot.toml")
    assert said in " ".join(GUIDE.read_text("utf-8").split())


def test_there_are_twelve_with_true_reasons_everywhere() -> None:
    assert len(groove_names()) >= 12
    for name in groove_names():
        assert "threes" not in groove_named(name).reason_in(Meter(7, 8))

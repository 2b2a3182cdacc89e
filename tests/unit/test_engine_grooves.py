"""Grooves as data."""

from pathlib import Path

import pytest

from companion.domain.harmony import Meter
from companion.engine.groove import bar_signs, groove_named, groove_names, read_groove
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

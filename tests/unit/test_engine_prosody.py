"""Words to syllables."""

import pytest

from companion.engine.prosody import syllables


def split(line: str, language: str = "en") -> str:
    return " ".join(s.text + ("-" if s.syllabic in ("begin", "middle") else "") for s in syllables(line, language))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("When the house is still", "When the house is still"),
        ("I keep the candle close.", "I keep the can- dle close."),
        ("somebody quietly remembers", "some- bo- dy qui- et- ly re- mem- bers"),
        ("“Stay,” she whispered", "“Stay,” she whis- pered"),
        ("half-light — tired houses", "half- light tired hous- es"),
        ("hours of flowers", "hours of flow- ers"),
        ("every evening", "ev- ery eve- ning"),
        ("several cameras", "sev- eral cam- e- ras"),
        ("naïve Zoë, interesting", "na- ïve Zo- ë, in- terest- ing"),
        ("24 hours", "2- 4 hours"),
        ("don't 😀 go", "don't go"),
        ("müde Ich gehe", "mü- de Ich ge- he"),
        ("私は海", "私- は- 海"),
        ("سلام عليكم", "سلام عليكم"),
    ],
)
def test_words_are_split_as_they_are_sung(line: str, expected: str) -> None:
    assert split(line) == expected


@pytest.mark.parametrize("line", ["", "   ", "...!?", "😀 😀", "— – -", "\u200b", "'"])
def test_what_can_not_be_sung_has_no_syllables(line: str) -> None:
    assert syllables(line) == ()


def test_stress_follows_speech() -> None:
    stressed = [s.text for s in syllables("I remember the window and a candle") if s.is_stressed]
    assert stressed == ["mem", "win", "can"]


def test_four_hundred_syllables_in_a_line_are_counted() -> None:
    assert len(syllables("la " * 400)) == 400
    assert len(syllables("la" * 400)) == 400


def test_another_language_is_split_by_its_own_patterns() -> None:
    assert split("Zimmer Hoffnung", "de") == "Zim- mer Hoff- nung"
    assert split("Zimmer", "xx") == "Zim- mer"
    assert split("María guía oído agua", "es") == "Ma- rí- a guí- a o- í- do a- gua"

"""Keys, meters, tempos, feelings and numbers that can't be: wrong use is told in two lines and makes nothing."""

import pytest

from tests.commands import CommandLine

WRONG = [
    ("--key H", "'H' is not a note name"),
    ("--key Z", "'Z' is not a note name"),
    ("--key F~blue", "'F blue' is not a key"),
    ("--meter 0/4", "0 beats a bar"),
    ("--meter 3/3", "not in 3"),
    ("--meter 99/4", "99 beats a bar"),
    ("--meter waltz", "'waltz' is not a meter"),
    ("--tempo 0", "not in the range"),
    ("--tempo 10000", "not in the range"),
    ("--tempo nan", "'nan' is no number"),
    ("--tempo inf", "not in the range"),
    ("--tempo slow", "not a valid float"),
    ("--affect 9,9", "runs from -4 to 4"),
    ("--affect 1", "not a place on the grid"),
    ("--affect 1,2,3", "not a place on the grid"),
    ("--groove polka", "no groove called 'polka'"),
    ("--voice tenor", "'tenor' is not one of"),
    ("--seed x", "not a valid integer"),
    ("--prettier", "No such option"),
    ("--feeling", "requires an argument"),
]
WRONG_COUNTS = [
    ("--count 0", "1<=x<=100"),
    ("--count 101", "1<=x<=100"),
    ("--bars 0", "1<=x<=256"),
    ("--bars 257", "1<=x<=256"),
]


@pytest.mark.parametrize(("options", "says"), WRONG + WRONG_COUNTS)
def test_wrong_suggestions(companion: CommandLine, options: str, says: str) -> None:
    ran = companion("suggest", "--json", *(each.replace("~", " ") for each in options.split()))
    ran.told(2, says)
    assert ran.out == ""


@pytest.mark.parametrize(("options", "says"), WRONG)
def test_wrong_compositions_write_nothing(companion: CommandLine, options: str, says: str) -> None:
    (companion.folder / "words.txt").write_text("rain")
    options_given = [each.replace("~", " ") for each in options.split()]
    companion("compose", "words.txt", "-o", "song.mid", *options_given).told(2, says)
    assert not (companion.folder / "song.mid").exists()


@pytest.mark.parametrize("meter", ["2/4", "5/4", "7/8", "12/8"])
def test_meters_from_everywhere_work(companion: CommandLine, meter: str) -> None:
    ran = companion("suggest", "--meter", meter, "--tempo", "30")
    assert (ran.status, ran.err) == (0, ""), ran
    assert meter in ran.out


def test_a_feeling_that_is_in_no_table_stays_the_persons_word(companion: CommandLine) -> None:
    ran = companion("suggest", "--json", "--feeling", "blorp")
    assert ran.status == 0
    assert "'blorp' is not in the table of feelings" in ran.err
    assert '"feeling": "blorp"' in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nonsense",), "No such command 'nonsense'"),
        (("compose",), "Missing argument 'LYRICS'"),
        (("compose", "words.txt"), "Missing option '-o'"),
        (("render",), "Missing argument 'MIDI'"),
        (("session", "no-such-exercise", "--plain"), "no exercise called 'no-such-exercise'"),
        (("session", "../../etc", "--plain"), "no exercise called '../../etc'"),
        (("journal", "list", "--limit", "0"), "x>=1"),
    ],
)
def test_wrong_calls(companion: CommandLine, arguments: tuple[str, ...], says: str) -> None:
    companion(*arguments).told(2, says)


def test_without_a_terminal_the_screen_says_what_to_use(companion: CommandLine) -> None:
    companion().told(2, "no terminal", "--plain")
    companion("session").told(2, "no terminal", "--plain")

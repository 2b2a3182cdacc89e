"""Before and after on a line: numbers as they were given, two different signs, and nothing for what was not shared."""

from datetime import date

from companion.services.between.report_chart import Point
from companion.services.between.small_plot import LEGEND, plot_lines, scale_line

DAY = date(2026, 3, 1)


def test_two_signs_stand_where_the_numbers_are() -> None:
    assert scale_line(0, 10, 6, 3) == "· · · ● · · ○ · · · ·"
    assert scale_line(-4, 4, -4, 4) == "○ · · · · · · · ●"


def test_the_same_number_twice_is_one_sign_of_its_own() -> None:
    assert scale_line(0, 10, 10, 10) == "· · · · · · · · · · ◉"


def test_what_was_not_shared_has_neither_number_nor_sign() -> None:
    lines = plot_lines([Point(DAY, distress_after=0)])
    assert lines == [
        "Distress, 0 to 10", "  1 March 2026      before  –  after  0  ● · · · · · · · · · ·", "", LEGEND,
    ]  # fmt: skip


def test_no_numbers_no_plot() -> None:
    assert plot_lines([]) == []
    assert plot_lines([Point(DAY)]) == []


def test_each_return_has_its_line_and_each_scale_its_name() -> None:
    lines = plot_lines([Point(DAY, 5, 3, -1, 2, 1, -2), Point(DAY, 4, 4)])
    assert [line for line in lines if not line.startswith(" ")] == [
        "Distress, 0 to 10", "", "Unpleasant to pleasant, -4 to 4", "", "Sleepy to awake, -4 to 4", "", LEGEND,
    ]  # fmt: skip
    assert sum("March" in line for line in lines) == 4
    assert max(map(len, lines)) <= 68

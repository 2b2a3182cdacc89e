"""Before and after on a line of signs: a ring for before, a full dot for after, so that no colour is needed."""

from collections.abc import Iterable, Iterator

from companion.exports.entry_words import date_in_words
from companion.language import _
from companion.services.between.report_chart import Point

BEFORE, AFTER, BOTH, BETWEEN = "○", "●", "◉", "·"
LEGEND = _("{before} before   {after} after   {both} both the same").format(before=BEFORE, after=AFTER, both=BOTH)
SCALES = (
    (_("Distress, 0 to 10"), "distress", 0, 10),
    (_("Unpleasant to pleasant, -4 to 4"), "valence", -4, 4),
    (_("Sleepy to awake, -4 to 4"), "arousal", -4, 4),
)
NOT_SHARED = "–"


def scale_line(low: int, high: int, before: int | None, after: int | None) -> str:
    """A scale from `low` to `high`, two columns a step, with what was said on it."""
    signs = []
    for value in range(low, high + 1):
        is_before, is_after = value == before, value == after
        signs.append(BOTH if is_before and is_after else BEFORE if is_before else AFTER if is_after else BETWEEN)
    return " ".join(signs)


def plot_lines(points: Iterable[Point]) -> list[str]:
    """A line for each return and scale: the day, the numbers as they were given, and where they stand.

    Scales of which nothing was shared are left out.
    """
    known = tuple(points)
    lines = [line for name, field, low, high in SCALES for line in _scale(known, name, field, low, high)]
    return [*lines, LEGEND] if lines else []


def _scale(points: tuple[Point, ...], name: str, field: str, low: int, high: int) -> Iterator[str]:
    said = [(each.day, getattr(each, f"{field}_before"), getattr(each, f"{field}_after")) for each in points]
    shared = [each for each in said if each[1:] != (None, None)]
    if shared:
        yield name
    for day, before, after in shared:
        numbers = _("before {before:>2}  after {after:>2}").format(before=_number(before), after=_number(after))
        yield f"  {date_in_words(day):<17} {numbers}  {scale_line(low, high, before, after)}"
    if shared:
        yield ""


def _number(value: int | None) -> str:
    return NOT_SHARED if value is None else str(value)

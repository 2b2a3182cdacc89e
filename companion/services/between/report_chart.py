"""A plain line chart, drawn as SVG: rings for before and full dots for after, so that no colour is needed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import groupby

from msgspec import Struct

from companion.exports.entry_words import date_in_words
from companion.language import _

WIDTH, LEFT, RIGHT, TOP = 720.0, 44.0, 14.0, 20.0
PLOT, GAP = 120.0, 54.0

DATE_WIDTH = 92.0
"""So far apart dates stand under the line without touching."""


class Point(Struct, frozen=True):
    """What one return said: distress from 0 to 10, valence and arousal from -4 to 4; None where it was not shared."""

    day: date
    distress_before: int | None = None
    distress_after: int | None = None
    valence_before: int | None = None
    valence_after: int | None = None
    arousal_before: int | None = None
    arousal_after: int | None = None

    @property
    def holds_something(self) -> bool:
        """Whether any number was shared."""
        return any(value is not None for value in (
            self.distress_before, self.distress_after, self.valence_before,
            self.valence_after, self.arousal_before, self.arousal_after,
        ))  # fmt: skip


class Panel(Struct, frozen=True):
    """One of the charts under each other: its name, its scale, and where its numbers stand."""

    name: str
    low: int
    high: int
    before: Callable[[Point], int | None]
    after: Callable[[Point], int | None]


PANELS = (
    Panel(_("Distress, 0 to 10"), 0, 10, lambda each: each.distress_before, lambda each: each.distress_after),
    Panel(_("Pleasant, -4 to 4"), -4, 4, lambda each: each.valence_before, lambda each: each.valence_after),
    Panel(_("Awake, -4 to 4"), -4, 4, lambda each: each.arousal_before, lambda each: each.arousal_after),
)


def chart(points: Sequence[Point]) -> str:
    """The chart as a figure with a table's worth of words for those who can't see it; empty without points."""
    panels = [panel for panel in PANELS if any(_said(panel, point) for point in points)]
    if not panels:
        return ""
    height = TOP + len(panels) * (PLOT + GAP)
    drawn = "".join(_panel(panel, points, TOP + row * (PLOT + GAP)) for row, panel in enumerate(panels))
    words = escape("; ".join(f"{panel.name}: {_in_words(panel, points)}" for panel in panels))
    return (
        f'<figure><svg viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-label="{words}">{drawn}</svg>'
        f"<figcaption>{escape(_caption(points))}</figcaption></figure>"
    )


def _caption(points: Sequence[Point]) -> str:
    first, last = date_in_words(points[0].day), date_in_words(points[-1].day)
    days = _("{day}.").format(day=first) if first == last else _("{first} to {last}.").format(first=first, last=last)
    return " ".join((days, _(
        "A ring is before, with a dashed line; a full dot is after, with a whole one. "
        "Each stands over its day; where a number was not shared, the line has a gap."
    )))  # fmt: skip


def _panel(panel: Panel, points: Sequence[Point], top: float) -> str:
    def y(value: int) -> float:
        return top + PLOT - (value - panel.low) / (panel.high - panel.low) * PLOT

    x = _across(points)
    parts = [f'<text x="{LEFT:g}" y="{top - 7:.1f}">{panel.name}</text>']
    for value in (panel.low, (panel.low + panel.high) // 2, panel.high):
        parts.append(
            f'<line x1="{LEFT:g}" x2="{WIDTH - RIGHT:g}" y1="{y(value):.1f}" y2="{y(value):.1f}" '
            'stroke="currentColor" stroke-opacity=".25"/>'
            f'<text x="{LEFT - 8:g}" y="{y(value) + 4:.1f}" text-anchor="end">{value}</text>'
        )
    below = f'y="{top + PLOT + 20:.1f}" text-anchor="middle"'
    parts += [
        f'<text x="{x[index]:.1f}" {below}>{escape(date_in_words(points[index].day, with_year=False))}</text>'
        for index in _apart(x)
    ]
    parts.append(_line([(x[i], panel.before(each)) for i, each in enumerate(points)], y, is_before=True))
    parts.append(_line([(x[i], panel.after(each)) for i, each in enumerate(points)], y, is_before=False))
    return "".join(parts)


def _line(row: Sequence[tuple[float, int | None]], y: Callable[[int], float], *, is_before: bool) -> str:
    runs = [[(x, y(value)) for x, value in run if value is not None]
            for is_said, run in groupby(row, key=lambda each: each[1] is not None) if is_said]  # fmt: skip
    dashes = ' stroke-dasharray="5 4"' if is_before else ""
    paths = (" L".join(f"{x:.1f} {height:.1f}" for x, height in run) for run in runs)
    fill = "var(--paper)" if is_before else "currentColor"
    radius = 6 if is_before else 3.5
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{height:.1f}" r="{radius}" fill="{fill}" stroke="currentColor" stroke-width="1.5"/>'
        for run in runs
        for x, height in run
    )
    lines = " ".join(f"M{path}" for path in paths)
    drawn = f'<path d="{lines}" fill="none" stroke="currentColor" stroke-width="1.5"{dashes}/>' if lines else ""
    return drawn + dots


def _apart(x: Sequence[float]) -> Iterator[int]:
    """The places from the left whose dates don't touch the one before."""
    last = float("-inf")
    for index, place in enumerate(x):
        if place - last >= DATE_WIDTH:
            last = place
            yield index


def _across(points: Sequence[Point]) -> list[float]:
    """Where each point stands from left to right: by its day; evenly where all are on one."""
    first, last = min(each.day for each in points), max(each.day for each in points)
    room, days = WIDTH - LEFT - RIGHT - 40, (last - first).days
    if days == 0:
        return [LEFT + 20 + room * (index + 0.5) / len(points) for index in range(len(points))]
    return [LEFT + 20 + room * (each.day - first).days / days for each in points]


def _said(panel: Panel, point: Point) -> bool:
    return panel.before(point) is not None or panel.after(point) is not None


def _in_words(panel: Panel, points: Sequence[Point]) -> str:
    def told(value: int | None) -> str:
        return _("not shared") if value is None else str(value)

    return ", ".join(
        _("{day} before {before}, after {after}").format(
            day=each.day.isoformat(), before=told(panel.before(each)), after=told(panel.after(each))
        )
        for each in points
        if _said(panel, each)
    )

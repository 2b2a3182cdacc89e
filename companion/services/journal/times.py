"""Numbers of how it was, in the order in which they were given: for those who ask to see them, and said of nothing.

No mean, no line through them, no word on where they go: they are what someone said on some days.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec import Struct

from companion.domain.affect import GRID_LIMIT, CheckIn
from companion.domain.entry import Entry
from companion.domain.feelings import in_own_language
from companion.exports.entry_words import moment_in_words
from companion.language import _
from companion.messages import NO_NUMBERS

HIGHEST = 10


class Measure(Struct, frozen=True):
    """One thing that is asked in numbers: from `low` to `high`; `of` reads it from a check-in, None where not given."""

    name: str
    low: int
    high: int
    of: Callable[[CheckIn], int | None]

    def in_words(self, level: int) -> str:
        """The number with what it is a number of."""
        if self.low < 0:
            return _("{name} {level:+d} (from {low:+d} to {high:+d})").format(
                name=self.name, level=level, low=self.low, high=self.high
            )
        return _("{name} {level} of {high}").format(name=self.name, level=level, high=self.high)


class Said(Struct, frozen=True):
    """One answer: when, the number, and the word that was given with it (may be empty)."""

    moment: datetime
    level: int
    feeling: str


MEASURES = (
    Measure("distress", 0, HIGHEST, lambda said: said.distress),
    Measure("comfort", 0, HIGHEST, lambda said: said.comfort),
    Measure("pleasant", -GRID_LIMIT, GRID_LIMIT, lambda said: said.affect.valence if said.affect else None),
    Measure("awake", -GRID_LIMIT, GRID_LIMIT, lambda said: said.affect.arousal if said.affect else None),
)
"""SUDS (0 to 10), comfort, and the two sides of the Affect Grid (Russell, Weiss & Mendelsohn 1989)."""


def said_over_time(entries: Iterable[Entry], measure: Measure) -> tuple[Said, ...]:
    """All answers that have the number, the oldest first."""
    found = [
        Said(entry.created, level, entry.body.feeling or "")
        for entry in entries
        if isinstance(entry.body, CheckIn) and (level := measure.of(entry.body)) is not None
    ]
    return tuple(sorted(found, key=lambda each: each.moment))


def numbers_in_words(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Every number with its moment and its word, a measure after the other; a sentence where there is none."""
    kept = tuple(entries)
    lines = tuple(
        f"{moment_in_words(said.moment)}: {_word_of(said)}{measure.in_words(said.level)}"
        for measure in MEASURES
        for said in said_over_time(kept, measure)
    )
    return lines or (NO_NUMBERS,)


def _word_of(said: Said) -> str:
    return f"“{in_own_language(said.feeling)}”, " if said.feeling else ""

"""The terms of an assignment, one row each: what it is called, what it is now, and how it is asked for."""

from collections.abc import Callable
from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import replace
from textual.screen import Screen

from companion.domain.assignment import ITEMS, NEVER, TEMPO_RANGE, Item, Never
from companion.services.between.assigning import Wish
from companion.services.between.assignments import DIAL
from companion.tui.modals.line import LineModal
from companion.tui.modals.pick import PickModal
from companion.tui.modals.ticks import TicksModal
from companion.tui.screens.base import app_of

AS_IT_IS = "as the exercise has it"
OWN_THRESHOLD = "their own setting"
LONGEST_SHOWN = 40
SIZES = (("whole", "the whole of it"), ("smallest", "the smallest form"), ("low energy", "for little strength"))
PACES = (TEMPO_RANGE, (30, 60), (50, 70), (60, 80), (70, 100))
ITEM_NAMES: tuple[Item, ...] = get_args(Item)
NEVER_NAMES: tuple[Never, ...] = get_args(Never)

Changed = Callable[[Wish], None]
Asks = Callable[["Screen[None]", Wish, Changed], None]


class Term(Struct, frozen=True):
    """One row."""

    label: str
    value: Callable[[Wish], str]
    ask: Asks


def ask_term(screen: Screen[None], term: Term, wish: Wish, changed: Changed) -> None:
    """Ask for one; `changed` gets the wish with it."""
    term.ask(screen, wish, changed)


def _line(field: str, question: str, note: str = "") -> Asks:
    """Asks for a line; a new one takes the place of the old."""

    def ask(screen: Screen[None], wish: Wish, changed: Changed) -> None:
        def entered(text: str | None) -> None:
            if text is not None:
                changed(replace(wish, **{field: text.strip()}))

        screen.app.push_screen(LineModal(question, note, str(getattr(wish, field))), entered)

    return ask


def _pick(question: str, rows: tuple[tuple[str, str], ...], change: Callable[[Wish, int], Wish]) -> Asks:
    """Asks for one of a few."""

    def ask(screen: Screen[None], wish: Wish, changed: Changed) -> None:
        def picked(index: int | None) -> None:
            if index is not None:
                changed(change(wish, index))

        screen.app.push_screen(PickModal(question, rows), picked)

    return ask


def _tick(
    question: str,
    labels: tuple[str, ...],
    on: Callable[[Wish], tuple[int, ...]],
    change: Callable[[Wish, tuple[int, ...]], Wish],
) -> Asks:
    """Asks for some of a few."""

    def ask(screen: Screen[None], wish: Wish, changed: Changed) -> None:
        def ticked(indices: tuple[int, ...] | None) -> None:
            changed(change(wish, indices or ()))

        app_of(screen).push_screen(TicksModal(question, labels, on(wish)), ticked)

    return ask


def _short(text: str, otherwise: str) -> str:
    return (text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…") or otherwise


def _limits(wish: Wish, **change: Any) -> Wish:
    return replace(wish, limits=replace(wish.limits, **change))


def _pace(low: int, high: int) -> str:
    return "any" if (low, high) == TEMPO_RANGE else f"{low} to {high} beats a minute"


TERMS: tuple[Term, ...] = (
    Term("For", lambda w: _short(w.pseudonym, "whom?"),
         _line("pseudonym", "What do you call them?", "it need not be their name")),
    Term("A note", lambda w: _short(w.note, "none"), _line("note", "A few words from you")),
    Term("Why this one", lambda w: _short(w.reason, "not said"), _line("reason", "Why this one, in your words?")),
    Term("When", lambda w: _short(w.due, "when we meet"),
         _line("due", "When would you like it?", "a day, or a word such as: when we meet")),
    Term("How much is held", lambda w: AS_IT_IS if w.dial is None else DIAL[w.dial - 1],
         _pick("How much to hold on to, to begin with? They can change it.",
               ((AS_IT_IS, ""), *((each, "") for each in DIAL)),
               lambda w, index: replace(w, dial=index or None))),
    Term("How long", lambda w: dict(SIZES)[w.limits.size],
         _pick("How much of it?", tuple((label, "") for _, label in SIZES),
               lambda w, index: _limits(w, size=SIZES[index][0]))),
    Term("Pace", lambda w: _pace(w.limits.tempo_low, w.limits.tempo_high),
         _pick("How fast may the music be?", tuple((_pace(*each), "") for each in PACES),
               lambda w, index: _limits(w, tempo_low=PACES[index][0], tempo_high=PACES[index][1]))),
    Term("Never", lambda w: _short("; ".join(NEVER[each] for each in w.limits.never), "nothing is left out"),
         _tick("What shall not be in it?", tuple(NEVER[each] for each in NEVER_NAMES),
               lambda w: tuple(NEVER_NAMES.index(each) for each in w.limits.never),
               lambda w, on: _limits(w, never=tuple(NEVER_NAMES[each] for each in on)))),
    Term("Gentle stop at", lambda w: OWN_THRESHOLD if w.threshold is None else f"{w.threshold} of 10",
         _pick("At how much distress is a gentle stop offered?",
               ((OWN_THRESHOLD, ""), *((f"{level} of 10", "") for level in range(1, 11))),
               lambda w, index: replace(w, threshold=index or None))),
    Term("Asked for", lambda w: _short("; ".join(ITEMS[each] for each in w.asks), "nothing"),
         _tick("What would you like to see? Asked, not taken.", tuple(ITEMS[each] for each in ITEM_NAMES),
               lambda w: tuple(ITEM_NAMES.index(each) for each in w.asks),
               lambda w, on: replace(w, asks=tuple(ITEM_NAMES[each] for each in on)))),
)  # fmt: skip
"""In the order in which they are shown."""

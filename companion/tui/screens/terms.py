"""The terms of an assignment, one row each: what it is called, what it is now, and how it is asked for."""

from collections.abc import Callable
from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import replace
from textual.screen import Screen

from companion.domain.assignment import ITEMS, NEVER, Item, Never
from companion.domain.features import FEATURES
from companion.domain.feelings import CHECK_IN_WORDS, in_own_language
from companion.language import _
from companion.services.between.assigning import Wish
from companion.services.between.assignments import DIAL
from companion.services.between.due import due_from, due_in_words
from companion.services.between.terms_in_words import (
    ABOUT,
    AS_IT_IS,
    OWN_THRESHOLD,
    PACES,
    SIZES,
    TermName,
    asked_first_in_words,
    asks_in_words,
    dial_in_words,
    feelings_in_words,
    never_in_words,
    pace_in_words,
    threshold_in_words,
)
from companion.tui.modals.line import LineModal
from companion.tui.modals.pick import PickModal
from companion.tui.modals.ticks import TicksModal
from companion.tui.screens.base import app_of

LONGEST_SHOWN = 40
WHEN, WHEN_NOTE = _("When would you like it?"), _("a day, such as friday or 3 may, or a word: when we meet")
ITEM_NAMES: tuple[Item, ...] = get_args(Item)
NEVER_NAMES: tuple[Never, ...] = get_args(Never)

Changed = Callable[[Wish], None]
Asks = Callable[["Screen[None]", Wish, Changed], None]


class Term(Struct, frozen=True):
    """One row; `about` says what it is for."""

    name: TermName
    label: str
    value: Callable[[Wish], str]
    ask: Asks

    @property
    def about(self) -> str:
        """What it is for, in a sentence."""
        return ABOUT[self.name]


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


def _ask_due(screen: Screen[None], wish: Wish, changed: Changed) -> None:
    """Asks for a day, or a few words."""

    def entered(text: str | None) -> None:
        if text is not None:
            changed(replace(wish, due=due_from(text, app_of(screen).companion.clock().date())))

    screen.app.push_screen(LineModal(WHEN, WHEN_NOTE, due_in_words(wish.due)), entered)


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


TERMS: tuple[Term, ...] = (
    Term("pseudonym", _("For"), lambda w: _short(w.pseudonym, _("whom?")),
         _line("pseudonym", _("What do you call them?"), _("it need not be their name"))),
    Term("note", _("A note"), lambda w: _short(w.note, _("none")), _line("note", _("A few words from you"))),
    Term("reason", _("Why this one"), lambda w: _short(w.reason, _("not said")),
         _line("reason", _("Why this one, in your words?"))),
    Term("due", _("When"), lambda w: _short(due_in_words(w.due), ""), _ask_due),
    Term("dial", _("How much is held"), dial_in_words,
         _pick(_("How much to hold on to, to begin with? They can change it."),
               ((AS_IT_IS, ""), *((each, "") for each in DIAL)),
               lambda w, index: replace(w, dial=index or None))),
    Term("size", _("How long"), lambda w: dict(SIZES)[w.limits.size],
         _pick(_("How much of it?"), tuple((label, "") for _other, label in SIZES),
               lambda w, index: _limits(w, size=SIZES[index][0]))),
    Term("pace", _("Pace"), lambda w: pace_in_words(w.limits.tempo_low, w.limits.tempo_high),
         _pick(_("How fast may the music be?"), tuple((pace_in_words(*each), "") for each in PACES),
               lambda w, index: _limits(w, tempo_low=PACES[index][0], tempo_high=PACES[index][1]))),
    Term("never", _("Never"), lambda w: _short(never_in_words(w), ""),
         _tick(_("What shall not be in it?"), tuple(NEVER[each] for each in NEVER_NAMES),
               lambda w: tuple(NEVER_NAMES.index(each) for each in w.limits.never),
               lambda w, on: _limits(w, never=tuple(NEVER_NAMES[each] for each in on)))),
    Term("ask first", _("Ask first"), lambda w: _short(asked_first_in_words(w), ""),
         _tick(_("What shall they be asked about first?"), tuple(FEATURES[each] for each in NEVER_NAMES),
               lambda w: tuple(NEVER_NAMES.index(each) for each in w.limits.ask_first),
               lambda w, on: _limits(w, ask_first=tuple(NEVER_NAMES[each] for each in on)))),
    Term("feelings", _("Feelings"), lambda w: _short(feelings_in_words(w), ""),
         _tick(_("Which words are offered for how it is? Words of their own are always possible."),
               tuple(map(in_own_language, CHECK_IN_WORDS)),
               lambda w: tuple(CHECK_IN_WORDS.index(each) for each in w.feelings),
               lambda w, on: replace(w, feelings=tuple(CHECK_IN_WORDS[each] for each in on)))),
    Term("threshold", _("Gentle stop at"), threshold_in_words,
         _pick(_("At how much distress is a gentle stop offered?"),
               ((OWN_THRESHOLD, ""), *((_("{level} of 10").format(level=level), "") for level in range(1, 11))),
               lambda w, index: replace(w, threshold=index or None))),
    Term("asks", _("Asked for"), lambda w: _short(asks_in_words(w), ""),
         _tick(_("What would you like to see? Asked, not taken."), tuple(ITEMS[each] for each in ITEM_NAMES),
               lambda w: tuple(ITEM_NAMES.index(each) for each in w.asks),
               lambda w, on: replace(w, asks=tuple(ITEM_NAMES[each] for each in on)))),
    Term("consent", _("On sharing"), lambda w: _short(w.consent, _("nothing added")),
         _line("consent", _("What do you add to what sharing means?"), _("how long you keep it, who else may look"))),
)  # fmt: skip
"""In the order in which they are shown."""

"""Choosing an exercise on a plain terminal: the one of today first, a few gentle ones, and all of them."""

from companion import messages
from companion.domain.exercise import Exercise, Size
from companion.language import _
from companion.plain.boundaries import ask_first
from companion.plain.console import Console, number_in
from companion.services.container import Companion
from companion.services.walking.session import Session
from companion.services.walking.shelf import Shelf, about, fit, not_today, shelf_of

HOW = _(
    "Number to begin, or enter for the first. 'small 2' is its smallest form, 'easy 2' asks less, 'about 2' tells more."
)
SIZES: dict[str, Size] = {"small": "smallest", "easy": "low energy"}


def choose_exercise(companion: Companion, console: Console) -> Session:
    """Ask which, and begin it. Raises GoBack, StopGently, CompanionError."""
    shelf = shelf_of(companion, companion.clock().date())
    shown = shelf.short
    while True:
        _tell(console, shelf, shown)
        words = console.ask(HOW).casefold().split() or ["1"]
        number = number_in(words[-1], 1, len(shown) + 1)
        if words == ["all"] or (number == len(shown) + 1 and len(words) == 1):
            shown = shelf.every
            continue
        if number is None or number > len(shown) or (len(words) == 2 and words[0] not in (*SIZES, "about")):
            console.say(_("A number from 1 to {count}, please.").format(count=len(shown)))
            continue
        exercise = shown[number - 1]
        if words[0] == "about":
            console.tell(*filter(None, (exercise.purpose, exercise.preparation, not_today(exercise))))
            continue
        if exercise.themes and console.choose(exercise.warning, messages.WARNING_CHOICES) != 0:
            continue
        agreed = ask_first(console, fit(exercise, shelf))
        if agreed is not None:
            return companion.new_session(exercise.id, SIZES.get(words[0], "whole"), agreed)


def _tell(console: Console, shelf: Shelf, shown: tuple[Exercise, ...]) -> None:
    console.say(messages.CHOOSE_EXERCISE)
    console.tell(*(f"{number}. {each.title}, {about(each, shelf)}" for number, each in enumerate(shown, start=1)))
    if len(shown) < len(shelf.every):
        console.say(f"{len(shown) + 1}. {messages.MORE_EXERCISES}, {len(shelf.every)}")

"""Giving an exercise on a plain terminal: its terms one by one, seen and walked as the client will, then written."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, get_args

from msgspec.structs import replace

from companion import messages
from companion.domain.assignment import ITEMS, NEVER, Item, Never, Terms
from companion.domain.exercise import Exercise
from companion.domain.feelings import CHECK_IN_WORDS, in_own_language
from companion.errors import CompanionError, WrongUseError
from companion.exports.plain_text import harmless
from companion.files import free_path, make_folder
from companion.language import _
from companion.plain.console import Console
from companion.services.between import terms_in_words as w
from companion.services.between.assigning import Wish, assign, assignment_for, cautions
from companion.services.between.assignments import DIAL, page_of
from companion.services.between.due import due_from, due_in_words
from companion.services.container import Companion
from companion.services.exercises.rehearsing import NOTHING_KEPT, Rehearsal
from companion.services.walking.session import Session

WRITTEN = _("Anyone who has the file can read it. It holds no secret.")
T = TypeVar("T")


class PlainGiving:
    """The terms as a numbered list. `walk` walks a session."""

    def __init__(self, companion: Companion, console: Console, walk: Callable[[Session], None]) -> None:
        self._companion = companion
        self._console = console
        self._walk = walk

    def give(self) -> None:
        """Choose one, set its terms, see it, write it; an empty line leaves. Raises GoBack and StopGently."""
        exercise = choose_one(self._companion, self._console)
        if exercise is None:
            return
        self._console.say(exercise.purpose)
        wish: Wish | None = Wish("")
        while wish is not None:
            wish = self._one_term(exercise, wish)

    def _one_term(self, exercise: Exercise, wish: Wish) -> Wish | None:
        """Ask for one term, or do something with all of them; None when it is written or left."""
        terms = self._terms(wish)
        doors: tuple[tuple[str, Callable[[], Wish | None]], ...] = (
            (_("See it as they will"), lambda: self._see(exercise, wish)),
            (_("Walk it as they would"), lambda: self._try(exercise, wish)),
            (_("Write the file"), lambda: self._write(exercise, wish)),
        )
        labels = (*(label for _name, label, _ask in terms), *(label for label, _do in doors))
        choice = self._console.choose(_("Which one? Empty leaves, and nothing is written."), map(harmless, labels))
        if not isinstance(choice, int):
            return None
        try:
            if choice >= len(terms):
                return doors[choice - len(terms)][1]()
            name, _label, ask = terms[choice]
            self._console.say(w.ABOUT[name])
            return ask()
        except CompanionError as error:
            self._console.say(harmless(str(error)))
            return wish

    def _terms(self, wish: Wish) -> tuple[tuple[w.TermName, str, Callable[[], Wish]], ...]:
        """Each term: its name, what it is now, and how it is asked for."""
        return (
            ("pseudonym", _("For: {}").format(wish.pseudonym or _("whom?")),
             lambda: self._text(wish, "pseudonym", _("What do you call them? It need not be their name."))),
            ("note", _("A note: {}").format(wish.note or _("none")),
             lambda: self._text(wish, "note", _("A few words from you:"))),
            ("reason", _("Why this one: {}").format(wish.reason or _("not said")),
             lambda: self._text(wish, "reason", _("Why this one, in your words?"))),
            ("due", _("When: {}").format(due_in_words(wish.due)), lambda: self._due(wish)),
            ("dial", _("How much is held: {}").format(w.dial_in_words(wish)), lambda: self._dial(wish)),
            ("size", _("How long: {}").format(dict(w.SIZES)[wish.limits.size]), lambda: self._size(wish)),
            ("pace", _("Pace: {}").format(w.pace_in_words(wish.limits.tempo_low, wish.limits.tempo_high)),
             lambda: self._pace(wish)),
            ("never", _("Never: {}").format(w.never_in_words(wish)), lambda: self._features(wish, "never")),
            ("ask first", _("Ask first: {}").format(w.asked_first_in_words(wish)),
             lambda: self._features(wish, "ask_first")),
            ("feelings", _("Feelings that are offered: {}").format(w.feelings_in_words(wish)),
             lambda: self._feelings(wish)),
            ("threshold", _("Gentle stop at: {}").format(w.threshold_in_words(wish)), lambda: self._threshold(wish)),
            ("asks", _("Asked for: {}").format(w.asks_in_words(wish)), lambda: self._asks(wish)),
            ("consent", _("Added to what sharing means: {}").format(wish.consent or _("nothing")),
             lambda: self._text(wish, "consent", _("What do you add, in your words?"))),
        )  # fmt: skip

    def _text(self, wish: Wish, field: str, question: str) -> Wish:
        return replace(wish, **{field: self._console.ask(question, free_text=True)})

    def _due(self, wish: Wish) -> Wish:
        answer = self._console.ask(_("When would you like it? A day, or: when we meet"), free_text=True)
        return replace(wish, due=due_from(answer, self._companion.clock().date()))

    def _dial(self, wish: Wish) -> Wish:
        choice = self._console.choose(_("How much to hold on to, to begin with? They can change it."),
                                      (w.AS_IT_IS, *DIAL))  # fmt: skip
        return replace(wish, dial=choice or None) if isinstance(choice, int) else wish

    def _size(self, wish: Wish) -> Wish:
        choice = self._console.choose(_("How much of it?"), (label for _size, label in w.SIZES))
        return _limited(wish, size=w.SIZES[choice][0]) if isinstance(choice, int) else wish

    def _pace(self, wish: Wish) -> Wish:
        choice = self._console.choose(_("How fast may the music be?"), (w.pace_in_words(*each) for each in w.PACES))
        if not isinstance(choice, int):
            return wish
        low, high = w.PACES[choice]
        return _limited(wish, tempo_low=low, tempo_high=high)

    def _features(self, wish: Wish, field: str) -> Wish:
        now: tuple[Never, ...] = getattr(wish.limits, field)
        return _limited(wish, **{field: self._several(get_args(Never), NEVER.values(), now)})

    def _feelings(self, wish: Wish) -> Wish:
        labels = map(in_own_language, CHECK_IN_WORDS)
        return replace(wish, feelings=self._several(CHECK_IN_WORDS, labels, wish.feelings))

    def _asks(self, wish: Wish) -> Wish:
        return replace(wish, asks=self._several(get_args(Item), ITEMS.values(), wish.asks))

    def _threshold(self, wish: Wish) -> Wish:
        level = self._console.number(_("At how much distress is a gentle stop offered? 1 to 10, empty for their own."),
                                     1, 10)  # fmt: skip
        return replace(wish, threshold=level)

    def _several(self, all_of: Sequence[T], labels: Iterable[str], now: Sequence[T]) -> tuple[T, ...]:
        """Some of a few: a number turns one on or off, an empty line is done."""
        named = tuple(labels)
        on = set(now)
        while True:
            rows = [f"{label}: {_('yes')}" if each in on else label for each, label in zip(all_of, named, strict=True)]
            choice = self._console.choose(_("A number turns one on or off. Empty is done."), rows)
            if not isinstance(choice, int):
                return tuple(each for each in all_of if each in on)
            on ^= {all_of[choice]}

    def _see(self, exercise: Exercise, wish: Wish) -> Wish:
        agreed = replace(wish, themes=exercise.themes, has_thought_of_cautions=True,
                         pseudonym=wish.pseudonym or _("you"))  # fmt: skip
        made = assignment_for(self._companion.places, exercise, agreed, "0" * 32)
        self._console.tell(*map(harmless, page_of(made)))
        return wish

    def _try(self, exercise: Exercise, wish: Wish) -> Wish:
        terms = Terms(dial=wish.dial, threshold=wish.threshold, limits=wish.limits, feelings=wish.feelings)
        self._console.say(NOTHING_KEPT)
        rehearsal = Rehearsal(self._companion, exercise, terms)
        try:
            self._walk(rehearsal.session)
        finally:
            rehearsal.close()
        return wish

    def _write(self, exercise: Exercise, wish: Wish) -> Wish | None:
        if not wish.pseudonym:
            raise WrongUseError(_("Say first who it is for. It need not be their name."))
        if not is_acknowledged(self._console, exercise):
            return wish
        wish = replace(wish, themes=exercise.themes, has_thought_of_cautions=True)
        path = free_path(make_folder(self._companion.places.exports), "assignment", ".json")
        assign(self._companion.places, exercise, wish, path, secrets.token_hex(16))
        self._console.tell(messages.EXPORTED.format(path), WRITTEN)
        return None


def choose_one(companion: Companion, console: Console) -> Exercise | None:
    """One of all exercises, or None."""
    every = companion.exercises()
    rows = (_("{title}, {minutes} minutes").format(title=each.title, minutes=each.minutes) for each in every)
    choice = console.choose(_("Which exercise?"), rows)
    return every[choice] if isinstance(choice, int) else None


def is_acknowledged(console: Console, exercise: Exercise) -> bool:
    """Whether what speaks against it was thought of, and its themes were agreed on."""
    if exercise.not_when:
        question = _("Not for everyone: {cautions} Have you thought of that?").format(cautions=cautions(exercise))
        if console.choose(question, (_("No, another time"), _("Yes"))) != 1:
            return False
    return all(
        console.choose(_("It is about {theme}. Did you agree on that with them?").format(theme=theme),
                       (_("No"), _("Yes"))) == 1
        for theme in exercise.themes
    )  # fmt: skip


def _limited(wish: Wish, **change: object) -> Wish:
    return replace(wish, limits=replace(wish.limits, **change))

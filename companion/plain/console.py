"""Talking on a plain terminal: whole lines out, whole lines in, nothing redrawn."""

import textwrap
from collections.abc import Callable, Container, Iterable
from contextlib import suppress
from typing import TypeAlias

from companion import messages
from companion.language import _
from companion.plain.switch import PlainSwitch

BACK, STOP, HELP = "back", "stop", "help"
Command = Callable[[], str]
"""Does something and says so in a sentence."""


class StopGently(Exception):
    """The person asked to stop."""


class GoBack(Exception):
    """The person asked for the question before."""


WAY_BACK, WAY_OUT = _("Back"), _("Stop gently")
WAYS = (GoBack, StopGently)
ON, WRITE = _("On"), _("Write something")
Ways: TypeAlias = "tuple[tuple[str, str | Ways], ...]"
"""What answers are called, each with what is typed for it, or with further ones."""


class Console:
    """`say` prints one line, `hear` reads one (raising EOFError at the end of the input).

    `commands` are words that do something at every question that does not take words of one's own. Where a `switch`
    is there, answers are read out one by one.
    """

    def __init__(
        self, say: Callable[[str], None], hear: Callable[[], str], switch: PlainSwitch | None = None
    ) -> None:
        self.say = say
        self.commands: dict[str, Command] = {}
        self.switch = switch
        self._hear = hear

    def tell(self, *lines: str) -> None:
        """Say lines, one after the other."""
        for line in lines:
            self.say(line)

    def ask(self, prompt: str, *, free_text: bool = False, ways: Ways = (), own: Container[str] = ()) -> str:
        """Ask for one line. Raises GoBack on "back", StopGently on "stop"; "help" says what can be typed.

        Where text is free these may be somebody's words: it asks first. `ways` are answers that one switch is read
        out, so that nothing has to be typed; words of the place's `own` are no commands there.
        """
        self.say(prompt)
        if self.is_scanned and (chosen := self._way((*ways, (ON, ""), (WRITE, WRITE)))) != WRITE:
            return chosen
        while True:
            answer = self._hear().strip()
            word = answer.casefold()
            if word in self.commands and word not in own and not free_text:
                self.say(self.commands[word]())
            elif word not in (BACK, STOP, HELP) or (free_text and self._is_word(word)):
                return answer
            elif word == HELP:
                self.tell(messages.PLAIN_HELP, prompt)
            else:
                raise GoBack if word == BACK else StopGently

    def choose(self, prompt: str, rows: Iterable[str], *, extra: Iterable[str] = ()) -> int | str | None:
        """Ask for one of numbered rows: its index from 0, a word from `extra`, or None when it was left empty."""
        rows, words = tuple(rows), tuple(extra)
        self.say(prompt)
        if self.is_scanned:
            return self._scan(rows)
        self.tell(*(f"{number}. {row}" for number, row in enumerate(rows, start=1)))
        while True:
            answer = self.ask(_("Number:")).casefold()
            if not answer:
                return None
            if answer in words:
                return answer
            number = number_in(answer, 1, len(rows))
            if number is not None:
                return number - 1
            self.say(_("A number from 1 to {count}, please, or an empty line to skip.").format(count=len(rows)))

    def number(self, prompt: str, low: int, high: int) -> int | None:
        """Ask for a whole number from `low` to `high`; None when it was left empty."""
        if self.is_scanned:
            self.say(prompt)
            index = self._scan((*map(str, range(low, high + 1)), ON))
            return None if index > high - low else low + index
        while answer := self.ask(prompt):
            number = number_in(answer, low, high)
            if number is not None:
                return number
            self.say(_("A number from {low} to {high}, please, or an empty line to skip.").format(low=low, high=high))
        return None

    @property
    def is_scanned(self) -> bool:
        """Whether answers are read out for one switch."""
        return self.switch is not None and self.switch.is_there

    def _scan(self, rows: tuple[str, ...]) -> int:
        """One of the rows, read out one by one, with the ways that every question has."""
        assert self.switch is not None
        done = tuple(self.commands)
        while True:
            index = self.switch.choose((*rows, WAY_BACK, WAY_OUT, *done), self.say)
            if index < len(rows):
                return index
            if index - len(rows) < len(WAYS):
                raise WAYS[index - len(rows)]
            self.say(self.commands[done[index - len(rows) - len(WAYS)]]())

    def _way(self, ways: Ways) -> str:
        """What is typed for the way that is chosen by ear; those that lead to others can be gone back from."""
        while True:
            way = ways[self._scan(tuple(label for label, _other in ways))][1]
            if isinstance(way, str):
                return way
            with suppress(GoBack):
                return self._way(way)

    def _is_word(self, answer: str) -> bool:
        question = messages.PLAIN_HELP_QUESTION if answer == HELP else messages.PLAIN_WORD_QUESTION
        self.say(question.format(answer))
        return self._hear().strip().casefold().startswith("k")


def wrapped(text: str, columns: int) -> str:
    """Each line of a text broken between words where it is wider than the terminal, which would break inside them."""
    return "\n".join(
        textwrap.fill(line, columns, break_long_words=False, break_on_hyphens=False, replace_whitespace=False)
        if len(line) > columns
        else line
        for line in text.split("\n")
    )


def number_in(text: str, low: int, high: int) -> int | None:
    """The whole number that a text is, where it lies from `low` to `high`."""
    number = int(text) if text.isdecimal() and len(text) < 10 else None
    return number if number is not None and low <= number <= high else None


def numbers_in(text: str, high: int) -> tuple[int, ...]:
    """Whole numbers from 1 to `high`, with commas or spaces between; empty where something else stands among them."""
    found = [number_in(each, 1, high) for each in text.replace(",", " ").split()]
    numbers = tuple(each for each in found if each is not None)
    return tuple(dict.fromkeys(numbers)) if len(numbers) == len(found) else ()

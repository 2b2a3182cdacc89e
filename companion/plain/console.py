"""Talking on a plain terminal: whole lines out, whole lines in, nothing redrawn."""

import textwrap
from collections.abc import Callable, Iterable

from companion import messages
from companion.language import _

BACK, STOP, HELP = "back", "stop", "help"
Command = Callable[[], str]
"""Does something and says so in a sentence."""


class StopGently(Exception):
    """The person asked to stop."""


class GoBack(Exception):
    """The person asked for the question before."""


class Console:
    """`say` prints one line, `hear` reads one (raising EOFError at the end of the input).

    `commands` are words that do something at every question that does not take words of one's own.
    """

    def __init__(self, say: Callable[[str], None], hear: Callable[[], str]) -> None:
        self.say = say
        self.commands: dict[str, Command] = {}
        self._hear = hear

    def tell(self, *lines: str) -> None:
        """Say lines, one after the other."""
        for line in lines:
            self.say(line)

    def ask(self, prompt: str, *, free_text: bool = False) -> str:
        """Ask for one line. Raises GoBack on "back", StopGently on "stop"; "help" says what can be typed.

        Where text is free these may be somebody's words: it asks first.
        """
        self.say(prompt)
        while True:
            answer = self._hear().strip()
            word = answer.casefold()
            if word in self.commands and not free_text:
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
        while answer := self.ask(prompt):
            number = number_in(answer, low, high)
            if number is not None:
                return number
            self.say(_("A number from {low} to {high}, please, or an empty line to skip.").format(low=low, high=high))
        return None

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

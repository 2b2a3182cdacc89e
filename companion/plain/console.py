"""Talking on a plain terminal: whole lines out, whole lines in, nothing redrawn."""

from collections.abc import Callable, Iterable

from companion import messages

BACK, STOP, HELP = "back", "stop", "help"


class StopGently(Exception):
    """The person asked to stop."""


class GoBack(Exception):
    """The person asked for the question before."""


class Console:
    """`say` prints one line, `hear` reads one (raising EOFError at the end of the input)."""

    def __init__(self, say: Callable[[str], None], hear: Callable[[], str]) -> None:
        self.say = say
        self._hear = hear

    def tell(self, *lines: str) -> None:
        """Say lines, one after the other."""
        for line in lines:
            self.say(line)

    def ask(self, prompt: str, *, free_text: bool = False) -> str:
        """Ask for one line. Raises GoBack on "back", StopGently on "stop".

        Where text is free these may be somebody's words: it asks first.
        """
        self.say(prompt)
        while True:
            answer = self._hear().strip()
            if answer.casefold() == HELP and not free_text:
                self.say("Type an answer and press enter. Empty skips; 'back' goes back; 'stop' stops gently.")
                continue
            if answer.casefold() not in (BACK, STOP):
                return answer
            if free_text and self._is_word(answer.casefold()):
                return answer
            raise GoBack if answer.casefold() == BACK else StopGently

    def choose(self, prompt: str, rows: Iterable[str], *, extra: Iterable[str] = ()) -> int | str | None:
        """Ask for one of numbered rows: its index from 0, a word from `extra`, or None when it was left empty."""
        rows, words = tuple(rows), tuple(extra)
        self.say(prompt)
        self.tell(*(f"{number}. {row}" for number, row in enumerate(rows, start=1)))
        while True:
            answer = self.ask("Number:").casefold()
            if not answer:
                return None
            if answer in words:
                return answer
            if answer.isdecimal() and 1 <= int(answer) <= len(rows):
                return int(answer) - 1
            self.say(f"A number from 1 to {len(rows)}, please, or an empty line to skip.")

    def number(self, prompt: str, low: int, high: int) -> int | None:
        """Ask for a whole number from `low` to `high`; None when it was left empty."""
        while True:
            answer = self.ask(prompt)
            if not answer:
                return None
            try:
                value = int(answer)
            except ValueError:
                value = low - 1
            if low <= value <= high:
                return value
            self.say(f"A number from {low} to {high}, please, or an empty line to skip.")

    def _is_word(self, answer: str) -> bool:
        self.say(messages.PLAIN_WORD_QUESTION.format(answer))
        return self._hear().strip().casefold().startswith("k")

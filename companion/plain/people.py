"""People to turn to, in plain lines: read out, entered, taken off, looked over."""

from companion import messages
from companion.errors import CompanionError
from companion.exports.plain_text import harmless
from companion.language import _
from companion.plain.console import Console, GoBack
from companion.services.between import contacts as c
from companion.services.container import Companion

WORD = "people"
"""What is typed at any question that takes no words of one's own."""

ASK = _(
    "'add', 'change 1', 'off 1', 'right' if all of it is still right today, 'who' for who may read it. Empty leaves."
)
BACK = _("Back where you were.")


class PlainPeople:
    """The contact card as a short talk."""

    def __init__(self, companion: Companion, console: Console) -> None:
        self._console = console
        self._contacts = c.contacts_of(companion)

    def run(self) -> str:
        """Read the card out, then take wishes until an empty line; returns a sentence that leads back."""
        self.read_out()
        try:
            while answer := self._console.ask(ASK):
                self._obey(answer)
        except GoBack:
            pass
        return BACK

    def read_out(self) -> None:
        """Who stands on it, numbered, and what is to be said about the card."""
        seen = self._contacts.look()
        self._console.say(f"{c.PEOPLE}:")
        for number, each in enumerate(seen.people, start=1):
            self._console.say(harmless(f"{number}. {each.name}: {each.reach}. {c.about(each)}."))
        if seen.trouble:
            self._console.tell(harmless(seen.trouble), messages.SAFETY)
        elif not seen.people:
            self._console.tell(c.NOBODY_YET, c.WHO, messages.SAFETY)
        elif c.wants_a_look(seen.people, self._contacts.today):
            self._console.say(c.LOOK_OVER)

    def _obey(self, answer: str) -> None:
        command, _other, rest = answer.casefold().partition(" ")
        number = int(rest) if rest.isdecimal() and len(rest) < 3 else 0
        try:
            match command:
                case "add":
                    self._add()
                case "change":
                    name, reach, line = self._asked()
                    self._console.say(harmless(c.ENTERED.format(self._contacts.change(number, name, reach, line).name)))
                case "off":
                    self._console.say(harmless(c.TAKEN_OFF.format(self._contacts.remove(number).name)))
                case "right":
                    self._contacts.check()
                    self._console.say(c.LOOKED_OVER)
                case "who" if self._contacts.who_reads:
                    self._contacts.open_for_all(self._is_open())
                    self._console.say(self._contacts.who_reads)
                case "who":
                    self._console.say(_("Your journal has no passphrase, and this card has none either."))
                case _:
                    self._console.say(_("One of these words, please, or an empty line."))
        except CompanionError as error:
            self._console.say(harmless(str(error)))

    def _add(self) -> None:
        asks = self._contacts.asks_who_reads
        name, reach, line = self._asked()
        is_open = self._is_open() if asks else None
        self._console.say(harmless(c.ENTERED.format(self._contacts.add(name, reach, line, is_open=is_open).name)))

    def _asked(self) -> tuple[str, str, str]:
        name = self._console.ask(_("Who? A name, or what they are to you:"), free_text=True)
        reach = self._console.ask(_("How can they be reached?"), free_text=True)
        return name, reach, self._console.ask(_("A line about it, or empty:"), free_text=True)

    def _is_open(self) -> bool:
        rows = (f"{label}: {note}" for label, note in c.OPEN_CHOICES)
        return self._console.choose(c.OPEN_QUESTION, rows) == 1


def stop_lines(companion: Companion) -> tuple[str, ...]:
    """What is said of the card at a gentle stop; nothing where nobody stands on it."""
    seen = c.contacts_of(companion).look()
    called = tuple(map(harmless, c.call_lines(seen.people)))
    return (f"{c.PEOPLE}:", *called) if called else ((harmless(seen.trouble),) if seen.trouble else ())

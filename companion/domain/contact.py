"""People to turn to, entered by the client and their therapist. Nobody is built in: no number fits everyone."""

from datetime import date

from msgspec import Struct

from companion.domain.units import require
from companion.language import _

MOST_PEOPLE = 4
"""So many fit on one screen beside the step onto firm ground; a few that are true help more than a list."""

LONGEST_NAME, LONGEST_REACH, LONGEST_LINE = 28, 42, 44
"""In letters: a name with its number, and a line with its day, stand on one line of 72 each."""


class Contact(Struct, frozen=True):
    """Someone to turn to: `name`, how to `reach` them, a `line` about it (may be empty).

    `checked` is the day on which somebody last made sure that it is still so.
    """

    name: str
    reach: str
    checked: date
    line: str = ""

    def __post_init__(self) -> None:
        require(bool(self.name.strip()), _("somebody on the card needs a name"))
        require(bool(self.reach.strip()), _("somebody on the card needs a way to be reached"))
        for text, longest in ((self.name, LONGEST_NAME), (self.reach, LONGEST_REACH), (self.line, LONGEST_LINE)):
            require(
                len(text) <= longest,
                _("'{text}' is too long; up to {longest} letters fit here").format(
                    text=text[:LONGEST_NAME], longest=longest
                ),
            )


class Card(Struct, frozen=True):
    """The contact card, in the order in which people were entered.

    `is_open`: its owner chose that it can always be read here, also where the journal is locked.
    """

    people: tuple[Contact, ...] = ()
    is_open: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        require(
            len(self.people) <= MOST_PEOPLE,
            _("the card has room for {most_people} people").format(most_people=MOST_PEOPLE),
        )
